"""A sign of life of a long task, while it does something that takes long by itself."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, models
from django.utils import timezone

from analysis.models import Run

log = logging.getLogger("heard.analysis")
BEAT_SECONDS = 15


@contextmanager
def beating(run: models.Model, every: float = BEAT_SECONDS) -> Iterator[None]:
    """Write that this attempt (of a Run or a Discovery) lives, every few seconds, until the block
    ends.

    Learning from many comments takes longer than the sweep waits. The beat ends with the process;
    a task that hangs is ended by the queue's time limit.
    """
    if connection.in_atomic_block:
        # Nobody else sees the run before the whole transaction ends, and the beat could not write.
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(run, over, every), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(run: models.Model, over: threading.Event, every: float) -> None:
    try:
        while not over.wait(every):
            try:
                rows = type(run).objects
                mine = rows.filter(pk=run.pk, attempt=run.attempt, state=Run.State.RUNNING)
                mine.update(beat_at=timezone.now())
            except DatabaseError as error:
                # The next beat may come through; without any the sweep takes the run up again.
                log.warning("no beat of %s: %s", run, type(error).__name__)
    finally:
        connection.close()
