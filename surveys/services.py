"""Making and publishing surveys. Only a draft version changes; a published one never does."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from initiatives.models import DecisionPoint, Initiative, PrivacyNotice, Segment
from initiatives.services.texts import copy_text, rewrite_text, write_text
from surveys.models import Choice, Question, Survey, SurveyVersion

Words = Mapping[str, str]
State = SurveyVersion.State


class NotReady(ValueError):
    """A version cannot be published yet. The message says what is missing."""


@transaction.atomic
def make_survey(
    *, actor: User | None, initiative: Initiative, name: str, slug: str, title: Words, intro: Words
) -> Survey:
    """A survey with an empty draft. `title` and `intro` are words by language."""
    survey = Survey.objects.create(initiative=initiative, name=name.strip(), slug=slug)
    SurveyVersion.objects.create(
        survey=survey,
        number=1,
        title=write_text(initiative=initiative, words=title),
        intro=write_text(initiative=initiative, words=intro),
    )
    audit.record(actor=actor, verb="make_survey", subject=survey, initiative=initiative.pk)
    return survey


@transaction.atomic
def write_heading(*, actor: User, version: SurveyVersion, title: Words, intro: Words) -> None:
    """Change title and introduction of a draft."""
    version = _draft(version)
    rewrite_text(text=version.title, words=title)
    rewrite_text(text=version.intro, words=intro)
    _record(actor, "write_survey_heading", version)


@transaction.atomic
def add_question(
    *,
    actor: User | None,
    version: SurveyVersion,
    kind: str,
    words: Words,
    hint: Words | None = None,
    choices: Sequence[Words] = (),
    is_required: bool = False,
    decision_point: DecisionPoint | None = None,
    identity: UUID | None = None,
) -> Question:
    """One more question at the end of a draft; one with the same `identity` is added once.

    `choices` are words by language; for the question of the segment they are the words for the
    initiative's segments, in their order. Raises NotReady where there is nothing to choose from.
    """
    version = _draft(version)
    known = version.question_set.filter(identity=identity).first() if identity else None
    if known is not None:
        return known
    last = version.question_set.aggregate(last=Max("order"))["last"] or 0
    question = Question(
        version=version,
        order=last + 1,
        kind=kind,
        is_required=is_required,
        decision_point=decision_point,
        identity=identity or uuid4(),
    )
    return _write_question(actor, "add_question", question, words, hint, choices)


@transaction.atomic
def change_question(
    *,
    actor: User,
    question: Question,
    kind: str,
    words: Words,
    hint: Words | None = None,
    choices: Sequence[Words] = (),
    is_required: bool = False,
    decision_point: DecisionPoint | None = None,
) -> Question:
    """Write a draft's question anew; it keeps its identity and its place."""
    _draft(question.version)
    question.choice_set.all().delete()
    question.kind, question.is_required = kind, is_required
    question.decision_point = decision_point
    return _write_question(actor, "change_question", question, words, hint, choices)


def _write_question(actor, verb, question, words, hint, choices) -> Question:
    initiative = question.version.survey.initiative
    question.text = write_text(initiative=initiative, words=words)
    question.hint = write_text(initiative=initiative, words=hint) if hint and hint["en"] else None
    question.save()
    if question.kind == Question.Kind.SEGMENT:
        _write_segment_choices(question, list(initiative.segment_set.all()), choices)
    elif question.kind in Question.CHOOSING:
        if len(choices) < 2:
            raise NotReady("Give at least two choices, one a line.")
        for order, choice in enumerate(choices, 1):
            text = write_text(initiative=initiative, words=choice)
            Choice.objects.create(question=question, order=order, text=text)
    _record(actor, verb, question.version, question)
    return question


def _write_segment_choices(
    question: Question, segments: Sequence[Segment], choices: Sequence[Words]
) -> None:
    """One choice a segment, in the words given for it or else by its name."""
    if not segments:
        raise NotReady("This initiative has no segments yet. Add them under Plan first.")
    for order, segment in enumerate(segments, 1):
        words = choices[order - 1] if len(choices) == len(segments) else {"en": segment.name}
        text = write_text(initiative=question.version.survey.initiative, words=words)
        Choice.objects.create(question=question, order=order, text=text, segment=segment)


@transaction.atomic
def remove_question(*, actor: User, question: Question) -> None:
    """Take a question out of a draft."""
    version = _draft(question.version)
    _record(actor, "remove_question", version, question)
    question.delete()


@transaction.atomic
def move_question(*, actor: User, question: Question, up: bool) -> None:
    """Change places with the question before or after; at an end nothing happens."""
    version = _draft(question.version)
    rows = list(version.question_set.all())
    here = next(place for place, row in enumerate(rows) if row.pk == question.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        for order, row in enumerate(rows, 1):
            Question.objects.filter(pk=row.pk).update(order=order)
        _record(actor, "move_question", version, question)


@transaction.atomic
def publish_version(*, actor: User | None, version: SurveyVersion) -> SurveyVersion:
    """Open a draft to everyone who has the link; the version before it is closed.

    Raises NotReady where there is no question, or no privacy notice to show first.
    """
    version = _draft(version)
    notice = PrivacyNotice.objects.filter(initiative=version.survey.initiative).first()
    if not version.question_set.exists():
        raise NotReady("This survey has no question yet. Add one, then publish it.")
    if notice is None:
        raise NotReady("Write the privacy notice first (Plan): people see it before they answer.")
    before = version.survey.surveyversion_set.filter(state=State.PUBLISHED)
    before.update(state=State.CLOSED)
    version.state, version.notice = State.PUBLISHED, notice
    version.published_at, version.published_by = timezone.now(), actor
    version.save()
    _record(actor, "publish_survey", version)
    return version


@transaction.atomic
def close_survey(*, actor: User, survey: Survey) -> None:
    """Nobody can begin to answer any more; what was begun can still be sent."""
    version = survey.surveyversion_set.filter(state=State.PUBLISHED).first()
    if version is None:
        raise InvalidTransition("This survey is not open. Publish it first.")
    require_step(SurveyVersion.STEPS, version.state, State.CLOSED, "survey")
    version.state = State.CLOSED
    version.save(update_fields=["state"])
    _record(actor, "close_survey", version)


@transaction.atomic
def begin_version(*, actor: User, survey: Survey) -> SurveyVersion:
    """A draft with the questions of the latest version, each with its identity; or the draft."""
    latest = survey.surveyversion_set.select_related("title", "intro").first()
    if latest.state == State.DRAFT:
        return latest
    draft = SurveyVersion.objects.create(
        survey=survey,
        number=latest.number + 1,
        title=copy_text(text=latest.title),
        intro=copy_text(text=latest.intro),
    )
    for question in latest.question_set.with_words():
        _copy_question(question, draft)
    _record(actor, "begin_survey_version", draft)
    return draft


def _copy_question(question: Question, draft: SurveyVersion) -> None:
    choices = list(question.choice_set.all())
    copied = Question.objects.create(
        version=draft,
        identity=question.identity,
        order=question.order,
        kind=question.kind,
        text=copy_text(text=question.text),
        hint=copy_text(text=question.hint) if question.hint else None,
        is_required=question.is_required,
        decision_point_id=question.decision_point_id,
    )
    for choice in choices:
        Choice.objects.create(
            question=copied,
            identity=choice.identity,
            order=choice.order,
            text=copy_text(text=choice.text),
            segment_id=choice.segment_id,
        )


def _draft(version: SurveyVersion) -> SurveyVersion:
    locked = SurveyVersion.objects.select_for_update().get(pk=version.pk)
    if locked.state != State.DRAFT:
        raise InvalidTransition("This version is published. Begin the next version to change it.")
    return locked


def _record(actor: User | None, verb: str, version: SurveyVersion, subject=None) -> None:
    initiative = version.survey.initiative_id
    audit.record(actor=actor, verb=verb, subject=subject or version, initiative=initiative)
