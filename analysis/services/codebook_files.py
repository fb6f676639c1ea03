"""The codebook as rows of a file, in and out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.models import User
from analysis.models import Codebook, CodebookChange, Theme
from analysis.services.changes import (
    ThemeRefused,
    note_change,
    raise_version,
    refuse_circle,
    snapshot,
)
from analysis.services.codebook import codebook_of, free_name
from initiatives.models import Initiative
from initiatives.tables import FORMULA
from initiatives.wording import clean_words

Kind = CodebookChange.Kind
# Column of the file → field of a theme. What has several entries parts them by `;`.
ONE = {
    "label": "name",
    "definition": "definition",
    "include": "includes",
    "exclude": "excludes",
    "memo": "memo",
}
SEVERAL = {
    "examples": "phrases",
    "counter_examples": "counter_phrases",
    "keywords": "keywords",
}
COLUMNS = (
    "code",
    "label",
    "definition",
    "include",
    "exclude",
    "examples",
    "parent",
    "keywords",
    "counter_examples",
    "memo",
    "decision_point",
)
LONGEST = {"code": 80, "label": 150}


@dataclass(frozen=True)
class Taken:
    """What came of a file: themes that are new, and those whose words changed."""

    added: tuple[Theme, ...]
    changed: tuple[Theme, ...]


@transaction.atomic
def add_themes(
    *, actor: User | None, initiative: Initiative, rows: Iterable[Mapping[str, str]]
) -> list[Theme]:
    """Add themes from rows of a codebook file: `COLUMNS`, of which code and label are needed
    (several examples or keywords separated by `;`). Codes that are there stay as they are, and
    where all are there nothing changes. Raises ThemeRefused for rows in a circle.
    """
    return list(take_codebook(actor=actor, initiative=initiative, rows=rows).added)


@transaction.atomic
def take_codebook(
    *,
    actor: User | None,
    initiative: Initiative,
    rows: Iterable[Mapping[str, str]],
    change: bool = False,
) -> Taken:
    """Add the themes of a file and, with `change`, give those that are there its words.

    A column that the file does not have changes nothing. Raises ThemeRefused for rows in a circle
    or a name that another theme has; then nothing is written.
    """
    codebook = codebook_of(initiative)
    rows = [_clean(row) for row in rows]
    known = {theme.code: theme for theme in codebook.theme_set.all()}
    was = {theme.pk: snapshot(theme) for theme in known.values()}
    points = {point.code: point for point in initiative.decisionpoint_set.all()}
    added = []
    for order, row in enumerate(rows, len(known) + 1):
        if row["code"] not in known:
            theme = _new(codebook, row, order, points, actor)
            known[row["code"]] = theme
            added.append(theme)
        elif change:
            _change(codebook, known[row["code"]], row, points)
    _put_below(rows, known, known.values() if change else added)
    changed = [t for t in known.values() if t.pk in was and snapshot(t) != was[t.pk]]
    if added or changed:
        _keep(actor, raise_version(codebook), added, changed, was)
    return Taken(tuple(added), tuple(changed))


def _keep(actor, codebook: Codebook, added: list[Theme], changed: list[Theme], was) -> None:
    """Every theme is a change of its own, so that one can be undone and the others stay."""
    for theme in changed:
        theme.save()
        note_change(actor=actor, codebook=codebook, kind=Kind.EDIT, theme=theme, was=was[theme.pk])
    CodebookChange.objects.bulk_create(
        CodebookChange(
            codebook=codebook,
            version=codebook.version,
            by=actor,
            kind=Kind.MAKE,
            theme=theme,
            name=theme.name,
        )
        for theme in added
    )
    audit.record(
        actor=actor, verb="add_themes", subject=codebook, initiative=codebook.initiative_id
    )


def _clean(row: Mapping[str, str]) -> dict[str, str]:
    """Without the apostrophe that a file of ours puts before what a spreadsheet would run."""
    cleaned = {}
    for key, cell in row.items():
        cell = cell or ""
        guarded = cell.startswith("'") and cell[1:].lstrip(" ").startswith(FORMULA)
        cell = cell[1:] if guarded else cell
        # In a cell of several entries a line at the end means something (`in_a_cell`).
        cleaned[key] = cell if key in SEVERAL else clean_words(cell)
    return cleaned


def _new(codebook: Codebook, row: Mapping[str, str], order: int, points, actor) -> Theme:
    theme = Theme(codebook=codebook, code=row["code"], order=order, made_by=actor)
    _fill(theme, row, points)
    theme.save()
    return theme


def _change(codebook: Codebook, theme: Theme, row: Mapping[str, str], points) -> None:
    if row.get("label") and row["label"] != theme.name:
        free_name(codebook.theme_set.exclude(pk=theme.pk), row["label"])
    _fill(theme, row, points)


def _fill(theme: Theme, row: Mapping[str, str], points) -> None:
    for column, name in ONE.items():
        if column in row and (row[column] or column != "label"):
            setattr(theme, name, row[column])
    for column, name in SEVERAL.items():
        if column in row:
            setattr(theme, name, clean_words(by_line(row[column])))
    if "decision_point" in row:
        theme.decision_point = points.get(row["decision_point"])


def _put_below(rows, known: Mapping[str, Theme], themes: Iterable[Theme]) -> None:
    """Parents come after all themes are there; a code that nobody has is none."""
    movable = {theme.pk for theme in themes}
    for row in rows:
        theme = known[row["code"]]
        if theme.pk not in movable or "parent" not in row:
            continue
        parent = known.get(row["parent"])
        if (parent and parent.pk) != theme.parent_id:
            refuse_circle(theme, parent)
            theme.parent = parent
            theme.save(update_fields=["parent"])


def by_line(text: str) -> str:
    """Entries of a cell, one a line: parted by `;`, or by lines where it has several."""
    parts = text.split("\n") if "\n" in text else text.split(";")
    return "\n".join(part.strip() for part in parts if part.strip())


def in_a_cell(lines: str) -> str:
    """The reverse of `by_line`; an entry with a `;` in it makes the cell one of lines."""
    entries = [line.strip() for line in lines.splitlines() if line.strip()]
    if any(";" in entry for entry in entries):
        return "\n".join([*entries, ""] if len(entries) == 1 else entries)
    return ";".join(entries)


def rows_of(codebook: Codebook) -> Iterator[Sequence[str]]:
    """The codebook as rows below `COLUMNS`, retired themes left out; one query."""
    for theme in codebook.theme_set.in_use().select_related("parent", "decision_point"):
        row = {"code": theme.code, "parent": theme.parent.code if theme.parent else ""}
        row |= {column: getattr(theme, name) for column, name in ONE.items()}
        row |= {column: in_a_cell(getattr(theme, name)) for column, name in SEVERAL.items()}
        row["decision_point"] = theme.decision_point.code if theme.decision_point else ""
        yield [row[column] for column in COLUMNS]


def checked(rows: Iterable[tuple[int, Mapping[str, str]]]) -> list[Mapping[str, str]]:
    """The rows of a file with their numbers, if each can be a theme.

    Raises ThemeRefused with the row and the column of the first that cannot.
    """
    seen: dict[str, int] = {}
    good = []
    for number, row in rows:
        code = row.get("code", "").strip()
        for column, longest in LONGEST.items():
            cell = row.get(column, "").strip()
            if not cell:
                raise ThemeRefused(f"Row {number} has nothing in the column “{column}”.")
            if len(cell) > longest:
                raise ThemeRefused(f"Row {number}, “{column}”: longer than {longest} letters.")
        if code in seen:
            raise ThemeRefused(f"Row {number} has the code “{code}” of row {seen[code]} again.")
        seen[code] = number
        good.append(row)
    if not good:
        raise ThemeRefused("The file has no theme below its first row.")
    return good
