"""Addresses below /work/<initiative>/: what was said, redacted, and what waits for a person."""

from django.urls import path

from feedback import comment_page_views as page
from feedback import comment_protect_views as protect
from feedback import comment_views as views

urlpatterns = [
    path("comments/", views.comments, name="comments"),
    path("comments/export/", views.comment_export, name="comment_export"),
    path("comments/<int:pk>/", page.comment, name="comment"),
    path("comments/<int:pk>/hide/", page.comment_hide, name="comment_hide"),
    path("comments/<int:pk>/withdraw/", page.comment_withdraw, name="comment_withdraw"),
    path("protect/", protect.protect, name="protect"),
    path("protect/<int:pk>/", protect.settle, name="settle"),
]
