"""Addresses below /work/<initiative>/."""

from django.urls import path

from followup import views

app_name = "followup"
urlpatterns = [
    path("actions/", views.actions, name="actions"),
    path("actions/export/", views.action_export, name="action_export"),
    path("actions/<int:pk>/", views.action, name="action"),
    path("actions/<int:pk>/edit/", views.action_edit, name="action_edit"),
    path("actions/<int:pk>/remove/", views.action_remove, name="action_remove"),
    path("themes/<int:pk>/actions/", views.theme_actions, name="theme_actions"),
    path("themes/<int:pk>/answer/", views.action_add, name="action_add"),
    path("report/", views.report, name="report"),
]
