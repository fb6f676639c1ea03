"""What pages show about surveys."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from initiatives.models import Initiative, Role
from initiatives.reports import Waiting
from surveys.models import Question, Survey, SurveyVersion


@dataclass(frozen=True)
class SurveyRow:
    """A survey in a list: its latest version, how many questions, and whether people can answer."""

    survey: Survey
    version: SurveyVersion
    questions: int
    is_open: bool


def survey_rows(initiative: Initiative) -> tuple[SurveyRow, ...]:
    """Surveys by name; two queries."""
    surveys = list(Survey.objects.filter(initiative=initiative))
    versions = SurveyVersion.objects.filter(survey__in=surveys).annotate(asked=Count("question"))
    of_survey: dict[int, list[SurveyVersion]] = {}
    for version in versions.order_by("-number"):
        of_survey.setdefault(version.survey_id, []).append(version)
    return tuple(
        SurveyRow(
            survey,
            of_survey[survey.pk][0],
            of_survey[survey.pk][0].asked,
            any(v.state == "PUBLISHED" for v in of_survey[survey.pk]),
        )
        for survey in surveys
        if survey.pk in of_survey
    )


@dataclass(frozen=True)
class ShownQuestion:
    """A question in one language, as a participant reads it."""

    question: Question
    words: str
    hint: str
    choices: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class ShownSurvey:
    """A version in one language."""

    title: str
    intro: str
    questions: tuple[ShownQuestion, ...]


def shown_question(question: Question, language: str) -> ShownQuestion:
    """The question in `language`; fetched `with_words()`, it makes no query."""
    return ShownQuestion(
        question=question,
        words=question.text.in_language(language),
        hint=question.hint.in_language(language) if question.hint else "",
        choices=tuple(
            (choice.pk, choice.text.in_language(language)) for choice in question.choice_set.all()
        ),
    )


def as_shown(version: SurveyVersion, language: str) -> ShownSurvey:
    """The whole version in `language`."""
    questions = version.question_set.with_words()
    return ShownSurvey(
        title=version.title.in_language(language),
        intro=version.intro.in_language(language),
        questions=tuple(shown_question(question, language) for question in questions),
    )


def untranslated(
    version: SurveyVersion, questions: Iterable[Question], language: str
) -> tuple[str, ...]:
    """What of a version has no words in `language` yet, as staff name it."""
    missing = [
        name
        for name, text in (("title", version.title), ("introduction", version.intro))
        if not text.is_in(language)
    ]
    for number, question in enumerate(questions, 1):
        choices = [choice.text for choice in question.choice_set.all()]
        texts = [text for text in (question.text, question.hint, *choices) if text]
        if not all(text.is_in(language) for text in texts):
            missing.append(f"question {number}")
    return tuple(missing)


def waiting_for(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """For a coordinator: surveys that are written and not published."""
    if Role.COORDINATOR not in initiative.roles:
        return ()
    drafts = SurveyVersion.objects.filter(survey__initiative=initiative, state="DRAFT").count()
    url = reverse("surveys:list", args=[initiative.slug])
    what = "survey not published" if drafts == 1 else "surveys not published"
    return (Waiting("invite", drafts, what, url),) if drafts else ()
