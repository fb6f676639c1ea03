"""The day of a session: who came, who walked in, and the thanks afterwards."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition
from focusgroups.letters_due import send_to
from focusgroups.models import Registration, Session
from focusgroups.services.line import lock_registration, lock_session, move
from focusgroups.services.registrations import Contact, Source, register
from focusgroups.services.stipends import promise_stipend
from initiatives.models import Segment

State = Registration.State
Attendance = Registration.Attendance
CAME = (Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY)


@transaction.atomic
def set_attendance(
    *, actor: User, registration: Registration, attendance: str, now: datetime | None = None
) -> Registration:
    """Note whether somebody came; the same noted again takes it back.

    Who waited or was offered a place and came in has one from then on. Raises InvalidTransition
    before the day itself, and for a registration that was cancelled.
    """
    now = now or timezone.now()
    session, registration = lock_registration(registration)
    _require_day(session, now)
    new = "" if attendance == registration.attendance else Attendance(attendance)
    if new in CAME and registration.state in (State.WAITLISTED, State.OFFERED):
        there = {"offered_until": None, "placed_at": now}
        move(registration, State.REGISTERED, "let_in", actor, **there)
    if registration.state != State.REGISTERED:
        raise InvalidTransition("Only for somebody who has a place. Add who came all the same.")
    registration.attendance = new
    registration.save(update_fields=["attendance"])
    if new in CAME:
        promise_stipend(registration=registration)
    audit.record(
        actor=actor,
        verb="set_attendance",
        subject=registration,
        initiative=session.group.initiative_id,
    )
    return registration


def _require_day(session: Session, now: datetime) -> None:
    if session.state == Session.State.CANCELLED:
        raise InvalidTransition("This session was called off.")
    today = now.astimezone(session.local_start.tzinfo).date()
    if today < session.local_start.date():
        start = session.local_start
        raise InvalidTransition(
            f"The session is on {start:%A} {start.day} {start:%B}. Who came is noted from that "
            "morning on."
        )


@transaction.atomic
def add_walk_in(
    *,
    actor: User,
    session: Session,
    name: str,
    segment: Segment | None = None,
    now: datetime | None = None,
) -> Registration:
    """Write down somebody who came without having registered: a first name and nothing else.

    Raises Closed where the session was called off.
    """
    now = now or timezone.now()
    _require_day(session, now)
    source = Source(way=Registration.Way.WALK_IN, made_by=actor)
    contact = Contact(name, language=session.language)
    outcome = register(
        session=session,
        contact=contact,
        segment=segment or session.group.segment,
        source=source,
        now=now,
    )
    promise_stipend(registration=outcome.registration)
    return outcome.registration


@transaction.atomic
def thank_people(*, actor: User, session: Session) -> int:
    """Send thanks, with what happens next, to those who came; returns to how many.

    Nobody is thanked twice for one session.
    """
    session = lock_session(session.pk)
    people = list(Registration.objects.filter(session=session).came().exclude(contact_hash=""))
    for registration in people:
        send_to(registration, "registration_thanks")
    audit.record(
        actor=actor,
        verb="thank_people",
        subject=session,
        initiative=session.group.initiative_id,
    )
    return len(people)


def seats_for(session: Session) -> int:
    """How many people were in the room: all that the log of the session learns of them."""
    return Registration.objects.filter(session=session).came().count()
