"""Vectors of comments: read where they are kept, made where new, dropped with the words."""

from collections.abc import Iterator, Sequence

import numpy as np
from django.db import transaction

from analysis import adapters, engine
from analysis.models import Vector
from feedback.models import Comment

BATCH = 200
# The rest has its turn in the next sweep, half a minute later.
AT_ONCE = 10_000


def vectors_of_comments(comments: Sequence[Comment]) -> dict[str, np.ndarray]:
    """A row for each comment by each installed model, as the engine wants them.

    Only what has no vector yet, was redacted anew, is said to be in another language or was read by
    other models is read again, and that is kept at once, batch by batch, so that a run that is
    stopped loses little. Not one transaction: each batch is one. The numbers are those that are
    kept, also when just made, so that a second run sees the same.
    """
    found = {
        key: np.zeros((len(comments), width), dtype=np.float32)
        for key, width in engine.dimensions().items()
    }
    if not found:
        return found
    for start in range(0, len(comments), BATCH):
        part = comments[start : start + BATCH]
        for place, numbers in _numbers(part):
            for key, row in adapters.unpacked(numbers).items():
                found[key][start + place] = row
    return found


def _numbers(comments: Sequence[Comment]) -> Iterator[tuple[int, bytes]]:
    """The place of each comment with what is kept of it; one query, and one write if any is new."""
    kept = {row.comment_id: row for row in Vector.objects.filter(comment__in=comments)}
    missing = [place for place, c in enumerate(comments) if not _fits(kept.get(c.pk), c)]
    new = dict(zip(missing, _made([comments[place] for place in missing]), strict=True))
    if new:
        _keep([comments[place] for place in new], list(new.values()))
    for place, comment in enumerate(comments):
        yield place, new[place] if place in new else bytes(kept[comment.pk].numbers)


def _fits(row: Vector | None, comment: Comment) -> bool:
    return (
        row is not None
        and row.redaction_version == comment.redaction_version
        and row.language == comment.language
        and row.made_with == adapters.made_with()
    )


def _made(comments: Sequence[Comment]) -> list[bytes]:
    rows = engine.vectors_of([adapters.comment_record(comment) for comment in comments])
    return [adapters.packed(rows, place) for place in range(len(comments))]


@transaction.atomic
def _keep(comments: Sequence[Comment], numbers: Sequence[bytes]) -> None:
    """Keep what was made, of those comments that still stand as they were read.

    No audit: nobody decided anything, and the row says no more than the words it stands beside.
    """
    standing = Comment.objects.as_evidence().filter(pk__in=[comment.pk for comment in comments])
    as_now = set(standing.values_list("pk", "redaction_version", "language"))
    Vector.objects.bulk_create(
        [
            Vector(
                comment=comment,
                redaction_version=comment.redaction_version,
                language=comment.language,
                made_with=adapters.made_with(),
                numbers=row,
            )
            for comment, row in zip(comments, numbers, strict=True)
            if (comment.pk, comment.redaction_version, comment.language) in as_now
        ],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["redaction_version", "language", "made_with", "numbers"],
    )


def drop_stale_vectors() -> int:
    """Delete the vectors of comments that were withdrawn, replaced or redacted anew, or are
    said to be in another language; how many.

    The sweep calls it, so that they follow the words within a minute. Nothing is locked while it
    looks, since mostly there is nothing to delete.
    """
    gone = list(Vector.objects.stale().values_list("pk", flat=True)[:AT_ONCE])
    return Vector.objects.filter(pk__in=gone).delete()[0] if gone else 0
