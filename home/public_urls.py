"""Public pages: what this is, an initiative, what changed, and the way out."""

from django.urls import path

from home import public_views

app_name = "home_public"
urlpatterns = [
    path("", public_views.welcome, name="welcome"),
    path("leave/", public_views.leave, name="leave"),
]
