"""Members' pages that gather from several apps. They stand before `<initiative>/`.

A first part of an address here is refused as the address of an initiative: see
`initiatives.services.setup.RESERVED`.
"""

from django.urls import path

from home import administration_views as administration
from home import views

app_name = "home"
urlpatterns = [
    path("", views.work, name="work"),
    path("roles/", views.roles, name="roles"),
    path("administration/", administration.administration, name="administration"),
    path("administration/new/", administration.initiative_new, name="initiative_new"),
    path(
        "administration/<int:pk>/coordinator/",
        administration.coordinator_new,
        name="coordinator_new",
    ),
    path(
        "administration/accounts/<int:pk>/close/",
        administration.account_close,
        name="account_close",
    ),
    path(
        "administration/accounts/<int:pk>/open/",
        administration.account_open,
        name="account_open",
    ),
    path("<slug:slug>/set-up/", views.set_up, name="set_up"),
]
