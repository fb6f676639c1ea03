"""The receipt: shown after the commit, and with it one reads, changes and takes back."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from feedback import receipts, survey_access, survey_views
from feedback.models import Answer, Comment, Consent, Submission
from tests.factories import InitiativeFactory, SegmentFactory, make_survey
from tests.feedback.taking_part import (
    Participant,
    address,
    choice_of,
    code_on,
    everything_in_the_database,
    page,
)

pytestmark = pytest.mark.django_db
WORDS = "They came on a Friday at dinner time."


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def survey(initiative):
    SegmentFactory(initiative=initiative, name="Parent")
    SegmentFactory(initiative=initiative, name="Youth")
    return make_survey(initiative)


@pytest.fixture
def person(client, survey):
    return Participant(client)


@pytest.fixture
def clock(monkeypatch):
    """`clock(minutes)` puts the time forward."""
    start = timezone.now()

    def forward(minutes):
        now = start + timedelta(minutes=minutes)
        monkeypatch.setattr(survey_access.timezone, "now", lambda: now)

    return forward


def test_where_the_commit_fails_no_receipt_is_shown(client, person, monkeypatch):
    def broken(**values):
        raise RuntimeError("The disk is full.")

    person.begin()
    person.answer(4, WORDS)
    monkeypatch.setattr(survey_views.services, "send_submission", broken)
    with pytest.raises(RuntimeError, match="disk is full"):
        person.send()
    assert client.get(address("thanks"))["Location"] == address("receipt")
    assert Submission.objects.get().state == "DRAFT"


def test_the_same_code_is_shown_for_30_minutes(client, person, clock):
    code = person.give()
    clock(29)
    assert code_on(page(client.get(address("thanks")))) == code
    clock(31)
    assert client.get(address("thanks"))["Location"] == address("receipt")


def test_it_is_shown_until_the_person_has_kept_it(client, person, initiative):
    person.give()
    assert client.post(address("thanks"))["Location"] == "/i/river/"
    assert client.get(address("thanks"))["Location"] == address("receipt")
    initiative.is_public = False
    initiative.save()
    person.give()
    assert client.post(address("thanks"))["Location"] == "/"
    assert client.post(address("thanks"))["Location"] == address("receipt")


def test_another_browser_is_not_shown_it(person):
    person.give()
    assert Client().get(address("thanks"))["Location"] == address("receipt")


def test_sent_twice_it_is_one_submission_with_one_code(client, person):
    code = person.give()
    assert person.send()["Location"] == address("thanks")
    assert code_on(page(client.get(address("thanks")))) == code
    assert (Submission.objects.count(), Comment.objects.count()) == (1, 1)


def test_two_clicks_at_once_are_one_submission_with_one_code(client, person):
    """The second click was under way with the session as it was before the first."""
    person.begin()
    person.answer(4, WORDS)
    before = dict(client.session)
    person.send()
    session = client.session
    session.clear()
    session.update(before)
    session.save()
    assert person.send()["Location"] == address("thanks")
    assert receipts.find(code_on(page(client.get(address("thanks"))))) == Submission.objects.get()
    assert Comment.objects.count() == 1


def test_a_second_survey_in_one_browser_has_a_code_of_its_own(person):
    assert person.give() != person.give()
    assert Submission.objects.count() == 2


def test_quick_exit_is_a_post_that_ends_everything_and_leaves(client, person):
    code = person.give()
    person.open(code)
    person.begin()
    assert client.get("/leave/").status_code == 405
    key = client.session.session_key
    response = client.post("/leave/")
    assert (response.status_code, response["Location"]) == (303, settings.EXIT_URL)
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert response.cookies[settings.CSRF_COOKIE_NAME]["max-age"] == 0
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    for name in ("thanks", "mine"):
        assert client.get(address(name))["Location"] == address("receipt")
    assert client.get(address("check", "voices")).status_code == 409


def test_quick_exit_works_without_a_token_and_in_spanish(survey):
    old_page = Client(enforce_csrf_checks=True)
    assert old_page.post("/es/leave/")["Location"] == settings.EXIT_URL


def test_the_code_opens_it_for_15_minutes(person, clock):
    code = person.give()
    elsewhere = Client()
    there = Participant(elsewhere)
    assert there.open(code.lower().replace(" ", "-"))["Location"] == address("mine")
    clock(14)
    text = page(elsewhere.get(address("mine")))
    assert "They came on a Friday." in text
    assert elsewhere.get(address("receipt"))["Location"] == address("mine")
    clock(16)
    for name, *args in (("mine",), ("change_answer", 4)):
        assert elsewhere.get(address(name, *args))["Location"] == address("receipt")
    assert elsewhere.get(address("withdraw"))["Location"] == address("mine")


def test_opening_gives_the_browser_a_new_key(client, person):
    code = person.give()
    before = client.session.session_key
    person.open(code)
    assert client.session.session_key != before


def test_done_closes_it(client, person):
    person.open(person.give())
    assert client.post(address("close"))["Location"] == "/"
    assert client.get(address("mine"))["Location"] == address("receipt")


def test_codes_that_open_nothing_are_all_answered_alike(client, person):
    code = person.give()
    draft = Participant(Client())
    draft.begin()
    other = Submission.objects.get(state="DRAFT")
    one_off = code[:-1] + ("A" if code[-1] != "A" else "B")
    pages = []
    for wrong in (one_off, receipts.code_of(other), "7KQM", "‽" * 24, "0" * 24, "x\x00y"):
        text = page(Client().post(address("receipt"), {"code": wrong}))
        assert "This code opens nothing. Look at each letter again." in text
        pages.append(text.partition("<form")[0])
    assert len(set(pages)) == 1
    assert "Type the code from your receipt." in page(person.open(""))


def test_the_code_is_only_ever_posted_and_stands_nowhere(client, person, caplog):
    caplog.set_level(logging.DEBUG)
    code = person.give()
    opened = person.open(code)
    page(client.get(address("mine")))
    everything = everything_in_the_database() + opened["Location"] + caplog.text
    assert Submission.objects.get().receipt_hash in everything
    assert [part for part in (code, code.replace(" ", "")) if part in everything] == []


def test_a_code_in_an_address_opens_nothing(client, person):
    code = person.give()
    text = page(client.get(address("receipt"), {"code": code}))
    assert 'method="post"' in text
    assert code not in text
    assert client.get(address("mine"))["Location"] == address("receipt")


def test_changed_words_are_a_new_comment(client, person):
    person.open(person.give(WORDS))
    link = address("change_answer", 4)
    assert WORDS in page(client.get(link))
    assert client.post(link, {"answer": "It was a Saturday."})["Location"] == address("mine")
    old, new = Comment.objects.order_by("id")
    assert (old.state, new.state, new.replaces) == ("REPLACED", "RECEIVED", old)
    assert (new.original, new.may_quote, new.voice) == ("It was a Saturday.", True, "OWN")
    client.post(link, {"answer": "It was a Saturday."})
    assert Comment.objects.count() == 2
    text = page(client.get(address("mine")))
    assert "It was a Saturday." in text
    assert WORDS not in text


def test_an_answer_is_added_and_taken_back_with_all_its_versions(client, person):
    person.open(person.give(WORDS))
    client.post(address("change_answer", 3), {"answer": "The plan."})
    client.post(address("change_answer", 4), {"answer": "Changed."})
    client.post(address("change_answer", 4), {"answer": ""})
    rows = Comment.objects.order_by("id").values_list("state", "redacted_text")
    assert [state for state, _ in rows] == ["WITHDRAWN", "RECEIVED", "WITHDRAWN"]
    assert [comment.original for comment in Comment.objects.order_by("id")] == ["", "The plan.", ""]
    assert list(Answer.objects.values_list("question__order", flat=True)) == [3]


def test_a_changed_kind_of_person_holds_for_every_comment(client, person):
    person.open(person.give(WORDS))
    client.post(address("change_answer", 1), {"answer": choice_of(1, 1)})
    assert Submission.objects.get().segment.name == "Youth"
    assert Comment.objects.get().segment.name == "Youth"
    client.post(address("change_answer", 1), {"answer": ""})
    assert Comment.objects.get().segment is None
    assert Answer.objects.count() == 1


def test_may_quote_changes_for_every_comment_at_once(client, person):
    person.open(person.give(quote="no"))
    assert "You said no" in page(client.get(address("mine")))
    client.post(address("change_quote"), {"given": "yes"})
    assert Comment.objects.get().may_quote is True
    assert "You said yes" in page(client.get(address("mine")))
    client.post(address("change_quote"), {"given": "no"})
    assert (Comment.objects.get().may_quote, Consent.objects.get().given) == (False, False)


def test_without_an_opened_receipt_nothing_changes(client, person):
    person.give(quote="no")
    stranger = Client()
    stranger.post(address("change_quote"), {"given": "yes"})
    stranger.post(address("change_answer", 4), {"answer": "Not mine."})
    stranger.post(address("withdraw"))
    comment = Comment.objects.get()
    assert (comment.original, comment.may_quote) == ("They came on a Friday.", False)
    assert Submission.objects.get().state == "SENT"
