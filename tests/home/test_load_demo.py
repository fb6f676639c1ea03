"""The demo is the same each time, closes the loop, and touches nothing that it did not make."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from analysis.models import Run, SentenceEvidence, Suggestion, SummaryVersion, Tag
from feedback import receipts
from feedback.models import Comment, SessionLog, Submission
from feedback.services.import_batches import row_hash
from focusgroups.models import Session
from followup.models import Action
from home import demo
from home.demo import family_voices, patient_feedback
from home.demo.building import NotOurs, clock_at, fixed_id, remove_demo, tasks_at_once
from home.demo.family_words import read_voices
from home.demo.people import demo_people
from initiatives.models import Initiative
from surveys.models import Survey
from tests.factories import InitiativeFactory, make_comment, make_session, make_survey
from tests.home.demo_rows import all_rows, seen

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def test_family_voices_is_the_same_each_time():
    first = seen(family_voices.build(TODAY))
    with clock_at(datetime(2027, 2, 1, 9, tzinfo=UTC)):
        second = seen(family_voices.build(TODAY))
    assert second == first
    assert [name for name, rows in first.items() if not rows] == []


def test_nothing_else_is_touched_and_nothing_stays_behind():
    demo_people()
    other = InitiativeFactory(is_demo=False)
    make_survey(other)
    make_session(other)
    make_comment(other, "We waited for two months.")
    before = all_rows()
    family_voices.build(TODAY)
    after = all_rows()
    for name, rows in before.items():
        assert [row for row in rows if row not in after[name]] == []
    remove_demo(family_voices.SLUG)
    assert all_rows() == before


def test_family_voices_closes_the_loop():
    """One build, since it takes seconds: each way in, the codes, and where the loop stands."""
    built = family_voices.build(TODAY)
    voices = read_voices()
    assert (built.is_public, built.is_made_up, built.is_demo) == (True, True, True)
    _check_ways(built, voices)
    _check_sessions(built)
    _check_receipt(built, voices)
    _check_findings(built)
    _check_quotes(built)


def _check_ways(built, voices):
    comments = Comment.objects.filter(initiative=built)
    assert {comment.original for comment in comments} == {voice.text for voice in voices}
    ways = {"SURVEY", "TELEPHONE", "LETTER", "EMAIL", "IMPORT"}
    assert set(built_ways(built)) == ways
    assert comments.count() == len(voices)
    quotable = {voice.text for voice in voices if voice.may_quote and voice.voice != "observed"}
    assert {comment.original for comment in comments.filter(may_quote=True)} == quotable
    assert set(comments.values_list("language", flat=True)) == {"en", "es"}
    assert comments.waiting_for_redaction().count() == 0
    assert comments.waiting_for_a_person().count() == 2
    assert comments.filter(redacted_text__contains="example.org").count() == 0


def built_ways(built):
    return Submission.objects.counted().filter(initiative=built).values_list("way", flat=True)


def _check_sessions(built):
    sessions = Session.objects.filter(group__initiative=built).order_by("starts_at")
    states = [(each.local_start.date(), each.state) for each in sessions]
    assert states == [
        (date(2026, 9, 22), "CLOSED"),
        (date(2026, 10, 6), "CLOSED"),
        (date(2026, 10, 13), "CLOSED"),
        (date(2026, 10, 20), "CLOSED"),
        (TODAY - timedelta(days=1), "HELD"),
        *[(TODAY + timedelta(days=days), "PLANNED") for days in (2, 6, 9, 11, 13)],
    ]
    open_log = SessionLog.objects.get(session__group__initiative=built, state="OPEN")
    assert [note.voice for note in open_log.comment_set.all()] == ["NOTED", "OWN", "OBSERVED"]
    assert open_log.comment_set.ready_for_analysis().count() == 0


def _check_receipt(built, voices):
    """The receipt of the first person opens what they said."""
    first = voices[0].respondent
    submission = Submission.objects.get(begun_key=fixed_id(first))
    assert receipts.find(receipts.code_of(submission)) == submission
    said = [comment.original for comment in submission.comment_set.all()]
    assert said == [voice.text for voice in voices if voice.respondent == first]
    assert submission.notice_given.way == "ONLINE"


def _check_findings(built):
    run = Run.objects.get(codebook__initiative=built)
    assert (run.state, run.done) == ("DONE", run.total)
    waiting = Suggestion.objects.pending().filter(run=run)
    decided = Suggestion.objects.filter(run=run).exclude(state="PENDING")
    assert waiting.count() > 30
    assert {row.state for row in decided} == {"ACCEPTED", "MERGED", "REJECTED"}
    versions = SummaryVersion.objects.filter(summary__initiative=built)
    states = sorted(versions.values_list("summary__theme__code", "state"))
    assert states == [
        ("INF", "APPROVED"),
        ("KIN", "APPROVED"),
        ("POV", "APPROVED"),
        ("STD", "SUBMITTED"),
        ("YOU", "APPROVED"),
    ]
    actions = Action.objects.filter(initiative=built)
    assert sorted(actions.values_list("theme__code", "state")) == [
        ("INF", "ACCEPTED"),
        ("KIN", "ACCEPTED"),
        ("KIN", "TESTING"),
        ("POV", "ADOPTED"),
        ("POV", "DECLINED"),
    ]
    assert [action.theme.code for action in actions.overdue(TODAY)] == ["INF"]


def _check_quotes(built):
    """What the approver of the demo found safe is shown word for word."""
    rows = SentenceEvidence.objects.filter(comment__initiative=built, is_quoted=True)
    quotes = [row.comment.original[row.start : row.end] for row in rows.select_related("comment")]
    assert [row for row in rows if not row.comment.may_quote] == []
    assert [
        quote
        for quote, row in zip(quotes, rows, strict=True)
        if quote not in row.comment.redacted_text
    ] == []


def test_patient_feedback_has_all_comments_and_the_codes_of_every_second():
    built = patient_feedback.build()
    comments = Comment.objects.filter(initiative=built)
    assert comments.count() == 4420
    assert comments.waiting_for_redaction().count() == 0
    assert built.is_made_up is False
    tags = Tag.objects.filter(comment__initiative=built)
    assert set(tags.values_list("source", flat=True)) == {"IMPORTED"}
    coded = tags.values("comment").distinct().count()
    assert 2000 < coded <= 2210
    first = comments.order_by("row").first()
    assert first.external_hash == row_hash(
        built.pk, patient_feedback._read("comments.csv")[0]["id"]
    )


def test_an_initiative_of_somebody_is_refused(monkeypatch):
    theirs = InitiativeFactory(slug="family-voices", name="Ours")
    others = []
    monkeypatch.setitem(demo.BUILDERS, "patient-feedback", lambda: others.append(1) or theirs)
    with pytest.raises(CommandError) as refusal:
        call_command("load_demo", stdout=StringIO())
    assert str(refusal.value) == (
        "The initiative at “family-voices” was not made by this command, so it stays as it is. "
        "Load the demo where that address is free."
    )
    assert Initiative.objects.get(slug="family-voices") == theirs
    assert others == [1]


def test_a_survey_of_somebody_at_that_address_is_refused():
    other = InitiativeFactory()
    make_survey(other, slug="family-voices")
    with pytest.raises(NotOurs):
        family_voices.build(TODAY)
    assert Survey.objects.get().initiative == other
    assert Initiative.objects.filter(slug="family-voices").count() == 0


def test_an_unknown_name_is_refused():
    with pytest.raises(CommandError, match="“other” is not of the demo"):
        call_command("load_demo", "other")


def test_an_interrupted_load_leaves_nothing(monkeypatch):
    def broken(**kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(family_voices, "find", broken)
    with pytest.raises(KeyboardInterrupt):
        family_voices.build(TODAY)
    assert Initiative.objects.count() == 0
    assert Comment.objects.count() == 0


def test_tasks_run_at_once_only_while_the_demo_is_loaded(by_a_broker):
    with tasks_at_once():
        assert by_a_broker.task_always_eager is True
    assert by_a_broker.task_always_eager is False


@pytest.fixture
def by_a_broker():
    """As in an installation: tasks go through the broker."""
    conf = current_app.conf
    before, conf.task_always_eager = conf.task_always_eager, False
    yield conf
    conf.task_always_eager = before


def test_the_clock_is_right_again_after_a_fault():
    now = timezone.now
    with suppress(ZeroDivisionError), clock_at(datetime(2020, 1, 1, tzinfo=UTC)):
        seen_inside = timezone.localdate()
        raise ZeroDivisionError
    assert seen_inside == date(2019, 12, 31)  # in the zone of the tests
    assert timezone.now is now


def test_people_of_the_demo_have_one_role_each():
    people = demo_people()
    built = family_voices.build(TODAY)
    roles = sorted(
        built.membership_set.current().values_list("user__email", "role"), key=lambda row: row[1]
    )
    assert roles == [
        (people[role].email, role)
        for role in ("analyst", "approver", "coordinator", "facilitator", "reader")
    ]
    assert User.objects.count() == 6


def test_words_are_varied():
    """Seven kinds of people and more, both languages, three voices; no text twice."""
    voices = read_voices()
    assert len({voice.text for voice in voices}) == len(voices) >= 150
    segments = {voice.segment for voice in voices}
    assert segments >= {"parents", "youth", "kin", "foster", "tribal", "reporters", "workers"}
    assert {voice.voice for voice in voices} == {"own", "noted", "observed"}
    coded = [voice for voice in voices if voice.is_coded]
    assert 0.3 < len(coded) / len(voices) < 0.5
