"""How comments sound: read by a run, kept as numbers, dropped with the words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from django.db import transaction

from analysis import adapters, engine
from analysis.models import Reading
from feedback.comment_reports import asked_of
from feedback.models import Comment

# The rest has its turn in the next sweep, half a minute later.
AT_ONCE = 10_000


def keep_readings(*, comments: Sequence[Comment], vectors: engine.Vectors) -> int:
    """Read the sentiment and the valence of comments that have none yet; returns how many.

    `vectors` has a row for each comment by each model. What was read by this engine from the words
    that stand is left alone. Of what a facilitator observed nothing is read.
    """
    places = _unread(comments)
    if not places:
        return 0
    asked = Comment.objects.select_related("question__text", "guide_question__text")
    asked = asked.defer("original", "redacted_text").in_bulk([comments[p].pk for p in places])
    records = [
        replace(adapters.comment_record(comments[p]), question=asked_of(asked[comments[p].pk]))
        for p in places
        if comments[p].pk in asked
    ]
    places = [p for p in places if comments[p].pk in asked]
    rows = {key: np.asarray(found)[places] for key, found in vectors.items()}
    grades = engine.sentiments(records, rows)
    made = [
        _row(comments[place], record, grade)
        for place, record, grade in zip(places, records, grades, strict=True)
    ]
    return _keep(made)


def _unread(comments: Sequence[Comment]) -> list[int]:
    kept = Reading.objects.filter(comment__in=comments, engine_version=engine.VERSION)
    read = set(kept.values_list("comment_id", "redaction_version", "language"))
    return [
        place
        for place, comment in enumerate(comments)
        if comment.voice != Comment.Voice.OBSERVED
        and (comment.pk, comment.redaction_version, comment.language) not in read
    ]


def _row(
    comment: Comment, record: engine.CommentRecord, grade: engine.SentimentRecord | None
) -> Reading:
    return Reading(
        comment=comment,
        redaction_version=comment.redaction_version,
        language=comment.language,
        engine_version=engine.VERSION,
        sentiment=grade.sentiment if grade else None,
        probability=grade.probability if grade else None,
        spans=[
            [found.start, found.end, engine.VALENCES.index(found.valence)]
            for found in engine.valences(record)
        ],
    )


@transaction.atomic
def _keep(made: Sequence[Reading]) -> int:
    """Keep what was read, of those comments that still stand as they were read.

    No audit: nobody decided anything, and the row says no more than the words it stands beside.
    """
    standing = Comment.objects.as_evidence().filter(pk__in=[row.comment_id for row in made])
    as_now = set(standing.values_list("pk", "redaction_version", "language"))
    kept = [r for r in made if (r.comment_id, r.redaction_version, r.language) in as_now]
    Reading.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=[
            "redaction_version",
            "language",
            "engine_version",
            "sentiment",
            "probability",
            "spans",
        ],
    )
    return len(kept)


def drop_stale_readings() -> int:
    """Delete the readings of comments that were withdrawn, replaced or redacted anew, or are
    said to be in another language; how many.

    The sweep calls it, so that they follow the words within a minute.
    """
    gone = list(Reading.objects.stale().values_list("pk", flat=True)[:AT_ONCE])
    return Reading.objects.filter(pk__in=gone).delete()[0] if gone else 0
