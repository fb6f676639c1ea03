"""What the pages of an import show: guesses at columns, the first rows as they will be, a list."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet

from accounts.models import User
from feedback.import_files import path_of
from feedback.import_rows import QUOTABLE, VOICES, Columns, Entry, Overview, RowProblem, read_row
from feedback.models import Import
from feedback.services import look_over_import
from feedback.services.import_batches import new_segments
from initiatives.models import Initiative, Role
from initiatives.tables import Unreadable, open_table

SAMPLE = 100
FIRST_ROWS = 8
PROBLEM_COLUMNS = ("row", "column", "problem")
# What a header is called in files that we know, lower case; the first that fits is taken.
NAMES = {
    "id": ("id", "comment_id", "comment id", "response id", "row id", "key"),
    "respondent": ("respondent", "respondent id", "respondent_id", "participant", "person"),
    "segment": ("segment", "group", "stakeholder", "role", "audience", "service"),
    "date": ("date", "said_on", "day", "submitted", "timestamp", "created", "start date"),
    "question": ("question", "asked", "prompt"),
    "language": ("language", "lang", "locale"),
    "voice": ("voice",),
    "quotable": ("quotable", "may_quote", "may quote", "quote"),
}


@dataclass(frozen=True)
class Sample:
    """The columns of a file with an example of each, and a guess at what they mean."""

    columns: tuple[str, ...]
    examples: dict[str, str]
    guess: dict[str, str]


@dataclass(frozen=True)
class PreviewRow:
    number: int
    entry: Entry | None
    problem: str = ""
    column: str = ""


@dataclass(frozen=True)
class Preview:
    overview: Overview
    rows: list[PreviewRow]
    new_segments: list[str]

    @property
    def is_hopeless(self) -> bool:
        """None of the first rows would come in: a column may be the wrong one."""
        return not any(row.entry for row in self.rows)


def imports_for(user: User, initiative: Initiative) -> QuerySet[Import]:
    """All files for those who plan and analyse; a facilitator sees their own."""
    files = Import.objects.filter(initiative=initiative).select_related("by", "initiative")
    if initiative.roles & {Role.COORDINATOR, Role.ANALYST}:
        return files
    return files.filter(by=user)


def may_see_words(user: User, initiative: Initiative, file: Import) -> bool:
    """Whether its words may be shown as they stand: to who brought it, and to analysts."""
    return Role.ANALYST in initiative.roles or file.by_id == user.pk


def sample(file: Import) -> Sample:
    """Raises Unreadable where the file is gone."""
    with open_table(path_of(file), name=file.name) as table:
        rows = [row.cells for row in islice(table.rows(), SAMPLE)]
        examples = {
            column: next((row[column] for row in rows if row[column].strip()), "")
            for column in table.columns
        }
        return Sample(table.columns, examples, _guess(table.columns, rows))


def _guess(columns: tuple[str, ...], rows: list[dict[str, str]]) -> dict[str, str]:
    """By the names of the columns; the text is the longest of those that are left."""
    by_name = {column.casefold(): column for column in reversed(columns)}
    guess = {}
    for meaning, names in NAMES.items():
        found = next((by_name[name] for name in names if name in by_name), "")
        if found and found not in guess.values():
            guess[meaning] = found
    known = {*guess.values(), *PROBLEM_COLUMNS}
    left = [column for column in columns if column not in known] or list(columns)
    guess["text"] = max(left, key=lambda column: sum(len(row[column]) for row in rows))
    if guess.get("id") and not _are_different([row[guess["id"]] for row in rows]):
        del guess["id"]
    return guess


def _are_different(cells: list[str]) -> bool:
    return all(cells) and len(set(cells)) == len(cells)


def preview(file: Import, columns: Columns) -> Preview:
    """The first rows as they will be. Raises Unreadable for columns that do not fit."""
    with open_table(path_of(file), name=file.name) as table:
        overview = look_over_import(table, columns)
        rows = []
        for row in islice(table.rows(), FIRST_ROWS):
            try:
                rows.append(PreviewRow(row.number, read_row(row, columns, overview.dates)))
            except RowProblem as problem:
                rows.append(PreviewRow(row.number, None, str(problem), problem.column))
        new = new_segments(file.initiative, overview.segments, columns.segment)
    return Preview(overview, rows, new)


def problem_table(file: Import, user: User) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    """The rows that did not come in, and why, as header and rows of a file to download.

    While the file is here, whoever brought it gets the cells of each row too, to mend them and to
    import what is mended. Nobody else does: they would be words that nobody has redacted.
    """
    problems = file.importproblem_set.values_list("row", "column", "what")
    if file.by_id != user.pk:
        return PROBLEM_COLUMNS, problems.iterator()
    try:
        with open_table(path_of(file), name=file.name) as table:
            columns = table.columns
    except Unreadable:
        return PROBLEM_COLUMNS, problems.iterator()
    of_row = {row: (column, what) for row, column, what in problems}
    return [*PROBLEM_COLUMNS, *columns], _with_cells(file, of_row)


def _with_cells(file: Import, of_row: dict[int, tuple[str, str]]) -> Iterator[Sequence[object]]:
    """Each such row as it stands in the file, with the cells that it has too many."""
    with open_table(path_of(file), name=file.name) as table:
        for row in table.rows():
            if row.number in of_row:
                yield [row.number, *of_row[row.number], *row.cells.values(), *row.surplus]


def settings_in_words(columns: Columns) -> tuple[str, str]:
    """Voice and permission to quote, as one reads them."""
    voice = {"own": "own words", "noted": "noted"}.get(columns.voice, f"by “{columns.voice}”")
    quotable = columns.quotable if columns.quotable in QUOTABLE else f"by “{columns.quotable}”"
    return voice, quotable


# Settings of a file, which a column of the same name must not hide.
SETTINGS = frozenset(VOICES) | frozenset(QUOTABLE)
