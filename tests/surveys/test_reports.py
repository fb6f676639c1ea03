"""What the list of surveys and the builder show."""

import pytest

from initiatives.models import Role
from surveys import reports
from tests.factories import InitiativeFactory, make_survey, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory()


def test_rows_show_the_latest_version_in_two_queries(initiative, django_assert_num_queries):
    make_survey(initiative, slug="open")
    make_survey(initiative, slug="draft", published=False)
    make_survey(InitiativeFactory(), slug="elsewhere")
    with django_assert_num_queries(2):
        rows = reports.survey_rows(initiative)
    assert {(row.survey.slug, row.version.number, row.questions, row.is_open) for row in rows} == {
        ("open", 1, 4, True),
        ("draft", 1, 4, False),
    }


def test_a_version_is_shown_in_the_language_of_the_page(initiative):
    version = make_survey(initiative).surveyversion_set.get()
    shown = reports.as_shown(version, "es")
    assert (shown.title, shown.intro) == ("Cuéntenos qué pasó", "Toma cinco minutos.")
    assert [question.words for question in shown.questions][-1] == "¿Qué pasó?"
    assert [words for _, words in shown.questions[1].choices] == ["Sí", "No"]
    assert reports.as_shown(version, "so").title == "Tell us what happened"


def test_what_has_no_spanish_is_named(initiative):
    version = make_survey(initiative).surveyversion_set.get()
    questions = version.question_set.with_words()
    assert reports.untranslated(version, questions, "es") == ()
    assert reports.untranslated(version, questions, "en") == ()
    version.title = make_text(initiative, "Only English")
    question = version.question_set.get(order=4)
    question.hint = make_text(initiative, "A hint")
    question.save()
    questions = version.question_set.with_words()
    assert reports.untranslated(version, questions, "es") == ("title", "question 4")


def test_drafts_wait_for_the_coordinator_alone(initiative):
    make_survey(initiative, slug="draft", published=False)
    initiative.roles = frozenset({Role.COORDINATOR})
    (row,) = reports.waiting_for(None, initiative)
    assert (row.count, row.step, row.what) == (1, "invite", "survey not published")
    initiative.roles = frozenset({Role.ANALYST})
    assert reports.waiting_for(None, initiative) == ()
