"""Addresses of those who have the link of a poll. All below /r/, so that every log masks them."""

from django.urls import path

from focusgroups.polls import public_views

urlpatterns = [
    path("r/poll/<str:token>/", public_views.poll, name="poll"),
    path("r/my-times/<str:token>/", public_views.my_times, name="my_times"),
    path("r/my-times/<str:token>/take-back/", public_views.my_times_back, name="my_times_back"),
]
