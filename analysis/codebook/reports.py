"""What the pages of the codebook show: the tree, its changes, and the rows of its files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet

from analysis.models import Codebook, CodebookChange, Tag, Theme
from analysis.services.undoing import CANNOT
from feedback.models import Comment
from initiatives.models import DecisionPoint, Initiative

Kind = CodebookChange.Kind
BATCH = 500
NAMES = {
    "name": "Name",
    "definition": "Definition",
    "includes": "Includes",
    "excludes": "Excludes",
    "keywords": "Keywords",
    "phrases": "Examples",
    "counter_phrases": "Counter-examples",
    "memo": "Memo",
    "threshold": "Threshold",
    "parent_id": "Stands below",
    "decision_point_id": "Decision point",
}


@dataclass(frozen=True)
class Line:
    """A theme of the tree, and how deep it stands in it."""

    theme: Theme
    depth: int

    @property
    def keywords(self) -> str:
        return " · ".join(self.theme.keywords.splitlines())


def lines_of(themes: Sequence[Theme]) -> list[Line]:
    """Each theme after the one that it stands below; one whose parent is not here, at the top."""
    here = {theme.pk for theme in themes}
    below: dict[int | None, list[Theme]] = {}
    for theme in themes:
        below.setdefault(theme.parent_id if theme.parent_id in here else None, []).append(theme)

    def walk(parent: int | None, depth: int) -> Iterator[Line]:
        for theme in below.get(parent, ()):
            yield Line(theme, depth)
            yield from walk(theme.pk, depth + 1)

    return list(walk(None, 0))


@dataclass(frozen=True)
class ChangeRow:
    """A change as the history shows it. `words`: (what, before, after), all of it ours."""

    change: CodebookChange
    what: str
    words: tuple[tuple[str, str, str], ...]
    undone: bool
    may_undo: bool


def changes_of(codebook: Codebook, theme: int | None = None) -> QuerySet[CodebookChange]:
    """All changes, newest first, or those of one theme (its number)."""
    changes = CodebookChange.objects.filter(codebook=codebook)
    if theme is not None:
        changes = changes.filter(theme=theme) | changes.filter(other=theme)
    return changes.select_related("by", "theme", "other", "undoes", "codebookchange")


def change_rows(changes: Iterable[CodebookChange]) -> list[ChangeRow]:
    """Two queries more, for the names of places in the tree."""
    changes = list(changes)
    names = _names_in(changes)
    return [_row(change, names) for change in changes]


def _row(change: CodebookChange, names: dict[tuple[str, int], str]) -> ChangeRow:
    undone = hasattr(change, "codebookchange")
    return ChangeRow(
        change=change,
        what=_what(change),
        words=tuple(
            (label, _shown(key, change.before, names), _shown(key, change.after, names))
            for key, label in NAMES.items()
            if key in change.before and change.kind != Kind.REMOVE
        ),
        undone=undone,
        may_undo=not undone and change.kind not in CANNOT,
    )


def _what(change: CodebookChange) -> str:
    other = f"“{change.other.name}”" if change.other else "a theme that is deleted now"
    match change.kind:
        case Kind.MERGE:
            return f"merged it into {other}"
        case Kind.SPLIT:
            return f"split {other} off"
        case Kind.UNDO:
            return f"undid: {change.undoes.get_kind_display()}"
    return change.get_kind_display()


def _shown(key: str, values: dict, names: dict[tuple[str, int], str]) -> str:
    value = values.get(key)
    if key.endswith("_id") and value is not None:
        return names.get((key, value), "deleted since")
    if key == "threshold":
        return "as the engine sets it" if value is None else f"{value:.2f}"
    return str(value or "")


def _names_in(changes: Sequence[CodebookChange]) -> dict[tuple[str, int], str]:
    found = {}
    for key, model in (("parent_id", Theme), ("decision_point_id", DecisionPoint)):
        sides = [side.get(key) for change in changes for side in (change.before, change.after)]
        rows = model.objects.filter(pk__in={pk for pk in sides if pk})
        found |= {(key, pk): name for pk, name in rows.values_list("pk", "name")}
    return found


TAGGED_COLUMNS = (
    "comment",
    "text",
    "segment",
    "decision_point",
    "language",
    "voice",
    "may_quote",
    "themes",
    "theme_names",
)


def tagged_comments(initiative: Initiative) -> QuerySet[Comment]:
    """Comments that stand and may be evidence, by number."""
    comments = Comment.objects.as_evidence().filter(initiative=initiative)
    return comments.exclude(redacted_text="").order_by("pk")


def tagged_rows(initiative: Initiative) -> Iterator[Sequence[object]]:
    """Each comment with its final themes, below `TAGGED_COLUMNS`; read in batches.

    The redacted text with segment, never demographics, receipt, submission or session (promise 2).
    """
    comments = tagged_comments(initiative).select_related("segment", "decision_point")
    rows = comments.defer("original").iterator(BATCH)
    while batch := list(islice(rows, BATCH)):
        themes: dict[int, list[Theme]] = {}
        tags = Tag.objects.filter(comment__in=batch, is_final=True).select_related("theme")
        for tag in tags.order_by("theme__code"):
            themes.setdefault(tag.comment_id, []).append(tag.theme)
        for comment in batch:
            on_it = themes.get(comment.pk, [])
            yield (
                comment.pk,
                comment.redacted_text,
                comment.segment.name if comment.segment else "",
                comment.decision_point.name if comment.decision_point else "",
                comment.language,
                comment.get_voice_display(),
                "yes" if comment.may_quote else "no",
                ";".join(theme.code for theme in on_it),
                "; ".join(theme.name for theme in on_it),
            )
