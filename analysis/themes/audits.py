"""How often the engine is right and what it misses, from random samples and with intervals.

What people review in the course of work is no random sample: the least sure come first. So a few
suggestions of a theme are drawn by lot for its precision, and comments that were drawn by lot and
coded by people who saw no suggestion (double coding) tell its recall.
"""

from dataclasses import dataclass

from django.db.models import Count

from analysis.models import Assignment, AuditSample, CodingTask, Suggestion, Tag, Theme
from analysis.themes.draws import DECIDED, RIGHT, drawn
from analysis.themes.sureness import DECISIONS_AT_LEAST, Share

# Half of the coders or more put it on: then it is there.
HALF = 2


@dataclass(frozen=True)
class Audit:
    """`right` (precision) is of the sample so far, `found` (recall) of comments coded blind.

    `drawn` is the size of the sample, `left` how many of it nobody has decided on, `right_missing`
    how many of these come before something can be said. `is_old` says that a newer run has replaced
    what was not decided yet.
    """

    sample: AuditSample | None
    right: Share
    found: Share
    drawn: int = 0
    left: int = 0
    right_missing: int = 0
    is_old: bool = False

    @property
    def right_is_enough(self) -> bool:
        return self.right.of >= min(DECISIONS_AT_LEAST, self.drawn or DECISIONS_AT_LEAST)

    @property
    def found_is_enough(self) -> bool:
        return self.found.of >= DECISIONS_AT_LEAST

    @property
    def found_missing(self) -> int:
        return max(0, DECISIONS_AT_LEAST - self.found.of)


def audit_of(theme: Theme) -> Audit:
    """The newest sample of a theme, and what blind coding says; at most six queries."""
    found = recall(theme)
    sample = theme.auditsample_set.select_related("run", "theme").first()
    if sample is None:
        return Audit(None, Share(0, 0), found)
    rows = drawn(sample)
    states = [row.state for row in rows]
    # In the order of the draw up to the first that waits: what happened to be decided in other
    # orders of review would not be a random part of it.
    first = next((n for n, state in enumerate(states) if state not in DECIDED), len(states))
    return Audit(
        sample=sample,
        right=Share(sum(state in RIGHT for state in states[:first]), first),
        found=found,
        drawn=len(rows),
        left=sum(state not in DECIDED for state in states),
        right_missing=sum(state not in DECIDED for state in states[:DECISIONS_AT_LEAST]),
        is_old=any(state == Suggestion.State.SUPERSEDED for state in states),
    )


def recall(theme: Theme) -> Share:
    """Of the comments that people who saw no suggestion put the theme on, how many a run suggested.

    From the newest round of each double coding: of comments that the run read which was the newest
    then, on which at least half of the coders put it. Three queries for each double coding.
    """
    tasks = CodingTask.objects.newest_rounds().filter(run__isnull=False)
    shares = [_recall_in(task, theme) for task in tasks.filter(themes=theme).select_related("run")]
    return Share(sum(share.right for share in shares), sum(share.of for share in shares))


def _recall_in(task: CodingTask, theme: Theme) -> Share:
    done = task.assignment_set.standing().filter(
        state=Assignment.State.DONE, comment__lte=task.run.cursor
    )
    coders = dict(done.values_list("comment").annotate(n=Count("coder")).order_by("comment"))
    tags = Tag.objects.filter(coding_task=task, theme=theme, comment__in=list(coders))
    put = dict(tags.values_list("comment").annotate(n=Count("coder")).order_by("comment"))
    there = [pk for pk, number in put.items() if HALF * number >= coders[pk]]
    rows = Suggestion.objects.filter(run=task.run, theme=theme, comment__in=there)
    rows = rows.filter(score__gte=theme.threshold or 0.0)
    found = rows.values("comment").distinct().count() if there else 0
    return Share(found, len(there))
