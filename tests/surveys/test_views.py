"""The builder: who sees it, who builds, what a wrong form says, and publishing."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.models import Question, Survey
from tests.factories import (
    DecisionPointFactory,
    InitiativeFactory,
    SegmentFactory,
    make_member,
    make_notice,
    make_survey,
)

pytestmark = pytest.mark.django_db
LOOK = ["list", "survey", "preview"]
CHANGE = ["survey_new", "heading", "question_new", "close", "question", "question_remove"]
POST_ONLY = ["publish", "version_begin", "question_move"]


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def survey(initiative):
    return make_survey(initiative, slug="kin", published=False)


@pytest.fixture
def coordinator(initiative, client):
    user = make_member(initiative, "coordinator")
    client.force_login(user)
    return user


@pytest.fixture
def to(survey):
    """The address of a page: of the survey, or of its first question."""

    def to(name, pk=None):
        if name in {"list", "survey_new"}:
            return reverse(f"surveys:{name}", args=["river"])
        of_question = name.startswith("question") and name != "question_new"
        first = survey.surveyversion_set.first().question_set.first()
        return reverse(
            f"surveys:{name}", args=["river", pk or (first.pk if of_question else survey.pk)]
        )

    return to


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def answers_of(**fields):
    values = {"kind": "LONG", "words_en": "What happened?", "words_es": "¿Qué pasó?"}
    return values | fields


@pytest.mark.parametrize("name", LOOK + CHANGE + POST_ONLY)
def test_a_stranger_finds_nothing(client, to, name):
    client.force_login(make_member(InitiativeFactory(), "coordinator"))
    assert client.post(to(name)).status_code == 404


@pytest.mark.parametrize("name", CHANGE + POST_ONLY)
@pytest.mark.parametrize("role", ["facilitator", "analyst", "approver", "reader"])
def test_only_the_coordinator_builds(client, initiative, to, name, role):
    client.force_login(make_member(initiative, role))
    assert client.post(to(name)).status_code == 403
    assert Survey.objects.get().surveyversion_set.get().state == "DRAFT"


@pytest.mark.parametrize("name", LOOK)
@pytest.mark.parametrize(
    ("role", "status"), [("facilitator", 200), ("analyst", 200), ("approver", 200), ("reader", 403)]
)
def test_staff_look(client, initiative, to, name, role, status):
    client.force_login(make_member(initiative, role))
    assert client.get(to(name)).status_code == status


def test_who_cannot_build_is_offered_nothing_to_build(client, initiative, to):
    client.force_login(make_member(initiative, "analyst"))
    assert "<button" not in page(client.get(to("survey"))).partition("<main")[2]
    assert "Make a survey" not in page(client.get(to("list")))


def test_a_survey_is_made_and_its_address_comes_from_its_name(client, coordinator, initiative):
    form = {"name": "Kin caregivers", "title_en": "Tell us", "intro_en": "Five minutes."}
    response = client.post(reverse("surveys:survey_new", args=["river"]), form)
    made = Survey.objects.get()
    assert response["Location"] == reverse("surveys:survey", args=["river", made.pk])
    assert made.slug == "kin-caregivers"
    text = page(client.get(response["Location"]))
    assert "No questions yet" in text
    assert "Publish</button>" not in text


def test_an_address_that_is_taken_or_empty_says_so(client, coordinator, to):
    form = {"name": "!!!", "title_en": "Tell us", "intro_en": "Five minutes."}
    assert "Type an address in letters a to z." in page(client.post(to("survey_new"), form))
    text = page(client.post(to("survey_new"), form | {"slug": "kin"}))
    assert "There is a survey at /s/kin/ already." in text
    assert Survey.objects.count() == 1


def test_the_heading_changes_in_both_languages(client, coordinator, to, survey):
    assert "Cuéntenos qué pasó" in page(client.get(to("heading")))
    form = {"title_en": "Tell", "title_es": "Diga", "intro_en": "Short.", "intro_es": ""}
    assert client.post(to("heading"), form).status_code == 302
    title = survey.surveyversion_set.get().title
    assert (title.words, title.in_language("es")) == ("Tell", "Diga")


def test_a_question_is_added_once_however_often_it_is_sent(client, coordinator, to, initiative):
    point = DecisionPointFactory(initiative=initiative)
    identity = client.get(to("question_new")).context["form"]["identity"].value()
    form = answers_of(identity=identity, decision_point=point.pk, is_required="on")
    for _ in range(2):
        assert client.post(to("question_new"), form)["Location"] == to("survey")
    added = Question.objects.get(identity=identity)
    assert (added.order, added.decision_point, added.is_required) == (5, point, True)
    assert added.text.in_language("es") == "¿Qué pasó?"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "SINGLE", "choices_en": "Yes"}, "Give at least two choices, one a line."),
        (
            {"kind": "MULTIPLE", "choices_en": "Yes\nNo", "choices_es": "Sí"},
            "Give 2 lines here too, in the same order.",
        ),
        ({"kind": "SEGMENT", "choices_en": "One"}, "There are 2 segments: give one line for each."),
        ({"words_en": ""}, "This field is required."),
        ({"kind": "ESSAY"}, "Select a valid choice."),
    ],
)
def test_a_question_that_cannot_be_says_why(client, coordinator, to, initiative, fields, said):
    SegmentFactory.create_batch(2, initiative=initiative)
    assert said in page(client.post(to("question_new"), answers_of(**fields)))
    assert Question.objects.count() == 4


def test_without_segments_the_question_of_the_segment_says_where(client, coordinator, to):
    text = page(client.post(to("question_new"), answers_of(kind="SEGMENT")))
    assert "This initiative has no segments yet. Add them under Plan first." in text


def test_a_form_starts_as_the_question_is_and_leaves_it_so(client, coordinator, to, survey):
    """English that has no Spanish yet must not come back as its own translation."""
    question = survey.surveyversion_set.get().question_set.get(order=2)
    choice = question.choice_set.first()
    choice.text.translation_set.all().delete()
    question.choice_set.last().text.translation_set.all().delete()
    form = client.get(to("question", question.pk)).context["form"]
    assert (form["choices_en"].value(), form["choices_es"].value()) == ("Yes\nNo", "")
    values = {name: form[name].value() or "" for name in form.fields if name != "is_required"}
    assert client.post(to("question", question.pk), values)["Location"] == to("survey")
    question.refresh_from_db()
    assert question.text.in_language("es") == "¿Alguien le preguntó qué quería?"
    assert [choice.text.translation_set.count() for choice in question.choice_set.all()] == [0, 0]


def test_questions_move_and_are_taken_out_after_one_question(client, coordinator, to, survey):
    version = survey.surveyversion_set.get()
    first = version.question_set.first()
    client.post(to("question_move"), {"way": "down"})
    assert list(version.question_set.values_list("order", flat=True)) == [1, 2, 3, 4]
    assert version.question_set.all()[1] == first
    text = page(client.get(to("question_remove", first.pk)))
    assert "“Who are you?” and its translations are deleted from this draft." in text
    assert version.question_set.count() == 4
    assert client.post(to("question_remove", first.pk))["Location"] == to("survey")
    assert version.question_set.count() == 3


def test_what_is_published_has_no_page_to_change_it(client, coordinator, to, survey):
    survey.surveyversion_set.update(state="PUBLISHED")
    for name in ("heading", "question_new", "question", "question_remove"):
        assert client.post(to(name)).status_code == 404
    text = page(client.get(to("survey")))
    assert "Begin the next version" in text
    assert "http://localhost:8000/s/kin/" in text


def test_publishing_says_what_is_missing_then_opens(client, coordinator, to, survey, initiative):
    survey.surveyversion_set.update(notice=None)
    initiative.privacynotice_set.all().delete()
    text = page(client.post(to("publish"), follow=True))
    assert "Write the privacy notice first (Plan)" in text
    assert "Publish</button>" not in text
    make_notice(initiative)
    assert "Publish</button>" in page(client.get(to("survey")))
    assert "Everyone who has the link can answer now." in page(
        client.post(to("publish"), follow=True)
    )
    assert "published already" in page(client.post(to("publish"), follow=True))
    assert survey.surveyversion_set.get().state == "PUBLISHED"


def test_closing_asks_once_and_says_what_is_lost(client, coordinator, to, survey):
    survey.surveyversion_set.update(state="PUBLISHED")
    assert "Nobody can begin to answer any more." in page(client.get(to("close")))
    client.post(to("close"))
    assert survey.surveyversion_set.get().state == "CLOSED"
    assert "This survey is not open." in page(client.post(to("close"), follow=True))


def test_the_next_version_begins_once(client, coordinator, to, survey):
    survey.surveyversion_set.update(state="PUBLISHED")
    for _ in range(2):
        assert client.post(to("version_begin"))["Location"] == to("survey")
    states = survey.surveyversion_set.values_list("number", "state")
    assert list(states) == [(2, "DRAFT"), (1, "PUBLISHED")]


def test_the_preview_is_in_either_language_and_keeps_nothing(client, coordinator, to):
    assert "Tell us what happened" in page(client.get(to("preview")))
    spanish = page(client.get(to("preview"), {"language": "es"}))
    assert "¿Alguien le preguntó qué quería?" in spanish
    assert "<form" not in spanish.partition("<main")[2]


@pytest.mark.parametrize("name", ["list", "survey"])
def test_more_questions_are_not_more_queries(
    client, coordinator, to, survey, initiative, name, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        page(client.get(to(name)))
    version = survey.surveyversion_set.get()
    for order in range(5, 15):
        question = version.question_set.get(order=2)
        choices = list(question.choice_set.all())
        question.pk, question.order, question.identity = None, order, uuid.uuid4()
        question.save()
        for choice in choices:
            choice.pk, choice.question = None, question
            choice.save()
    make_survey(initiative, slug="another")
    with django_assert_num_queries(len(few)):
        page(client.get(to(name)))
