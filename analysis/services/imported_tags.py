"""Codes that people gave elsewhere, as tags over the whole comment."""

from collections.abc import Collection, Mapping

from django.db import transaction

from accounts import audit
from accounts.models import User
from analysis.models import Tag, Theme
from analysis.services.codebook import codebook_of
from feedback.models import Comment
from initiatives.models import Initiative

BATCH = 500


class UnknownCode(ValueError):
    """A code that the codebook does not have. The message names it."""


@transaction.atomic
def import_tags(
    *, actor: User | None, initiative: Initiative, codes: Mapping[int, Collection[str]]
) -> int:
    """Put the codes of each comment (by its number) on it; returns how many tags are new.

    The tags are final and have no coder: who coded is not known here. A theme that a comment has
    already stays as it is, and what was taken back or was only observed gets none. Raises
    UnknownCode before anything is written.
    """
    codebook = codebook_of(initiative)
    themes = {theme.code: theme for theme in codebook.theme_set.in_use()}
    unknown = sorted({code for many in codes.values() for code in many} - themes.keys())
    if unknown:
        raise UnknownCode(f"The codebook has no theme “{unknown[0]}”. Add it first.")
    comments = _comments(initiative, list(codes))
    there = set(
        Tag.objects.filter(is_final=True, comment__initiative=initiative).values_list(
            "comment_id", "theme_id"
        )
    )
    rows = [
        _tag(comment, themes[code])
        for comment in comments
        for code in sorted(set(codes[comment.pk]))
        if (comment.pk, themes[code].pk) not in there
    ]
    Tag.objects.bulk_create(rows, BATCH)
    audit.record(actor=actor, verb="import_tags", subject=codebook, initiative=initiative.pk)
    return len(rows)


def _comments(initiative: Initiative, ids: list[int]) -> list[Comment]:
    """Read in batches: a database takes only so many numbers in one question."""
    standing = Comment.objects.standing().filter(initiative=initiative)
    standing = standing.exclude(voice=Comment.Voice.OBSERVED).only("pk", "voice", "original")
    found = []
    for start in range(0, len(ids), BATCH):
        found += standing.filter(pk__in=ids[start : start + BATCH])
    return found


def _tag(comment: Comment, theme: Theme) -> Tag:
    return Tag(
        comment=comment,
        voice=comment.voice,
        theme=theme,
        start=0,
        end=len(comment.original),
        source=Tag.Source.IMPORTED,
    )
