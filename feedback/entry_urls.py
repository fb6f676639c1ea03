"""Addresses below /work/<initiative>/: the Listen step, and what members type for others."""

from django.urls import path

from feedback import entry_listen_views as listen_views
from feedback import entry_views

urlpatterns = [
    path("listen/", listen_views.listen, name="listen"),
    path("entry/", entry_views.entry_new, name="entry_new"),
    path("entry/<int:pk>/receipt/", entry_views.entry_receipt, name="entry_receipt"),
]
