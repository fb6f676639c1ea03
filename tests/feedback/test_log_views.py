"""The pages of session notes: notice first, each note saved at once, nothing said untruly."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback import services
from feedback.models import Comment, SessionLog
from tests.factories import (
    InitiativeFactory,
    UserFactory,
    make_member,
    make_notice,
    make_session,
    make_text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def notice(initiative):
    return make_notice(initiative)


@pytest.fixture
def facilitator(initiative, client):
    user = make_member(initiative, "facilitator")
    client.force_login(user)
    return user


@pytest.fixture
def session(initiative, facilitator):
    return make_session(initiative, facilitator=facilitator)


@pytest.fixture
def log(session, facilitator, notice):
    return services.open_log(
        actor=facilitator,
        session=session,
        notice=notice,
        way="PAPER",
        language="en",
        on=date(2026, 11, 3),
    )


def address(name, *args):
    return reverse(f"feedback:{name}", args=["river", *args])


def questions(session):
    return list(session.group.guide.guidequestion_set.all())


def note(**fields):
    return {"client_id": uuid.uuid4(), "words": "Nobody told me.", "voice": "NOTED"} | fields


def add(log, **fields):
    defaults = {"actor": log.session.facilitator, "voice": "NOTED", "client_id": uuid.uuid4()}
    made = services.add_note(log=log, **{"words": "Nobody told me."} | defaults | fields)
    services.redact_comments(comment_ids=[made.pk])
    return made


def test_every_page_is_refused_to_strangers_and_weak_roles(client, initiative, session, log):
    made = add(log)
    question = questions(session)[0]
    pages = [
        address("session_log", session.pk),
        address("note_add", session.pk, question.pk),
        address("impression_add", session.pk),
        address("log_close", session.pk),
        address("note_edit", made.pk),
        address("note_remove", made.pk),
    ]
    stranger = make_member(InitiativeFactory(), "coordinator", "facilitator")
    others = make_member(initiative, "facilitator", "analyst", "approver")
    for user, status in ((UserFactory(), 404), (stranger, 404), (others, 403)):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {status}
        assert {client.post(page, note()).status_code for page in pages} == {status}
    assert Comment.objects.get().state == "READY"


def test_the_notice_comes_before_the_first_note(client, session, notice):
    question = questions(session)[0]
    answer = client.post(address("note_add", session.pk, question.pk), note())
    assert answer.status_code == 404
    page = client.get(address("session_log", session.pk))
    assert page.context["has_notice"] is True
    values = {"notice": notice.pk, "way": "READ_ALOUD", "language": "en", "on": "2026-01-05"}
    for _ in range(2):
        client.post(address("session_log", session.pk), values)
    given = SessionLog.objects.get().notice_given
    assert (given.notice, given.way, given.on) == (notice, "READ_ALOUD", date(2026, 1, 5))


def test_without_a_notice_the_page_says_who_writes_it(client, session):
    page = client.get(address("session_log", session.pk))
    assert page.context["has_notice"] is False
    assert "There is no privacy notice yet" in page.content.decode()


def test_a_notice_given_tomorrow_or_of_others_is_refused(client, session, notice):
    other = make_notice(InitiativeFactory())
    values = {"notice": other.pk, "way": "NOT_GIVEN", "language": "en", "on": "2990-01-05"}
    page = client.post(address("session_log", session.pk), values)
    assert set(page.context["form"].errors) == {"notice", "way", "on"}
    assert SessionLog.objects.count() == 0


def test_a_note_is_saved_below_its_question_and_counted(client, session, log, facilitator):
    question = questions(session)[1]
    values = note(voice="OWN", may_quote="on")
    for _ in range(2):
        answer = client.post(address("note_add", session.pk, question.pk), values)
        assert answer.url == f"{address('session_log', session.pk)}#q{question.pk}"
    made = Comment.objects.get()
    assert (made.original, made.voice, made.may_quote) == ("Nobody told me.", "OWN", True)
    page = client.get(address("session_log", session.pk))
    shown = [(part.words, [n.words for n in part.notes]) for part, _ in page.context["rows"]]
    assert shown == [
        ("What is your first name?", []),
        ("Who was in the room?", ["Nobody told me."]),
    ]
    assert "1 note saved" in page.content.decode()


def test_not_said_is_not_quotable_and_voice_is_noted_at_first(client, session, log):
    page = client.get(address("session_log", session.pk))
    form = page.context["rows"][0][1]
    assert (form["voice"].value(), form["may_quote"].value()) == ("NOTED", None)
    client.post(address("note_add", session.pk, questions(session)[0].pk), note())
    assert Comment.objects.get().may_quote is False


@pytest.mark.parametrize("words", ["", "   ", "\x01"])
def test_a_note_without_words_is_said_at_its_field(client, session, log, words):
    question = questions(session)[0]
    page = client.post(address("note_add", session.pk, question.pk), note(words=words))
    part, form = page.context["rows"][0]
    assert (part.question, list(form.errors)) == (question, ["words"])
    assert Comment.objects.count() == 0


def test_a_question_of_another_guide_is_not_found(client, initiative, session, log):
    other = questions(make_session(initiative))[0]
    assert client.post(address("note_add", session.pk, other.pk), note()).status_code == 404


def test_an_impression_is_observed_and_stands_apart(client, session, log):
    values = note(voice="OWN", may_quote="on")
    client.post(address("impression_add", session.pk), values)
    made = Comment.objects.get()
    assert (made.voice, made.may_quote, made.guide_question) == ("OBSERVED", False, None)
    page = client.get(address("session_log", session.pk))
    assert [n.pk for n in page.context["impressions"].notes] == [made.pk]


def test_who_did_not_type_it_reads_the_redacted_words(client, initiative, session, log):
    made = add(log, words="Call 651-266-4500.")
    mine = client.get(address("session_log", session.pk)).content.decode()
    assert "Call 651-266-4500." in mine
    client.force_login(make_member(initiative, "coordinator"))
    theirs = client.get(address("session_log", session.pk)).content.decode()
    assert "Call [phone]." in theirs
    assert "651-266" not in theirs
    assert client.get(address("note_edit", made.pk)).status_code == 403


def test_a_note_is_changed_by_a_new_one(client, session, log):
    old = add(log, guide_question=questions(session)[0])
    page = client.get(address("note_edit", old.pk))
    assert page.context["form"]["words"].value() == "Nobody told me."
    values = note(words="Nobody told us.", voice="OWN")
    answer = client.post(address("note_edit", old.pk), values)
    assert answer.url == f"{address('session_log', session.pk)}#q{old.guide_question_id}"
    new = Comment.objects.standing().get()
    assert (new.original, new.voice, new.replaces) == ("Nobody told us.", "OWN", old)
    assert client.post(address("note_edit", old.pk), note()).status_code == 404


def test_a_changed_impression_stays_one(client, session, log):
    old = add(log, voice="OBSERVED")
    client.post(address("note_edit", old.pk), note(voice="OWN", may_quote="on"))
    new = Comment.objects.standing().get()
    assert (new.voice, new.may_quote) == ("OBSERVED", False)


def test_a_note_is_removed_only_with_a_reason(client, session, log):
    made = add(log)
    client.post(address("note_remove", made.pk))
    assert Comment.objects.standing().count() == 1
    client.post(address("note_remove", made.pk), {"reason": "Typed by mistake."})
    made.refresh_from_db()
    assert (made.state, made.original) == ("WITHDRAWN", "")
    assert "0 notes saved" in client.get(address("session_log", session.pk)).content.decode()


def test_closing_asks_once_and_then_takes_nothing_more(client, session, log):
    made = add(log)
    page = client.get(address("log_close", session.pk))
    assert "1 note goes on to be analysed" in page.content.decode()
    assert Comment.objects.ready_for_analysis().count() == 0
    for _ in range(2):
        client.post(address("log_close", session.pk))
    assert list(Comment.objects.ready_for_analysis()) == [made]
    client.post(address("note_add", session.pk, questions(session)[0].pk), note())
    client.post(address("note_edit", made.pk), note())
    client.post(address("note_remove", made.pk), {"reason": "Typed by mistake."})
    assert list(Comment.objects.standing()) == [made]
    assert "Save this note" not in client.get(address("session_log", session.pk)).content.decode()


def test_a_cancelled_session_takes_no_notes(client, session, notice):
    session.state = "CANCELLED"
    session.save()
    page = client.get(address("session_log", session.pk))
    assert "This session was cancelled" in page.content.decode()
    values = {"notice": notice.pk, "way": "READ_ALOUD", "language": "en", "on": "2026-01-05"}
    assert client.post(address("session_log", session.pk), values).status_code == 302
    assert SessionLog.objects.count() == 0


def test_the_questions_are_in_the_language_of_the_session(client, session, log, initiative):
    question = questions(session)[0]
    question.text = make_text(initiative, "What happened?", "¿Qué pasó?")
    question.save()
    session.language = "es"
    session.save()
    page = client.get(address("session_log", session.pk))
    assert page.context["rows"][0][0].words == "¿Qué pasó?"


def test_more_notes_make_no_more_queries(client, session, log):
    counts = []
    for _ in range(2):
        for question in [*questions(session), None]:
            add(log, guide_question=question)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("session_log", session.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20
