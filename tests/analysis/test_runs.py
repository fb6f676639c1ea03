"""A run from the button to its end, and everything that may come in between."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis import services
from analysis.models import Run, Suggestion, Tag
from analysis.services import runs
from letters.services import send_due_letters
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return make.InitiativeFactory()


@pytest.fixture
def analyst(initiative):
    return make.make_member(initiative, "analyst", email="ana@example.org")


@pytest.fixture
def codebook(initiative):
    return make.make_codebook(initiative, "waiting", "lawyer")


def themes_of(run) -> list[tuple[int, str]]:
    rows = run.suggestion_set.order_by("comment", "theme__code")
    return list(rows.values_list("comment", "theme__code"))


def start(django_capture_on_commit_callbacks, analyst, codebook) -> Run:
    with django_capture_on_commit_callbacks(execute=True):
        run = services.start_run(actor=analyst, codebook=codebook)
    run.refresh_from_db()
    return run


@pytest.fixture
def started(django_capture_on_commit_callbacks, analyst, codebook):
    return lambda: start(django_capture_on_commit_callbacks, analyst, codebook)


def test_a_run_suggests_with_span_score_and_reason(initiative, started):
    comment = make.make_comment(initiative, "All of that waiting. Then a lawyer came.")
    run = started()
    assert (run.state, run.done, run.total) == ("DONE", 1, 1)
    assert themes_of(run) == [(comment.pk, "lawyer"), (comment.pk, "waiting")]
    suggestion = run.suggestion_set.get(theme__code="lawyer")
    assert "lawyer" in comment.original[suggestion.start : suggestion.end]
    assert 0.3 <= suggestion.score <= 1
    assert "lawyer" not in str(suggestion.reason)
    assert run.engine_version
    assert "2 themes" in run.features


def test_positions_are_of_the_original(initiative, started):
    """The engine reads the redacted text; what it marks is carried back over what is hidden."""
    comment = make.make_comment(initiative, "😀 Call me at 651-266-4500. The lawyer never did.")
    suggestion = started().suggestion_set.get()
    assert comment.redacted_text != comment.original
    assert comment.original[suggestion.start : suggestion.end] == "The lawyer never did."


def test_nothing_to_do_is_said(initiative, analyst):
    empty = services.codebook_of(initiative)
    with pytest.raises(services.NothingToDo, match="no theme yet"):
        services.start_run(actor=analyst, codebook=empty)
    make.make_codebook(initiative, "waiting")
    with pytest.raises(services.NothingToDo, match="No comment is ready"):
        services.start_run(actor=analyst, codebook=empty)
    assert not Run.objects.exists()


def test_two_runs_at_once(initiative, analyst, codebook):
    make.make_comment(initiative, "waiting")
    services.start_run(actor=analyst, codebook=codebook)
    with pytest.raises(InvalidTransition, match="at work already"):
        services.start_run(actor=analyst, codebook=codebook)
    assert Run.objects.count() == 1


def test_observed_and_unsettled_are_not_read(initiative, started):
    make.make_comment(initiative, "waiting", voice="OBSERVED")
    make.make_comment(initiative, "My name is Ana Ruiz, still waiting")
    read = make.make_comment(initiative, "waiting for ever")
    run = started()
    assert themes_of(run) == [(read.pk, "waiting")]
    assert run.total == 1


def test_cancelled_runs_write_no_more(initiative, analyst, codebook):
    make.make_comment(initiative, "waiting")
    run = services.start_run(actor=analyst, codebook=codebook)
    at_work = runs._take(run.pk)
    services.cancel_run(actor=analyst, run=run)
    runs._work(at_work)
    run.refresh_from_db()
    assert run.state == "CANCELLED"
    assert not run.suggestion_set.exists()
    with pytest.raises(InvalidTransition):
        services.cancel_run(actor=analyst, run=run)


def test_a_fault_is_said_without_words(initiative, analyst, codebook, monkeypatch):
    make.make_comment(initiative, "waiting for SECRET")

    def breaks(*args):
        raise RuntimeError("SECRET")

    monkeypatch.setattr(runs.adapters, "suggestions", breaks)
    run = services.start_run(actor=analyst, codebook=codebook)
    with pytest.raises(RuntimeError):
        services.work_on_run(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.failure) == ("FAILED", runs.FAULT)


def test_a_long_run_is_handed_on(initiative, analyst, codebook, monkeypatch):
    """Before the queue takes the task for lost, the worker gives the run back and goes on."""
    monkeypatch.setattr(runs, "LONGEST_TURN_SECONDS", -1)
    monkeypatch.setattr(runs, "BATCH", 1)
    for _ in range(3):
        make.make_comment(initiative, "waiting")
    run = services.start_run(actor=analyst, codebook=codebook)
    services.work_on_run(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, run.suggestion_set.count()) == ("DONE", 3, 3)
    assert run.attempt > 1


def test_what_people_settled_is_not_asked_again(initiative, analyst, codebook, started):
    tagged = make.make_comment(initiative, "waiting one")
    rejected = make.make_comment(initiative, "waiting two")
    open_one = make.make_comment(initiative, "waiting three")
    waiting = codebook.theme_set.get(code="waiting")
    make.make_tag(tagged, waiting, analyst)
    first = started()
    services.decide_suggestions(
        actor=analyst,
        comment=rejected,
        accept=[],
        reject=[first.suggestion_set.get(comment=rejected).pk],
    )
    second = started()
    assert themes_of(first) == [(rejected.pk, "waiting"), (open_one.pk, "waiting")]
    assert themes_of(second) == [(open_one.pk, "waiting")]
    states = first.suggestion_set.order_by("comment").values_list("state", flat=True)
    assert list(states) == ["REJECTED", "SUPERSEDED"]


def test_a_comment_coded_elsewhere_is_asked_about_newer_themes_only(initiative, codebook, started):
    coded = make.make_comment(initiative, "waiting for a lawyer")
    other = make.make_comment(initiative, "nothing at all happened")
    waiting, lawyer = codebook.theme_set.order_by("order")
    make.make_tag(coded, waiting)
    make.make_tag(other, lawyer)
    assert themes_of(started()) == []
    Tag.objects.filter(theme=lawyer).delete()
    assert themes_of(started()) == [(coded.pk, "lawyer")]


def test_who_started_it_gets_a_letter_without_words(initiative, started):
    make.make_comment(initiative, "waiting for SECRET")
    run = started()
    send_due_letters(now=timezone.now() + timedelta(seconds=1))
    [letter] = mail.outbox
    assert letter.to == ["ana@example.org"]
    assert f"/work/{initiative.slug}/runs/{run.pk}/" in letter.body
    assert "SECRET" not in letter.subject + letter.body


def test_it_is_on_record(initiative, analyst, started):
    make.make_comment(initiative, "waiting")
    run = started()
    entry = AuditEntry.objects.get(verb="start_run")
    assert (entry.actor, entry.subject_id, entry.initiative) == (
        analyst,
        str(run.pk),
        initiative.pk,
    )
    assert Suggestion.objects.count() == 1
