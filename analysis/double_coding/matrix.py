"""What a double coding came to, once it is closed: who put which themes on which comments."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from analysis.double_coding.reports import DONE, coders_of
from analysis.models import CodingTask, Decision, Suggestion, Theme
from analysis.review.reports import TICKED_FROM
from analysis.services.adjudication import blind_tags, decisions_of

# The engine among the coders; people have the numbers of their accounts.
MACHINE = 0


@dataclass(frozen=True)
class Matrix:
    """Who put which themes on which comments. `done`: comment → coders who are done with it.

    `put` has (comment, theme, coder). The machine is the coder MACHINE, of what the run read.
    """

    themes: tuple[Theme, ...]
    coders: tuple[User, ...]
    done: dict[int, frozenset[int]]
    put: frozenset[tuple[int, int, int]]

    def values(self, theme: int, coders: Collection[int]) -> dict[int, dict[int, bool]]:
        """Yes or no of each coder to a theme, by comment."""
        return {
            comment: {c: (comment, theme, c) in self.put for c in sorted(done) if c in coders}
            for comment, done in self.done.items()
        }

    def pooled(self, coders: Collection[int]) -> dict[str, dict[int, bool]]:
        """The same over all themes: a unit is a comment with a theme."""
        return {
            f"{comment}-{theme.pk}": row
            for theme in self.themes
            for comment, row in self.values(theme.pk, coders).items()
        }

    @cached_property
    def people(self) -> frozenset[int]:
        return frozenset(coder.pk for coder in self.coders)

    @cached_property
    def has_machine(self) -> bool:
        return any(MACHINE in done for done in self.done.values())

    @cached_property
    def compared(self) -> tuple[int, ...]:
        """Comments that two people or more are done with."""
        found = [pk for pk, done in self.done.items() if len(done & self.people) > 1]
        return tuple(sorted(found))


def matrix_of(task: CodingTask) -> Matrix:
    """What a closed task came to, on comments that stand; six queries. Nothing of an open one."""
    if task.state != CodingTask.State.CLOSED:
        raise ValueError("While people code, nobody sees what others put on.")
    rows = task.assignment_set.standing()
    people = {coder.user.pk: coder.user for coder in coders_of([task]).get(task.pk, ())}
    done: dict[int, set[int]] = {}
    for comment, coder in rows.filter(state=DONE).values_list("comment", "coder"):
        done.setdefault(comment, set()).add(coder)
    themes = tuple(task.themes.all())
    tags = blind_tags(task).filter(comment__in=done).values_list("comment", "theme", "coder")
    put = {row for row in tags if row[2] in done[row[0]]}
    machine = _read_by_machine(task, done)
    for comment in machine:
        done[comment].add(MACHINE)
    suggested = Suggestion.objects.filter(run=task.run_id, score__gte=TICKED_FROM)
    suggested = suggested.filter(comment__in=machine, theme__in=themes)
    put |= {(c, t, MACHINE) for c, t in suggested.values_list("comment", "theme")}
    return Matrix(
        themes, tuple(people.values()), {pk: frozenset(c) for pk, c in done.items()}, frozenset(put)
    )


def _read_by_machine(task: CodingTask, comments: Iterable[int]) -> set[int]:
    """Comments on which the run says what the engine thinks.

    It is silent on what people had decided before, and never saw what came after it.
    """
    if task.run is None:
        return set()
    decided = Decision.objects.filter(comment__in=comments, at__lt=task.run.asked_at)
    read = {comment for comment in comments if comment <= task.run.cursor}
    return read - set(decided.values_list("comment", flat=True))


def settled_in(task: CodingTask) -> frozenset[tuple[int, int]]:
    """The pairs of comment and theme that somebody has settled; one query."""
    return frozenset(decisions_of(task).values_list("comment", "theme"))


def proposed_on(matrix: Matrix, comment: int) -> dict[int, frozenset[int]]:
    """The themes that people put on a comment, each with who did."""
    found: dict[int, set[int]] = {}
    for theme in matrix.themes:
        if by := {c for c in matrix.people if (comment, theme.pk, c) in matrix.put}:
            found[theme.pk] = by
    return {theme: frozenset(by) for theme, by in found.items()}


def disagreed(matrix: Matrix) -> tuple[int, ...]:
    """Comments that some put a theme on and others did not, of those who are done with it."""
    return tuple(pk for pk in matrix.compared if not _is_agreed(matrix, pk))


def agreed(matrix: Matrix, settled: Collection[tuple[int, int]]) -> dict[int, set[int]]:
    """Comments on which all put the same themes, and one at least, and nobody settled them yet."""
    found = {pk: set(proposed_on(matrix, pk)) for pk in matrix.compared if _is_agreed(matrix, pk)}
    return {
        pk: themes
        for pk, themes in found.items()
        if any((pk, theme) not in settled for theme in themes)
    }


def is_settled(matrix: Matrix, settled: Collection[tuple[int, int]], comment: int) -> bool:
    return all((comment, theme) in settled for theme in proposed_on(matrix, comment))


def _is_agreed(matrix: Matrix, comment: int) -> bool:
    done = matrix.done[comment] & matrix.people
    return all(by == done for by in proposed_on(matrix, comment).values())
