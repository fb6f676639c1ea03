"""Whether a facilitator and a room are free at the times of a poll.

What takes them is not told here, only that they are taken: people are looked for in every
initiative.
"""

from collections.abc import Sequence
from datetime import datetime

from focusgroups import slots
from focusgroups.bookings import Diary, buffer_of, wanted
from focusgroups.models import TimePoll
from focusgroups.services.polls import PollPlan
from focusgroups.session_plan import SessionPlan
from initiatives.models import Initiative


def taken(
    *, initiative: Initiative, starts: Sequence[datetime], plan: SessionPlan
) -> dict[datetime, tuple[str, ...]]:
    """For each start at which somebody or something of the plan is taken: sentences."""
    if not starts or (plan.facilitator is None and plan.room is None):
        return {}
    diary, buffer = Diary(starts), buffer_of(initiative)
    found = {}
    for start in starts:
        wish = wanted(-1, start, plan)
        clashes = slots.conflicts(wish.booking, diary.bookings, buffer)
        uses = {use for clash in clashes for use in clash.uses}
        if uses:
            found[start] = tuple(
                f"{name} is {'taken' if use[0] == 'room' else 'booked'} then."
                for use, name in wish.names.items()
                if use in uses
            )
    return found


def plan_of_poll(poll: TimePoll | PollPlan) -> SessionPlan:
    """What a poll says about its session, as a plan."""
    return SessionPlan(
        zone=poll.zone, minutes=poll.minutes, facilitator=poll.facilitator, room=poll.room
    )
