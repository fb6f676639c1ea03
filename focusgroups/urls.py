"""Addresses below /work/<initiative>/: those of each noun stand in its folder."""

from focusgroups.day.urls import urlpatterns as day
from focusgroups.needs.urls import urlpatterns as needs
from focusgroups.outreach.urls import urlpatterns as outreach
from focusgroups.people.urls import urlpatterns as people
from focusgroups.planning.urls import urlpatterns as planning
from focusgroups.polls.urls import urlpatterns as polls
from focusgroups.sessions.urls import urlpatterns as sessions

app_name = "focusgroups"
urlpatterns = [*planning, *polls, *sessions, *people, *outreach, *needs, *day]
