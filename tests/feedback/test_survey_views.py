"""Answering a survey: notice, may we quote, one question a page, look over, send."""

import logging

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from feedback.models import Comment, Consent, Submission
from initiatives.models import NoticeGiven
from tests.factories import InitiativeFactory, SegmentFactory, make_notice, make_survey
from tests.feedback.taking_part import (
    Participant,
    address,
    choice_of,
    everything_in_the_database,
    page,
)

pytestmark = pytest.mark.django_db
WORDS = "They came on a Friday at dinner time."


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def segment(initiative):
    return SegmentFactory(initiative=initiative, name="Parent")


@pytest.fixture
def survey(initiative, segment):
    return make_survey(initiative)


@pytest.fixture
def person(client, survey):
    return Participant(client)


def test_the_notice_comes_first_and_nothing_is_kept_yet(client, survey, person):
    text = page(client.get(address("survey", "voices")))
    assert "You may stop at any time." in text
    assert "I have read this. Start" in text
    assert "4 questions, one on a page." in text
    assert "1 Main Street, 555-0100" in text
    assert text.index("Leave quickly") < text.index("<main")
    assert (Submission.objects.count(), NoticeGiven.objects.count()) == (0, 0)


def test_starting_records_which_notice_was_given_and_how(person, survey):
    make_notice(survey.initiative, "A newer notice, not of this survey.")
    assert person.begin()["Location"] == address("quote", "voices")
    given = NoticeGiven.objects.get()
    assert given.notice == survey.surveyversion_set.get().notice
    assert (given.way, given.language, given.given_by) == ("ONLINE", "en", None)
    draft = Submission.objects.get()
    assert (draft.state, draft.way, draft.notice_given) == ("DRAFT", "SURVEY", given)


def test_in_spanish_the_notice_was_given_in_spanish(client, survey):
    person = Participant(client, "es")
    assert "Puede parar cuando quiera." in page(client.get(person.at("survey", "voices")))
    assert person.begin()["Location"] == "/es/s/voices/quote/"
    assert NoticeGiven.objects.get().language == "es"


def test_may_we_quote_is_a_page_of_its_own_and_nothing_is_chosen(client, person):
    person.begin()
    text = page(client.get(address("quote", "voices")))
    assert "May we show your words without your name?" in text
    assert text.count('type="radio"') == 2
    assert " checked" not in text
    assert "Choose yes or no. Both are fine." in page(person.quote(""))
    assert Consent.objects.count() == 0


@pytest.mark.parametrize(("answer", "given"), [("yes", True), ("no", False)])
def test_what_was_said_to_it_is_a_consent(client, person, answer, given):
    person.begin()
    assert person.quote(answer)["Location"] == address("question", "voices", 1)
    assert list(Consent.objects.values_list("part", "given")) == [("QUOTE", given)]
    chosen = page(client.get(address("quote", "voices"))).partition(" checked")[0]
    assert chosen.count('type="radio"') == (1 if given else 2)
    person.answer(4, WORDS)
    person.send()
    assert Comment.objects.get().may_quote is given


def test_who_passes_by_that_page_has_not_said_yes(person):
    person.begin()
    person.answer(4, WORDS)
    person.send()
    assert Comment.objects.get().may_quote is False


def test_all_kinds_of_question_are_kept_and_sent(client, person, segment):
    person.begin()
    person.quote("no")
    assert person.answer(1, choice_of(1))["Location"] == address("question", "voices", 2)
    person.answer(2, choice_of(2, 1))
    person.answer(3, "The plan.")
    assert person.answer(4, WORDS)["Location"] == address("check", "voices")
    text = page(client.get(address("check", "voices")))
    for shown in ("Parent", "<p>No</p>", "The plan.", WORDS):
        assert shown in text
    person.send()
    sent = Submission.objects.get()
    assert (sent.state, sent.segment, sent.sent_on) == ("SENT", segment, timezone.localdate())
    comments = Comment.objects.order_by("question__order")
    assert [(c.original, c.voice, c.segment) for c in comments] == [
        ("The plan.", "OWN", segment),
        (WORDS, "OWN", segment),
    ]
    chosen = sent.answer_set.get(question__order=2).choices.get()
    assert chosen.text.words == "No"
    assert list(sent.answer_set.values_list("draft_words", flat=True)) == [""] * 4


def test_several_choices_keep_the_order_of_the_question(client, person, survey):
    survey.surveyversion_set.get().question_set.filter(order=2).update(kind="MULTIPLE")
    person.begin()
    person.answer(2, [choice_of(2, 1), choice_of(2, 0)])
    assert "Yes, No" in page(client.get(address("check", "voices")))
    assert page(client.get(address("question", "voices", 2))).count(" checked") == 2


def test_back_keeps_what_was_typed(client, person):
    person.begin()
    assert person.answer(4, WORDS, "back")["Location"] == address("question", "voices", 3)
    assert WORDS in page(client.get(address("question", "voices", 4)))
    assert person.answer(1, "", "back")["Location"] == address("quote", "voices")


def test_skipping_takes_an_answer_back(client, person):
    """A radio button cannot be un-chosen without a script: this is the way."""
    person.begin()
    person.answer(2, choice_of(2))
    skipped = person.answer(2, choice_of(2), "skip")
    assert skipped["Location"] == address("question", "voices", 3)
    person.answer(4, WORDS)
    person.answer(4, "half a thought", "skip")
    assert page(client.get(address("check", "voices"))).count("Skipped") == 4
    assert Submission.objects.get().answer_set.count() == 0


def test_what_has_to_be_answered_cannot_be_skipped(client, person, survey):
    survey.surveyversion_set.get().question_set.filter(order=4).update(is_required=True)
    person.begin()
    person.answer(3, "The plan.")
    text = page(client.get(address("question", "voices", 4)))
    assert "Skip this one" not in text
    assert "Please answer this one." in page(person.answer(4, "", "skip"))
    assert person.answer(4, "", "back")["Location"] == address("question", "voices", 3)
    assert "This still has to be answered:" in page(client.get(address("check", "voices")))
    assert person.send()["Location"] == address("check", "voices")
    assert Submission.objects.get().state == "DRAFT"


def test_an_answer_changed_from_the_last_page_returns_there(client, person):
    person.begin()
    person.answer(4, WORDS)
    link = address("question", "voices", 4) + "?from_check=1"
    assert link in page(client.get(address("check", "voices")))
    response = client.post(link, {"answer": "Other words.", "next": "1"})
    assert response["Location"] == address("check", "voices")
    link = address("quote", "voices") + "?from_check=1"
    assert client.post(link, {"quote": "yes"})["Location"] == address("check", "voices")


def test_nothing_answered_is_nothing_to_send(client, person):
    person.begin()
    assert "there is nothing to send" in page(client.get(address("check", "voices")))
    assert person.send()["Location"] == address("check", "voices")
    assert Submission.objects.get().state == "DRAFT"


def test_a_choice_of_another_question_is_refused(person):
    person.begin()
    text = page(person.answer(1, choice_of(2)))
    assert "Select a valid choice." in text
    assert Submission.objects.get().answer_set.count() == 0


def test_words_of_a_draft_are_encrypted_and_nothing_says_from_where(person, caplog):
    caplog.set_level(logging.DEBUG)
    person.client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    person.client.defaults["HTTP_USER_AGENT"] = "An old telephone"
    person.begin()
    person.answer(4, WORDS)
    drafted = everything_in_the_database()
    person.send()
    everything = drafted + everything_in_the_database() + caplog.text
    assert Submission.objects.get().begun_key.hex in drafted
    assert WORDS not in drafted + caplog.text
    for private in ("203.0.113.77", "An old telephone"):
        assert private not in everything
    verbs = AuditEntry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["begin_submission", "send_submission"]


def test_no_page_is_kept_by_a_browser_or_told_to_another_site(client, person):
    code = person.give()
    person.begin()
    person.open(code)
    for name, *args in (
        ("survey", "voices"),
        ("quote", "voices"),
        ("question", "voices", 1),
        ("check", "voices"),
        ("thanks",),
        ("receipt",),
        ("mine",),
        ("withdraw",),
    ):
        response = client.get(address(name, *args))
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response.status_code == (302 if name == "receipt" else 200)


def test_a_page_of_a_question_asks_no_more_for_more_choices(
    client, person, django_assert_max_num_queries
):
    person.begin()
    with django_assert_max_num_queries(14):
        page(client.get(address("question", "voices", 2)))
    with django_assert_max_num_queries(16):
        page(client.get(address("check", "voices")))
