"""Public pages: what this is, an initiative, accepting an invitation, and the way out."""

from django.urls import path

from home import join_views, public_views

app_name = "home_public"
urlpatterns = [
    path("", public_views.welcome, name="welcome"),
    path("leave/", public_views.leave, name="leave"),
    path("i/<slug:slug>/", public_views.initiative, name="initiative"),
    path("join/<int:pk>/<str:token>/", join_views.join, name="join"),
]
