"""Addresses of the search for new themes, below /work/<initiative>/."""

from django.urls import path

from analysis.discovery import candidate_views
from analysis.discovery import views as discovery_views

urlpatterns = [
    path("discover/", discovery_views.discover, name="discover"),
    path("discover/start/", discovery_views.discovery_start, name="discovery_start"),
    path("discover/merge/", discovery_views.candidates_merge, name="candidates_merge"),
    path(
        "searches/<int:pk>/progress/",
        discovery_views.discovery_progress,
        name="discovery_progress",
    ),
    path("searches/<int:pk>/cancel/", discovery_views.discovery_cancel, name="discovery_cancel"),
    path("discover/<int:pk>/", candidate_views.candidate, name="candidate"),
]
