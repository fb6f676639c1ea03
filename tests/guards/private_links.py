"""The private links of a world: what stands before the token, and a token that opens something."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from focusgroups.links import token_of
from focusgroups.models import FocusGroup, TimePoll, TimePollPerson
from focusgroups.services.feeds import get_feed


def make_poll(group: FocusGroup, member: User) -> tuple[TimePoll, TimePollPerson]:
    """An open poll with one time to come and one answer."""
    poll = TimePoll.objects.create(group=group, zone="America/Chicago", made_by=member)
    poll.timepolltime_set.create(starts_at=timezone.now() + timedelta(days=9))
    return poll, poll.timepollperson_set.create(name="Ana", zone=poll.zone)


def tokens(poll: TimePoll, person: TimePollPerson, member: User) -> dict[str, str]:
    """By the beginning of the route."""
    return {
        "r/poll/": token_of("poll", poll),
        "r/my-times/": token_of("poll-person", person),
        "r/feed/": token_of("feed", get_feed(user=member)),
    }
