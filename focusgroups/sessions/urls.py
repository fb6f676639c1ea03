"""Addresses of groups, sessions and the calendar, below /work/<initiative>/."""

from django.urls import path

from focusgroups.sessions import calendar_views, group_views, views

urlpatterns = [
    path("groups/new/", group_views.group_new, name="group_new"),
    path("groups/copy/", group_views.group_copy, name="group_copy"),
    path("groups/<int:pk>/", group_views.group, name="group"),
    path("groups/<int:pk>/edit/", group_views.group_edit, name="group_edit"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/new/", views.session_new, name="session_new"),
    path("sessions/<int:pk>/", views.session_edit, name="session_edit"),
    path("sessions/<int:pk>/cancel/", views.session_cancel, name="session_cancel"),
    path("calendar/", calendar_views.calendar, name="calendar"),
]
