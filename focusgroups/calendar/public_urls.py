"""What a calendar fetches; below /r/, so that every log masks it."""

from django.urls import path

from focusgroups.calendar import feed_views

urlpatterns = [
    path("r/feed/<str:token>.ics", feed_views.calendar_feed, name="calendar_feed"),
]
