"""Writing down which letters people are to get. What they say is made when they are sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce

from focusgroups import slots
from focusgroups.models import Recruiting, Registration, Session, SessionChange
from focusgroups.models.plans import default_reminders
from letters.models import Letter
from letters.services import send_later, send_many_later


def send_to(registration: Registration, kind: str, *, occasion: str = "") -> None:
    """Write down that a registered person is to get a letter of this kind, now."""
    initiative = registration.session.group.initiative_id
    send_later(kind=kind, subject=registration.pk, occasion=occasion, initiative=initiative)


def send_to_many(
    numbers: Sequence[int], kind: str, *, occasion: str = "", initiative: int = 0
) -> None:
    """Write down one letter of this kind, due now, for each of these numbers."""
    send_many_later(kind=kind, subjects=numbers, occasion=occasion, initiative=initiative)


def as_it_was(session: Session) -> SessionChange:
    """What people know of a session, before it is changed; not saved."""
    return SessionChange(
        session=session,
        starts_at=session.starts_at,
        zone=session.zone,
        minutes=session.minutes,
        mode=session.mode,
        place=session.place.name if session.place else "",
        address=session.place.address if session.place else "",
        room=session.room.name if session.room else "",
        online_link=session.online_link,
        language=session.language,
    )


def tell_of_change(session: Session, before: SessionChange) -> int:
    """Keep what a session was, and tell everyone who has a place, is offered one, or waits.

    One letter a revision of the session; returns how many people are told.
    """
    before.revision = session.revision
    before.save()
    occasion = f"{change_of(session.pk)} {session.revision}"
    return _tell_all(session, "session_changed", occasion)


def change_of(session_id: int) -> str:
    """With which words the occasion of a change of this session begins: somebody who was moved
    may have had letters about the changes of another.
    """
    return f"session {session_id} revision"


def tell_of_cancellation(session: Session) -> int:
    """Tell everyone who would have come, or waited, that the session does not take place."""
    return _tell_all(session, "session_cancelled", "")


def _tell_all(session: Session, kind: str, occasion: str) -> int:
    people = Registration.objects.filter(session=session).active()
    numbers = list(people.values_list("pk", flat=True))
    send_to_many(numbers, kind, occasion=occasion, initiative=session.group.initiative_id)
    return len(numbers)


def remind(*, now: datetime) -> int:
    """Write down the reminders that are due; returns how many.

    Found from the rows: of each session to come, the last mark (such as "24 hours before") that
    has passed, for those who had their place by then. A mark that passed before the session was
    moved to its time is left out: that change was told by itself. Once for each mark and time.
    """
    hours_of = dict(Recruiting.objects.values_list("initiative", "reminder_hours"))
    longest = max([*default_reminders(), *(hour for each in hours_of.values() for hour in each)])
    sessions = Session.objects.upcoming(now).filter(starts_at__lte=now + timedelta(hours=longest))
    sessions = sessions.select_related("group").annotate(moved_at=Max("sessionchange__made_at"))
    return sum(
        _remind(session, hours_of.get(session.group.initiative_id, default_reminders()), now)
        for session in sessions
    )


def _remind(session: Session, hours: Sequence[int], now: datetime) -> int:
    mark = slots.last_mark(session.starts_at, hours, now)
    if mark is None or (session.moved_at is not None and mark[1] < session.moved_at):
        return 0
    hour, due = mark
    occasion = f"{hour} h before {session.starts_at:%Y-%m-%d %H:%M}"
    told = Letter.objects.filter(kind="registration_reminder", occasion=occasion)
    people = Registration.objects.filter(session=session).registered()
    people = people.alias(since=Coalesce("placed_at", "made_at")).filter(since__lt=due)
    people = people.exclude(pk__in=told.values("subject"))
    numbers = list(people.values_list("pk", flat=True))
    initiative = session.group.initiative_id
    send_to_many(numbers, "registration_reminder", occasion=occasion, initiative=initiative)
    return len(numbers)
