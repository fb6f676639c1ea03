"""What pages show about actions, and what the public reads: You said, we did, why not."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis.models import Theme
from analysis.summary_reports import SummaryView, approved_views
from analysis.theme_counts import sessions_of_themes
from followup.models import Action
from initiatives.models import Initiative, Role
from initiatives.reports import Waiting


@dataclass(frozen=True)
class Pair:
    """A theme as people said it, and what was answered; `sessions` of `of_sessions` raised it."""

    theme: Theme
    summary: SummaryView
    actions: tuple[Action, ...]
    sessions: int
    of_sessions: int


def unanswered_themes(initiative: Initiative) -> QuerySet[Theme]:
    """Approved themes to which nothing has been answered, one way or the other."""
    answer = Action.objects.answered().filter(theme=OuterRef("pk"))
    approved = Theme.objects.approved().filter(codebook__initiative=initiative)
    return approved.filter(~Exists(answer))


def pairs(initiative: Initiative) -> tuple[Pair, ...]:
    """What the public page shows: approved themes with a summary, answered ones first.

    Actions that are only proposed, drafts and counts of people are left out on purpose. Sentences
    whose words were taken back are not shown, and a theme with nothing left to show is left out.
    """
    themes = list(Theme.objects.approved().filter(codebook__initiative=initiative))
    views = approved_views(themes)
    shown = [theme for theme in themes if theme.pk in views and views[theme.pk].sentences]
    actions: dict[int, list[Action]] = {}
    answered = Action.objects.answered().filter(theme__in=shown)
    for action in answered.select_related("decision_point").order_by("id"):
        actions.setdefault(action.theme_id, []).append(action)
    sessions, of_sessions = sessions_of_themes(initiative, shown)
    found = [
        Pair(
            theme,
            views[theme.pk],
            tuple(actions.get(theme.pk, ())),
            sessions.get(theme.pk, 0),
            of_sessions,
        )
        for theme in shown
    ]
    return tuple(sorted(found, key=lambda pair: not pair.actions))


@dataclass(frozen=True)
class ActionRow:
    """An action in a list, with how late it is in days (0 when it is not)."""

    action: Action
    late: int


def action_rows(actions: QuerySet[Action], today: date) -> list[ActionRow]:
    """Rows for a list; one query."""
    rows = actions.select_related("theme", "decision_point")
    return [ActionRow(action, _late(action, today)) for action in rows]


def _late(action: Action, today: date) -> int:
    if action.due_on is None or action.state not in Action.OPEN:
        return 0
    return max(0, (today - action.due_on).days)


def waiting_for(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """For an approver: themes without an answer, and actions that are late."""
    if Role.APPROVER not in initiative.roles:
        return ()
    url = reverse("followup:actions", args=[initiative.slug])
    late = Action.objects.filter(initiative=initiative).overdue(timezone.localdate()).count()
    open_themes = unanswered_themes(initiative).count()
    without = "theme without an answer" if open_themes == 1 else "themes without an answer"
    rows = [
        Waiting("act", open_themes, without, url),
        Waiting("act", late, "action that is late" if late == 1 else "actions that are late", url),
    ]
    return tuple(row for row in rows if row.count)
