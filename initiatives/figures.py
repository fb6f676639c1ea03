"""Figures as numbers: where each mark of an SVG stands. Templates draw them, each with its table.

Units are those of the figure's own view box; the page scales it.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

WIDTH, ROW = 330, 32
# Where the axis begins, labels stand left of it; counts stand right of its end.
LEFT = 122
# Letters of a label on one line, the width of a digit, and the least space for the counts.
LABEL, DIGIT, COUNTS = 18, 6.5, 58
WIDEST_COLUMN = 12
# Of a file, which may be shown in a wider face than our pages have: its width, where its axis
# begins, the space around, the height of a line of words and how many letters stand on one.
SHEET, SHEET_LEFT, MARGIN, LINE, LETTERS = 420, 160, 12, 17, 42


@dataclass(frozen=True)
class Share:
    """So many of so many under a label; `low` and `high` bound the share, 0 to 1.

    `expected`: the share that was foretold, where one was.
    """

    label: str
    raised: int
    of: int
    low: float
    high: float
    expected: float | None = None

    @property
    def share(self) -> float:
        return self.raised / self.of if self.of else 0.0

    @property
    def foretold(self) -> int | None:
        """How many of them were expected to."""
        return None if self.expected is None else round(self.expected * self.of)

    @property
    def count(self) -> str:
        return f"{self.raised:,} of {self.of:,}"


@dataclass(frozen=True)
class Dot:
    """A share as a dot with its interval; `lines` are its label, which may need two."""

    share: Share
    lines: tuple[str, ...]
    y: float
    x: float
    x_low: float
    x_high: float
    x_expected: float | None


@dataclass(frozen=True)
class Dots:
    """Shares under each other, on an axis from none to all."""

    title: str
    rows: tuple[Dot, ...]
    width: int
    left: int
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def axis_end(self) -> int:
        return len(self.rows) * ROW + 2

    @property
    def height(self) -> int:
        return self.axis_end + 22


def dots(title: str, shares: Iterable[Share], *, width: int = WIDTH, left: int = LEFT) -> Dots:
    """The figure of these shares; `title` says in words what it shows."""
    shares = list(shares)
    longest = max((len(share.count) for share in shares), default=0)
    right = width - max(COUNTS, longest * DIGIT + 10)
    rows = tuple(_dot(number, share, left, right) for number, share in enumerate(shares))
    said = ", ".join(f"{share.label} {share.count}" for share in shares)
    return Dots(f"{title}: {said}" if said else title, rows, width, left, right)


def _dot(number: int, share: Share, left: int, right: float) -> Dot:
    def on_axis(value: float) -> float:
        return round(left + (right - left) * value, 1)

    return Dot(
        share=share,
        lines=tuple(textwrap.wrap(share.label, LABEL, max_lines=2, placeholder="…")),
        y=number * ROW + ROW / 2,
        x=on_axis(share.share),
        x_low=on_axis(share.low),
        x_high=on_axis(share.high),
        x_expected=None if share.expected is None else on_axis(share.expected),
    )


@dataclass(frozen=True)
class Sheet:
    """Dots as a file of their own, with a heading and a note: no page stands around them there."""

    figure: Dots
    heading: tuple[str, ...]
    note: tuple[str, ...]
    margin: int = MARGIN

    @property
    def width(self) -> int:
        return self.figure.width + 2 * MARGIN

    @property
    def top(self) -> int:
        return MARGIN + LINE * len(self.heading)

    @property
    def foot(self) -> int:
        return self.top + self.figure.height

    @property
    def height(self) -> int:
        return self.foot + LINE * len(self.note) + MARGIN

    @property
    def above(self) -> list[tuple[int, str]]:
        """The lines of the heading, each with where it stands."""
        return [(LINE * number, line) for number, line in enumerate(self.heading, 1)]

    @property
    def below(self) -> list[tuple[int, str]]:
        """Those of the note."""
        return [(self.foot + LINE * number, line) for number, line in enumerate(self.note, 1)]


def sheet(title: str, shares: Iterable[Share], *, heading: str, note: str) -> Sheet:
    """The figure of these shares with words above and below it, in lines that fit."""
    figure = dots(title, shares, width=SHEET, left=SHEET_LEFT)
    above, below = textwrap.wrap(heading, LETTERS), textwrap.wrap(note, LETTERS)
    return Sheet(figure, tuple(above), tuple(below))


@dataclass(frozen=True)
class Column:
    """One of several columns side by side, standing on the ground."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Columns:
    """A small chart that stands in a row of a list: its numbers are in the title."""

    title: str
    columns: tuple[Column, ...]
    width: int
    height: int

    @property
    def end(self) -> float:
        """Where the ground ends: beyond the last column it would look like more zeros."""
        return round(max((c.x + c.width for c in self.columns), default=0), 1)


def columns(title: str, values: Sequence[float], *, width: int = 96, height: int = 24) -> Columns:
    """Columns for these values (0 and more), the largest as high as the chart; one unit apart."""
    largest = max(values, default=0) or 1
    each = min(WIDEST_COLUMN, width / max(1, len(values)))
    found = []
    for number, value in enumerate(values):
        tall = round(height * value / largest, 1)
        # A value above nothing is seen.
        tall = max(tall, 2.0) if value else 0.0
        wide = max(1.0, each - 2)
        # Rounded down, so that the last one ends inside.
        x = floor(10 * min(number * each, width - wide)) / 10
        found.append(Column(x, round(height - tall, 1), floor(10 * wide) / 10, tall))
    return Columns(title, tuple(found), width, height)


# A bar of people: its row, where its track begins, and how thick it is.
BAR_LEFT, BAR_THICK = 122, 12


@dataclass(frozen=True)
class Progress:
    """Towards a target: how many are done, how many are expected with them, of how many."""

    label: str
    done: int
    expected: int
    target: int

    @property
    def count(self) -> str:
        return f"{self.expected:,} of {self.target:,}"


@dataclass(frozen=True)
class Bar:
    """One progress: two bars from the left, and a mark where the target stands."""

    progress: Progress
    lines: tuple[str, ...]
    y: float
    done: float
    expected: float
    target: float


@dataclass(frozen=True)
class Bars:
    """Progress of several under each other, on one axis of people."""

    title: str
    rows: tuple[Bar, ...]
    width: int
    left: int = BAR_LEFT
    thick: int = BAR_THICK

    @property
    def height(self) -> int:
        return max(1, len(self.rows)) * ROW


def bars(title: str, rows: Iterable[Progress], *, width: int = SHEET) -> Bars:
    """The figure of these; the longest of all targets and numbers fills the axis."""
    rows = list(rows)
    longest = max((len(row.count) for row in rows), default=0)
    right = width - max(COUNTS, longest * DIGIT + 10)
    most = max((max(row.expected, row.target, 1) for row in rows), default=1)

    def long(people: int) -> float:
        return round((right - BAR_LEFT) * people / most, 1)

    found = tuple(
        Bar(
            progress=row,
            lines=tuple(textwrap.wrap(row.label, LABEL, max_lines=2, placeholder="…")),
            y=number * ROW + ROW / 2,
            done=long(row.done),
            expected=long(row.expected),
            target=round(BAR_LEFT + long(row.target), 1),
        )
        for number, row in enumerate(rows)
    )
    said = ", ".join(f"{row.label} {row.count}" for row in rows)
    return Bars(f"{title}: {said}" if said else title, found, width)
