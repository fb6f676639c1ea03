"""What somebody says by telephone or writes in a letter or an e-mail, typed by a member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition
from feedback import receipts
from feedback.models import Comment, Submission
from feedback.services.comments import About, NothingSaid, receive_comment
from feedback.services.sessions import NoticeMissing
from initiatives.models import DecisionPoint, Initiative, NoticeGiven, PrivacyNotice, Segment

WAYS = (Submission.Way.TELEPHONE, Submission.Way.LETTER, Submission.Way.EMAIL)


@dataclass(frozen=True)
class Piece:
    """One thing that was said. `verbatim`: taken down word by word on the telephone."""

    words: str
    decision_point: DecisionPoint | None = None
    verbatim: bool = False


@transaction.atomic
def enter_submission(
    *,
    actor: User,
    initiative: Initiative,
    way: str,
    segment: Segment | None,
    pieces: Sequence[Piece],
    notice: PrivacyNotice | None,
    notice_way: str,
    may_quote: bool,
    said_on: date,
    begun_key: UUID,
    language: str = "en",
) -> Submission:
    """Keep what one person said, a comment a piece; the same `begun_key` again is the same one.

    A letter and an e-mail are the person's own words; what was said on the telephone is noted
    unless taken down word by word. `notice_way` is of NoticeGiven.Way; without a notice it is
    NOT_GIVEN. The receipt is `receipts.code_of(submission)`. Raises NothingSaid for no words,
    NoticeMissing where the notice and its way do not fit.
    """
    if way not in WAYS:
        raise InvalidTransition("Choose telephone, letter or e-mail.")
    pieces = [piece for piece in pieces if piece.words.strip()]
    if not pieces:
        raise NothingSaid("There is nothing to keep. Type what was said.")
    submission, is_new = _begin(actor, initiative, way, segment, language, begun_key)
    if not is_new:
        return submission
    given = _notice_given(actor, initiative, notice, notice_way, language, said_on)
    submission.notice_given = given
    submission.receipt_hash = receipts.hash_of(receipts.code_of(submission))
    submission.save(update_fields=["notice_given", "receipt_hash"])
    submission.consent_set.create(part="QUOTE", given=may_quote)
    for piece in pieces:
        _keep(actor, submission, piece, may_quote, said_on)
    audit.record(actor=actor, verb="enter_submission", subject=submission, initiative=initiative.pk)
    return submission


def _begin(actor, initiative, way, segment, language, begun_key) -> tuple[Submission, bool]:
    """The submission of this form, and whether the form is sent for the first time."""
    submission, is_new = Submission.objects.get_or_create(
        begun_key=begun_key,
        defaults={
            "initiative": initiative,
            "way": way,
            "state": Submission.State.SENT,
            "segment": segment,
            "language": language,
            "entered_by": actor,
            "sent_on": timezone.localdate(),
        },
    )
    if (submission.entered_by_id, submission.initiative_id) != (actor.pk, initiative.pk):
        raise InvalidTransition("This form was used already. Begin a new one.")
    return submission, is_new


def _keep(actor, submission, piece: Piece, may_quote: bool, said_on: date) -> None:
    noted = submission.way == Submission.Way.TELEPHONE and not piece.verbatim
    receive_comment(
        actor=actor,
        submission=submission,
        words=piece.words,
        voice=Comment.Voice.NOTED if noted else Comment.Voice.OWN,
        may_quote=may_quote,
        about=About(decision_point=piece.decision_point, said_on=said_on),
    )


def _notice_given(actor, initiative, notice, way, language, on) -> NoticeGiven:
    if (notice is None) != (way == NoticeGiven.Way.NOT_GIVEN):
        raise NoticeMissing("Say which notice the person was given and how, or that none was.")
    if notice is not None and notice.initiative_id != initiative.pk:
        raise NoticeMissing("This notice belongs to another initiative.")
    return NoticeGiven.objects.create(
        initiative=initiative, notice=notice, language=language, way=way, on=on, given_by=actor
    )
