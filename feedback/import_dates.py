"""Dates as people write them in tables: whether 3/11 is in March or November, the column tells."""

import re
from dataclasses import dataclass
from datetime import date

FORMAT_HINT = "Write it as 2026-11-03."
EARLIEST = 1900
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})")
DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})")
MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
TIME_OF_DAY = re.compile(r"[t ,]+\d{1,2}:\d{2}.*$")
WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]? ")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class UnclearDate(ValueError):
    """This is no date. The message holds nothing of the cell."""


@dataclass
class DateOrder:
    """Day first or month first, decided over a whole column by the numbers above twelve."""

    # What holds where the column leaves it open.
    month_first: bool = True
    # Cells that can only be read so.
    day_first_cells: int = 0
    month_first_cells: int = 0

    def see(self, cell: str) -> None:
        """Take a cell of the column into account."""
        if match := NUMBERS.fullmatch(_bare(cell)):
            first, mark, second = int(match[1]), match[2], int(match[3])
            self.day_first_cells += first > 12 or mark == "."
            self.month_first_cells += second > 12

    @property
    def is_month_first(self) -> bool:
        """How a cell is read that could be two days: as most of those that could not."""
        if self.day_first_cells == self.month_first_cells:
            return self.month_first
        return self.month_first_cells > self.day_first_cells

    @property
    def is_mixed(self) -> bool:
        return bool(self.day_first_cells and self.month_first_cells)

    def read(self, cell: str) -> date | None:
        """The day, or None for an empty cell. Raises UnclearDate."""
        text = _bare(cell)
        if not text:
            return None
        try:
            day = self._parse(text)
        except ValueError:  # such as 31 February
            raise UnclearDate(f"There is no such day. {FORMAT_HINT}") from None
        if day is None:
            raise UnclearDate(f"This is not a date. {FORMAT_HINT}")
        if not EARLIEST <= day.year <= date.today().year + 1:  # noqa: DTZ011, the year is enough
            raise UnclearDate(f"The year cannot be right. {FORMAT_HINT}")
        return day

    def _parse(self, text: str) -> date | None:
        if match := YEAR_FIRST.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := NUMBERS.fullmatch(text):
            return self._in_order(int(match[1]), int(match[3]), _year(match[4]))
        if match := DAY_MONTH.fullmatch(text):
            return date(int(match[3]), _month(match[2]), int(match[1]))
        if match := MONTH_DAY.fullmatch(text):
            return date(int(match[3]), _month(match[1]), int(match[2]))
        return None

    def _in_order(self, first: int, second: int, year: int) -> date:
        month_first = second > 12 or (first <= 12 and self.is_month_first)
        return date(year, first, second) if month_first else date(year, second, first)


def _bare(cell: str) -> str:
    """The date without weekday and time of day."""
    return WEEKDAY.sub("", TIME_OF_DAY.sub("", " ".join(cell.casefold().split())))


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    year = 2000 + int(digits)
    return year if year <= date.today().year + 1 else year - 100  # noqa: DTZ011


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1
