"""A participant's submission from the first page of a survey to a change months later."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import audit
from accounts.states import InvalidTransition, require_step
from feedback import receipts
from feedback.models import Answer, Comment, Import, SessionLog, Submission
from feedback.services.comments import About, NothingSaid, receive_comment
from feedback.services.withdrawal import empty_comments
from initiatives.models import NoticeGiven
from initiatives.wording import clean_words
from surveys.models import Choice, Question, SurveyVersion

DRAFTS_LAST = timedelta(days=1)
State = Submission.State


@transaction.atomic
def begin_submission(*, version: SurveyVersion, language: str) -> Submission:
    """A person has read the notice and starts: an empty draft, and which notice it was.

    Raises InvalidTransition where the survey is not open any more.
    """
    if version.state != SurveyVersion.State.PUBLISHED:
        raise InvalidTransition("This survey is closed.")
    notice = NoticeGiven.objects.create(
        initiative_id=version.survey.initiative_id,
        notice=version.notice,
        language=language,
        way=NoticeGiven.Way.ONLINE,
    )
    submission = Submission.objects.create(
        initiative_id=version.survey.initiative_id,
        way=Submission.Way.SURVEY,
        survey_version=version,
        language=language,
        notice_given=notice,
    )
    _record("begin_submission", submission)
    return submission


@transaction.atomic
def keep_consent(*, submission: Submission, given: bool) -> None:
    """While answering: may the words be quoted without a name."""
    draft = _locked_draft(submission)
    draft.consent_set.update_or_create(part="QUOTE", defaults={"given": given})
    draft.save(update_fields=["touched_at"])


@transaction.atomic
def keep_answer(
    *,
    submission: Submission,
    question: Question,
    words: str = "",
    choices: Collection[Choice] = (),
    language: str = "",
) -> None:
    """Keep one answer of a draft, encrypted; an empty one takes the earlier one back.

    `language` is that of the page: whoever changed it while answering wrote in the new one.
    """
    draft = _locked_draft(submission)
    words = clean_words(words)
    draft.language = language or draft.language
    if not words and not choices:
        draft.answer_set.filter(question=question).delete()
    else:
        answer, _ = Answer.objects.update_or_create(
            submission=draft, question=question, defaults={"draft_words": words}
        )
        answer.choices.set(choices)
    draft.save(update_fields=["language", "touched_at"])


@transaction.atomic
def send_submission(*, submission: Submission) -> Submission:
    """Send a draft: its words become Comments, and from now on its receipt opens it.

    Sending again is the same submission. Raises NothingSaid where nothing was answered, and
    InvalidTransition for one that was withdrawn.
    """
    draft = Submission.objects.select_for_update().get(pk=submission.pk)
    if draft.state == State.SENT:
        return draft
    require_step(Submission.STEPS, draft.state, State.SENT, "submission")
    answers = list(draft.answer_set.select_related("question").order_by("question__order"))
    if not answers:
        raise NothingSaid("Nothing is answered yet.")
    draft.segment = _segment_of(answers)
    draft.state, draft.sent_on = State.SENT, timezone.localdate()
    draft.receipt_hash = receipts.hash_of(receipts.code_of(draft))
    draft.save()
    may_quote = draft.consent_set.filter(part="QUOTE", given=True).exists()
    for answer in answers:
        _move_words(draft, answer, may_quote)
    _record("send_submission", draft)
    return draft


def _move_words(draft: Submission, answer: Answer, may_quote: bool) -> None:
    if not answer.draft_words:
        return
    answer.comment = receive_comment(
        actor=None,
        words=answer.draft_words,
        voice=Comment.Voice.OWN,
        may_quote=may_quote,
        submission=draft,
        about=About(question=answer.question),
    )
    answer.draft_words = ""
    answer.save(update_fields=["comment", "draft_words"])


def _segment_of(answers: Collection[Answer]):
    for answer in answers:
        if answer.question.kind == Question.Kind.SEGMENT:
            chosen = answer.choices.select_related("segment").first()
            return chosen.segment if chosen else None
    return None


@transaction.atomic
def change_answer(
    *,
    submission: Submission,
    question: Question,
    words: str = "",
    choices: Collection[Choice] = (),
    language: str = "",
) -> None:
    """Change one answer of a sent survey by its receipt; changed words are a new Comment.

    An empty answer is taken back: its words are emptied with all versions they replaced.
    """
    sent = _locked_sent(submission)
    words = clean_words(words)
    answer, _ = Answer.objects.get_or_create(submission=sent, question=question)
    answer.choices.set(choices)
    if question.kind == Question.Kind.SEGMENT:
        _change_segment(sent, next(iter(choices), None))
    if words:
        answer.comment = _changed(sent, answer.comment, words, question, language)
        answer.save(update_fields=["comment"])
    elif not choices:
        empty_comments(Comment.objects.filter(pk=answer.comment_id))
        answer.delete()
    _record("change_answer", sent)


def _change_segment(sent: Submission, choice: Choice | None) -> None:
    sent.segment = choice.segment if choice else None
    sent.save(update_fields=["segment", "touched_at"])
    sent.comment_set.standing().update(segment=sent.segment)


def _changed(
    sent: Submission, old: Comment | None, words: str, question: Question, language: str
) -> Comment:
    if old is not None and old.original == words:
        return old
    may_quote = sent.consent_set.filter(part="QUOTE", given=True).exists()
    return receive_comment(
        actor=None,
        words=words,
        voice=Comment.Voice.OWN,
        may_quote=may_quote,
        submission=sent,
        about=About(question=question, language=language),
        replaces=old,
    )


@transaction.atomic
def change_words(*, submission: Submission, comment: Comment, words: str) -> None:
    """Change what was taken down by telephone, letter or e-mail, by its receipt.

    The person types it now, so it becomes their own words. Empty words take the comment back.
    """
    sent = _locked_sent(submission)
    old = sent.comment_set.standing().filter(pk=comment.pk).first()
    if old is None:
        raise InvalidTransition("This was changed or taken back already.")
    words = clean_words(words)
    if not words:
        empty_comments(Comment.objects.filter(pk=old.pk))
    elif words != old.original:
        receive_comment(
            actor=None,
            words=words,
            voice=Comment.Voice.OWN,
            may_quote=old.may_quote,
            submission=sent,
            about=About(decision_point=old.decision_point, said_on=old.said_on, asked=old.asked),
            replaces=old,
        )
    _record("change_words", sent)


def delete_stale_drafts(*, now: datetime) -> int:
    """Delete drafts that nobody touched for a day, with their words; returns how many."""
    stale = Submission.objects.filter(touched_at__lt=now - DRAFTS_LAST)
    return _delete_drafts(stale)


def delete_draft(*, submission: Submission) -> None:
    """A person starts anew: the draft and its words are gone at once."""
    _delete_drafts(Submission.objects.filter(pk=submission.pk))


@transaction.atomic
def _delete_drafts(submissions: QuerySet[Submission]) -> int:
    """With the notice that each was given: nobody took part, so nobody was given one."""
    drafts = list(submissions.select_for_update().filter(state=State.DRAFT))
    notices = [draft.notice_given_id for draft in drafts]
    Submission.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    unused = NoticeGiven.objects.filter(pk__in=notices)
    for model in (Submission, SessionLog, Import):
        used = model.objects.exclude(notice_given=None).values("notice_given")
        unused = unused.exclude(pk__in=used)
    unused.delete()
    return len(drafts)


def _locked_draft(submission: Submission) -> Submission:
    draft = Submission.objects.select_for_update().filter(pk=submission.pk).first()
    if draft is None or draft.state != State.DRAFT:
        raise InvalidTransition("These answers were sent already. Use your receipt to change them.")
    return draft


def _locked_sent(submission: Submission) -> Submission:
    sent = Submission.objects.select_for_update().filter(pk=submission.pk, state=State.SENT).first()
    if sent is None:
        raise InvalidTransition("This was taken back.")
    return sent


def _record(verb: str, submission: Submission) -> None:
    audit.record(actor=None, verb=verb, subject=submission, initiative=submission.initiative_id)
