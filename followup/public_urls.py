"""Public addresses: what was heard and what is done about it."""

from django.urls import path

from followup import public_views

app_name = "followup_public"
urlpatterns = [
    path("i/<slug:slug>/what-changed/", public_views.what_changed, name="what_changed"),
]
