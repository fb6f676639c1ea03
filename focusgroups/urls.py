"""Addresses below /work/<initiative>/: those of each noun stand in its folder."""

from focusgroups.planning.urls import urlpatterns as planning
from focusgroups.sessions.urls import urlpatterns as sessions

app_name = "focusgroups"
urlpatterns = [*planning, *sessions]
