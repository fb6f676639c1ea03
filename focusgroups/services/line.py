"""The line for the places of a session: who is offered one, until when, and who comes next.

Each function locks the session first, so that two of them never give one place to two people.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.states import require_step
from focusgroups import slots
from focusgroups.letters_due import send_to
from focusgroups.models import Recruiting, Registration, Session

State = Registration.State


def lock_session(pk: int) -> Session:
    """The session, held until the transaction ends: whoever else wants its places waits."""
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("group__initiative")
        .get(pk=pk)
    )


def room_of(session: Session) -> slots.Room:
    """The places of a locked session and who holds them."""
    held = Registration.objects.filter(session=session).holding()
    quotas = session.sessionquota_set.values_list("segment_id", "places")
    return slots.Room(session.places, dict(quotas), list(held.values_list("segment_id", flat=True)))


def line_of(session: Session) -> list[slots.Waiting]:
    """Those who wait, in order."""
    rows = Registration.objects.filter(session=session).in_line()
    return [slots.Waiting(pk, segment) for pk, segment in rows.values_list("pk", "segment_id")]


@transaction.atomic
def offer_places(*, session: Session, now: datetime | None = None) -> int:
    """Offer what is free to those who are next in line; returns how many were offered one.

    Called after whatever frees or adds a place. Nothing is offered once the session has begun or
    was called off.
    """
    now = now or timezone.now()
    session = lock_session(session.pk)
    coming = session.state in (Session.State.PLANNED, Session.State.OPEN)
    if not coming or session.starts_at <= now:
        return 0
    next_ones = slots.next_in_line(room_of(session), line_of(session))
    hours = offer_hours(session)
    for pk in next_ones:
        _offer(session, pk, slots.offer_until(now, session.starts_at, hours))
    return len(next_ones)


def offer_hours(session: Session) -> int:
    """How long an offer waits in this initiative."""
    recruiting = Recruiting.objects.filter(initiative=session.group.initiative_id).first()
    return (recruiting or Recruiting()).offer_hours


def _offer(session: Session, pk: int, until: datetime) -> None:
    registration = Registration.objects.get(pk=pk)
    move(registration, State.OFFERED, "offer_place", offered_until=until)
    send_to(registration, "registration_offer", occasion=f"until {until:%Y-%m-%d %H:%M}")


@transaction.atomic
def take_offer(*, registration: Registration, now: datetime | None = None) -> Registration:
    """Take the place that is offered. Raises InvalidTransition where it is offered no more."""
    now = now or timezone.now()
    session, registration = _locked(registration)
    if registration.state == State.REGISTERED:  # tapped twice
        return registration
    if registration.state == State.OFFERED and registration.offered_until <= now:
        _expire(registration)
        offer_places(session=session, now=now)
        return registration
    move(registration, State.REGISTERED, "take_offer", offered_until=None, placed_at=now)
    send_to(registration, "registration_confirmed", occasion="offer")
    return registration


@transaction.atomic
def decline_offer(*, registration: Registration, now: datetime | None = None) -> Registration:
    """Refuse what is offered, or give up one's place in line. The next in line is asked."""
    session, registration = _locked(registration)
    if registration.state in (State.CANCELLED, State.EXPIRED):
        return registration
    if registration.state not in (State.OFFERED, State.WAITLISTED):
        require_step({}, registration.state, "given up", "registration")
    move(registration, State.CANCELLED, "decline_offer", offered_until=None)
    offer_places(session=session, now=now)
    return registration


@transaction.atomic
def expire_offers(*, now: datetime) -> int:
    """End the offers whose time is over and ask the next in line; returns how many ended."""
    late = Registration.objects.filter(state=State.OFFERED, offered_until__lte=now)
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


def _locked(registration: Registration) -> tuple[Session, Registration]:
    session = lock_session(registration.session_id)
    return session, Registration.objects.get(pk=registration.pk)


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
