"""What sessions use and when, as the bookings of `slots`, over every initiative."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from focusgroups.models import Interpreter, Recruiting, Room, Session
from focusgroups.session_plan import SessionPlan
from focusgroups.slots import Booking, Use
from initiatives.models import Initiative

# No session is longer than this, and no buffer.
A_DAY = timedelta(days=1)


def buffer_of(initiative: Initiative) -> timedelta:
    """What must lie between two uses of the same thing."""
    row = Recruiting.objects.filter(initiative=initiative).first() or Recruiting()
    return timedelta(minutes=row.buffer_minutes)


def use_of_room(room: Room) -> Use:
    """One room by the names of its place and itself: two initiatives may each have written down
    the same library.
    """
    names = (" ".join(name.split()).casefold() for name in (room.place.name, room.name))
    return ("room", " · ".join(names))


def use_of_person(user: User) -> Use:
    return ("person", user.pk)


def use_of_interpreter(interpreter: Interpreter) -> Use:
    return ("interpreter", interpreter.pk)


def named_uses(plan: SessionPlan) -> dict[Use, str]:
    """What a plan uses, each with the name that members know it by.

    A place where no room is settled is not a use: it may have another room.
    """
    uses = {}
    if plan.room:
        uses[use_of_room(plan.room)] = str(plan.room)
    for person in (plan.facilitator, plan.assistant):
        if person:
            uses[use_of_person(person)] = str(person)
    for interpreter in plan.interpreters:
        uses[use_of_interpreter(interpreter)] = str(interpreter)
    return uses


@dataclass(frozen=True)
class Wanted:
    """A session that is about to be planned: its booking, and the names of what it uses."""

    booking: Booking
    names: dict[Use, str]
    zone: str


def wanted(number: int, starts_at: datetime, plan: SessionPlan) -> Wanted:
    """`number` is that of the session that changes, or a negative one for a new session."""
    names = named_uses(plan)
    ends_at = starts_at + timedelta(minutes=plan.minutes)
    return Wanted(Booking(number, starts_at, ends_at, frozenset(names)), names, plan.zone)


class Diary:
    """What is booked around some times: of this initiative and of all others."""

    def __init__(self, starts: Sequence[datetime]):
        rows = Session.objects.not_cancelled().filter(
            starts_at__gte=min(starts) - A_DAY, starts_at__lte=max(starts) + A_DAY
        )
        rows = rows.select_related("group__initiative", "room__place", "facilitator", "assistant")
        self.sessions = {row.pk: row for row in rows.prefetch_related("interpreters")}
        self.bookings = [_booking(row) for row in self.sessions.values()]


def _booking(session: Session) -> Booking:
    uses = {use_of_interpreter(each) for each in session.interpreters.all()}
    uses |= {use_of_person(each) for each in (session.facilitator, session.assistant) if each}
    if session.room:
        uses.add(use_of_room(session.room))
    return Booking(session.pk, session.starts_at, session.ends_at, frozenset(uses))
