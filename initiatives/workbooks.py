"""Plain workbooks, read row by row as text."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_UNPACKED = 200 * 1024 * 1024


class Unreadable(ValueError):
    """The file cannot be read as a table. The message is a sentence with the way out."""


@contextmanager
def open_workbook(path: Path, name: str) -> Iterator[Callable[[], Iterator[list[str]]]]:
    """What reads the rows of its first sheet, from the top each time it is called.

    XML that does harm is refused by defusedxml, which openpyxl uses where it is installed.
    """
    _refuse_bomb(path, name)
    # A stream, since openpyxl would judge a path by the end of its name.
    with path.open("rb") as stream, closing(_load(stream, name)) as book:
        if not book.worksheets:
            raise _broken(name)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()

        def records() -> Iterator[list[str]]:
            try:
                for cells in sheet.iter_rows(values_only=True):
                    yield [_as_text(cell) for cell in cells]
            except Exception as error:  # a broken workbook raises whatever its parts raise
                raise _broken(name) from error

        yield records


def _load(stream: BinaryIO, name: str) -> "Workbook":
    from openpyxl import load_workbook  # slow to import, and few files are workbooks

    try:
        return load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # a broken workbook raises whatever its parts raise
        raise _broken(name) from error


def _broken(name: str) -> Unreadable:
    return Unreadable(
        f"“{name}” is not a workbook that can be read. Open it in a spreadsheet, save it as .xlsx "
        "or CSV, and choose that file."
    )


def _refuse_bomb(path: Path, name: str) -> None:
    """What unpacks to too much is refused before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except Exception as error:  # as above
        raise _broken(name) from error
    if size > MOST_UNPACKED:
        raise Unreadable(
            f"“{name}” unpacks to more than {MOST_UNPACKED >> 20} MB. Keep only the sheet with "
            "the comments, or save it as CSV, and choose that file."
        )


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
