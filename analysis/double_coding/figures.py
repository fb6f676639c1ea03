"""How far coders agree, theme by theme; the engine is compared as one more coder."""

from dataclasses import dataclass
from itertools import combinations

from accounts.models import User
from analysis.double_coding.matrix import (
    MACHINE,
    Matrix,
    agreed,
    disagreed,
    is_settled,
    matrix_of,
    settled_in,
)
from analysis.engine import agreement as engine
from analysis.engine.agreement import Figure
from analysis.models import CodingTask, Theme

ALL = "All themes together"
ENGINE = "the engine"


@dataclass(frozen=True)
class Figures:
    """How far people agree on one theme, or on all together; `with_machine`: alpha with the engine.

    `name` is the theme's, or says that it is all of them. `put_on`: comments with it by anybody.
    """

    name: str
    theme: int | None
    put_on: int
    percent: Figure
    kappa: Figure
    alpha: Figure
    coded_only: Figure
    with_machine: Figure


@dataclass(frozen=True)
class Pair:
    """Two coders, over all themes together."""

    first: str
    second: str
    comments: int
    percent: Figure
    kappa: Figure
    coded_only: Figure


@dataclass(frozen=True)
class Comparison:
    """The page of a closed task. `disagreements`: comments; `open`: those not settled yet."""

    comments: int
    coders: tuple[User, ...]
    has_machine: bool
    overall: Figures
    themes: tuple[Figures, ...]
    never: tuple[Theme, ...]
    pairs: tuple[Pair, ...]
    disagreements: int
    open: int
    agreed_open: int


def comparison(task: CodingTask) -> Comparison:
    """How far the coders agree. Themes on which they agree least come first; eight queries."""
    matrix = matrix_of(task)
    people, everyone = matrix.people, matrix.people | {MACHINE}
    themes = [
        figures_of(
            theme.name,
            theme.pk,
            matrix.values(theme.pk, people),
            matrix.values(theme.pk, everyone),
        )
        for theme in matrix.themes
    ]
    used = [row for row in themes if row.put_on]
    never = {row.theme for row in themes if not row.put_on}
    settled = settled_in(task)
    differ = disagreed(matrix)
    return Comparison(
        comments=len(matrix.compared),
        coders=matrix.coders,
        has_machine=matrix.has_machine,
        overall=figures_of(ALL, None, matrix.pooled(people), matrix.pooled(everyone)),
        themes=tuple(sorted(used, key=_least_agreed_first)),
        never=tuple(theme for theme in matrix.themes if theme.pk in never),
        pairs=_pairs(matrix),
        disagreements=len(differ),
        open=sum(not is_settled(matrix, settled, pk) for pk in differ),
        agreed_open=len(agreed(matrix, settled)),
    )


def figures_of(name: str, theme: int | None, values, with_machine) -> Figures:
    """From the answers of people, and from those with the engine as one more coder."""
    return Figures(
        name=name,
        theme=theme,
        put_on=sum(any(row.values()) for row in values.values()),
        percent=engine.percent(values),
        kappa=engine.kappa(values),
        alpha=engine.alpha(values),
        coded_only=engine.coded_only(values),
        with_machine=engine.alpha(with_machine),
    )


def _least_agreed_first(row: Figures) -> tuple:
    figure = row.alpha.value
    return (figure is None, figure if figure is not None else 0, row.name)


def _pairs(matrix: Matrix) -> tuple[Pair, ...]:
    """Each two coders over all themes; the engine is one of them, and comes last."""
    names = {coder.pk: coder.name for coder in matrix.coders}
    if matrix.has_machine:
        names[MACHINE] = ENGINE
    return tuple(_pair(matrix, names, pair) for pair in combinations(names, 2))


def _pair(matrix: Matrix, names: dict[int, str], pair: tuple[int, int]) -> Pair:
    values = {unit: row for unit, row in matrix.pooled(pair).items() if len(row) == 2}
    return Pair(
        first=names[pair[0]],
        second=names[pair[1]],
        comments=sum(set(pair) <= done for done in matrix.done.values()),
        percent=engine.percent(values),
        kappa=engine.kappa(values) if values else Figure(None, engine.NO_PAIR),
        coded_only=engine.coded_only(values),
    )
