"""The rounds on one sample beside each other: whether talking about the definitions helped."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from accounts.models import User
from analysis.double_coding.figures import ALL, Figures, figures_of
from analysis.double_coding.matrix import MACHINE, Matrix, matrix_of
from analysis.engine.agreement import Figure
from analysis.models import CodingTask, Theme

# A smaller difference of alpha is called none.
DIFFERENCE = 0.05


@dataclass(frozen=True)
class Round:
    """One closed round; its figures are over what all rounds have."""

    number: int
    task: CodingTask
    coders: tuple[User, ...]
    overall: Figures


@dataclass(frozen=True)
class ThemeOverRounds:
    """Alpha of a theme in each round, and in words how the last compares with the first."""

    name: str
    alphas: tuple[Figure, ...]
    change: str


@dataclass(frozen=True)
class Rounds:
    """All closed rounds of a sample. `comments` and `themes` are those that every round has.

    `left_out`: themes that some round did not look for.
    """

    rounds: tuple[Round, ...]
    comments: int
    themes: tuple[ThemeOverRounds, ...]
    change: str
    left_out: tuple[Theme, ...]


def rounds_beside(task: CodingTask) -> Rounds | None:
    """The closed rounds on the task's sample; None where there is one alone.

    Only comments that two people compared in each round, and themes that each looked for, are
    counted: else a difference could come from other words. Seven queries for each round.
    """
    rows = CodingTask.objects.rounds_of(task).select_related("run", "made_by")
    tasks = [row for row in rows if row.state == CodingTask.State.CLOSED]
    if len(tasks) < 2:
        return None
    whole = [matrix_of(row) for row in tasks]
    comments = set.intersection(*(set(matrix.compared) for matrix in whole))
    numbers = set.intersection(*({theme.pk for theme in matrix.themes} for matrix in whole))
    parts = [_part(matrix, comments, numbers) for matrix in whole]
    themes = {theme.pk: theme for matrix in whole for theme in matrix.themes}
    overall = [_overall(part) for part in parts]
    return Rounds(
        rounds=tuple(
            Round(number, row, part.coders, figures)
            for number, (row, part, figures) in enumerate(
                zip(tasks, parts, overall, strict=True), 1
            )
        ),
        comments=len(comments),
        themes=tuple(_over_rounds(theme, parts) for theme in parts[0].themes),
        change=_change([figures.alpha for figures in overall]),
        left_out=tuple(theme for pk, theme in themes.items() if pk not in numbers),
    )


def _part(matrix: Matrix, comments: Collection[int], themes: Collection[int]) -> Matrix:
    return replace(
        matrix,
        themes=tuple(theme for theme in matrix.themes if theme.pk in themes),
        done={pk: done for pk, done in matrix.done.items() if pk in comments},
    )


def _overall(part: Matrix) -> Figures:
    everyone = part.people | {MACHINE}
    return figures_of(ALL, None, part.pooled(part.people), part.pooled(everyone))


def _over_rounds(theme: Theme, parts: Sequence[Matrix]) -> ThemeOverRounds:
    alphas = tuple(
        figures_of(theme.name, theme.pk, values, values).alpha
        for values in (part.values(theme.pk, part.people) for part in parts)
    )
    return ThemeOverRounds(theme.name, alphas, _change(alphas))


def _change(alphas: Sequence[Figure]) -> str:
    first, last = alphas[0].value, alphas[-1].value
    if first is None or last is None:
        return "cannot be said"
    if abs(last - first) < DIFFERENCE:
        return "about the same"
    return "more alike" if last > first else "less alike"
