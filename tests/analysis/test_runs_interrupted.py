"""Runs that are interrupted: killed workers, lost messages, codebooks and comments that change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from analysis import services, tasks
from analysis.models import Run
from analysis.services import runs
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
