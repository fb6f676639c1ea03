"""Tables from files as people have them, read row by row; and tables that are safe to open.

    with open_table(path, name="comments.csv") as table:
        for row in table.rows():
            print(row.number, row["text"])

Rows are numbered as a spreadsheet numbers them: the header is row 1. `name` is what the file was
called by who sent it; it decides how the file is read, and what is said of it.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from initiatives.workbooks import Unreadable, open_workbook

MOST_ROWS = 200_000
MOST_COLUMNS = 500
LONGEST_CELL = 100_000_000  # a cell is never the reason why the rows after it are not read
DELIMITERS = ",;\t"
BLOCK = 1 << 20
ZIP, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf", b"Rar!")
# A cell that begins so is run as a formula by spreadsheets.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Row:
    """One row: `row["text"]` is the cell below that header, empty where the row is too short."""

    number: int
    cells: dict[str, str]
    # Cells beyond the header: a delimiter stands in a text without quotation marks.
    surplus: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass
class Table:
    """A file that is open. `rows()` reads it from the top each time it is called."""

    name: str
    columns: tuple[str, ...]
    _records: Callable[[], Iterator[Sequence[str]]] = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank. Raises Unreadable where there are too many."""
        numbered = enumerate(self._records(), 1)
        next(numbered, None)
        count = 0
        for number, cells in numbered:
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise Unreadable(
                    f"“{self.name}” has more than {MOST_ROWS:,} rows. Split it and import the "
                    "parts one after the other."
                )
            yield self._row(number, cells)

    def _row(self, number: int, cells: Sequence[str]) -> Row:
        width = len(self.columns)
        filled = [*cells[:width], *[""] * (width - len(cells))]
        surplus = cells[width:]
        return Row(
            number,
            dict(zip(self.columns, filled, strict=True)),
            tuple(surplus) if any(cell.strip() for cell in surplus) else (),
        )


@contextmanager
def open_table(path: Path, *, name: str) -> Iterator[Table]:
    """The table in the file at `path`. Raises Unreadable with a sentence for the person."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        raise Unreadable(f"“{name}” cannot be opened: {error.strerror}. Check its name.") from error
    is_workbook = _is_workbook(name, start)
    with (open_workbook if is_workbook else _text_file)(path, name) as records:
        header = next(iter(records()), [])
        yield Table(name, _column_names(header, name), records)


def _is_workbook(name: str, start: bytes) -> bool:
    """By the name, which the contents must bear out."""
    if not start.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(f"“{name}” is empty. Choose the file that has the comments.")
    if start.startswith(OLD_WORKBOOK):
        raise Unreadable(
            f"“{name}” is a workbook of an old kind, or has a password. Open it, save it as "
            ".xlsx without a password or as CSV, and choose that file."
        )
    if start.startswith(OTHER_KINDS):
        raise Unreadable(f"“{name}” is not a table. Choose a .csv or .xlsx file.")
    is_zip, says_workbook = start.startswith(ZIP), name.lower().endswith((".xlsx", ".xlsm"))
    if is_zip and not says_workbook:
        raise Unreadable(
            f"“{name}” is not what its name says: it is a workbook or another packed file. If it "
            "is a workbook, rename it so that it ends in .xlsx."
        )
    if says_workbook and not is_zip:
        raise Unreadable(
            f"“{name}” is not what its name says: it is no workbook. If it is a CSV file, rename "
            "it so that it ends in .csv."
        )
    return is_zip


def _column_names(header: Sequence[str], name: str) -> tuple[str, ...]:
    """Names that are all there and all different."""
    header = [" ".join(cell.split()) for cell in header]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise Unreadable(f"The first row of “{name}” is blank. Put the names of the columns there.")
    if len(header) > MOST_COLUMNS:
        raise Unreadable(
            f"“{name}” has more than {MOST_COLUMNS} columns. Keep those that are needed."
        )
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        wanted = base = cell[:180] or f"Column {place}"
        again = 1
        while wanted in names:
            again += 1
            wanted = f"{base} ({again})"
        names.append(wanted)
    return tuple(names)


# Text files


@contextmanager
def _text_file(path: Path, name: str):
    encoding = _encoding(path, name)
    delimiter = _delimiter(path, encoding)
    csv.field_size_limit(LONGEST_CELL)

    def records() -> Iterator[list[str]]:
        with path.open(encoding=encoding, newline="") as stream:
            lines = (line.replace("\x00", "") for line in stream)
            reader = csv.reader(lines, delimiter=delimiter)
            try:
                yield from reader
            except csv.Error as error:
                raise Unreadable(
                    f"“{name}” cannot be read near line {reader.line_num}: a quotation mark may "
                    "be missing there. Save it as CSV again from the program it comes from."
                ) from error

    yield records


def _encoding(path: Path, name: str) -> str:
    with path.open("rb") as stream:
        start = stream.read(1 << 16)
    for encoding in _candidates(start):
        if _decodes(path, encoding):
            _refuse_binary(start, encoding, name)
            return encoding
    raise Unreadable(
        f"The letters of “{name}” cannot be read. Open it and save it as “CSV UTF-8”, then choose "
        "that file."
    )


def _candidates(start: bytes) -> Iterator[str]:
    if start.startswith(codecs.BOM_UTF8):
        yield "utf-8-sig"
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield "utf-16"
    elif start[1::2].count(0) > len(start) / 6:
        yield "utf-16-le"
    elif start[::2].count(0) > len(start) / 6:
        yield "utf-16-be"
    yield "utf-8"
    yield "cp1252"
    from charset_normalizer import from_bytes  # slow, so only for what nothing else reads

    if best := from_bytes(start).best():
        yield best.encoding


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _refuse_binary(start: bytes, encoding: str, name: str) -> None:
    text = start.decode(encoding, errors="ignore")
    strange = sum(1 for letter in text if letter < " " and letter not in "\t\r\n\x00\x0b\x0c\x1f")
    if strange > len(text) / 50:
        raise Unreadable(
            f"“{name}” is not what its name says: it is no text. Choose a .csv or .xlsx file."
        )


def _delimiter(path: Path, encoding: str) -> str:
    """The one that parts the header into the most columns; then, that the rows agree with."""
    with path.open(encoding=encoding, newline="") as stream:
        start = stream.read(1 << 18).replace("\x00", "")

    def fit(delimiter: str) -> tuple[int, int]:
        csv.field_size_limit(LONGEST_CELL)
        records = list(islice(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter), 30))
        width = len(records[0]) if records else 0
        return width, sum(1 for record in records if len(record) == width)

    return max(DELIMITERS, key=fit)


# Writing


def safe_cell(cell: object) -> object:
    """Text that a spreadsheet would run gets an apostrophe in front.

    >>> safe_cell("=1+1")
    "'=1+1"
    """
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return cell


def safe_rows(rows: Iterable[Sequence[object]]) -> Iterator[list[object]]:
    """The rows with every cell safe for a spreadsheet."""
    for row in rows:
        yield [safe_cell(cell) for cell in row]


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write the rows as CSV that spreadsheets open rightly: UTF-8 with a mark, no formulas."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(safe_rows(rows))
