"""Addresses of polls below /work/<initiative>/."""

from django.urls import path

from focusgroups.polls import views

urlpatterns = [
    path("polls/", views.polls, name="polls"),
    path("polls/new/", views.poll_new, name="poll_new"),
    path("polls/<int:pk>/", views.poll, name="poll"),
    path("polls/<int:pk>/close/", views.poll_close, name="poll_close"),
    path("polls/<int:pk>/renew/", views.poll_renew, name="poll_renew"),
    path("polls/<int:pk>/plan/", views.poll_plan, name="poll_plan"),
    path("polls/<int:pk>/answers/<int:person>/delete/", views.answer_delete, name="answer_delete"),
]
