"""Addresses of the codebook, of its themes as they are kept, and of their thresholds."""

from django.urls import path

from analysis.codebook import change_views as codebook_change_views
from analysis.codebook import file_views as codebook_file_views
from analysis.codebook import views as codebook_views
from analysis.themes import threshold_views

urlpatterns = [
    path("codebook/", codebook_views.codebook, name="codebook"),
    path("codebook/starter/", codebook_views.codebook_starter, name="codebook_starter"),
    path("codebook/codebook.csv", codebook_file_views.codebook_csv, name="codebook_csv"),
    path("codebook/take/", codebook_file_views.codebook_take, name="codebook_take"),
    path("codebook/tagged/", codebook_file_views.tagged_export, name="tagged_export"),
    path("codebook/history/", codebook_change_views.codebook_history, name="codebook_history"),
    path("codebook/changes/<int:pk>/undo/", codebook_change_views.change_undo, name="change_undo"),
    path("themes/new/", codebook_views.theme_new, name="theme_new"),
    path("themes/<int:pk>/edit/", codebook_views.theme_edit, name="theme_edit"),
    path("themes/<int:pk>/move/", codebook_change_views.theme_move, name="theme_move"),
    path("themes/<int:pk>/merge/", codebook_change_views.theme_merge, name="theme_merge"),
    path("themes/<int:pk>/split/", codebook_change_views.theme_split, name="theme_split"),
    path("themes/<int:pk>/retire/", codebook_views.theme_retire, name="theme_retire"),
    path("themes/<int:pk>/take-up/", codebook_views.theme_take_up, name="theme_take_up"),
    path("themes/<int:pk>/remove/", codebook_views.theme_remove, name="theme_remove"),
    path("themes/<int:pk>/threshold/", threshold_views.theme_threshold, name="theme_threshold"),
    path("themes/<int:pk>/accept/", threshold_views.theme_accept, name="theme_accept"),
    path("themes/<int:pk>/audit/", threshold_views.theme_audit, name="theme_audit"),
]
