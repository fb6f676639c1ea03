"""A person's yes to a session: written down, confirmed, moved, taken back.

Capacity is exact: whoever registers holds the session's row until it is written.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition
from focusgroups.letters_due import send_to
from focusgroups.models import Invitee, Partner, Registration, Session
from focusgroups.models.registrations import ACTIVE
from focusgroups.services.line import (
    lock_registration,
    lock_session,
    move,
    offer_places,
    with_a_place,
)
from focusgroups.services.needs import ask_needs_anew
from initiatives.models import Segment
from initiatives.wording import clean_words
from letters.contacts import hash_of

State = Registration.State
Way = Registration.Way
LONGEST_NAME = 100


class Closed(Exception):
    """This session takes no registrations now. The message is a sentence for the person."""


@dataclass(frozen=True)
class Contact:
    """What a person is called, and one way to reach them: read by `letters.contacts` before."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = "en"

    @property
    def hash(self) -> str:
        return hash_of(email=self.email, phone=self.phone)


@dataclass(frozen=True)
class Outcome:
    """What came of it: the registration, and whether this person had one in the session before.

    To whoever typed the form a double looks like anybody else: the same page, and the letter goes
    to the contact that both have. So `has_place` says what somebody new is told: whether there is
    a place, not whether the double has one.
    """

    registration: Registration
    is_double: bool
    has_place: bool


@dataclass(frozen=True)
class Source:
    """By which way somebody came, who wrote it down, and who had asked them."""

    way: str = Way.ONLINE
    made_by: User | None = None
    invitee: Invitee | None = None
    partner: Partner | None = None
    asked: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def register(
    *,
    session: Session,
    contact: Contact,
    segment: Segment | None,
    source: Source = Source(),
    now: datetime | None = None,
) -> Outcome:
    """Write somebody down for a session: with a place while there is one, else in line.

    Raises Closed where the session has begun, was called off, or takes nobody any more (a member
    may still write people down until it ends). Somebody who has a place already, or waits, keeps
    it as it is, and their private link is sent to them again.
    """
    now = now or timezone.now()
    session = lock_session(session.pk)
    require_open(session, now, by_member=source.made_by is not None, way=source.way)
    double = _double(session, contact)
    if double is not None:
        send_to(double, "registration_link", occasion=f"{now:%Y-%m-%d %H}")
        return Outcome(double, is_double=True, has_place=has_place_for(session, segment))
    registration = _write(session, contact, segment, source, now)
    _mark_invitee(source.invitee)
    _tell(registration)
    has_place = registration.state == State.REGISTERED
    return Outcome(registration, is_double=False, has_place=has_place)


def has_place_for(session: Session, segment: Segment | None) -> bool:
    """Whether somebody of the segment who comes now gets a place at once."""
    return session.pk in with_a_place([session], segment)


def _write(session: Session, contact: Contact, segment, source: Source, now) -> Registration:
    at_the_door = source.way == Way.WALK_IN
    has_place = at_the_door or has_place_for(session, segment)
    registration = Registration.objects.create(
        session=session,
        segment=segment,
        state=State.REGISTERED if has_place else State.WAITLISTED,
        position=next_position(session),
        name=clean_words(contact.name)[:LONGEST_NAME],
        email=contact.email,
        phone=contact.phone,
        contact_hash=contact.hash,
        placed_at=now if has_place else None,
        language=contact.language,
        asked=source.asked,
        way=source.way,
        invitee=source.invitee,
        partner=source.partner,
        made_by=source.made_by,
        attendance=Registration.Attendance.PRESENT if at_the_door else "",
    )
    audit.record(
        actor=source.made_by,
        verb="register",
        subject=registration,
        initiative=session.group.initiative_id,
    )
    return registration


def next_position(session: Session) -> int:
    """The end of the line of a locked session."""
    last = Registration.objects.filter(session=session).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def require_open(session: Session, now: datetime, *, by_member: bool, way: str = "") -> None:
    """Raise Closed where the session takes nobody: it has begun, or was called off.

    A member may write people down until it ends, and whoever walked in afterwards as well.
    """
    coming = session.state in (Session.State.PLANNED, Session.State.OPEN)
    is_late_entry = by_member and (now < session.ends_at or way == Way.WALK_IN)
    if is_late_entry and session.state != Session.State.CANCELLED:
        return
    if not coming or session.starts_at <= now:
        raise Closed("This group has met already, or will not meet.")
    if session.closes_at is not None and session.closes_at <= now:
        raise Closed("Nobody can sign up for this group any more.")


def _double(session: Session, contact: Contact) -> Registration | None:
    if not contact.hash:
        return None
    rows = Registration.objects.filter(session=session, state__in=ACTIVE)
    return rows.filter(contact_hash=contact.hash).first()


def _mark_invitee(invitee: Invitee | None) -> None:
    if invitee is not None:
        Invitee.objects.filter(pk=invitee.pk).update(state=Invitee.State.REGISTERED)


def _tell(registration: Registration) -> None:
    if registration.way == Way.WALK_IN:
        return
    has_place = registration.state == State.REGISTERED
    send_to(registration, "registration_confirmed" if has_place else "registration_waitlisted")


@transaction.atomic
def cancel_registration(
    *, registration: Registration, actor: User | None = None, now: datetime | None = None
) -> Registration:
    """Take a yes back; tapped twice it is the same. The place goes to the next in line."""
    session, registration = lock_registration(registration)
    if registration.state in (State.CANCELLED, State.EXPIRED):
        return registration
    if registration.attendance or session.state in (Session.State.HELD, Session.State.CLOSED):
        raise InvalidTransition("This group has met already: who came stays noted.")
    move(registration, State.CANCELLED, "cancel_registration", actor, offered_until=None)
    send_to(registration, "registration_cancelled", occasion="by us" if actor else "")
    offer_places(session=session, now=now)
    return registration


@transaction.atomic
def confirm_registration(*, registration: Registration, actor: User | None = None) -> Registration:
    """Note that a person with a place says they will come."""
    _session, registration = lock_registration(registration)
    if registration.state != State.REGISTERED:
        raise InvalidTransition("Only somebody who has a place can say that they will come.")
    if registration.confirmed_at is None:
        registration.confirmed_at = timezone.now()
        registration.save(update_fields=["confirmed_at"])
        initiative_id = registration.session.group.initiative_id
        audit.record(
            actor=actor,
            verb="confirm_registration",
            subject=registration,
            initiative=initiative_id,
        )
    return registration


@transaction.atomic
def say_late(*, registration: Registration, minutes: int) -> Registration:
    """Note that a person will come so many minutes late (0: on time after all)."""
    _session, registration = lock_registration(registration)
    if registration.state != State.REGISTERED:
        raise InvalidTransition("Only somebody who has a place can say that they will be late.")
    registration.late_minutes = minutes
    registration.save(update_fields=["late_minutes"])
    return registration


@transaction.atomic
def move_registration(
    *,
    actor: User,
    registration: Registration,
    to: Session,
    reason: str,
    now: datetime | None = None,
) -> Registration:
    """Move somebody to another session of the initiative; why is kept.

    There they get a place if there is one, else they wait at the end of the line. Raises Closed
    where that session takes nobody, InvalidTransition where the person is in it already.
    """
    # In one order, so that two moves never wait for each other.
    held = {pk: lock_session(pk) for pk in sorted({registration.session_id, to.pk})}
    registration = Registration.objects.get(pk=registration.pk)
    if registration.session_id not in held:
        raise InvalidTransition("This person was moved meanwhile. Load the page again.")
    session, to, now = held[registration.session_id], held[to.pk], now or timezone.now()
    require_open(to, now, by_member=True)
    _require_movable(registration, to)
    has_place = has_place_for(to, registration.segment)
    registration.session, registration.position = to, next_position(to)
    registration.state = State.REGISTERED if has_place else State.WAITLISTED
    registration.offered_until = registration.confirmed_at = None
    registration.placed_at, registration.late_minutes = now if has_place else None, 0
    registration.save()
    ask_needs_anew(registration)
    moved = registration.registrationmove_set.create(
        from_session=session, to_session=to, reason=clean_words(reason), moved_by=actor
    )
    audit.record(
        actor=actor,
        verb="move_registration",
        subject=registration,
        initiative=session.group.initiative_id,
    )
    send_to(registration, _moved_kind(has_place), occasion=f"move {moved.pk}")
    offer_places(session=session, now=now)
    return registration


def _moved_kind(has_place: bool) -> str:
    return "registration_confirmed" if has_place else "registration_waitlisted"


def _require_movable(registration: Registration, to: Session) -> None:
    if registration.state not in ACTIVE:
        raise InvalidTransition("This registration was cancelled. Register the person anew.")
    if registration.attendance:
        raise InvalidTransition("Who came is noted already. Register the person anew there.")
    same = Registration.objects.filter(session=to, contact_hash=registration.contact_hash)
    is_there = registration.contact_hash and same.active().exists()
    if to.pk == registration.session_id or is_there:
        raise InvalidTransition("This person is in that session already.")
    if to.group.initiative_id != registration.session.group.initiative_id:
        raise InvalidTransition("That session belongs to another initiative.")
