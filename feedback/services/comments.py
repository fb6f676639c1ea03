"""How words come in and what of them is hidden before anybody analyses them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from feedback import redaction
from feedback.models import Comment, Redaction, SessionLog, Submission
from focusgroups.models import GuideQuestion
from initiatives.models import DecisionPoint, Segment
from initiatives.wording import clean_words
from surveys.models import Question


class NothingSaid(ValueError):
    """There are no words to keep."""


@dataclass(frozen=True)
class About:
    """What else is known of words: what they answer, when and in which language they were said."""

    question: Question | None = None
    guide_question: GuideQuestion | None = None
    # What was asked, where it is no question of ours.
    asked: str = ""
    # Of the question where none is given.
    decision_point: DecisionPoint | None = None
    # Today where it is not known.
    said_on: date | None = None
    # That of the submission or the session where none is given.
    language: str = ""
    # The id that a device gave a note.
    client_id: UUID | None = None

    def columns(self, place: Submission | SessionLog) -> dict[str, object]:
        """Columns of a Comment; where this is silent, its place and its question tell."""
        question = self.question or self.guide_question
        return {
            "question": self.question,
            "guide_question": self.guide_question,
            "asked": self.asked[:300],
            "decision_point": self.decision_point or getattr(question, "decision_point", None),
            "said_on": self.said_on or timezone.localdate(),
            "language": self.language or _language_of(place),
            "client_id": self.client_id,
        }


@transaction.atomic
def receive_comment(
    *,
    actor: User | None,
    words: str,
    voice: str,
    may_quote: bool,
    submission: Submission | None = None,
    session_log: SessionLog | None = None,
    about: About = About(),
    replaces: Comment | None = None,
) -> Comment:
    """Keep a piece of free text, encrypted, and have it redacted after the commit.

    `words` are cleaned (NFC, LF, no NUL); raises NothingSaid where nothing is left. A comment that
    is replaced keeps its words until the person withdraws, and is analysed no more.
    """
    words = clean_words(words)
    if not words:
        raise NothingSaid("There is nothing to keep. Type what was said.")
    if replaces is not None:
        _replace(replaces)
    place = submission or session_log
    comment = Comment.objects.create(
        initiative_id=_initiative_of(place),
        submission=submission,
        session_log=session_log,
        segment=_segment_of(place),
        voice=voice,
        may_quote=may_quote,
        original=words,
        replaces=replaces,
        entered_by=actor,
        **about.columns(place),
    )
    transaction.on_commit(partial(_send_to_redaction, [comment.pk]), robust=True)
    return comment


def _replace(old: Comment) -> None:
    stood = Comment.objects.standing().filter(pk=old.pk)
    if not stood.update(state=Comment.State.REPLACED):
        raise InvalidTransition("This was changed or taken back meanwhile. Load the page again.")


def _initiative_of(place: Submission | SessionLog) -> int:
    if isinstance(place, Submission):
        return place.initiative_id
    return place.session.group.initiative_id


def _segment_of(place: Submission | SessionLog) -> Segment | None:
    return place.segment if isinstance(place, Submission) else place.session.group.segment


def _language_of(place: Submission | SessionLog) -> str:
    return place.language if isinstance(place, Submission) else place.session.language


def _send_to_redaction(comment_ids: list[int]) -> None:
    """Nothing waits on this: where the queue is down, the next sweep finds the rows."""
    from feedback.tasks import redact_comments

    redact_comments.delay(comment_ids)


@transaction.atomic
def redact_comments(*, comment_ids: Iterable[int]) -> int:
    """Hide what the rules find in those comments that are still RECEIVED; returns how many.

    What a rule is unsure of is hidden too, and the comment waits for a person. So does one that
    replaces another in which somebody hid words: these are hidden again, and the rest may say the
    same in other words.
    """
    waiting = Comment.objects.waiting_for_redaction().filter(pk__in=comment_ids)
    comments = list(waiting.select_for_update())
    rows = []
    for comment in comments:
        sure = redaction.find(comment.original, region=settings.PHONE_REGION)
        before = _hidden_before(comment)
        known = sorted([*sure, *redaction.again(comment.original, before, sure)])
        doubtful = {*known, *redaction.doubtful(comment.original, known)} - set(sure)
        comment.redaction_version = 1
        rows += [_row(comment, span, span in doubtful) for span in sorted({*sure, *doubtful})]
        comment.redacted_text = redaction.redact(comment.original, sorted({*sure, *doubtful}))
        waits = before or doubtful
        comment.state = Comment.State.REDACTED if waits else Comment.State.READY
    Redaction.objects.bulk_create(rows)
    Comment.objects.bulk_update(comments, ["redaction_version", "redacted_text", "state"], 500)
    return len(comments)


def _hidden_before(comment: Comment) -> list[tuple[str, str]]:
    """The words, each with its kind, that were hidden by judgement in the version before this one.

    A version that was changed before anybody redacted it is passed over.
    """
    old = comment.replaces
    while old is not None and not old.redaction_version:
        old = old.replaces
    if old is None:
        return []
    judged = old.redaction_set.in_force().exclude(rule__in=redaction.SURE)
    return [(old.original[row.start : row.end], row.kind) for row in judged]


def _row(comment: Comment, span: redaction.Span, doubtful: bool) -> Redaction:
    return Redaction(
        comment=comment,
        start=span.start,
        end=span.end,
        kind=span.kind,
        rule=span.rule,
        is_doubtful=doubtful,
        added_in=1,
    )


@transaction.atomic
def hide_words(*, actor: User, comment: Comment, start: int, end: int) -> Comment:
    """A person hides words: positions in the original, code points, end exclusive.

    Raises ValueError for a span outside the text, InvalidTransition for a comment that is gone.
    """
    comment = _locked(comment)
    if not 0 <= start < end <= len(comment.original):
        raise ValueError("Select some words first.")
    version = comment.redaction_version + 1
    inside = comment.redaction_set.in_force().filter(start__lt=end, end__gt=start)
    for row in inside:
        start, end = min(start, row.start), max(end, row.end)
    inside.update(lifted_in=version)
    Redaction.objects.create(
        comment=comment, start=start, end=end, kind="other", by=actor, added_in=version
    )
    _write_redacted(comment, version)
    audit.record(actor=actor, verb="hide_words", subject=comment, initiative=comment.initiative_id)
    return comment


@transaction.atomic
def settle_redactions(*, actor: User, comment: Comment, lift: Collection[int]) -> Comment:
    """A person has looked at what the rules were unsure of: `lift` names the rows to show again."""
    comment = _locked(comment)
    require_step(Comment.STEPS, comment.state, Comment.State.READY, "comment")
    version = comment.redaction_version + 1
    rows = comment.redaction_set.in_force()
    rows.filter(pk__in=lift, is_doubtful=True).update(lifted_in=version)
    rows.filter(is_doubtful=True).update(is_doubtful=False)
    comment.state = Comment.State.READY
    _write_redacted(comment, version)
    audit.record(
        actor=actor, verb="settle_redactions", subject=comment, initiative=comment.initiative_id
    )
    return comment


def _locked(comment: Comment) -> Comment:
    standing = Comment.objects.standing().select_for_update().filter(pk=comment.pk).first()
    if standing is None:
        raise InvalidTransition("This comment was taken back. Go on with the next one.")
    return standing


def _write_redacted(comment: Comment, version: int) -> None:
    spans = [
        redaction.Span(row.start, row.end, row.kind, row.rule)
        for row in comment.redaction_set.in_force().order_by("start")
    ]
    comment.redaction_version = version
    comment.redacted_text = redaction.redact(comment.original, spans)
    comment.save(update_fields=["redaction_version", "redacted_text", "state"])


@transaction.atomic
def set_may_quote(*, actor: User | None, submission: Submission, given: bool) -> None:
    """A person changes whether their words may be shown: it holds for every comment at once.

    Raises InvalidTransition for what was taken back meanwhile: it agrees to nothing any more.
    """
    sent = Submission.objects.select_for_update().filter(pk=submission.pk)
    if not sent.filter(state=Submission.State.SENT).exists():
        raise InvalidTransition("This was taken back.")
    submission.consent_set.update_or_create(part="QUOTE", defaults={"given": given})
    submission.comment_set.standing().exclude(may_quote=given).update(may_quote=given)
    audit.record(
        actor=actor, verb="set_may_quote", subject=submission, initiative=submission.initiative_id
    )
