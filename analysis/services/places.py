"""At the end of a run: where each comment stands in the orders of review, and what it repeats."""

from collections.abc import Iterator

from django.db import transaction

from analysis import adapters
from analysis.engine.duplicates import repeated
from analysis.engine.orders import ToReview, orders
from analysis.models import ReviewPlace, Run
from feedback.models import Comment

BATCH = 2_000


def place_comments(*, run: Run) -> int:
    """Put all comments that the run read into the orders of review; returns how many.

    What earlier runs had placed gives way. The orders follow from texts, segments, scores and the
    run's number alone: the same run gives the same places.
    """
    rows = list(_to_review(run))
    first_of = repeated(row.comment for row in rows)
    found = orders(rows, seed=run.pk, first_of=first_of)
    places = {
        name: {pk: place for place, pk in enumerate(numbers)} for name, numbers in found.items()
    }
    ids = sorted(first_of)
    with transaction.atomic():
        ReviewPlace.objects.filter(run__codebook=run.codebook_id).delete()
        standing = set()
        for start in range(0, len(ids), BATCH):
            # A comment may have been deleted since it was read.
            part = Comment.objects.filter(pk__in=ids[start : start + BATCH])
            standing |= set(part.values_list("pk", flat=True))
        ReviewPlace.objects.bulk_create(
            (
                ReviewPlace(
                    comment_id=pk,
                    run=run,
                    first_id=first_of[pk],
                    **{name: numbers[pk] for name, numbers in places.items()},
                )
                for pk in ids
                if pk in standing and first_of[pk] in standing
            ),
            BATCH,
        )
    return len(ids)


def _to_review(run: Run) -> Iterator[ToReview]:
    scores: dict[int, dict[str, float]] = {}
    suggested = run.suggestion_set.order_by("comment_id", "theme__code")
    for comment, code, score in suggested.values_list("comment_id", "theme__code", "score"):
        scores.setdefault(comment, {})[code] = score
    read = Comment.objects.as_evidence().filter(
        initiative=run.codebook.initiative_id, pk__lte=run.cursor
    )
    for comment in read.order_by("pk").defer("original").iterator(BATCH):
        yield ToReview(adapters.comment_record(comment), scores.get(comment.pk, {}))
