"""Addresses of the plan, the board, places and interpreters, below /work/<initiative>/."""

from django.urls import path

from focusgroups.planning import place_views, views

urlpatterns = [
    path("groups/", views.board, name="board"),
    path("groups/board.csv", views.board_csv, name="board_csv"),
    path("groups/plan/", views.plan, name="plan"),
    path("groups/plan/recruiting/", views.recruiting, name="recruiting"),
    path("places/", place_views.places, name="places"),
    path("places/new/", place_views.place_new, name="place_new"),
    path("places/<int:pk>/", place_views.place_edit, name="place"),
    path("places/<int:pk>/remove/", place_views.place_remove, name="place_remove"),
    path("rooms/<int:pk>/remove/", place_views.room_remove, name="room_remove"),
    path("interpreters/new/", place_views.interpreter_new, name="interpreter_new"),
    path("interpreters/<int:pk>/", place_views.interpreter_edit, name="interpreter"),
    path(
        "interpreters/<int:pk>/remove/", place_views.interpreter_remove, name="interpreter_remove"
    ),
]
