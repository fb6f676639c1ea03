"""The page that stops our letters. Below /r/, so that every log masks it."""

from django.urls import path

from letters import public_views as views

app_name = "letters_public"
urlpatterns = [
    path("r/stop/<str:contact>/", views.stop, name="stop"),
]
