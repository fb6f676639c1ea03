"""Numbers and shapes for pages, from what people gave."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from feedback.models import Comment, Import, Redaction, SessionLog
from feedback.permissions import may_read_comments
from feedback.redaction import Span
from initiatives.models import Initiative, Role
from initiatives.reports import Waiting

# Rows that did not come in are news for so long; nobody has to tick them off.
NEWS_FOR = timedelta(days=14)


def hidden_spans(comment_ids: Collection[int]) -> dict[int, tuple[Span, ...]]:
    """What is hidden now in each of these comments, in order; one query. Originals' positions."""
    rows = Redaction.objects.in_force().filter(comment__in=comment_ids).order_by("start")
    found: dict[int, list[Span]] = {pk: [] for pk in comment_ids}
    for row in rows:
        found[row.comment_id].append(Span(row.start, row.end, row.kind, row.rule))
    return {pk: tuple(spans) for pk, spans in found.items()}


def waiting_for(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """What waits for this person here; `initiative.roles` is set by get_initiative_for."""
    found = []
    if Role.FACILITATOR in initiative.roles:
        found.append(_open_logs(user, initiative))
    if may_read_comments(initiative.roles):
        found.append(_unsettled(initiative))
    if Role.COORDINATOR in initiative.roles:
        found.append(_import_problems(initiative))
    return tuple(waiting for waiting in found if waiting.count)


def _open_logs(user: User, initiative: Initiative) -> Waiting:
    logs = SessionLog.objects.filter(
        session__facilitator=user,
        session__group__initiative=initiative,
        state=SessionLog.State.OPEN,
    )
    sessions = list(logs.values_list("session", flat=True))
    url = reverse("focusgroups:sessions", args=[initiative.slug])
    if len(sessions) == 1:
        url = reverse("feedback:session_log", args=[initiative.slug, sessions[0]])
    return Waiting("listen", len(sessions), _many(len(sessions), "session", "with open notes"), url)


def _unsettled(initiative: Initiative) -> Waiting:
    count = Comment.objects.waiting_for_a_person().filter(initiative=initiative).count()
    url = reverse("feedback:protect", args=[initiative.slug])
    return Waiting("protect", count, _many(count, "comment", "to look at before analysis"), url)


def _import_problems(initiative: Initiative) -> Waiting:
    recent = Import.objects.filter(initiative=initiative, at__gt=timezone.now() - NEWS_FOR)
    bad = Q(state=Import.State.FAILED) | Q(state=Import.State.DONE, problems__gt=0)
    count = recent.filter(bad).count()
    url = reverse("feedback:listen", args=[initiative.slug])
    return Waiting("listen", count, _many(count, "import", "with problems"), url)


def _many(count: int, noun: str, rest: str) -> str:
    return f"{noun}{'' if count == 1 else 's'} {rest}"
