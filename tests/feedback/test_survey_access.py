"""What a browser has of a survey: coming back, another browser, too late, closed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.states import InvalidTransition
from feedback import services, survey_views
from feedback.models import Submission
from initiatives.models import NoticeGiven
from surveys.services import close_survey
from tests.factories import InitiativeFactory, SegmentFactory, make_survey
from tests.feedback.taking_part import Participant, address, choice_of, page

pytestmark = pytest.mark.django_db
WORDS = "They came on a Friday at dinner time."


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def survey(initiative):
    SegmentFactory(initiative=initiative, name="Parent")
    return make_survey(initiative)


@pytest.fixture
def person(client, survey):
    return Participant(client)


def test_who_comes_again_goes_on_after_the_last_answer(client, person):
    def go_on():
        return client.get(address("survey", "voices")).context["go_on"]

    assert go_on() == ""
    person.begin()
    assert go_on() == address("quote", "voices")
    person.quote("no")
    assert go_on() == address("question", "voices", 1)
    person.answer(3, "The plan.")
    assert go_on() == address("question", "voices", 4)
    person.answer(4, WORDS)
    assert go_on() == address("check", "voices")
    assert "Go on where I was" in page(client.get(address("survey", "voices")))


def test_starting_again_deletes_what_was_begun(person):
    person.begin()
    person.answer(4, WORDS)
    old = Submission.objects.get()
    person.begin()
    assert Submission.objects.get().pk != old.pk
    assert Submission.objects.get().answer_set.count() == 0
    # Nobody took part the first time, so nobody was given a notice.
    assert list(NoticeGiven.objects.all()) == [Submission.objects.get().notice_given]


def test_another_browser_has_none_of_it(person):
    person.begin()
    person.answer(4, WORDS)
    stranger = Client()
    for name in ("quote", "check"):
        assert WORDS not in page(stranger.get(address(name, "voices")), 409)
    assert stranger.post(address("send", "voices")).status_code == 409
    assert Submission.objects.get().state == "DRAFT"


def test_words_that_come_too_late_stand_on_the_page(client, person):
    """The session has ended in the middle: nothing is kept, and nothing typed is lost."""
    person.begin()
    client.cookies.clear()
    text = page(person.answer(4, WORDS), 409)
    assert "Your answers are not in this browser any more." in text
    assert f'<blockquote class="said" dir="auto">{WORDS}</blockquote>' in text
    assert "<blockquote" not in page(person.answer(2, choice_of(2)), 409)
    assert "<blockquote" not in page(person.answer(99, WORDS), 409)


def test_a_draft_of_more_than_a_day_is_gone(client, person):
    person.begin()
    person.answer(4, WORDS)
    Participant(Client()).give()
    sent = Submission.objects.get(state="SENT")
    Submission.objects.update(touched_at=timezone.now() - timedelta(days=1, minutes=1))
    assert services.delete_stale_drafts(now=timezone.now()) == 1
    assert list(Submission.objects.all()) == [sent]
    assert list(NoticeGiven.objects.all()) == [sent.notice_given]
    assert "not in this browser any more" in page(client.get(address("check", "voices")), 409)


def test_sent_meanwhile_in_another_window_nothing_is_overwritten(person, monkeypatch):
    """The page was fetched as a draft; when it is kept, the draft is sent already."""
    person.begin()
    person.answer(4, WORDS)

    def sent_meanwhile(**values):
        raise InvalidTransition("These answers were sent already.")

    monkeypatch.setattr(survey_views.services, "keep_answer", sent_meanwhile)
    monkeypatch.setattr(survey_views.services, "keep_consent", sent_meanwhile)
    assert "Later words" in page(person.answer(4, "Later words"), 409)
    assert "Open it with your code" in page(person.quote("yes"), 409)


def test_a_number_that_is_no_question_leads_to_the_last_page(client, person):
    person.begin()
    for number in (0, 5, 10**20):
        response = client.get(address("question", "voices", number))
        assert response["Location"] == address("check", "voices")


def test_a_survey_that_is_closed_says_so_and_what_was_begun_can_be_sent(client, person, survey):
    person.begin()
    person.answer(4, WORDS)
    close_survey(actor=None, survey=survey)
    assert "This survey is closed." in page(Client().get(address("survey", "voices")))
    assert Client().post(address("begin", "voices"))["Location"] == address("survey", "voices")
    assert "You can still finish and send it." in page(client.get(address("survey", "voices")))
    assert person.send()["Location"] == address("thanks")
    assert Submission.objects.get().state == "SENT"


def test_a_survey_that_was_never_open_does_not_exist(client, initiative):
    make_survey(initiative, slug="draft", published=False)
    for slug in ("draft", "nowhere"):
        assert client.get(address("survey", slug)).status_code == 404
        assert client.post(address("begin", slug)).status_code == 404
        assert client.get(address("question", slug, 1)).status_code == 404
