"""Runs that are interrupted: killed workers, lost messages, codebooks and comments that change."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models import RestrictedError
from django.utils import timezone

from analysis import services, tasks
from analysis.models import Decision, Run, Tag
from analysis.review.queue import open_suggestions
from analysis.services import runs
from analysis.services.heart import beating
from feedback import services as feedback
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


@pytest.fixture
def started(django_capture_on_commit_callbacks, analyst, codebook):
    def start() -> Run:
        with django_capture_on_commit_callbacks(execute=True):
            run = services.start_run(actor=analyst, codebook=codebook)
        run.refresh_from_db()
        return run

    return start


def test_a_killed_worker_is_gone_on_with_and_nothing_doubles(
    initiative, analyst, codebook, monkeypatch
):
    monkeypatch.setattr(runs, "BATCH", 2)
    comments = [make.make_comment(initiative, f"waiting {n}") for n in range(5)]
    run = services.start_run(actor=analyst, codebook=codebook)
    write, calls = runs._write, []

    def dies_in_the_second_batch(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt  # what a kill looks like from inside
        return write(*args)

    monkeypatch.setattr(runs, "_write", dies_in_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        services.work_on_run(run_id=run.pk)
    monkeypatch.setattr(runs, "_write", write)
    run.refresh_from_db()
    assert (run.state, run.done) == ("RUNNING", 2)
    services.work_on_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.done == 2, "while the beat is fresh another worker leaves it alone"

    Run.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    tasks.sweep()
    run.refresh_from_db()
    assert (run.state, run.done, run.attempt) == ("DONE", 5, 2)
    assert themes_of(run) == [(comment.pk, "waiting") for comment in comments]


def test_a_worker_that_wakes_up_late_writes_nothing(initiative, analyst, codebook, monkeypatch):
    make.make_comment(initiative, "waiting")
    run = services.start_run(actor=analyst, codebook=codebook)
    late = runs._take(run.pk)
    Run.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    services.work_on_run(run_id=run.pk)
    runs._work(late)
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("DONE", 2)
    assert run.suggestion_set.count() == 1


def test_a_lost_message_only_delays(initiative, analyst, codebook):
    make.make_comment(initiative, "waiting")
    run = services.start_run(actor=analyst, codebook=codebook)
    tasks.sweep()
    run.refresh_from_db()
    assert run.state == "QUEUED", "a fresh one is left to its message"
    Run.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    tasks.sweep()
    run.refresh_from_db()
    assert run.state == "DONE"


def test_a_codebook_that_changes_in_mid_run(initiative, analyst, codebook, monkeypatch):
    """The run ends with the themes it began with; one that was deleted is suggested no more."""
    monkeypatch.setattr(runs, "BATCH", 1)
    comments = [make.make_comment(initiative, "waiting, a lawyer, a school") for _ in range(2)]
    run = services.start_run(actor=analyst, codebook=codebook)
    write, done = runs._write, []

    def changes_after_the_first(*args):
        answer = write(*args)
        if not done:
            services.remove_theme(actor=analyst, theme=codebook.theme_set.get(code="waiting"))
            services.make_theme(
                actor=analyst, initiative=initiative, name="School", keywords="school"
            )
        done.append(args)
        return answer

    monkeypatch.setattr(runs, "_write", changes_after_the_first)
    services.work_on_run(run_id=run.pk)
    run.refresh_from_db()
    codebook.refresh_from_db()
    assert run.state == "DONE"
    assert run.codebook_version < codebook.version
    assert themes_of(run) == [(comment.pk, "lawyer") for comment in comments]


def test_a_codebook_that_changes_while_nobody_works(initiative, analyst, codebook):
    """Half of one codebook and half of another is no run: it begins again with the new one."""
    comment = make.make_comment(initiative, "waiting, a school")
    run = services.start_run(actor=analyst, codebook=codebook)
    services.make_theme(actor=analyst, initiative=initiative, name="School", keywords="school")
    codebook.refresh_from_db()
    services.work_on_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.codebook_version == codebook.version
    assert themes_of(run) == [(comment.pk, "school"), (comment.pk, "waiting")]


def test_a_withdrawal_while_its_run_works(initiative, analyst, codebook, monkeypatch):
    gone = make.make_comment(initiative, "waiting and waiting")
    stays = make.make_comment(initiative, "waiting")
    run = services.start_run(actor=analyst, codebook=codebook)
    write = runs._write

    def withdraws_first(*args):
        feedback.withdraw_submission(actor=None, submission=gone.submission)
        return write(*args)

    monkeypatch.setattr(runs, "_write", withdraws_first)
    services.work_on_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == "DONE"
    assert themes_of(run) == [(stays.pk, "waiting")]


def test_nobody_decides_on_a_run_that_is_still_at_work(initiative, analyst, codebook, monkeypatch):
    """So that it can begin again without taking a decision away."""
    monkeypatch.setattr(runs, "BATCH", 1)
    comments = [make.make_comment(initiative, "waiting") for _ in range(2)]
    run = services.start_run(actor=analyst, codebook=codebook)
    write, seen = runs._write, []

    def looks_at_the_review(*args):
        answer = write(*args)
        seen.append(open_suggestions(codebook).count())
        return answer

    monkeypatch.setattr(runs, "_write", looks_at_the_review)
    services.work_on_run(run_id=run.pk)
    assert seen == [0, 0]
    assert open_suggestions(codebook).count() == len(comments)


def test_a_run_that_begins_again_deletes_no_decision(initiative, analyst, codebook):
    comment = make.make_comment(initiative, "waiting")
    run = services.start_run(actor=analyst, codebook=codebook)
    decided = make.make_suggestion(run, comment, codebook.theme_set.get(code="waiting"))
    services.decide_suggestions(actor=analyst, comment=comment, accept=[decided.pk], reject=[])
    services.make_theme(actor=analyst, initiative=initiative, name="School", keywords="school")
    services.work_on_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == "DONE"
    assert Decision.objects.get().suggestion == decided
    assert Tag.objects.filter(comment=comment).count() == 1
    with pytest.raises(RestrictedError):
        decided.delete()


def test_what_is_rejected_while_a_run_works_is_not_asked_again(
    initiative, analyst, codebook, started
):
    comment = make.make_comment(initiative, "waiting")
    first = started()
    run = services.start_run(actor=analyst, codebook=codebook)
    at_work = runs._take(run.pk)
    services.decide_suggestions(
        actor=analyst, comment=comment, accept=[], reject=[first.suggestion_set.get().pk]
    )
    runs._work(at_work)
    assert not run.suggestion_set.exists()


def test_a_theme_that_was_taken_off_is_not_suggested_again(initiative, analyst, codebook, started):
    comment = make.make_comment(initiative, "waiting")
    first = started()
    services.decide_suggestions(
        actor=analyst, comment=comment, accept=[first.suggestion_set.get().pk], reject=[]
    )
    services.remove_tag(actor=analyst, tag=Tag.objects.get())
    assert not started().suggestion_set.exists()


def test_a_run_that_gets_nowhere_is_ended(initiative, analyst, codebook, monkeypatch):
    """Or nobody could start another."""
    make.make_comment(initiative, "waiting")
    run = services.start_run(actor=analyst, codebook=codebook)

    def dies(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(runs, "_work", dies)
    for _ in range(runs.MOST_TRIES):
        Run.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
        with pytest.raises(KeyboardInterrupt):
            services.work_on_run(run_id=run.pk)
    Run.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    services.work_on_run(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.failure) == ("FAILED", runs.FAULT)
    assert services.start_run(actor=analyst, codebook=codebook)


def test_a_fault_of_the_database_other_than_being_busy_ends_it(
    initiative, analyst, codebook, monkeypatch
):
    make.make_comment(initiative, "waiting")
    run = services.start_run(actor=analyst, codebook=codebook)

    def breaks(*args):
        raise IntegrityError

    monkeypatch.setattr(runs, "_write", breaks)
    with pytest.raises(IntegrityError):
        services.work_on_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == "FAILED"


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_learns_for_long_says_that_it_lives(
    initiative, analyst, codebook, monkeypatch
):
    monkeypatch.setattr(runs, "_send", lambda run_id: None)
    make.make_comment(initiative, "waiting")
    run = services.start_run(actor=analyst, codebook=codebook)
    at_work = runs._take(run.pk)
    long_ago = timezone.now() - timedelta(minutes=5)
    Run.objects.update(beat_at=long_ago)
    with beating(at_work, every=0.01):
        waited = threading.Event()
        while not Run.objects.filter(beat_at__gt=long_ago + timedelta(minutes=1)).exists():
            waited.wait(0.01)
    assert services.tend_runs(now=timezone.now()) == []
