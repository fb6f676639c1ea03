"""Runs as pages show them: how far, what came of it, what has changed since."""

from dataclasses import dataclass

from django.db.models import Count, Q

from analysis.models import Codebook, Run, Suggestion, Theme
from feedback.models import Comment

State = Suggestion.State
DECIDED = [State.ACCEPTED, State.CHANGED, State.MERGED, State.REJECTED]


@dataclass(frozen=True)
class ThemeRow:
    """What a run suggested of one theme, and what people decided."""

    theme: Theme
    suggested: int
    waiting: int
    kept: int
    rejected: int


@dataclass(frozen=True)
class RunView:
    """A run with its numbers. `changed_since`: the codebook has another version now."""

    run: Run
    suggestions: int
    comments: int
    waiting: int
    themes: tuple[ThemeRow, ...]
    changed_since: bool

    @property
    def is_at_work(self) -> bool:
        return self.run.state in (Run.State.QUEUED, Run.State.RUNNING)

    @property
    def without(self) -> int:
        """Comments that the run read and found no theme in."""
        return max(0, self.run.done - self.comments)

    @property
    def label(self) -> str:
        return f"{self.run.done:,} of {self.run.total:,} comments read"


def run_view(run: Run) -> RunView:
    """Three queries. What was withdrawn since counts nowhere."""
    rows = run.suggestion_set.of_standing_comments()
    totals = rows.aggregate(
        suggestions=Count("pk"),
        comments=Count("comment", distinct=True),
        waiting=Count("pk", filter=Q(state=State.PENDING)),
    )
    return RunView(
        run=run,
        themes=_by_theme(run, rows),
        changed_since=run.codebook.version != run.codebook_version,
        **totals,
    )


def _by_theme(run: Run, rows) -> tuple[ThemeRow, ...]:
    counts = (
        rows.order_by("theme")
        .values("theme")
        .annotate(
            suggested=Count("pk"),
            waiting=Count("pk", filter=Q(state=State.PENDING)),
            kept=Count("pk", filter=Q(state__in=[State.ACCEPTED, State.MERGED])),
            rejected=Count("pk", filter=Q(state__in=[State.REJECTED, State.CHANGED])),
        )
    )
    found = {row.pop("theme"): row for row in counts}
    themes = Theme.objects.filter(pk__in=found)
    return tuple(ThemeRow(theme=theme, **found[theme.pk]) for theme in themes)


@dataclass(frozen=True)
class RunRow:
    """A run in the list."""

    run: Run
    suggestions: int
    decided: int


def run_rows(codebook: Codebook) -> list[RunRow]:
    """Every run, newest first; one query."""
    runs = codebook.run_set.select_related("asked_by").annotate(
        suggestions=Count("suggestion"),
        decided=Count("suggestion", filter=Q(suggestion__state__in=DECIDED)),
    )
    # Django leaves the order of the model out where it counts.
    runs = runs.order_by("-pk")
    return [RunRow(run, run.suggestions, run.decided) for run in runs]


@dataclass(frozen=True)
class ToRead:
    """What a run would have to read now, and what waits before it can be read."""

    ready: int
    unsettled: int
    themes: int

    @property
    def can_start(self) -> bool:
        return bool(self.ready and self.themes)


def to_read(codebook: Codebook) -> ToRead:
    """Three queries."""
    comments = Comment.objects.filter(initiative=codebook.initiative_id)
    return ToRead(
        ready=comments.as_evidence().count(),
        unsettled=comments.waiting_for_a_person().count(),
        themes=codebook.theme_set.in_use().count(),
    )
