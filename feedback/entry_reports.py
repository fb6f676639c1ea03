"""What came in by each way, for the page of the Listen step."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from feedback.models import SessionLog, Submission
from feedback.permissions import may_see_small_counts
from focusgroups.models import Session
from initiatives.models import Initiative

Way = Submission.Way


@dataclass(frozen=True)
class CameIn:
    """How much came in, each as a page may show it: a number, or "10 or fewer"."""

    by_survey: str
    by_telephone: str
    by_letter: str
    by_email: str
    by_import: str
    sessions_planned: int
    sessions_logged: int


def came_in(initiative: Initiative) -> CameIn:
    """Counts of submissions that stand, and of sessions; three queries.

    Small numbers of submissions are shown only to roles whose task needs them. Sessions are not
    people. `initiative.roles` is set by get_initiative_for.
    """
    counted = Submission.objects.counted().filter(initiative=initiative)
    rows = counted.order_by().values_list("way").annotate(number=Count("id"))
    numbers = dict(rows)
    exact = may_see_small_counts(initiative.roles)
    shown = {way: _shown(numbers.get(way, 0), exact) for way in Way.values}
    sessions = Session.objects.filter(group__initiative=initiative)
    logs = SessionLog.objects.filter(session__group__initiative=initiative)
    return CameIn(
        by_survey=shown[Way.SURVEY],
        by_telephone=shown[Way.TELEPHONE],
        by_letter=shown[Way.LETTER],
        by_email=shown[Way.EMAIL],
        by_import=shown[Way.IMPORT],
        sessions_planned=sessions.filter(state__in=["PLANNED", "OPEN"]).count(),
        sessions_logged=logs.filter(state=SessionLog.State.CLOSED).count(),
    )


def _shown(number: int, exact: bool) -> str:
    """0 is shown to those who see no small numbers too: it is nobody."""
    if exact or number == 0 or number > settings.SMALL_CELL:
        return f"{number:,}"
    return f"{settings.SMALL_CELL} or fewer"
