"""What other rooms and the home page read of sessions."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from focusgroups.models import Session
from initiatives.models import Initiative, Role
from initiatives.reports import Waiting


def waiting_for(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """A facilitator's own sessions to come, with the day and hour of the next."""
    if Role.FACILITATOR not in initiative.roles:
        return ()
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
