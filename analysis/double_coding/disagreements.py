"""Disagreements side by side: the words, and who put which theme on which of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from analysis.double_coding.matrix import (
    MACHINE,
    Matrix,
    disagreed,
    is_settled,
    matrix_of,
    proposed_on,
    settled_in,
)
from analysis.models import Assignment, CodingTask, Tag, Theme
from analysis.review.reports import shortened
from analysis.services.adjudication import blind_tags, decisions_of
from feedback.models import Comment
from feedback.redaction import to_redacted
from feedback.reports import hidden_spans


@dataclass(frozen=True)
class Cell:
    """Whether a coder put the theme on; `words`: on which, empty where it is all of them.

    `read` is false where the coder is not done with the comment, or the engine never saw it.
    """

    coder: str
    read: bool
    put_on: bool
    words: str = ""


@dataclass(frozen=True)
class Line:
    """A theme that somebody put on. `stays`: ticked, as it was settled or as all agree."""

    theme: Theme
    cells: tuple[Cell, ...]
    agreed: bool
    stays: bool


@dataclass(frozen=True)
class Disagreement:
    """One comment with what each coder made of it."""

    comment: Comment
    lines: tuple[Line, ...]
    settled: bool
    settled_by: str


@dataclass(frozen=True)
class Filter:
    """Which disagreements are asked for: of one theme or all, open ones only or settled as well."""

    theme: int | None = None
    settled_too: bool = False


def disagreement_ids(matrix: Matrix, task: CodingTask, wanted: Filter) -> list[int]:
    """The comments on which people differ, those that are open first; one query."""
    settled = settled_in(task)
    found = [pk for pk in disagreed(matrix) if _is_of(matrix, pk, wanted.theme)]
    rows = [(is_settled(matrix, settled, pk), pk) for pk in found]
    return [pk for done, pk in sorted(rows) if wanted.settled_too or not done]


def _is_of(matrix: Matrix, comment: int, theme: int | None) -> bool:
    """The coders differ on this theme here, or on any where none is named."""
    if theme is None:
        return True
    by = proposed_on(matrix, comment).get(theme)
    return by is not None and by != matrix.done[comment] & matrix.people


def disagreements(
    task: CodingTask, matrix: Matrix, comments: Collection[int]
) -> tuple[Disagreement, ...]:
    """These comments as a page shows them; five queries."""
    rows = Comment.objects.as_evidence().select_related("segment").defer("original")
    found = rows.in_bulk(comments)
    words = _words(task, found)
    decided = {(d.comment_id, d.theme_id): d for d in decisions_of(task).select_related("by")}
    return tuple(_disagreement(matrix, found[pk], words, decided) for pk in comments if pk in found)


def page_of(task: CodingTask, wanted: Filter) -> tuple[Matrix, list[int]]:
    matrix = matrix_of(task)
    return matrix, disagreement_ids(matrix, task, wanted)


def _words(task: CodingTask, comments: Mapping[int, Comment]) -> dict[tuple[int, int, int], str]:
    """What each coder marked, by (comment, theme, coder); empty where it is the whole comment."""
    hidden = hidden_spans(comments)
    found = {}
    for tag in blind_tags(task).filter(comment__in=comments):
        text = comments[tag.comment_id].redacted_text
        start, end = to_redacted(hidden[tag.comment_id], tag.start, tag.end)
        part = text[start:end].strip()
        key = tag.comment_id, tag.theme_id, tag.coder_id
        found[key] = "" if part == text.strip() else shortened(part)
    return found


def _disagreement(matrix: Matrix, comment: Comment, words, decided) -> Disagreement:
    proposed = proposed_on(matrix, comment.pk)
    answers = [decided.get((comment.pk, theme)) for theme in proposed]
    lines = tuple(
        _line(matrix, comment, theme, proposed[theme.pk], words, decided)
        for theme in matrix.themes
        if theme.pk in proposed
    )
    by = {answer.by.name for answer in answers if answer}
    return Disagreement(comment, lines, all(answers), ", ".join(sorted(by)))


def _line(matrix: Matrix, comment: Comment, theme: Theme, by, words, decided) -> Line:
    coders = {coder.pk: coder.name for coder in matrix.coders}
    if matrix.has_machine:
        coders[MACHINE] = "engine"
    done = matrix.done[comment.pk]
    cells = tuple(
        Cell(
            name,
            pk in done,
            (comment.pk, theme.pk, pk) in matrix.put,
            words.get((comment.pk, theme.pk, pk), ""),
        )
        for pk, name in coders.items()
    )
    is_agreed = by == done & matrix.people
    answer = decided.get((comment.pk, theme.pk))
    stays = answer.verb != answer.Verb.REJECT if answer else is_agreed
    return Line(theme, cells, is_agreed, stays)


def blind_put(assignment: Assignment) -> tuple[Tag, ...]:
    """What its coder put on the comment so far; nothing of anybody else, or of another round."""
    tags = Tag.objects.filter(
        coding_task=assignment.task_id,
        comment=assignment.comment_id,
        coder=assignment.coder_id,
    )
    return tuple(tags.select_related("theme"))
