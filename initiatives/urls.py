"""Addresses below /work/<initiative>/."""

from django.urls import path

from initiatives import list_views, people_views, views

app_name = "initiatives"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("about/", views.about, name="about"),
    path("notice/", views.notice, name="notice"),
    path("decision-points/start/", list_views.points_start, name="points_start"),
    path("decision-points/new/", list_views.point_new, name="point_new"),
    path("decision-points/<int:pk>/", list_views.point_edit, name="point"),
    path("decision-points/<int:pk>/move/", list_views.point_move, name="point_move"),
    path("decision-points/<int:pk>/remove/", list_views.point_remove, name="point_remove"),
    path("segments/start/", list_views.segments_start, name="segments_start"),
    path("segments/new/", list_views.segment_new, name="segment_new"),
    path("segments/<int:pk>/", list_views.segment_edit, name="segment"),
    path("segments/<int:pk>/remove/", list_views.segment_remove, name="segment_remove"),
    path("people/", people_views.members, name="members"),
    path("people/<int:pk>/end/", people_views.role_end, name="role_end"),
    path(
        "people/invitations/<int:pk>/revoke/",
        people_views.invitation_revoke,
        name="invitation_revoke",
    ),
]
