"""The letters of focus groups to people who registered: each about one person's own things.

Who gets which, and what fills it, is found at the moment of sending; see `letters.registry`.
"""

from datetime import datetime

from django.utils import timezone

from focusgroups import letter_samples, letter_subjects, letters_due
from focusgroups.calendar import ics
from focusgroups.calendar.own import file_for
from focusgroups.letter_words import words_for
from focusgroups.models import Registration, Session, SessionChange
from focusgroups.slots import SOON
from letters import registry
from letters.models import Letter
from letters.registry import Content, Resolver

State = Registration.State
WAITING_OR_PLACED = (State.REGISTERED, State.OFFERED, State.WAITLISTED)
COMING = (Session.State.PLANNED, Session.State.OPEN)


def register_kinds() -> None:
    """Called once, when the program starts."""
    for name, resolve in {
        "registration_confirmed": _while(State.REGISTERED, calendar=ics.REQUEST, at_night="answer"),
        "registration_waitlisted": waitlisted,
        "registration_offer": _while(State.OFFERED, at_night="soon"),
        "registration_offer_ended": _while(State.EXPIRED),
        "registration_reminder": reminder,
        "session_changed": session_changed,
        "session_cancelled": session_cancelled,
        "registration_cancelled": registration_cancelled,
        "registration_thanks": thanks,
        "registration_link": _while(*WAITING_OR_PLACED, at_night="answer"),
    }.items():
        registry.register(
            name,
            template=name,
            resolve=resolve,
            is_for_participants=True,
            describe=letter_subjects.registrations,
            **letter_samples.about(name),
        )


def _while(*states: str, calendar: str = "", at_night: str = "") -> Resolver:
    """A resolver: the letter, while the registration is in one of the states and the session is
    still to come.

    At night it waits, but `at_night` says "answer" for what answers a form that the person has
    just sent, and "soon" for what is of use only before a session that is near.
    """

    def resolve(subject: int, occasion: str) -> Content | None:
        registration = _find(subject, *states)
        if registration is None or not _is_to_come(registration.session):
            return None
        is_answer = at_night == "answer" and not occasion.startswith("moved")
        is_soon = at_night == "soon" and _is_soon(registration.session)
        ignores_quiet = is_soon or (is_answer and _is_own(registration))
        return content_for(registration, calendar=calendar, ignores_quiet=ignores_quiet)

    return resolve


def _is_own(registration: Registration) -> bool:
    """Whether the person signed up by themselves, on our page."""
    return registration.made_by_id is None and registration.way == Registration.Way.ONLINE


def _find(number: int, *states: str) -> Registration | None:
    rows = Registration.objects.filter(pk=number, state__in=states)
    return rows.select_related(
        "session__group__initiative",
        "session__group__title",
        "session__place",
        "session__room",
        "invitee",
        "partner",
    ).first()


def _is_to_come(session: Session) -> bool:
    return session.state in COMING and session.ends_at > timezone.now()


def _is_soon(session: Session) -> bool:
    return session.starts_at - timezone.now() < SOON


def content_for(
    registration: Registration, *, calendar: str = "", ignores_quiet: bool = False, **more
) -> Content:
    """The letter to one registered person; `more` are further words."""
    session = registration.session
    initiative = session.group.initiative
    file = None
    if calendar and registration.email:
        file = file_for(registration, method=calendar, now=timezone.now())
    return Content(
        to=registration.email,
        phone=registration.phone,
        name=registration.name,
        language=registration.language,
        zone=session.zone,
        words=words_for(registration, **more),
        initiative=initiative.pk,
        sender=initiative.agency_name,
        calendar=file,
        calendar_method=calendar or ics.REQUEST,
        ignores_quiet=ignores_quiet,
    )


def waitlisted(subject: int, occasion: str) -> Content | None:
    """On the list. Who was moved here from another session has that taken off their calendar."""
    registration = _find(subject, State.WAITLISTED)
    if registration is None or not _is_to_come(registration.session):
        return None
    moved = registration.registrationmove_set.exists()
    return content_for(
        registration,
        calendar=ics.CANCEL if moved else "",
        ignores_quiet=_is_own(registration) and not moved,
    )


def reminder(subject: int, occasion: str) -> Content | None:
    """Before a session, to somebody who has a place; not once it has begun or has moved."""
    registration = _find(subject, State.REGISTERED)
    if registration is None or not _is_to_come(registration.session):
        return None
    start = registration.session.starts_at
    is_of_this_time = occasion.endswith(f"{start:%Y-%m-%d %H:%M}")
    if not is_of_this_time or start <= timezone.now():
        return None
    return content_for(registration)


def session_changed(subject: int, occasion: str) -> Content | None:
    """What is new of time or place and what it was, since this person was told last.

    None where a later change is told by its own letter, and where all is as they know it.
    """
    registration = _find(subject, *WAITING_OR_PLACED)
    if registration is None or not _is_to_come(registration.session):
        return None
    session = registration.session
    revision = int(occasion.split()[-1])
    since = _here_since(registration)
    changes = SessionChange.objects.filter(session=session, made_at__gt=since)
    if changes.filter(revision__gt=revision).exists():
        return None
    was = changes.filter(revision__gt=_revision_told(registration)).first()
    if was is None or not words_for(registration, was=was)["news"]:
        return None
    has_place = registration.state == State.REGISTERED
    soon = min(was.starts_at, session.starts_at) - timezone.now() < SOON
    calendar = ics.REQUEST if has_place else ""
    return content_for(registration, calendar=calendar, ignores_quiet=soon, was=was)


def _here_since(registration: Registration) -> datetime:
    """Since when the person is in this session: letters and changes before are of no account."""
    move = registration.registrationmove_set.first()
    return move.moved_at if move else registration.made_at


def _revision_told(registration: Registration) -> int:
    """Up to which change of this session the person has had a letter."""
    told = Letter.objects.filter(
        kind="session_changed",
        subject=registration.pk,
        state=Letter.State.SENT,
        occasion__startswith=f"{letters_due.change_of(registration.session_id)} ",
    )
    revisions = (int(occasion.split()[-1]) for occasion in told.values_list("occasion", flat=True))
    return max(revisions, default=0)


def session_cancelled(subject: int, occasion: str) -> Content | None:
    """That a session does not take place, to somebody who would have come or waits."""
    registration = _find(subject, *WAITING_OR_PLACED)
    if registration is None or registration.session.state != Session.State.CANCELLED:
        return None
    soon = _is_soon(registration.session)
    has_place = registration.state == State.REGISTERED
    return content_for(registration, calendar=ics.CANCEL if has_place else "", ignores_quiet=soon)


def registration_cancelled(subject: int, occasion: str) -> Content | None:
    """Thanks to who cancelled; or, `occasion` "by us", that we took their name off the list."""
    registration = _find(subject, State.CANCELLED)
    if registration is None or not _is_to_come(registration.session):
        return None
    by_us = occasion == "by us"
    had_place = registration.placed_at is not None
    soon = _is_soon(registration.session)
    return content_for(
        registration,
        calendar=ics.CANCEL if had_place else "",
        ignores_quiet=soon or not by_us,
        by_us=by_us,
    )


def thanks(subject: int, occasion: str) -> Content | None:
    """After the session, to who was there: thanks, and what happens next."""
    registration = _find(subject, State.REGISTERED)
    came = Registration.objects.filter(pk=subject).came().exists()
    return content_for(registration) if registration is not None and came else None
