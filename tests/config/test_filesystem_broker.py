"""A folder of files as the broker: a real worker takes its messages there and does the work."""

import os
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import connection

from config import broker, celery_app
from config.broker import choose
from feedback import services
from feedback.import_rows import Columns
from feedback.models import Comment, Import
from tests.factories import InitiativeFactory
from tests.guards.files import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
PATIENCE = 90  # seconds until a test fails that would otherwise wait for ever


@pytest.fixture
def folder(monkeypatch):
    """What a machine without any server has for a broker, and a connection to it."""
    monkeypatch.setattr(broker, "embedded_server", lambda: None)
    found = choose({"PATH": ""}, settings.DATA_DIR)
    assert found.kind == "filesystem"
    broker.prepare(found)
    with celery_app.connection_for_write(found.url) as messages:
        messages.transport_options = found.options
        celery_app.conf.task_always_eager = False
        yield found, messages
        celery_app.conf.task_always_eager = settings.CELERY_TASK_ALWAYS_EAGER


WORKER = """
import sys
from config import broker
broker.embedded_server = lambda: None
from celery.__main__ import main
sys.argv = ["celery", "-A", "config", *sys.argv[1:]]
main()
"""


@pytest.fixture
def worker(folder, child_environ):
    """A worker as an installation starts it, without any server on its PATH."""
    command = [
        sys.executable,
        "-c",
        WORKER,
        "worker",
        "--concurrency",
        "1",
        "--loglevel",
        "WARNING",
    ]
    process = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle", "--pool", "solo"],
        cwd=ROOT,
        env={**child_environ, "PATH": "", "REDIS_URL": ""},
    )
    yield process
    process.terminate()
    process.wait(PATIENCE)


def until(condition) -> None:
    """Wait for something that the worker does."""
    pause = threading.Event()
    for _ in range(PATIENCE * 20):
        if condition():
            return
        pause.wait(0.05)
    pytest.fail("It did not come to pass.")


def test_an_import_is_read_by_a_worker_that_has_files_for_messages(folder, worker):
    found, messages = folder
    file = services.begin_import(
        actor=None,
        initiative=InitiativeFactory(),
        name="a.csv",
        chunks=[b"text\nThey came.\nCall 651-266-4500.\n"],
    )
    services.start_import(actor=None, import_file=file, columns=Columns("text"), send=False)
    celery_app.send_task("feedback.tasks.read_import", [file.pk], connection=messages)
    inbox = found.folders[0]
    until(lambda: Import.objects.get(pk=file.pk).state == "DONE")
    texts = Comment.objects.order_by("row").values_list("redacted_text", "state")
    assert list(texts) == [("They came.", "READY"), ("Call [phone].", "READY")]
    until(lambda: os.listdir(inbox) == [])
    connection.close()
