"""Public addresses of focus groups. Those that are keys stand below /r/: every log masks them."""

from focusgroups.calendar.public_urls import urlpatterns as calendars
from focusgroups.outreach.public_urls import urlpatterns as partners
from focusgroups.polls.public_urls import urlpatterns as polls
from focusgroups.registering.public_urls import urlpatterns as registering

app_name = "focusgroups_public"
urlpatterns = [
    *polls,
    *calendars,
    *partners,
    *registering,
]
