"""Addresses below /work/<initiative>/."""

from django.urls import path

from surveys import views

app_name = "surveys"
urlpatterns = [
    path("surveys/", views.survey_list, name="list"),
    path("surveys/new/", views.survey_new, name="survey_new"),
    path("surveys/<int:pk>/", views.survey, name="survey"),
    path("surveys/<int:pk>/heading/", views.heading_edit, name="heading"),
    path("surveys/<int:pk>/question/", views.question_new, name="question_new"),
    path("surveys/<int:pk>/preview/", views.preview, name="preview"),
    path("surveys/<int:pk>/publish/", views.publish, name="publish"),
    path("surveys/<int:pk>/close/", views.close, name="close"),
    path("surveys/<int:pk>/next-version/", views.version_begin, name="version_begin"),
    path("questions/<int:pk>/", views.question_edit, name="question"),
    path("questions/<int:pk>/move/", views.question_move, name="question_move"),
    path("questions/<int:pk>/remove/", views.question_remove, name="question_remove"),
]
