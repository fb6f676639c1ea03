"""Addresses of double coding, below /work/<initiative>/."""

from django.urls import path

from analysis.double_coding import adjudication_views, blind_views
from analysis.double_coding import views as agreement_views

urlpatterns = [
    path("agreement/", agreement_views.agreement, name="agreement"),
    path("agreement/new/", agreement_views.agreement_new, name="agreement_new"),
    path("agreement/<int:pk>/", agreement_views.double_coding, name="double_coding"),
    path("agreement/<int:pk>/code/", blind_views.blind, name="blind"),
    path(
        "agreement/<int:pk>/close/",
        agreement_views.double_coding_close,
        name="double_coding_close",
    ),
    path(
        "agreement/<int:pk>/again/",
        agreement_views.double_coding_again,
        name="double_coding_again",
    ),
    path("agreement/<int:pk>/figures.csv", agreement_views.agreement_csv, name="agreement_csv"),
    path(
        "agreement/<int:pk>/disagreements/",
        adjudication_views.disagreements,
        name="disagreements",
    ),
    path("agreement/<int:pk>/adjudicate/", adjudication_views.adjudicate, name="adjudicate"),
    path(
        "agreement/<int:pk>/agreed/",
        adjudication_views.adjudicate_agreed,
        name="adjudicate_agreed",
    ),
    path("assignments/<int:pk>/", blind_views.assignment, name="assignment"),
]
