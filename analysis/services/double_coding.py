"""Double coding: a sample is given out, coded blind, and closed before anybody compares.

A task is locked for every write in it: who codes and who closes never pass each other.
"""

from collections.abc import Callable, Collection
from random import Random

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from analysis.models import Assignment, Codebook, CodingTask, Decision, Run, Tag, Theme
from analysis.services.decisions import lock_evidence
from feedback.models import Comment

State = CodingTask.State
# Each segment has so many comments in the sample, where it has them, before chance fills the rest.
OF_EACH_SEGMENT = 3


class NothingToCode(ValueError):
    """A double coding cannot begin so. The message says what is missing."""


@transaction.atomic
def start_double_coding(
    *, actor: User, codebook: Codebook, coders: Collection[User], size: int
) -> CodingTask:
    """Give a random sample of comments to each of the coders.

    The sample is drawn among comments that nobody has coded or decided on, so that nobody has seen
    a theme on them; small segments are in it. Raises NothingToCode where there is nothing to draw.
    """
    _refuse_without(codebook, coders)
    free = list(uncoded(codebook).order_by("pk").values_list("pk", "segment"))
    if not free:
        raise NothingToCode("No comment is left that nobody has coded yet.")
    return _give_out(actor, codebook, coders, lambda task: draw(free, size, _chance(f"{task.pk}")))


@transaction.atomic
def start_next_round(*, actor: User, task: CodingTask, coders: Collection[User]) -> CodingTask:
    """Give the comments of a compared sample out again, to the same coders or others, blind.

    The themes are those that are in use now. What was coded before stays as it is and is compared
    beside it. Raises InvalidTransition while a round is being coded, NothingToCode where no comment
    of the sample stands any more.
    """
    first = CodingTask.objects.select_for_update().get(pk=task.first_id or task.pk)
    if CodingTask.objects.rounds_of(first).filter(state=State.OPEN).exists():
        raise InvalidTransition("This sample is being coded. Compare first, then begin again.")
    codebook = Codebook.objects.get(pk=first.codebook_id)
    _refuse_without(codebook, coders)
    sample = first.assignment_set.standing().order_by("comment")
    chosen = list(sample.values_list("comment", flat=True).distinct())
    if not chosen:
        raise NothingToCode("Every comment of this sample was taken back.")
    return _give_out(actor, codebook, coders, lambda _: chosen, first=first)


def _refuse_without(codebook: Codebook, coders: Collection[User]) -> None:
    if not codebook.theme_set.in_use().exists():
        raise NothingToCode("The codebook has no theme yet. Add the themes first.")
    if len({coder.pk for coder in coders}) < 2:
        raise NothingToCode("Choose two people or more: one alone agrees with nobody.")


def _give_out(
    actor: User,
    codebook: Codebook,
    coders: Collection[User],
    sample: Callable[[CodingTask], Collection[int]],
    first: CodingTask | None = None,
) -> CodingTask:
    task = CodingTask.objects.create(
        codebook=codebook, codebook_version=codebook.version, made_by=actor, first=first
    )
    task.themes.set(codebook.theme_set.in_use())
    chosen = sample(task)
    for coder in coders:
        _assign(task, coder, chosen)
    _audit(actor, "start_next_round" if first else "start_double_coding", task)
    return task


def uncoded(codebook: Codebook):
    """Comments that may be evidence and on which no theme was ever put, refused or looked for."""
    return (
        Comment.objects.as_evidence()
        .filter(initiative=codebook.initiative_id)
        .exclude(pk__in=Tag.objects.filter(theme__codebook=codebook).values("comment"))
        .exclude(pk__in=Decision.objects.filter(theme__codebook=codebook).values("comment"))
        .exclude(pk__in=Assignment.objects.filter(task__codebook=codebook).values("comment"))
    )


def draw(free: Collection[tuple[int, int | None]], size: int, random: Random) -> list[int]:
    """`size` of the pairs (comment, segment), or all: a few of each segment, the rest by chance."""
    shuffled = random.sample(list(free), len(free))
    seen: dict[int | None, int] = {}
    first, rest = [], []
    for comment, segment in shuffled:
        seen[segment] = seen.get(segment, 0) + 1
        (first if seen[segment] <= OF_EACH_SEGMENT else rest).append(comment)
    return [*first, *rest][:size]


def _chance(seed: str) -> Random:
    """From the task's number, so that anybody can draw the same sample again."""
    return Random(seed)  # noqa: S311 (nobody gains by guessing it)


def _assign(task: CodingTask, coder: User, comments: Collection[int]) -> None:
    ordered = _chance(f"{task.pk}-{coder.pk}").sample(list(comments), len(comments))
    Assignment.objects.bulk_create(
        Assignment(task=task, coder=coder, comment_id=comment, order=order)
        for order, comment in enumerate(ordered, 1)
    )


@transaction.atomic
def code_blind(*, assignment: Assignment, theme: Theme, start: int, end: int) -> None:
    """Its coder puts a theme on words of the comment (positions in the original). Once is enough.

    Raises InvalidTransition where the task is closed or the comment is gone.
    """
    comment = _lock_open(assignment)
    if not assignment.task.themes.filter(pk=theme.pk).exists():
        raise InvalidTransition(f"“{theme}” is not looked for in this double coding.")
    _, is_new = Tag.objects.get_or_create(
        comment=comment,
        theme=theme,
        coder=assignment.coder,
        coding_task=assignment.task,
        is_final=False,
        defaults={
            "voice": comment.voice,
            "start": start,
            "end": end,
            "source": Tag.Source.BY_HAND,
        },
    )
    if is_new:
        _audit(assignment.coder, "code_blind", assignment)


@transaction.atomic
def take_off_blind(*, assignment: Assignment, theme: int) -> None:
    """Its coder takes a theme (its number) off again; where it is off already nothing happens."""
    _lock_open(assignment)
    if _mine(assignment).filter(theme=theme).delete()[0]:
        _audit(assignment.coder, "take_off_blind", assignment)


@transaction.atomic
def finish_assignment(*, assignment: Assignment) -> CodingTask:
    """Its coder is done with the comment: no tag says that no theme is in it.

    With the last one of all coders the task is closed, and can be compared.
    """
    _lock_open(assignment)
    row = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if row.state == Assignment.State.WAITING:
        row.state = Assignment.State.DONE
        row.save(update_fields=["state"])
        _audit(row.coder, "finish_assignment", row)
    task = CodingTask.objects.get(pk=row.task_id)
    if not task.assignment_set.standing().waiting().exists():
        _close(row.coder, task)
    return task


@transaction.atomic
def close_coding_task(*, actor: User, task: CodingTask) -> CodingTask:
    """End the coding before everybody is done, so that what is there can be compared."""
    locked = CodingTask.objects.select_for_update().get(pk=task.pk)
    if locked.state == State.OPEN:  # else it is the second half of a double click
        _close(actor, locked)
    return locked


def _close(actor: User, task: CodingTask) -> None:
    require_step(CodingTask.STEPS, task.state, State.CLOSED, "double coding")
    task.state, task.closed_at = State.CLOSED, timezone.now()
    task.run = Run.objects.filter(codebook=task.codebook_id, state=Run.State.DONE).first()
    task.save(update_fields=["state", "closed_at", "run"])
    _audit(actor, "close_coding_task", task)


def _lock_open(assignment: Assignment) -> Comment:
    """The comment, while it may still be coded blind."""
    task = CodingTask.objects.select_for_update().get(pk=assignment.task_id)
    if task.state != State.OPEN:
        raise InvalidTransition("This double coding is closed. What was coded is compared now.")
    return lock_evidence(assignment.comment)


def _mine(assignment: Assignment):
    return Tag.objects.filter(
        coding_task=assignment.task_id,
        comment=assignment.comment_id,
        coder=assignment.coder_id,
    )


def _audit(actor: User, verb: str, subject: CodingTask | Assignment) -> None:
    task = subject if isinstance(subject, CodingTask) else subject.task
    initiative = task.codebook.initiative_id
    audit.record(actor=actor, verb=verb, subject=subject, initiative=initiative)
