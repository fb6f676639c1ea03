"""Figures as numbers: where each mark of an SVG stands. Templates draw them, each with its table.

Units are those of the figure's own view box; the page scales it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, ROW = 330, 32
# Where the axis begins and ends: labels stand left of it, counts right.
LEFT, RIGHT = 122, 272
WIDEST_COLUMN = 12


@dataclass(frozen=True)
class Share:
    """So many of so many under a label; `low` and `high` bound the share, 0 to 1."""

    label: str
    raised: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.raised / self.of if self.of else 0.0


@dataclass(frozen=True)
class Dot:
    """A share as a dot with its interval."""

    share: Share
    y: float
    x: float
    x_low: float
    x_high: float


@dataclass(frozen=True)
class Dots:
    """Shares under each other, on an axis from none to all."""

    title: str
    rows: tuple[Dot, ...]
    width: int = WIDTH
    left: int = LEFT
    middle: float = (LEFT + RIGHT) / 2
    right: int = RIGHT

    @property
    def axis_end(self) -> int:
        return len(self.rows) * ROW + 2

    @property
    def height(self) -> int:
        return self.axis_end + 22


def dots(title: str, shares: Iterable[Share]) -> Dots:
    """The figure of these shares; `title` says in words what it shows."""
    rows = []
    for number, share in enumerate(shares):
        rows.append(
            Dot(
                share=share,
                y=number * ROW + ROW / 2,
                x=_on_axis(share.share),
                x_low=_on_axis(share.low),
                x_high=_on_axis(share.high),
            )
        )
    said = ", ".join(f"{d.share.label} {d.share.raised} of {d.share.of}" for d in rows)
    return Dots(f"{title}: {said}" if said else title, tuple(rows))


def _on_axis(share: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * share, 1)


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


def columns(title: str, values: Sequence[float], *, width: int = 96, height: int = 24) -> Columns:
    """Columns for these values (0 and more), the largest as high as the chart; one unit apart."""
    largest = max(values, default=0) or 1
    each = min(WIDEST_COLUMN, width / max(1, len(values)))
    found = []
    for number, value in enumerate(values):
        tall = round(height * value / largest, 1)
        # A value above nothing is seen.
        tall = max(tall, 2.0) if value else 0.0
        found.append(
            Column(round(number * each, 1), height - tall, round(max(1.0, each - 2), 1), tall)
        )
    return Columns(title, tuple(found), width, height)
