"""Addresses of members, below /work/<initiative>/."""

from django.urls import path

from letters import call_views, views, wording_views

app_name = "letters"
urlpatterns = [
    path("letters/", views.letter_list, name="list"),
    path("letters/again/", views.again_all, name="again_all"),
    path("letters/<int:pk>/again/", views.again, name="again"),
    path("letters/<int:pk>/aside/", views.aside, name="aside"),
    path("letters/kinds/", wording_views.kinds, name="kinds"),
    path("letters/kinds/<slug:letter_kind>/", wording_views.kind, name="kind"),
    path("letters/kinds/<slug:letter_kind>/test/", wording_views.kind_test, name="kind_test"),
    path("letters/kinds/<slug:letter_kind>/ours/", wording_views.kind_ours, name="kind_ours"),
    path("calls/", call_views.calls, name="calls"),
    path("calls/<int:pk>/note/", call_views.call_note, name="call_note"),
    path("calls/<int:pk>/back/", call_views.call_back, name="call_back"),
]
