"""What pages of members show about actions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis.models import SummaryVersion, Tag, Theme
from analysis.summaries.reports import needing_renewed_approval
from followup.models import Action
from initiatives.models import DecisionPoint, Initiative, Role
from initiatives.permissions import ANALYSIS_TEAM, STAFF
from initiatives.reports import Waiting


def unanswered_themes(initiative: Initiative) -> QuerySet[Theme]:
    """Approved themes to which nothing has been answered, one way or the other.

    `is_proposed` of each says whether the staff has an answer that is not decided yet.
    """
    actions = Action.objects.filter(theme=OuterRef("pk"))
    approved = Theme.objects.approved().filter(codebook__initiative=initiative)
    unanswered = approved.filter(~Exists(actions.answered()))
    return unanswered.annotate(is_proposed=Exists(actions))


@dataclass(frozen=True)
class ActionRow:
    """An action in a list, with how late it is in days (0 when it is not)."""

    action: Action
    late: int


def action_rows(actions: QuerySet[Action], today: date) -> list[ActionRow]:
    """Rows for a list; one query."""
    rows = actions.select_related("theme", "decision_point")
    return [ActionRow(action, days_late(action, today)) for action in rows]


def days_late(action: Action, today: date) -> int:
    """How many days ago it was due, where it is neither done nor given up; else 0."""
    if action.due_on is None or action.state not in Action.OPEN:
        return 0
    return max(0, (today - action.due_on).days)


COLUMNS = ("theme", "what", "decision point", "owner", "due", "state", "days late", "reason")


def rows_for_file(actions: QuerySet[Action], today: date) -> Iterator[tuple]:
    """The same rows for a spreadsheet; our own words only."""
    for row in action_rows(actions, today):
        action = row.action
        yield (
            action.theme.name,
            action.what,
            action.decision_point.name if action.decision_point else "",
            action.owner,
            action.due_on.isoformat() if action.due_on else "",
            action.get_state_display(),
            row.late,
            action.reason,
        )


def likely_point(theme: Theme) -> DecisionPoint | None:
    """The decision point that most of what was said on the theme is about, if any; two queries."""
    said = Tag.objects.counted().filter(theme=theme, comment__decision_point__isnull=False)
    counts = said.values("comment__decision_point").annotate(n=Count("comment"))
    most = counts.order_by("-n", "comment__decision_point").first()
    return DecisionPoint.objects.get(pk=most["comment__decision_point"]) if most else None


@dataclass(frozen=True)
class NotPublic:
    """What the public page does not show yet. Who may not see a kind of it gets none of it."""

    unanswered: tuple[Theme, ...]
    proposed: tuple[Action, ...] = ()
    to_approve: tuple[SummaryVersion, ...] = ()
    to_renew: tuple[SummaryVersion, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.unanswered or self.proposed or self.to_approve or self.to_renew)


def not_public(initiative: Initiative) -> NotPublic:
    """What waits before the public page can show it, by the roles in `initiative.roles`.

    Readers see what is approved only; proposals are the staff's, summaries the analysis team's.
    """
    unanswered = tuple(unanswered_themes(initiative))
    if not initiative.roles & STAFF:
        return NotPublic(unanswered)
    proposed = Action.objects.filter(initiative=initiative, state=Action.State.PROPOSED)
    proposed = tuple(proposed.select_related("theme"))
    if not initiative.roles & ANALYSIS_TEAM:
        return NotPublic(unanswered, proposed)
    # The public page is by theme; summaries of segments and decision points stay with members.
    waiting = SummaryVersion.objects.of_initiative(initiative).filter(
        state=SummaryVersion.State.SUBMITTED, summary__theme__isnull=False
    )
    renewal = needing_renewed_approval(initiative).filter(summary__theme__isnull=False)
    return NotPublic(
        unanswered,
        proposed,
        tuple(waiting.order_by("submitted_at")),
        tuple(renewal),
    )


def waiting_for(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """For an approver: themes without an answer, and actions that are late."""
    if Role.APPROVER not in initiative.roles:
        return ()
    url = reverse("followup:actions", args=[initiative.slug])
    late = Action.objects.filter(initiative=initiative).overdue(timezone.localdate()).count()
    open_themes = unanswered_themes(initiative).count()
    without = "theme without an answer" if open_themes == 1 else "themes without an answer"
    is_late = "action that is late" if late == 1 else "actions that are late"
    rows = [
        Waiting("act", open_themes, without, url),
        Waiting("act", late, is_late, f"{url}?late=yes"),
    ]
    return tuple(row for row in rows if row.count)
