"""Words come in, are kept encrypted, and are hidden where they point to a person."""

import logging
import unicodedata

import pytest
from django.db import connection

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from feedback import services, tasks
from feedback.models import Comment
from feedback.reports import hidden_spans
from tests.factories import (
    InitiativeFactory,
    UserFactory,
    make_comment,
    make_log,
    make_submission,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory()


def receive(initiative, words, **fields):
    defaults = {"actor": None, "voice": "OWN", "may_quote": False}
    place = {} if "session_log" in fields else {"submission": make_submission(initiative)}
    return services.receive_comment(words=words, **defaults | place | fields)


def raw_cell(comment, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM feedback_comment WHERE id = %s", [comment.pk])  # noqa: S608
        return cursor.fetchone()[0]


def test_words_are_kept_clean_and_never_plain_in_the_database(initiative):
    comment = receive(initiative, "Cafe\u0301 \x00was\r\nclosed ")
    comment.refresh_from_db()
    assert comment.original == unicodedata.normalize("NFC", "Café was\nclosed")
    assert "closed" not in raw_cell(comment, "original")
    assert comment.state == "RECEIVED"
    assert raw_cell(comment, "redacted_text") == ""


@pytest.mark.parametrize("words", ["", "  \n ", "\x00"])
def test_nothing_said_is_not_kept(initiative, words):
    with pytest.raises(services.NothingSaid):
        receive(initiative, words)
    assert Comment.objects.count() == 0


def test_an_empty_looking_answer_is_text(initiative):
    assert receive(initiative, "None").original == "None"


def test_rules_hide_addresses_and_the_comment_is_ready(initiative):
    comment = make_comment(initiative, "Write to anna.b@example.org 😀 or call.")
    assert comment.redacted_text == "Write to [e-mail] 😀 or call."
    assert comment.state == "READY"
    assert [span.kind for span in hidden_spans([comment.pk])[comment.pk]] == ["email"]
    assert comment in Comment.objects.ready_for_analysis()


def test_what_a_rule_is_unsure_of_is_hidden_and_waits_for_a_person(initiative):
    comment = make_comment(initiative, "My name is Dolores and nobody called.")
    assert comment.state == "REDACTED"
    assert "Dolores" not in comment.redacted_text
    assert comment not in Comment.objects.ready_for_analysis()
    analyst = UserFactory()
    row = comment.redaction_set.get()
    settled = services.settle_redactions(actor=analyst, comment=comment, lift=[row.pk])
    assert settled.state == "READY"
    assert settled.redacted_text == "My name is Dolores and nobody called."
    with pytest.raises(InvalidTransition):
        services.settle_redactions(actor=analyst, comment=comment, lift=[])


def test_a_person_hides_words_and_spans_that_touch_become_one(initiative):
    comment = make_comment(initiative, "Mail anna@example.org at Oak Street, please.")
    start = comment.original.index("anna@example.org") + 5
    end = comment.original.index(", please")
    hidden = services.hide_words(actor=UserFactory(), comment=comment, start=start, end=end)
    assert hidden.redacted_text == "Mail [hidden], please."
    assert hidden.redaction_version == 2
    entry = AuditEntry.objects.get(verb="hide_words")
    assert (entry.subject_kind, entry.subject_id) == ("Comment", str(comment.pk))


@pytest.mark.parametrize("span", [(3, 3), (-1, 2), (0, 99)])
def test_a_span_outside_the_words_is_refused(initiative, span):
    comment = make_comment(initiative, "Nobody called.")
    with pytest.raises(ValueError, match="Select"):
        services.hide_words(actor=UserFactory(), comment=comment, start=span[0], end=span[1])


def test_a_changed_answer_replaces_and_only_the_new_one_counts(initiative):
    old = make_comment(initiative, "It was fine.")
    new = services.receive_comment(
        actor=None,
        words="It was not fine.",
        voice="OWN",
        may_quote=True,
        submission=old.submission,
        replaces=old,
    )
    tasks.redact_comments([new.pk])
    assert list(Comment.objects.ready_for_analysis()) == [new]
    with pytest.raises(InvalidTransition):
        receive(initiative, "again", replaces=old)


def test_notes_wait_until_the_log_is_closed(initiative):
    log = make_log(initiative)
    note = make_comment(initiative, "Several said nobody called.", session_log=log, voice="NOTED")
    assert note.state == "READY"
    assert note not in Comment.objects.ready_for_analysis()
    log.state = "CLOSED"
    log.save()
    assert note in Comment.objects.ready_for_analysis()


def test_an_impression_is_never_evidence(initiative):
    seen = make_comment(initiative, "The room was tense.", voice="OBSERVED")
    assert seen in Comment.objects.ready_for_analysis()
    assert seen not in Comment.objects.as_evidence()


def test_the_sweep_finds_what_a_lost_message_left(initiative, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        lost = receive(initiative, "Nobody came.")
    tasks.sweep()
    lost.refresh_from_db()
    assert (lost.state, lost.redacted_text) == ("READY", "Nobody came.")


def test_redacting_twice_changes_nothing(initiative):
    comment = make_comment(initiative, "Call 612-555-0142 today.")
    before = (comment.redacted_text, comment.redaction_version, comment.redaction_set.count())
    tasks.redact_comments([comment.pk])
    comment.refresh_from_db()
    after = (comment.redacted_text, comment.redaction_version, comment.redaction_set.count())
    assert after == before


def test_no_words_reach_a_log(initiative, caplog):
    with caplog.at_level(logging.DEBUG):
        make_comment(initiative, "The secret sentence about Friday.")
    assert [r for r in caplog.records if "secret sentence" in r.getMessage()] == []
