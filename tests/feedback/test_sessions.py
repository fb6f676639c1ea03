"""The log of a session: notice first, each note kept once, nothing analysed before it is closed."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from feedback import services
from feedback.models import Comment, SessionLog
from focusgroups.services import cancel_session
from initiatives.models import NoticeGiven
from tests.factories import (
    DecisionPointFactory,
    InitiativeFactory,
    make_log,
    make_member,
    make_notice,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def facilitator(initiative):
    return make_member(initiative, "facilitator")


@pytest.fixture
def session(initiative, facilitator):
    return make_session(initiative, facilitator=facilitator)


def open_log(session, actor, **fields):
    notice = fields.pop("notice", None) or make_notice(session.group.initiative)
    defaults = {"way": "READ_ALOUD", "language": "en", "on": date(2026, 11, 3)}
    return services.open_log(actor=actor, session=session, notice=notice, **defaults | fields)


@pytest.fixture
def log(session, facilitator):
    return open_log(session, facilitator)


def add(log, words="They came on a Friday.", **fields):
    defaults = {"actor": log.session.facilitator, "voice": "NOTED", "client_id": uuid.uuid4()}
    return services.add_note(log=log, words=words, **defaults | fields)


def test_a_log_begins_with_the_notice_that_was_given(session, facilitator):
    log = open_log(session, facilitator, language="es")
    session.refresh_from_db()
    given = log.notice_given
    assert (given.way, given.language, given.on) == ("READ_ALOUD", "es", date(2026, 11, 3))
    assert given.given_by == facilitator
    assert (log.state, session.state) == ("OPEN", "HELD")


def test_beginning_a_log_twice_is_one_log_and_one_notice(session, facilitator, log):
    assert open_log(session, facilitator, way="PAPER") == log
    assert SessionLog.objects.count() == 1
    assert NoticeGiven.objects.get().way == "READ_ALOUD"


@pytest.mark.parametrize("way", ["NOT_GIVEN", "ONLINE", ""])
def test_a_session_needs_a_notice_read_aloud_or_on_paper(session, facilitator, way):
    with pytest.raises(services.NoticeMissing):
        open_log(session, facilitator, way=way)
    assert SessionLog.objects.count() == 0


def test_another_initiatives_notice_is_refused(session, facilitator):
    with pytest.raises(services.NoticeMissing):
        open_log(session, facilitator, notice=make_notice(InitiativeFactory()))


def test_a_cancelled_session_has_no_log_and_a_held_one_is_not_cancelled(session, facilitator, log):
    with pytest.raises(InvalidTransition):
        cancel_session(actor=facilitator, session=session)
    other = make_session(session.group.initiative)
    cancel_session(actor=facilitator, session=other)
    with pytest.raises(InvalidTransition):
        open_log(other, facilitator)


def test_no_note_before_the_notice(initiative, facilitator):
    with pytest.raises(services.NoticeMissing):
        add(make_log(initiative, facilitator=facilitator))
    assert Comment.objects.count() == 0


def test_a_note_is_a_comment_of_its_question_and_its_segment(log, facilitator):
    question = log.session.group.guide.guidequestion_set.last()
    question.decision_point = DecisionPointFactory(initiative=log.session.group.initiative)
    question.save()
    note = add(log, "Call 651-266-4500.", guide_question=question, voice="OWN", may_quote=True)
    services.redact_comments(comment_ids=[note.pk])
    note.refresh_from_db()
    assert (note.guide_question, note.decision_point) == (question, question.decision_point)
    assert (note.segment, note.entered_by) == (log.session.group.segment, facilitator)
    assert (note.voice, note.may_quote) == ("OWN", True)
    assert note.redacted_text == "Call [phone]."


def test_a_note_sent_twice_is_one_note(log):
    key = uuid.uuid4()
    assert add(log, client_id=key) == add(log, "Typed again.", client_id=key)
    assert Comment.objects.get().original == "They came on a Friday."


def test_a_note_id_of_another_session_is_refused(log, initiative, facilitator):
    note = add(log)
    other = open_log(make_session(initiative, facilitator=facilitator), facilitator)
    with pytest.raises(InvalidTransition):
        add(other, client_id=note.client_id)


def test_a_question_of_another_guide_is_refused(log, initiative):
    other = make_session(initiative).group.guide.guidequestion_set.first()
    with pytest.raises(InvalidTransition):
        add(log, guide_question=other)


def test_an_impression_is_never_quoted(log):
    assert add(log, voice="OBSERVED", may_quote=True).may_quote is False


def test_a_changed_note_replaces_the_old_one(log, facilitator):
    question = log.session.group.guide.guidequestion_set.first()
    old, key = add(log, guide_question=question), uuid.uuid4()
    values = {"words": "On a Monday.", "voice": "OWN", "may_quote": True, "client_id": key}
    new = services.change_note(actor=facilitator, note=old, **values)
    assert services.change_note(actor=facilitator, note=old, **values) == new
    old.refresh_from_db()
    assert (old.state, new.replaces, new.guide_question) == ("REPLACED", old, question)
    with pytest.raises(InvalidTransition):
        services.change_note(actor=facilitator, note=old, **values | {"client_id": uuid.uuid4()})


def test_a_removed_note_is_empty_with_the_versions_before_it(log, facilitator):
    old = add(log)
    new = services.change_note(
        actor=facilitator,
        note=old,
        words="On a Monday.",
        voice="OWN",
        may_quote=False,
        client_id=uuid.uuid4(),
    )
    services.remove_note(actor=facilitator, note=new, reason="Typed by mistake.")
    assert list(Comment.objects.values_list("original", "state")) == [("", "WITHDRAWN")] * 2


def test_notes_are_analysed_only_when_the_log_is_closed(log, session, facilitator):
    note = add(log)
    services.redact_comments(comment_ids=[note.pk])
    assert list(Comment.objects.ready_for_analysis()) == []
    services.close_log(actor=facilitator, log=log)
    log.refresh_from_db()
    session.refresh_from_db()
    assert list(Comment.objects.ready_for_analysis()) == [note]
    assert (log.state, log.closed_by, session.state) == ("CLOSED", facilitator, "CLOSED")


def test_a_closed_log_takes_nothing_and_changes_nothing(log, facilitator):
    note = add(log)
    services.close_log(actor=facilitator, log=log)
    with pytest.raises(InvalidTransition):
        add(log)
    with pytest.raises(InvalidTransition):
        services.remove_note(actor=facilitator, note=note, reason="Asked.")
    with pytest.raises(InvalidTransition):
        services.close_log(actor=facilitator, log=log)
    note.refresh_from_db()
    assert note.original == "They came on a Friday."


def test_the_record_of_a_log_holds_no_words(log, facilitator):
    add(log, "Nobody told me.")
    services.close_log(actor=facilitator, log=log)
    entries = AuditEntry.objects.order_by("id")
    assert [entry.verb for entry in entries] == [
        "open_session",
        "hold_session",
        "open_log",
        "add_note",
        "close_session",
        "close_log",
    ]
    assert {entry.reason for entry in entries} == {""}


def test_a_session_that_is_still_to_come_has_no_notes(initiative, facilitator):
    """Opening its log would count it as held, on the public page too."""
    to_come = make_session(initiative, starts_at=timezone.now() + timedelta(days=9))
    with pytest.raises(InvalidTransition, match="still to come"):
        open_log(to_come, facilitator)
    soon = make_session(initiative, starts_at=timezone.now() + timedelta(hours=1))
    assert open_log(soon, facilitator).state == "OPEN"
