"""One poll for a coordinator, or for whoever has its link."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from focusgroups.links import find
from focusgroups.models import TimePoll, TimePollPerson
from focusgroups.permissions import PLANNERS
from initiatives.access import get_initiative_for
from initiatives.models import Initiative


def polls_of(initiative: Initiative) -> QuerySet[TimePoll]:
    rows = TimePoll.objects.filter(group__initiative=initiative)
    return rows.select_related(
        "group__segment", "group__initiative", "session__group", "facilitator", "room__place"
    )


def get_poll_for(user: User, slug: str, pk: int) -> tuple[Initiative, TimePoll]:
    """The poll for a coordinator: names and answers are for nobody else."""
    initiative = get_initiative_for(user, slug, *PLANNERS)
    return initiative, get_object_or_404(polls_of(initiative), pk=pk)


def get_answer_for(
    user: User, slug: str, pk: int, person: int
) -> tuple[Initiative, TimePoll, TimePollPerson]:
    """What one person answered, for a coordinator."""
    initiative, poll = get_poll_for(user, slug, pk)
    return initiative, poll, get_object_or_404(poll.timepollperson_set.all(), pk=person)


def find_poll(token: str) -> TimePoll | None:
    """The poll of a link, or None where the link is cut off, of another kind, or has ended."""
    rows = TimePoll.objects.select_related("group__initiative", "group__title")
    return find("poll", rows, token)


def find_person(token: str) -> TimePollPerson | None:
    """Whose own link it is, or None."""
    rows = TimePollPerson.objects.select_related("poll__group__initiative", "poll__group__title")
    return find("poll-person", rows, token)
