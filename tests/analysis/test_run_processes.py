"""A run in real processes: broker, worker and scheduler. The worker is killed in the middle."""

import os
import signal
import threading
from datetime import timedelta

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from analysis import services
from analysis.models import Run
from analysis.services import runs
from config import broker
from config.programs import programs
from config.supervisor import Supervisor
from feedback.models import Comment
from tests import factories as make

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

COMMENTS = 2_400
PATIENCE = 90  # seconds until a test fails that would otherwise wait for ever


@pytest.fixture
def installation(monkeypatch):
    """Broker, worker and scheduler on the database of this test; the sweep comes each second."""
    monkeypatch.setenv("HEARD_SWEEP_SECONDS", "1")
    broker.prepare(settings.BROKER)
    found = programs(settings.BROKER, settings.DATA_DIR, port=1)
    wanted = [program for program in found if program.name != "web"]
    supervisor = Supervisor(wanted, say=lambda line: None, delays=(0.1,))
    ready = threading.Event()
    thread = threading.Thread(target=supervisor.run, kwargs={"on_ready": ready.set})
    thread.start()
    assert ready.wait(PATIENCE)
    yield
    supervisor.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def until(condition) -> None:
    """Wait for something that other processes do."""
    pause = threading.Event()
    for _ in range(PATIENCE * 20):
        if condition():
            return
        pause.wait(0.05)
    pytest.fail("It did not come to pass.")


def workers() -> list[psutil.Process]:
    """The worker and the processes it has begun."""
    mine = psutil.Process().children(recursive=True)
    return [process for process in mine if "worker" in process.cmdline()]


def test_a_worker_that_is_killed_in_mid_run(installation, monkeypatch):
    initiative = make.InitiativeFactory()
    codebook = make.make_codebook(initiative, "waiting")
    submission = make.make_submission(initiative)
    words = "All of that waiting, and then the same again in the next week."
    Comment.objects.bulk_create(
        Comment(
            initiative=initiative,
            submission=submission,
            voice="OWN",
            original=words,
            redacted_text=words,
            redaction_version=1,
            state="READY",
        )
        for _ in range(COMMENTS)
    )
    # The message is lost besides: the sweep finds the run by its row.
    monkeypatch.setattr(runs, "_send", lambda run_id: None)
    run = services.start_run(actor=make.UserFactory(), codebook=codebook)
    forget(run)
    until(lambda: Run.objects.get(pk=run.pk).done)

    for process in workers():
        os.kill(process.pid, signal.SIGKILL)
    run.refresh_from_db()
    assert run.state == "RUNNING"
    assert 0 < run.done < COMMENTS
    forget(run)
    until(lambda: Run.objects.get(pk=run.pk).ended_at)

    run.refresh_from_db()
    assert (run.state, run.done) == ("DONE", COMMENTS)
    assert run.attempt > 1
    suggested = run.suggestion_set.values_list("comment", flat=True)
    assert len(suggested) == len(set(suggested)) == COMMENTS
    connection.close()


def forget(run: Run) -> None:
    """As if the worker had not written for five minutes."""
    old = timezone.now() - timedelta(minutes=5)
    Run.objects.filter(pk=run.pk).update(beat_at=old)
