"""What one row of a file says: cells become an Entry, or a RowProblem with the way out."""

import re
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Self

from feedback import language as languages
from feedback.import_dates import DateOrder, UnclearDate
from feedback.models import Comment
from initiatives.tables import Row, Table, Unreadable
from initiatives.wording import clean_words

LONGEST_TEXT = 50_000
LONGEST_SEGMENT = 100
# What a setting may say instead of naming a column.
VOICES = {"own": Comment.Voice.OWN, "noted": Comment.Voice.NOTED}
QUOTABLE = {"yes": True, "no": False}
# What the cells of such a column may say.
VOICE_WORDS = VOICES | {
    "": Comment.Voice.NOTED,
    "own words": Comment.Voice.OWN,
    "verbatim": Comment.Voice.OWN,
    "observed": Comment.Voice.OBSERVED,
}
YES = {"yes", "y", "true", "1", "x", "sí", "si"}
NO = {"no", "n", "false", "0", ""}
LANGUAGES = {"english": "en", "spanish": "es", "español": "es", "somali": "so", "hmong": "hmn"}
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


class RowProblem(ValueError):
    """This row cannot come in. The message holds no words of the row."""

    def __init__(self, column: str, what: str):
        super().__init__(what)
        self.column = column


@dataclass(frozen=True)
class Columns:
    """Which column means what; `voice` and `quotable` are a setting or a column."""

    text: str
    id: str = ""
    respondent: str = ""
    segment: str = ""
    date: str = ""
    question: str = ""
    language: str = ""
    voice: str = "noted"
    quotable: str = "no"

    @classmethod
    def of(cls, kept: dict) -> Self:
        return cls(**{each.name: kept[each.name] for each in fields(cls) if each.name in kept})

    def kept(self) -> dict[str, str]:
        return asdict(self)

    def require_in(self, table: Table) -> None:
        """Raise Unreadable for a column that the file has not."""
        settings = {"voice": VOICES, "quotable": QUOTABLE}
        for meaning, column in self.kept().items():
            if column in settings.get(meaning, {"": None}) or column in table.columns:
                continue
            raise Unreadable(
                f"“{table.name}” has no column “{column}” for the {meaning}. Its columns are: "
                f"{', '.join(table.columns[:30])}. Choose one of them."
            )


@dataclass(frozen=True)
class Entry:
    """A row as it will be."""

    row: int
    words: str
    voice: str
    may_quote: bool
    id: str = ""
    respondent: str = ""
    segment: str = ""
    said_on: date | None = None
    asked: str = ""
    language: str = "en"


@dataclass
class Overview:
    """What only the whole file tells: how many rows, which segments, how its dates are meant."""

    rows: int = 0
    segments: list[str] = field(default_factory=list)
    dates: DateOrder = field(default_factory=DateOrder)


def look_over(table: Table, columns: Columns, *, month_first: bool = True) -> Overview:
    """Read the whole file once. Raises Unreadable where no row stands below the header."""
    found = Overview(dates=DateOrder(month_first=month_first))
    segments: dict[str, str] = {}
    for row in table.rows():
        found.rows += 1
        if columns.date:
            found.dates.see(row[columns.date])
        if columns.segment and _may_come_in(row, columns) and (name := line(row[columns.segment])):
            segments.setdefault(name.casefold(), name)
    if not found.rows:
        raise Unreadable(f"“{table.name}” has no rows below its header. Choose another file.")
    found.segments = [name for name in segments.values() if len(name) <= LONGEST_SEGMENT]
    return found


def _may_come_in(row: Row, columns: Columns) -> bool:
    """False where it is plain that the row stays out: its cells may stand in wrong columns."""
    needed = [columns.text, columns.id] if columns.id else [columns.text]
    return not row.surplus and all(row[column].strip() for column in needed)


def read_row(row: Row, columns: Columns, dates: DateOrder) -> Entry:
    """The row as it will be. Raises RowProblem."""
    if row.surplus:
        raise RowProblem(
            "",
            "The row has more cells than the header has columns. Put quotation marks around the "
            "text that has the delimiter in it.",
        )
    entry_id = line(_cell(row, columns.id))
    if columns.id and not entry_id:
        raise RowProblem(columns.id, "The id is empty. Give the row an id of its own.")
    words = _words(row, columns.text)
    return Entry(
        row=row.number,
        id=entry_id,
        words=words,
        voice=_voice(row, columns.voice),
        may_quote=_quotable(row, columns.quotable),
        respondent=line(_cell(row, columns.respondent)),
        segment=_segment(row, columns.segment),
        said_on=_day(row, columns.date, dates),
        asked=line(_cell(row, columns.question))[:300],
        language=_language(row, columns.language, words),
    )


def line(cell: str) -> str:
    """A cell that is a name or an id: one line, clean."""
    return " ".join(clean_words(cell).split())


def _cell(row: Row, column: str) -> str:
    return row[column] if column else ""


def _words(row: Row, column: str) -> str:
    words = clean_words(row[column])
    if not words:
        raise RowProblem(column, "There is no text. Leave the row out, or fill the cell.")
    if len(words) > LONGEST_TEXT:
        raise RowProblem(
            column,
            f"The text has {len(words):,} characters; {LONGEST_TEXT:,} is the most. Split it into "
            "rows, or look for a quotation mark that is missing.",
        )
    return words


def _voice(row: Row, voice: str) -> str:
    if voice in VOICES:
        return VOICES[voice]
    found = VOICE_WORDS.get(line(row[voice]).casefold())
    if found is None:
        raise RowProblem(voice, "The voice is not known. Write “own” or “noted”.")
    return found


def _quotable(row: Row, quotable: str) -> bool:
    if quotable in QUOTABLE:
        return QUOTABLE[quotable]
    said = line(row[quotable]).casefold()
    if said not in YES | NO:
        raise RowProblem(quotable, "It is not clear whether it may be quoted. Write “yes” or “no”.")
    return said in YES


def _segment(row: Row, column: str) -> str:
    name = line(_cell(row, column))
    if len(name) > LONGEST_SEGMENT:
        raise RowProblem(
            column,
            f"The name of the segment is longer than {LONGEST_SEGMENT} characters. Shorten it, or "
            "choose another column for the segment.",
        )
    return name


def _day(row: Row, column: str, dates: DateOrder) -> date | None:
    try:
        return dates.read(_cell(row, column))
    except UnclearDate as error:
        raise RowProblem(column, str(error)) from None


def _language(row: Row, column: str, words: str) -> str:
    """What the cell says; where it is silent, what the words look like."""
    said = line(_cell(row, column)).casefold().replace("_", "-")
    if not said:
        return languages.detect(words) or languages.ENGLISH
    code = LANGUAGES.get(said, said)
    if len(code) > 12 or not LANGUAGE_CODE.fullmatch(code):
        raise RowProblem(column, "The language is not known. Write a code such as “en” or “es”.")
    return code
