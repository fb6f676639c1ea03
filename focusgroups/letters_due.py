"""Writing down which letters people are to get. What they say is made when they are sent."""

from focusgroups.models import Registration, Session
from letters.services import send_later


def send_to(registration: Registration, kind: str, *, occasion: str = "") -> None:
    """Write down that a registered person is to get a letter of this kind, now."""
    send_later(kind=kind, subject=registration.pk, occasion=occasion)


def tell_of_change(session: Session) -> int:
    """Tell everyone who has a place, is offered one, or waits, what is new of time or place.

    One letter a revision of the session; returns how many people are told.
    """
    people = Registration.objects.filter(session=session).active()
    return _tell_each(people, "session_changed", f"revision {session.revision}")


def tell_of_cancellation(session: Session) -> int:
    """Tell everyone who would have come, or waited, that the session does not take place."""
    people = Registration.objects.filter(session=session).active()
    return _tell_each(people, "session_cancelled", "")


def _tell_each(people, kind: str, occasion: str) -> int:
    numbers = list(people.values_list("pk", flat=True))
    for number in numbers:
        send_later(kind=kind, subject=number, occasion=occasion)
    return len(numbers)
