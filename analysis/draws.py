"""The random sample of a theme's suggestions: which ones a seed draws, and which of them wait."""

import hashlib

from django.db.models import QuerySet

from analysis.models import AuditSample, Run, Suggestion, Theme

State = Suggestion.State
RIGHT = frozenset({State.ACCEPTED, State.MERGED})
DECIDED = RIGHT | {State.CHANGED, State.REJECTED}


def lot(seed: int, number: int) -> bytes:
    """What the draw goes by: the same seed gives the same order."""
    return hashlib.blake2b(f"{seed}:{number}".encode(), digest_size=8).digest()


def drawn(sample: AuditSample) -> list[Suggestion]:
    """The suggestions of the sample in the order of the draw; one query.

    What was taken back since leaves the sample, and the next in the draw comes in.
    """
    rows = suggested(sample.theme, sample.run)
    ordered = sorted(rows, key=lambda row: lot(sample.seed, row.pk))
    return ordered[: sample.size]


def suggested(theme: Theme, run: Run) -> QuerySet[Suggestion]:
    """All that a run suggested of a theme, on comments that stand, decided or not."""
    rows = Suggestion.objects.of_standing_comments().filter(theme=theme, run=run)
    return rows.only("pk", "state", "comment_id")


def waiting_in(sample: AuditSample) -> list[int]:
    """The comments of the sample that are still to be decided, in the order of the draw."""
    return [row.comment_id for row in drawn(sample) if row.state == Suggestion.State.PENDING]
