"""Taking back: in one transaction everything is emptied, and the rows count nowhere."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from feedback.models import Comment, Redaction, Submission

EMPTY = {"state": Comment.State.WITHDRAWN, "original": "", "redacted_text": "", "asked": ""}


def empty_comments(comments) -> int:
    """Empty these comments and all versions they replaced; returns how many were emptied."""
    ids = set(comments.exclude(state=Comment.State.WITHDRAWN).values_list("pk", flat=True))
    found = ids
    while found:
        older = Comment.objects.filter(pk__in=found).values_list("replaces", flat=True)
        found = {pk for pk in older if pk is not None} - ids
        ids |= found
    Redaction.objects.filter(comment__in=ids).delete()
    return Comment.objects.filter(pk__in=ids).update(**EMPTY)


@transaction.atomic
def withdraw_submission(*, actor: User | None, submission: Submission, reason: str = "") -> None:
    """A person takes back what they gave; `actor` is empty when they did it by their receipt.

    Comments, answers and drafts are emptied; the submission stays as a tombstone. What stands to
    the right (tags, sentences) reads this fact; nothing is signalled.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    require_step(Submission.STEPS, locked.state, Submission.State.WITHDRAWN, "submission")
    empty_comments(locked.comment_set.all())
    locked.answer_set.all().delete()
    locked.consent_set.update(given=False)
    locked.state = submission.state = Submission.State.WITHDRAWN
    locked.segment = None
    locked.save(update_fields=["state", "segment", "touched_at"])
    audit.record(
        actor=actor,
        verb="withdraw_submission",
        subject=locked,
        initiative=locked.initiative_id,
        reason=reason,
    )


@transaction.atomic
def withdraw_comment(*, actor: User, comment: Comment, reason: str) -> None:
    """A member takes back, at a person's request, what has no receipt: a note, a row of a file."""
    locked = Comment.objects.standing().select_for_update().filter(pk=comment.pk).first()
    if locked is None:
        raise InvalidTransition("This comment was changed or taken back already.")
    if not reason.strip():
        raise InvalidTransition("Write down who asked for it and how, without a name.")
    empty_comments(Comment.objects.filter(pk=locked.pk))
    _withdraw_if_empty(locked.submission)
    audit.record(
        actor=actor,
        verb="withdraw_comment",
        subject=locked,
        initiative=locked.initiative_id,
        reason=reason,
    )


def _withdraw_if_empty(submission: Submission | None) -> None:
    """A submission of a file that has nothing left counts no more."""
    if submission is None or submission.way != Submission.Way.IMPORT:
        return
    if not submission.comment_set.standing().exists():
        Submission.objects.filter(pk=submission.pk, state=Submission.State.SENT).update(
            state=Submission.State.WITHDRAWN
        )
