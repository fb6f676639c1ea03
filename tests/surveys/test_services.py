"""Making a survey: drafts change, what is published never does."""

import uuid

import pytest

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from surveys import services
from surveys.models import Choice, Question, Survey
from surveys.services import NotReady
from tests.factories import (
    InitiativeFactory,
    SegmentFactory,
    make_member,
    make_notice,
    make_survey,
)

pytestmark = pytest.mark.django_db
WORDS = {"en": "What happened?", "es": "¿Qué pasó?"}


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def member(initiative):
    return make_member(initiative, "coordinator")


@pytest.fixture
def draft(initiative, member):
    survey = services.make_survey(
        actor=member,
        initiative=initiative,
        name=" Kin ",
        slug="kin",
        title={"en": "Tell us", "es": "Cuéntenos"},
        intro={"en": "Five minutes.", "es": ""},
    )
    return survey.surveyversion_set.get()


@pytest.fixture
def add(member, draft):
    def add(kind="LONG", words="What happened?", **fields):
        words = {"en": words, "es": ""}
        return services.add_question(actor=member, version=draft, kind=kind, words=words, **fields)

    return add


def asked(version):
    return [question.text.words for question in version.question_set.all()]


def verbs():
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def test_a_survey_begins_with_an_empty_draft(draft, initiative):
    assert (draft.survey.name, draft.survey.slug, draft.number) == ("Kin", "kin", 1)
    assert draft.state == "DRAFT"
    assert draft.title.in_language("es") == "Cuéntenos"
    assert draft.intro.in_language("es") == "Five minutes."
    assert verbs() == ["make_survey"]
    assert AuditEntry.objects.get().initiative == initiative.pk


def test_questions_come_at_the_end_with_words_in_both_languages(draft, member, add):
    first = add()
    second = services.add_question(
        actor=member,
        version=draft,
        kind="SINGLE",
        words=WORDS,
        hint={"en": "One of them.", "es": "Una."},
        choices=[{"en": "Yes", "es": "Sí"}, {"en": "No", "es": ""}],
        is_required=True,
    )
    assert [first.order, second.order] == [1, 2]
    assert second.text.in_language("es") == "¿Qué pasó?"
    assert second.hint.in_language("es") == "Una."
    names = [choice.text.in_language("es") for choice in second.choice_set.all()]
    assert names == ["Sí", "No"]
    assert second.is_required


def test_a_second_click_adds_no_second_question(draft, add):
    identity = uuid.uuid4()
    assert add(identity=identity) == add(identity=identity)
    assert draft.question_set.count() == 1
    assert verbs() == ["make_survey", "add_question"]


def test_to_choose_there_have_to_be_two_choices(draft, add):
    with pytest.raises(NotReady, match="at least two"):
        add("MULTIPLE", choices=[{"en": "Only one", "es": ""}])
    assert draft.question_set.count() == 0


def test_the_question_of_the_segment_has_a_choice_for_each(initiative, add):
    with pytest.raises(NotReady, match="no segments yet"):
        add("SEGMENT")
    parent = SegmentFactory(initiative=initiative, name="Parent")
    youth = SegmentFactory(initiative=initiative, name="Youth")
    named = add("SEGMENT")
    worded = add("SEGMENT", choices=[{"en": "I am a parent"}, {"en": "I was in care"}])
    assert list(named.choice_set.values_list("text__words", "segment")) == [
        ("Parent", parent.pk),
        ("Youth", youth.pk),
    ]
    assert list(worded.choice_set.values_list("text__words", "segment")) == [
        ("I am a parent", parent.pk),
        ("I was in care", youth.pk),
    ]


def test_a_changed_question_keeps_its_identity_and_place(member, draft, add):
    question = add("SINGLE", choices=[{"en": "Yes"}, {"en": "No"}])
    add(words="And then?")
    identity = question.identity
    services.change_question(actor=member, question=question, kind="SHORT", words=WORDS)
    question.refresh_from_db()
    assert (question.identity, question.order, question.kind) == (identity, 1, "SHORT")
    assert Choice.objects.count() == 0
    assert asked(draft) == ["What happened?", "And then?"]


def test_questions_change_places_and_stay_at_the_ends(member, draft, add):
    first, _, third = add(words="a"), add(words="b"), add(words="c")
    services.move_question(actor=member, question=third, up=True)
    assert asked(draft) == ["a", "c", "b"]
    services.move_question(actor=member, question=first, up=True)
    assert asked(draft) == ["a", "c", "b"]
    services.move_question(actor=member, question=first, up=False)
    assert asked(draft) == ["c", "a", "b"]
    services.remove_question(actor=member, question=first)
    assert asked(draft) == ["c", "b"]


def test_heading_of_a_draft_changes(member, draft):
    services.write_heading(
        actor=member, version=draft, title={"en": "New", "es": ""}, intro={"en": "Short", "es": ""}
    )
    draft.title.refresh_from_db()
    assert (draft.title.words, draft.title.in_language("es")) == ("New", "New")


def test_publishing_needs_a_question_and_a_notice(initiative, member, draft, add):
    with pytest.raises(NotReady, match="no question yet"):
        services.publish_version(actor=member, version=draft)
    add()
    with pytest.raises(NotReady, match="privacy notice first"):
        services.publish_version(actor=member, version=draft)
    make_notice(initiative, "The old one.")
    notice = make_notice(initiative, "The one that holds.")
    published = services.publish_version(actor=member, version=draft)
    assert (published.state, published.notice, published.published_by) == (
        "PUBLISHED",
        notice,
        member,
    )
    assert verbs() == ["make_survey", "add_question", "publish_survey"]


@pytest.fixture
def published(initiative):
    return make_survey(initiative).surveyversion_set.get()


def test_what_is_published_never_changes(member, published):
    question = published.question_set.first()
    words = {"title": WORDS, "intro": WORDS}
    refused = [
        lambda: services.write_heading(actor=member, version=published, **words),
        lambda: services.add_question(actor=member, version=published, kind="LONG", words=WORDS),
        lambda: services.change_question(actor=member, question=question, kind="LONG", words=WORDS),
        lambda: services.move_question(actor=member, question=question, up=False),
        lambda: services.remove_question(actor=member, question=question),
        lambda: services.publish_version(actor=member, version=published),
    ]
    before = asked(published)
    for change in refused:
        with pytest.raises(InvalidTransition, match="is published"):
            change()
    assert asked(published) == before
    assert verbs() == []


def test_the_next_version_has_the_same_questions_in_words_of_its_own(member, published):
    draft = services.begin_version(actor=member, survey=published.survey)
    assert (draft.number, draft.state) == (2, "DRAFT")
    rows = [
        list(version.question_set.values_list("identity", "order", "kind", "text__words"))
        for version in (published, draft)
    ]
    assert rows[0] == rows[1]
    assert not set(published.question_set.values_list("text", flat=True)) & set(
        draft.question_set.values_list("text", flat=True)
    )
    choices = Choice.objects.filter(question__version=draft)
    assert [choice.text.in_language("es") for choice in choices] == ["Sí", "No"]
    assert services.begin_version(actor=member, survey=published.survey) == draft
    assert verbs() == ["begin_survey_version"]


def test_publishing_the_next_closes_the_one_before(member, published):
    draft = services.begin_version(actor=member, survey=published.survey)
    services.publish_version(actor=member, version=draft)
    states = published.survey.surveyversion_set.values_list("number", "state")
    assert list(states) == [(2, "PUBLISHED"), (1, "CLOSED")]


def test_a_survey_is_closed_once(member, published):
    assert list(Survey.objects.open()) == [published.survey]
    services.close_survey(actor=member, survey=published.survey)
    assert list(Survey.objects.open()) == []
    with pytest.raises(InvalidTransition, match="not open"):
        services.close_survey(actor=member, survey=published.survey)
    assert verbs() == ["close_survey"]


def test_the_audit_never_holds_our_words(member, draft, add):
    add(words="Where did you sleep?")
    entries = [str(list(row.values())) for row in AuditEntry.objects.values()]
    assert [entry for entry in entries if "sleep" in entry] == []
    assert Question.objects.get().text.words == "Where did you sleep?"
