"""What moving a theme's threshold would do, told before it is moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from analysis.models import Suggestion, Theme
from analysis.review.queue import open_suggestions
from analysis.review.reports import shortened
from analysis.themes.draws import DECIDED, RIGHT, without_unread
from analysis.themes.sureness import Share
from feedback.models import Comment

STEPS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LEAST_SURE = 5
State = Suggestion.State


@dataclass(frozen=True)
class Step:
    """One possible threshold. `expected` is how many of `waits` are right, by the engine's own
    probabilities; `seen` how many of those decided so far were, from this score on.

    Where the last run did not look so low (`is_known` is false), more would come with the next.
    """

    threshold: float
    waits: int
    hidden: int
    expected: float
    seen: Share
    is_known: bool

    @property
    def value(self) -> str:
        return f"{self.threshold:g}"

    @property
    def percent(self) -> int | None:
        """Of what would wait, the share expected to be right; None where nothing would."""
        return round(100 * self.expected / self.waits) if self.waits else None

    @property
    def wrong(self) -> float:
        """How many errors one would have to expect in what waits, if all were accepted."""
        return self.waits - self.expected


def steps_of(theme: Theme) -> list[Step]:
    """The effect of each threshold on what waits now; two queries."""
    scores = _scores(theme)
    waiting = [score for score, state in scores if state == State.PENDING]
    decided = [(score, state in RIGHT) for score, state in scores if state in DECIDED]
    lowest = min((score for score, _ in scores), default=1.0)
    chosen = {*STEPS, *([theme.threshold] if theme.threshold else [])}
    return [_step(threshold, waiting, decided, lowest) for threshold in sorted(chosen)]


def _scores(theme: Theme) -> list[tuple[float, str]]:
    rows = without_unread(Suggestion.objects.of_standing_comments().filter(theme=theme))
    return list(rows.exclude(state=State.SUPERSEDED).values_list("score", "state"))


def _step(
    threshold: float, waiting: Sequence[float], decided: Sequence[tuple[float, bool]], lowest: float
) -> Step:
    stay = [score for score in waiting if score >= threshold]
    known = [right for score, right in decided if score >= threshold]
    return Step(
        threshold=threshold,
        waits=len(stay),
        hidden=len(waiting) - len(stay),
        expected=sum(stay),
        seen=Share(sum(known), len(known)),
        is_known=threshold >= lowest,
    )


@dataclass(frozen=True)
class Bulk:
    """What accepting all of a theme from a score on would come to."""

    floor: float
    count: int
    errors: float
    least_sure: tuple[tuple[float, str, Comment], ...]

    @property
    def value(self) -> str:
        return f"{self.floor:g}"


def bulk_of(theme: Theme, floor: float) -> Bulk:
    """How many, the expected errors (the sum of 1 − p), and the least sure with their words."""
    rows = above(theme, floor)
    scores = list(rows.values_list("score", flat=True))
    least = rows.select_related("comment").defer("comment__original").order_by("score", "pk")
    shown = tuple(
        (row.score, shortened(row.comment.redacted_text, 240), row.comment)
        for row in least[:LEAST_SURE]
    )
    return Bulk(floor, len(scores), sum(1 - score for score in scores), shown)


def above(theme: Theme, floor: float) -> QuerySet[Suggestion]:
    return open_suggestions(theme.codebook).filter(theme=theme, score__gte=floor)
