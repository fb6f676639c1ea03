"""From which probability on a theme is suggested; and accepting all that is above a score."""

from uuid import uuid4

from django.db import transaction

from accounts import audit
from accounts.models import User
from analysis.models import CodebookChange, Decision, Suggestion, Tag, Theme
from analysis.review.queue import open_suggestions
from analysis.services.changes import ThemeRefused, note_change, raise_version, snapshot
from feedback.models import Comment

BATCH = 500


class ChangedMeanwhile(ValueError):
    """What was shown is not what is there now. The message says so."""


@transaction.atomic
def move_threshold(*, actor: User, theme: Theme, threshold: float | None) -> Theme:
    """Suggest a theme only from this probability on (0 to 1, both excluded); None: the engine's.

    What waits below it is hidden at once and comes again when the threshold is lowered. Less
    probable ones than the last run looked for come with the next run.
    """
    if threshold is not None and not 0 < threshold < 1:
        raise ThemeRefused("A threshold lies between 0 and 1.")
    theme.refresh_from_db()
    was = snapshot(theme)
    if theme.threshold == threshold:
        return theme
    codebook = raise_version(theme.codebook)
    theme.threshold = threshold
    theme.save(update_fields=["threshold"])
    note_change(
        actor=actor,
        codebook=codebook,
        kind=CodebookChange.Kind.THRESHOLD,
        theme=theme,
        was=was,
    )
    audit.record(
        actor=actor, verb="move_threshold", subject=theme, initiative=codebook.initiative_id
    )
    return theme


@transaction.atomic
def accept_above(*, actor: User, theme: Theme, floor: float, shown: int) -> int:
    """Accept what waits of a theme with this score or a higher one; returns how many.

    `shown` is how many the person was told: where it differs now, ChangedMeanwhile is raised and
    nothing is written. All of it is one decision for undo (`Decision.together`).
    """
    waiting = open_suggestions(theme.codebook).filter(theme=theme, score__gte=floor)
    rows = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    if len(rows) != shown:
        raise ChangedMeanwhile("What waits has changed meanwhile. Look at the number again.")
    together = uuid4()
    for start in range(0, len(rows), BATCH):
        _accept(actor, theme, rows[start : start + BATCH], together)
    if rows:
        initiative = theme.codebook.initiative_id
        audit.record(actor=actor, verb="accept_above", subject=theme, initiative=initiative)
    return len(rows)


def _accept(actor: User, theme: Theme, rows: list[Suggestion], together) -> None:
    comments = Comment.objects.only("pk", "voice").in_bulk([row.comment_id for row in rows])
    there = Tag.objects.filter(theme=theme, is_final=True, comment__in=comments)
    have = set(there.values_list("comment_id", flat=True))
    decisions = Decision.objects.bulk_create(
        Decision(
            by=actor,
            verb=Decision.Verb.ACCEPT,
            together=together,
            unread=True,
            comment_id=row.comment_id,
            suggestion=row,
            theme=theme,
        )
        for row in rows
    )
    Tag.objects.bulk_create(
        Tag(
            comment_id=row.comment_id,
            voice=comments[row.comment_id].voice,
            theme=theme,
            start=row.start,
            end=row.end,
            coder=actor,
            source=Tag.Source.ACCEPTED,
            decision=decision,
        )
        for row, decision in zip(rows, decisions, strict=True)
        if row.comment_id not in have
    )
    for row in rows:
        merged = row.comment_id in have
        row.state = Suggestion.State.MERGED if merged else Suggestion.State.ACCEPTED
    Suggestion.objects.bulk_update(rows, ["state"])
