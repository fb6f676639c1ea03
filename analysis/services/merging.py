"""Merging and splitting themes: tags move, none is lost, and what moved is kept by number."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import audit
from accounts.models import User
from analysis.models import CodebookChange, Suggestion, Tag, Theme
from analysis.services.changes import (
    ThemeRefused,
    note_change,
    raise_version,
    refuse_circle,
    snapshot,
)
from analysis.services.codebook import make_theme
from feedback.models import Comment

Kind = CodebookChange.Kind
# What is needed to put a tag back. Numbers and positions, no words.
OF_A_TAG = ("comment_id", "voice", "start", "end", "coder_id", "source", "decision_id")


@transaction.atomic
def merge_theme(*, actor: User, theme: Theme, into: Theme) -> CodebookChange:
    """Give what is tagged, suggested and placed below a theme to another, and retire it.

    Where a comment has both, one tag stays. Blind codings stay as they were coded. Raises
    ThemeRefused where the two cannot be one.
    """
    codebook = raise_version(theme.codebook)
    theme.refresh_from_db()
    into.refresh_from_db()
    _refuse_merge(theme, into)
    was = snapshot(theme)
    dropped = _drop_doubles(theme, into)
    tags = list(Tag.objects.filter(theme=theme, is_final=True).values_list("pk", flat=True))
    Tag.objects.filter(pk__in=Tag.objects.filter(theme=theme, is_final=True)).update(theme=into)
    below = list(theme.theme_set.values_list("pk", flat=True))
    theme.theme_set.update(parent=into)
    moved = {"tags": tags, "dropped": dropped, "below": below}
    moved["suggestions"] = move_waiting(theme, into)
    theme.state = Theme.State.RETIRED
    theme.save(update_fields=["state"])
    audit.record(actor=actor, verb="merge_theme", subject=theme, initiative=codebook.initiative_id)
    return note_change(
        actor=actor,
        codebook=codebook,
        kind=Kind.MERGE,
        theme=theme,
        was=was,
        other=into,
        moved=moved,
        tags_moved=len(tags) + len(dropped),
    )


def _refuse_merge(theme: Theme, into: Theme) -> None:
    if theme.pk == into.pk or theme.codebook_id != into.codebook_id:
        raise ThemeRefused("Choose another theme of this codebook.")
    if Theme.State.RETIRED in (theme.state, into.state):
        raise ThemeRefused("One of the two is retired. Take it up again first.")
    try:
        refuse_circle(theme, into)
    except ThemeRefused:
        raise ThemeRefused(f"“{into}” stands below “{theme}”. Move it first.") from None


def _drop_doubles(theme: Theme, into: Theme) -> list[list]:
    """Take the theme off comments that have the other one; what was there is handed back."""
    there = Tag.objects.filter(theme=into, is_final=True, comment=OuterRef("comment"))
    doubles = Tag.objects.filter(Exists(there), theme=theme, is_final=True)
    rows = [list(row) for row in doubles.values_list(*OF_A_TAG)]
    Tag.objects.filter(pk__in=list(doubles.values_list("pk", flat=True))).delete()
    return rows


def move_waiting(theme: Theme, into: Theme, only: Collection[int] | None = None) -> list[int]:
    """Have what waits for one theme wait for the other; returns the numbers of the suggestions.

    Where the other is suggested on the same comment already, nothing moves.
    """
    there = Suggestion.objects.filter(theme=into, run=OuterRef("run"), comment=OuterRef("comment"))
    waiting = Suggestion.objects.pending().filter(~Exists(there), theme=theme)
    if only is not None:
        waiting = waiting.filter(pk__in=only)
    numbers = list(waiting.values_list("pk", flat=True))
    Suggestion.objects.filter(pk__in=numbers).update(theme=into)
    return numbers


@transaction.atomic
def split_theme(*, actor: User, theme: Theme, name: str, tags: Collection[int]) -> CodebookChange:
    """Make a new theme beside one, and move some of its tags (their numbers) to it.

    Raises ThemeRefused for the name, or where no tag of the theme is among them.
    """
    chosen = list(
        Tag.objects.counted().filter(theme=theme, pk__in=tags).values_list("pk", flat=True)
    )
    if not chosen:
        raise ThemeRefused("Choose at least one comment that belongs to the new theme.")
    new = make_theme(
        actor=actor, initiative=theme.codebook.initiative, name=name, parent=theme.parent
    )
    Tag.objects.filter(pk__in=chosen).update(theme=new)
    codebook = new.codebook
    audit.record(actor=actor, verb="split_theme", subject=theme, initiative=codebook.initiative_id)
    return note_change(
        actor=actor,
        codebook=codebook,
        kind=Kind.SPLIT,
        theme=theme,
        other=new,
        moved={"tags": chosen},
        tags_moved=len(chosen),
    )


def put_back(change: CodebookChange) -> int:
    """The tags and suggestions of a merge or a split, where they were; returns how many tags.

    A tag that somebody took off since stays off; one on a comment that was taken back does not
    come again, nor one on a comment that got the theme in another way meanwhile.
    """
    theme, other, moved = change.theme, change.other, change.moved
    there = Tag.objects.filter(theme=theme, is_final=True, comment=OuterRef("comment"))
    rows = Tag.objects.filter(~Exists(there), pk__in=moved.get("tags", ()), theme=other)
    numbers = list(rows.values_list("pk", flat=True))
    Tag.objects.filter(pk__in=numbers).update(theme=theme)
    again = _remade(theme, moved.get("dropped", ()))
    Theme.objects.filter(pk__in=moved.get("below", ()), parent=other).update(parent=theme)
    move_waiting(other, theme, only=moved.get("suggestions", ()))
    return len(numbers) + again


def _remade(theme: Theme, dropped: Collection[list]) -> int:
    fields = [dict(zip(OF_A_TAG, row, strict=True)) for row in dropped]
    comments = [row["comment_id"] for row in fields]
    standing = set(
        Comment.objects.as_evidence().filter(pk__in=comments).values_list("pk", flat=True)
    )
    have = set(
        Tag.objects.filter(theme=theme, is_final=True, comment__in=comments).values_list(
            "comment_id", flat=True
        )
    )
    rows = [Tag(theme=theme, **row) for row in fields if row["comment_id"] in standing - have]
    Tag.objects.bulk_create(rows)
    return len(rows)
