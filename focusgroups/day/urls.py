"""Addresses below /work/<initiative>/: the day of a session."""

from django.urls import path

from focusgroups.day import views

urlpatterns = [
    path("sessions/<int:pk>/day/", views.session_day, name="session_day"),
    path("sessions/<int:pk>/day/attendance/", views.attendance, name="attendance"),
    path("sessions/<int:pk>/day/walk-in/", views.walk_in, name="walk_in"),
    path("sessions/<int:pk>/day/sheet/", views.day_sheet, name="day_sheet"),
    path("sessions/<int:pk>/after/", views.session_after, name="session_after"),
    path("sessions/<int:pk>/after/thanks/", views.session_thanks, name="session_thanks"),
]
