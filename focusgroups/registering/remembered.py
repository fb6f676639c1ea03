"""What this browser has just signed up for: kept for 30 minutes, ended by quick exit.

A form that found a double is remembered like any other, but for the number of a registration: its
pages are the same, and change nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from focusgroups.models import FocusGroup, Registration, Session
from focusgroups.services import Outcome

KEY = "signed_up"
SHOWN = timedelta(minutes=30)


@dataclass(frozen=True)
class SignedUp:
    """One session of the form. `registration` is None where the person had signed up before."""

    session: Session
    has_place: bool
    registration: Registration | None


def remember(request: HttpRequest, group: FocusGroup, outcomes: Iterable[Outcome]) -> None:
    """Keep what came of a form, in place of what came of one before."""
    until = timezone.now() + SHOWN
    rows = [
        {
            "session": outcome.registration.session_id,
            "has_place": outcome.has_place,
            "registration": None if outcome.is_double else outcome.registration.pk,
        }
        for outcome in outcomes
    ]
    request.session[KEY] = {"group": group.pk, "until": until.isoformat(), "rows": rows}


def recall(request: HttpRequest, group: FocusGroup) -> list[SignedUp]:
    """What was signed up for in this group; empty where nothing was, or too long ago."""
    kept = request.session.get(KEY)
    if not kept or kept["group"] != group.pk:
        return []
    if datetime.fromisoformat(kept["until"]) < timezone.now():
        request.session.pop(KEY, None)
        return []
    rows = Session.objects.select_related("place", "room", "group__initiative")
    sessions = rows.prefetch_related("interpreters").in_bulk(row["session"] for row in kept["rows"])
    mine = Registration.objects.in_bulk(
        row["registration"] for row in kept["rows"] if row["registration"]
    )
    return [
        SignedUp(sessions[row["session"]], row["has_place"], mine.get(row["registration"]))
        for row in kept["rows"]
        if row["session"] in sessions
    ]
