"""CSV files of an analyst as records. Used by the command line only."""

import csv
import math
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from analysis.engine.agreement import NOMINAL, RATIO, Rating
from analysis.engine.records import CodedRecord, CommentRecord, ThemeRecord

LARGEST_CELL = 10_000_000


class UnreadableFile(ValueError):
    """A file that cannot be used. The message is one line that names the file and the way out."""


def read_codebook(path: str) -> list[ThemeRecord]:
    """Columns code and label; definition, include, exclude, examples, counter_examples, keywords
    and parent if there. A row without a code is no theme; two with one code are refused."""
    rows = _rows(path, "code", "label")
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        if (code := row["code"].strip()) and code in seen:
            raise UnreadableFile(f"{path}: row {number}, column code: {code} stands twice.")
        seen.add(code)
    return [
        ThemeRecord(
            code=row["code"].strip(),
            name=row["label"],
            definition=row.get("definition", ""),
            includes=row.get("include", ""),
            excludes=row.get("exclude", ""),
            keywords=_parts(row.get("keywords", "")),
            phrases=_parts(row.get("examples", "")),
            counters=_parts(row.get("counter_examples", "")),
            parent=row.get("parent", "").strip(),
        )
        for row in rows
        if row["code"].strip()
    ]


def read_comments(path: str, segment: str = "segment") -> list[CommentRecord]:
    """Columns id and text; segment, language, voice, submission (or respondent) if there.

    `segment` names another column to take the segment from, which then has to be there.
    """
    needed = {"id", "text"} | ({segment} - {"segment"})
    return [_comment(row, segment) for row in _rows(path, *sorted(needed))]


def read_coded(path: str) -> list[CodedRecord]:
    """Columns id, text and themes (codes joined by `;`)."""
    return [
        CodedRecord(_comment(row), _parts(row["themes"]))
        for row in _rows(path, "id", "text", "themes")
    ]


def read_ratings(path: str, level: str) -> list[Rating]:
    """Columns unit, coder and value: names for the nominal level, numbers for the others.

    An empty value is missing. A coder gives each unit one value.
    """
    found: dict[tuple[str, str], Rating] = {}
    for number, row in enumerate(_rows(path, "unit", "coder", "value"), 2):
        row = {column: cell.strip() for column, cell in row.items()}
        for column in ("unit", "coder"):
            if not row[column]:
                raise UnreadableFile(f"{path}: row {number}, column {column} is empty.")
        place = row["unit"], row["coder"]
        if place in found:
            raise UnreadableFile(
                f"{path}: row {number}, column coder: {row['coder']} gave unit {row['unit']} "
                "a value in an earlier row. Leave one of the two."
            )
        try:
            value = _value(row["value"], level)
        except ValueError as fault:
            raise UnreadableFile(f"{path}: row {number}, column value: {fault}") from None
        found[place] = Rating(*place, value)
    return list(found.values())


def _value(cell: str, level: str) -> str | float | None:
    """A missing value is None. Raises ValueError for what cannot stand at this level."""
    if not cell or level == NOMINAL:
        return cell or None
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{cell} is no number, which the level {level} needs.")
    if level == RATIO and number < 0:
        raise ValueError(f"{cell} is below 0, which the level {level} does not know.")
    return number


def _comment(row: dict[str, str], segment: str = "segment") -> CommentRecord:
    return CommentRecord(
        id=row["id"],
        text=unicodedata.normalize("NFC", row["text"]),
        language=row.get("language") or "en",
        segment=row.get(segment, ""),
        voice=row.get("voice") or "OWN",
        submission=row.get("submission") or row.get("respondent") or None,
        question=row.get("question", ""),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _rows(path: str, *needed: str) -> list[dict[str, str]]:
    """The rows as they stand: "None" and "N/A" are words, an empty cell is an empty text."""
    csv.field_size_limit(LARGEST_CELL)
    try:
        # newline="" keeps the line ends inside a cell, since spans count them.
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="", restval="")
            rows = [{key: value for key, value in row.items() if key} for row in reader]
            columns = list(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableFile(f"{path}: {_why(fault)}") from fault
    _require(path, columns, needed)
    return rows


def _require(path: str, columns: list[str], needed: Iterable[str]) -> None:
    missing = [column for column in needed if column not in columns]
    if missing:
        seen = ", ".join(columns) or "none"
        raise UnreadableFile(f"{path}: no column {' or '.join(missing)}. Columns found: {seen}.")


def _why(fault: Exception) -> str:
    if isinstance(fault, FileNotFoundError):
        return "there is no such file."
    if isinstance(fault, OSError):
        return f"cannot be opened ({fault.strerror})."
    if isinstance(fault, UnicodeDecodeError):
        return "is not UTF-8. Save it as CSV UTF-8."
    return f"is not a CSV file that can be read ({fault})."
