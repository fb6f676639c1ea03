"""After double coding somebody settles which themes stay. Every step is a Decision, and kept."""

from collections.abc import Collection, Mapping

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition
from analysis.models import CodingTask, Decision, Suggestion, Tag
from analysis.services.changes import theme_now
from analysis.services.decisions import Stroke, lock_evidence, move_suggestion
from feedback.models import Comment

Verb = Decision.Verb


@transaction.atomic
def adjudicate(*, actor: User, task: CodingTask, comment: Comment, themes: Collection[int]) -> None:
    """Of the themes that somebody put on the comment blind, `themes` (their numbers) stay.

    Can be done again with another result; the same result again changes nothing. Raises
    InvalidTransition where the task is not closed yet or the comment is gone.
    """
    locked = CodingTask.objects.select_for_update().get(pk=task.pk)
    if locked.state != CodingTask.State.CLOSED:
        raise InvalidTransition("This is still being coded. Compare when everybody is done.")
    if not CodingTask.objects.looked_into().filter(pk=locked.pk).exists():
        raise InvalidTransition("The sample is being coded again. Settle it when all are done.")
    stroke = Stroke(actor, lock_evidence(comment))
    proposed = spans_put(locked, [comment.pk]).get(comment.pk, {})
    earlier = _settled(locked, comment)
    changed = False
    # A theme that became another one last: it stays where one of the two does.
    for theme in sorted(proposed, key=lambda theme: (theme_now(theme) != theme, theme)):
        start, end = proposed[theme]
        stays = theme in themes
        if theme in earlier:
            if (earlier[theme].verb != Verb.REJECT) == stays:
                continue
            _undo(stroke, earlier[theme])
        _settle(stroke, locked, theme, (start, end) if stays else None)
        changed = True
    if changed:
        audit.record(
            actor=actor, verb="adjudicate", subject=comment, initiative=comment.initiative_id
        )


@transaction.atomic
def adjudicate_agreed(*, actor: User, task: CodingTask, comments: Mapping[int, set[int]]) -> int:
    """Let stay what all coders put on, comment by comment; returns on how many comments.

    `comments`: the themes by comment, as `agreement_reports.agreed` finds them.
    """
    standing = Comment.objects.as_evidence().defer("original").in_bulk(comments)
    for pk, comment in sorted(standing.items()):
        adjudicate(actor=actor, task=task, comment=comment, themes=comments[pk])
    return len(standing)


def spans_put(task: CodingTask, comments: Collection[int]) -> dict[int, dict[int, tuple[int, int]]]:
    """What the task's coders put on these comments: comment → theme → the shortest span."""
    rows = blind_tags(task).filter(comment__in=comments)
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for tag in sorted(rows, key=lambda tag: (tag.end - tag.start, tag.start)):
        found.setdefault(tag.comment_id, {}).setdefault(tag.theme_id, (tag.start, tag.end))
    return found


def blind_tags(task: CodingTask):
    """What the coders of this round put on blind."""
    return Tag.objects.filter(coding_task=task)


def decisions_of(task: CodingTask):
    """What was settled in the task and stands."""
    return Decision.objects.filter(coding_task=task, decision=None).exclude(verb=Verb.UNDO)


def _settled(task: CodingTask, comment: Comment) -> dict[int, Decision]:
    return {row.theme_id: row for row in decisions_of(task).filter(comment=comment)}


def _undo(stroke: Stroke, decision: Decision) -> None:
    stroke.decide(Verb.UNDO, suggestion=decision.suggestion, theme=decision.theme, undoes=decision)
    decision.tag_set.all().delete()
    if decision.suggestion is not None:
        move_suggestion(decision.suggestion, Suggestion.State.PENDING)


def _settle(stroke: Stroke, task: CodingTask, theme: int, span: tuple[int, int] | None) -> None:
    """The theme stays on the span, or with None is refused; what the engine says is answered.

    The decision names the theme that was coded. Where it was merged into another one since, the tag
    is of that one; to refuse it says nothing against what else is in the other.
    """
    now = theme_now(theme)
    here = {"comment": stroke.comment, "theme": now if span else theme}
    final = Tag.objects.filter(is_final=True, **here).first()
    waiting = Suggestion.objects.pending().filter(**here).last()
    verb = Verb.REJECT
    if span:
        verb = Verb.ACCEPT if waiting else Verb.ADD
    decision = stroke.decide(verb, suggestion=waiting, theme_id=theme, coding_task=task)
    if waiting:
        state = Suggestion.State.ACCEPTED if span else Suggestion.State.REJECTED
        move_suggestion(waiting, state)
    if span and final is None:
        Tag.objects.create(
            comment=stroke.comment,
            voice=stroke.comment.voice,
            theme_id=now,
            start=span[0],
            end=span[1],
            coder=stroke.actor,
            source=Tag.Source.ADJUDICATED,
            decision=decision,
        )
    if final is not None and not span:
        final.delete()
