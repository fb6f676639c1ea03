"""A sign of life of a long task, while it does something that takes long by itself."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils import timezone

from analysis.models import Run

log = logging.getLogger("heard.analysis")
BEAT_SECONDS = 15


@contextmanager
def beating(run: Run, every: float = BEAT_SECONDS) -> Iterator[None]:
    """Write that this attempt lives, every few seconds, until the block ends.

    Learning from many comments takes longer than the sweep waits. The beat ends with the process;
    a task that hangs is ended by the queue's time limit.
    """
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(run.pk, run.attempt, over, every), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(run_id: int, attempt: int, over: threading.Event, every: float) -> None:
    try:
        while not over.wait(every):
            try:
                mine = Run.objects.filter(pk=run_id, attempt=attempt, state=Run.State.RUNNING)
                mine.update(beat_at=timezone.now())
            except DatabaseError as error:
                # The next beat may come through; without any the sweep takes the run up again.
                log.warning("no beat of run %s: %s", run_id, type(error).__name__)
    finally:
        connection.close()
