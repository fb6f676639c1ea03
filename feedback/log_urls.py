"""Addresses below /work/<initiative>/: notes of sessions."""

from django.urls import path

from feedback import log_views as views

urlpatterns = [
    path("sessions/<int:pk>/notes/", views.session_log, name="session_log"),
    path("sessions/<int:pk>/notes/<int:question>/", views.note_add, name="note_add"),
    path("sessions/<int:pk>/notes/impression/", views.impression_add, name="impression_add"),
    path("sessions/<int:pk>/notes/close/", views.log_close, name="log_close"),
    path("notes/<int:pk>/", views.note_edit, name="note_edit"),
    path("notes/<int:pk>/remove/", views.note_remove, name="note_remove"),
]
