"""What other rooms and the home page read of sessions."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from focusgroups.models import Registration, Session
from focusgroups.needs.reports import need_counts, needs_of
from initiatives.models import Initiative, Role
from initiatives.reports import Waiting

# An offer that ends within so many hours is about to end; a session within so many days is near.
ENDING_HOURS = 12
NEAR_DAYS = 7


def waiting_for(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """What waits for a facilitator and for a coordinator: sessions, needs, offers that end."""
    found: tuple[Waiting, ...] = ()
    if Role.FACILITATOR in initiative.roles:
        found += _of_facilitator(user, initiative)
    if Role.COORDINATOR in initiative.roles:
        found += _of_coordinator(initiative, timezone.now())
    return found


def _of_coordinator(initiative: Initiative, now: datetime) -> tuple[Waiting, ...]:
    """Sessions of the next days, needs without an answer, offers about to end. Three queries."""
    needs = need_counts(needs_of(initiative), now)
    near = Session.objects.upcoming(now).filter(
        group__initiative=initiative, starts_at__lt=now + timedelta(days=NEAR_DAYS)
    )
    ending = Registration.objects.filter(
        session__group__initiative=initiative,
        state=Registration.State.OFFERED,
        offered_until__lt=now + timedelta(hours=ENDING_HOURS),
    )
    late = f", {needs.late} of them late" if needs.late else ""
    rows = (
        (needs.open, "need", f"without an answer{late}", "needs"),
        (ending.count(), "offer of a place", "about to end", "registrations"),
        (near.count(), "session", "in the next seven days", "registrations"),
    )
    return tuple(
        Waiting("invite", count, f"{_plural(noun, count)} {rest}", _address(name, initiative))
        for count, noun, rest, name in rows
        if count
    )


def _plural(noun: str, count: int) -> str:
    """ "offer of a place" becomes "offers of a place"."""
    first, space, rest = noun.partition(" ")
    return noun if count == 1 else f"{first}s{space}{rest}"


def _address(name: str, initiative: Initiative) -> str:
    return reverse(f"focusgroups:{name}", args=[initiative.slug])


def _of_facilitator(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """Their own sessions to come, with the day and hour of the next."""
    mine = Session.objects.of_facilitator(user).filter(group__initiative=initiative)
    coming = list(mine.upcoming(timezone.now()).select_related("group"))
    if not coming:
        return ()
    start = coming[0].local_start
    when = f"{start:%a} {start.day} {start:%b}, {start.hour % 12 or 12}:{start:%M %p}"
    noun = "session to come" if len(coming) == 1 else "sessions to come"
    what = f"{noun}, the next on {when}: {coming[0].group}"
    url = reverse("focusgroups:sessions", args=[initiative.slug])
    return (Waiting("listen", len(coming), what, url),)
