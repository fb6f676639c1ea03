"""A member's own calendar, below /work/calendar-feed/: it belongs to no initiative."""

from django.urls import path

from focusgroups.calendar import feed_views

urlpatterns = [
    path("", feed_views.calendar_feed_page, name="calendar_feed"),
    path("renew/", feed_views.calendar_feed_renew, name="calendar_feed_renew"),
]
