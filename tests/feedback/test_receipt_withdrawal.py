"""Taking back by the receipt, and what was taken down for somebody by telephone."""

import pytest
from django.test import Client

from feedback import receipt_views, receipts, services
from feedback.models import Answer, Comment, Consent, Redaction, Submission
from tests.factories import InitiativeFactory, SegmentFactory, make_comment, make_survey
from tests.feedback.taking_part import Participant, address, everything_in_the_database, page

pytestmark = pytest.mark.django_db
WORDS = "Call me on 555-234-5678, they came on a Friday."


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def person(client, initiative):
    SegmentFactory(initiative=initiative, name="Parent")
    make_survey(initiative)
    return Participant(client)


@pytest.fixture
def noted(initiative):
    """What a member took down by telephone; its submission has a receipt."""
    comment = make_comment(initiative, "They never called back.", voice="NOTED", may_quote=False)
    submission = comment.submission
    submission.receipt_hash = receipts.hash_of(receipts.code_of(submission))
    submission.save()
    return comment


def test_taking_back_asks_once_and_says_what_is_lost(client, person):
    person.open(person.give(WORDS))
    text = page(client.get(address("withdraw")))
    assert "Take back everything you said?" in text
    assert "We cannot bring them back." in text
    assert Submission.objects.get().state == "SENT"


def test_taking_back_empties_everything(client, person):
    code = person.give(WORDS)
    person.open(code)
    client.post(address("change_answer", 4), {"answer": WORDS + " And a Sunday."})
    services.redact_comments(comment_ids=Comment.objects.values_list("pk", flat=True))
    assert "Sunday" in everything_in_the_database()
    assert client.post(address("withdraw"))["Location"] == address("mine")
    assert "It is taken back" in page(client.get(address("mine")))
    everything = everything_in_the_database()
    assert [word for word in ("Friday", "Sunday", "555-234-5678") if word in everything] == []
    assert [comment.original for comment in Comment.objects.all()] == ["", ""]
    assert (Answer.objects.count(), Redaction.objects.count()) == (0, 0)
    sent = Submission.objects.get()
    assert (sent.state, sent.segment, Consent.objects.get().given) == ("WITHDRAWN", None, False)
    assert Submission.objects.counted().count() == 0


def test_what_is_taken_back_stays_so(client, person, monkeypatch):
    """A second click, an old page in another window, the code once more."""
    code = person.give(WORDS)
    person.open(code)
    old = Submission.objects.get()
    client.post(address("withdraw"))
    client.post(address("withdraw"))
    client.post(address("change_answer", 4), {"answer": "Once more."})
    client.post(address("change_quote"), {"given": "yes"})
    monkeypatch.setattr(receipt_views, "_get_sent", lambda request: old)
    assert client.post(address("withdraw"))["Location"] == address("mine")
    response = client.post(address("change_answer", 4), {"answer": "Once more."})
    assert response["Location"] == address("mine")
    assert [comment.original for comment in Comment.objects.all()] == [""]
    assert Participant(Client()).open(code)["Location"] == address("mine")
    assert "It is taken back" in page(client.get(address("mine")))


def test_what_was_noted_for_a_person_they_may_read_and_put_right(client, noted):
    Participant(client).open(receipts.code_of(noted.submission))
    text = page(client.get(address("mine")))
    assert "They never called back." in text
    assert "Noted by the person you talked to." in text
    link = address("change_words", noted.pk)
    assert "They never called back." in page(client.get(link))
    assert client.post(link, {"words": "They called too late."})["Location"] == address("mine")
    new = Comment.objects.get(replaces=noted)
    assert (new.original, new.voice, new.said_on) == ("They called too late.", "OWN", noted.said_on)
    assert client.get(link).status_code == 404
    assert "Noted by" not in page(client.get(address("mine")))
    client.post(address("change_words", new.pk), {"words": " "})
    assert [comment.original for comment in Comment.objects.all()] == ["", ""]


def test_without_a_survey_there_is_no_answer_to_change(client, noted):
    Participant(client).open(receipts.code_of(noted.submission))
    assert client.get(address("change_answer", 1)).status_code == 404


def test_a_number_of_somebody_elses_words_is_not_found(client, noted, initiative):
    theirs = make_comment(initiative, "Not mine.")
    Participant(client).open(receipts.code_of(noted.submission))
    assert client.post(address("change_words", theirs.pk), {"words": "x"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.original == "Not mine."


def test_the_public_page_is_named_only_where_there_is_one(client, noted, initiative):
    Participant(client).open(receipts.code_of(noted.submission))
    assert "/i/river/what-changed/" in page(client.get(address("mine")))
    initiative.is_public = False
    initiative.save()
    assert "/i/river/" not in page(client.get(address("mine")))
