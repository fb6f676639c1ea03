"""The random sample of a theme's suggestions: which ones a seed draws, and which of them wait."""

import hashlib

from django.db.models import Exists, OuterRef, QuerySet

from analysis.models import AuditSample, Decision, Run, Suggestion, Theme

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
    """All that a run suggested of a theme, on comments that stand, decided or not.

    But for what was accepted unread: nobody will look at it again, so it cannot be found wrong.
    """
    rows = Suggestion.objects.of_standing_comments().filter(theme=theme, run=run)
    return without_unread(rows).only("pk", "state", "comment_id")


def without_unread(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """Leaves out what was accepted with all above a score, without being read."""
    unread = Decision.objects.filter(suggestion=OuterRef("pk"), unread=True, decision=None)
    return rows.filter(~Exists(unread))


def waiting_in(sample: AuditSample) -> list[int]:
    """The comments of the sample that are still to be decided, in the order of the draw."""
    return [row.comment_id for row in drawn(sample) if row.state == Suggestion.State.PENDING]
