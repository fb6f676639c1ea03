"""The line for the places of a session: who is offered one, until when, and who comes next.

Each function locks the session first, so that two of them never give one place to two people.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from focusgroups import slots
from focusgroups.letters_due import send_to
from focusgroups.models import Recruiting, Registration, Session, SessionQuota
from initiatives.models import Segment
from letters.hours import wakes_at

State = Registration.State


def lock_session(pk: int) -> Session:
    """The session, held until the transaction ends: whoever else wants its places waits."""
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("group__initiative")
        .get(pk=pk)
    )


def lock_registration(registration: Registration) -> tuple[Session, Registration]:
    """The registration as it is now, and its session, held as above.

    Somebody may have moved it to another session since it was read: then that one is held.
    """
    rows = Registration.objects.filter(pk=registration.pk)
    number = rows.values_list("session_id", flat=True).get()
    while True:
        session, current = lock_session(number), rows.get()
        if current.session_id == number:
            return session, current
        number = current.session_id


def room_of(session: Session) -> slots.Room:
    """The places of a locked session and who holds them."""
    return rooms_of([session])[session.pk]


def rooms_of(sessions: Sequence[Session]) -> dict[int, slots.Room]:
    """The same of several sessions, by number. Two queries."""
    held, quotas = defaultdict(list), defaultdict(dict)
    people = Registration.objects.filter(session__in=sessions).holding()
    for number, segment in people.values_list("session_id", "segment_id"):
        held[number].append(segment)
    rows = SessionQuota.objects.filter(session__in=sessions)
    for number, segment, places in rows.values_list("session_id", "segment_id", "places"):
        quotas[number][segment] = places
    return {each.pk: slots.Room(each.places, quotas[each.pk], held[each.pk]) for each in sessions}


def line_of(session: Session) -> list[slots.Waiting]:
    """Those who wait, in order."""
    return lines_of([session])[session.pk]


def lines_of(sessions: Sequence[Session]) -> dict[int, list[slots.Waiting]]:
    """The same of several sessions, by number. One query."""
    found: dict[int, list[slots.Waiting]] = {each.pk: [] for each in sessions}
    rows = Registration.objects.filter(session__in=sessions).in_line()
    for number, pk, segment in rows.values_list("session_id", "pk", "segment_id"):
        found[number].append(slots.Waiting(pk, segment))
    return found


def with_a_place(sessions: Sequence[Session], segment: Segment | None) -> set[int]:
    """The numbers of those sessions in which somebody of the segment who comes now gets a place at
    once. Three queries, however many there are.
    """
    segment_id, rooms = segment.pk if segment else None, rooms_of(sessions)
    # Where all places are held the line need not be read: it may be of thousands.
    some = [each for each in sessions if rooms[each.pk].has_place_for(segment_id)]
    lines = lines_of(some) if some else {}
    return {pk for pk, line in lines.items() if slots.gets_a_place(rooms[pk], line, segment_id)}


@transaction.atomic
def offer_places(*, session: Session, now: datetime | None = None) -> int:
    """Offer what is free to those who are next in line; returns how many were offered one.

    Called after whatever frees or adds a place. Nothing is offered once the session has begun or
    was called off.
    """
    now = now or timezone.now()
    session = lock_session(session.pk)
    if not _is_coming(session, now):
        return 0
    next_ones = slots.next_in_line(room_of(session), line_of(session))
    hours = offer_hours(session)
    for pk in next_ones:
        _offer(session, pk, slots.offer_until(told_at(session, now), session.starts_at, hours))
    return len(next_ones)


def told_at(session: Session, now: datetime) -> datetime:
    """When people read an offer that is made now: an offer that would end in the night, before
    its letter goes out, is none. Shortly before the session the letter goes at night as well.
    """
    if session.starts_at - now < slots.SOON:
        return now
    return wakes_at(now, session.zone, settings.QUIET_FROM, settings.QUIET_UNTIL)


def _is_coming(session: Session, now: datetime) -> bool:
    return session.state in (Session.State.PLANNED, Session.State.OPEN) and session.starts_at > now


def offer_hours(session: Session) -> int:
    """How long an offer waits in this initiative."""
    recruiting = Recruiting.objects.filter(initiative=session.group.initiative_id).first()
    return (recruiting or Recruiting()).offer_hours


def _offer(session: Session, pk: int, until: datetime) -> None:
    registration = Registration.objects.get(pk=pk)
    move(registration, State.OFFERED, "offer_place", offered_until=until)
    send_to(registration, "registration_offer", occasion=_until(registration, until))


def _until(registration: Registration, until: datetime) -> str:
    """Names one offer among all that a person gets, also in another session after a move."""
    return f"session {registration.session_id} until {until:%Y-%m-%d %H:%M}"


@transaction.atomic
def take_offer(
    *, registration: Registration, actor: User | None = None, now: datetime | None = None
) -> Registration:
    """Take the place that is offered; `actor` is the member who was told so.

    Raises InvalidTransition where it is offered no more.
    """
    now = now or timezone.now()
    session, registration = lock_registration(registration)
    if registration.state == State.REGISTERED:  # tapped twice
        return registration
    if not _is_coming(session, now):
        raise InvalidTransition("This group has met already, or will not meet.")
    if registration.state != State.OFFERED:  # who waits cannot step out of the line
        raise InvalidTransition("No place is offered to this person now.")
    until = registration.offered_until
    if until <= now:
        _expire(registration)
        offer_places(session=session, now=now)
        return registration
    move(registration, State.REGISTERED, "take_offer", actor, offered_until=None, placed_at=now)
    send_to(registration, "registration_confirmed", occasion=_until(registration, until))
    return registration


@transaction.atomic
def decline_offer(
    *, registration: Registration, actor: User | None = None, now: datetime | None = None
) -> Registration:
    """Refuse what is offered, or give up one's place in line. The next in line is asked."""
    session, registration = lock_registration(registration)
    if registration.state in (State.CANCELLED, State.EXPIRED):
        return registration
    if registration.state not in (State.OFFERED, State.WAITLISTED):
        require_step({}, registration.state, "given up", "registration")
    move(registration, State.CANCELLED, "decline_offer", actor, offered_until=None)
    offer_places(session=session, now=now)
    return registration


@transaction.atomic
def expire_offers(*, now: datetime) -> int:
    """End the offers whose time is over and ask the next in line; returns how many ended.

    A session that was moved to an earlier time ends its offers when it begins.
    """
    over = Q(offered_until__lte=now) | Q(session__starts_at__lte=now)
    late = Registration.objects.filter(over, state=State.OFFERED)
    ended = 0
    for session_id in sorted(set(late.values_list("session_id", flat=True))):
        session = lock_session(session_id)
        for registration in late.filter(session=session).order_by("position"):
            _expire(registration)
            ended += 1
        offer_places(session=session, now=now)
    return ended


def _expire(registration: Registration) -> None:
    move(registration, State.EXPIRED, "expire_offer", offered_until=None)
    send_to(registration, "registration_offer_ended")


def move(registration: Registration, state: str, verb: str, actor=None, **fields) -> None:
    """One step of a registration of a locked session, with its audit row.

    Raises InvalidTransition where the states do not allow it. The row names nobody: its number
    leads to the registration, and that is erased with the person's name.
    """
    require_step(Registration.STEPS, registration.state, state, "registration")
    registration.state = state
    for name, value in fields.items():
        setattr(registration, name, value)
    registration.save(update_fields=["state", *fields])
    audit.record(
        actor=actor,
        verb=verb,
        subject=registration,
        initiative=registration.session.group.initiative_id,
    )
