"""Addresses below /work/<initiative>/."""

from django.urls import path

from analysis.codebook import urls as codebook_urls
from analysis.discovery import urls as discovery_urls
from analysis.double_coding import urls as agreement_urls
from analysis.review import views as review_views
from analysis.runs import views as run_views
from analysis.summaries import urls as summary_urls
from analysis.themes import figure_views
from analysis.themes import views as theme_views

app_name = "analysis"
urlpatterns = [
    path("themes/", theme_views.themes, name="themes"),
    path("themes/<int:pk>/", theme_views.theme, name="theme"),
    path("themes/<int:pk>/segments.csv", figure_views.segments_csv, name="segments_csv"),
    path("themes/<int:pk>/segments.svg", figure_views.segments_svg, name="segments_svg"),
    *codebook_urls.urlpatterns,
    path("runs/", run_views.runs, name="runs"),
    path("runs/start/", run_views.run_start, name="run_start"),
    path("runs/<int:pk>/", run_views.run, name="run"),
    path("runs/<int:pk>/progress/", run_views.run_progress, name="run_progress"),
    path("runs/<int:pk>/cancel/", run_views.run_cancel, name="run_cancel"),
    path("review/", review_views.review, name="review"),
    path("review/undo/", review_views.undo, name="review_undo"),
    path("review/<int:pk>/", review_views.review_comment, name="review_comment"),
    path("tags/<int:pk>/remove/", review_views.tag_remove, name="tag_remove"),
    *agreement_urls.urlpatterns,
    *discovery_urls.urlpatterns,
    *summary_urls.urlpatterns,
]
