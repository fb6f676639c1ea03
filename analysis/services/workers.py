"""Work that begins anew when its worker was stopped: a choice of quotes, a search for themes."""

from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from analysis import engine
from analysis.models.work import Work
from analysis.services.heart import beating
from analysis.services.runs import BEAT_IS_OLD, MOST_TRIES

State = Work.State


class TakenAway(Exception):
    """It was cancelled, or another worker has gone on."""


def do[Row: Work](rows: QuerySet[Row], pk: int, body: Callable[[Row], None], *, fault: str) -> None:
    """Take up the row of this number and do its `body` from the beginning.

    It may be stopped anywhere and called again. A body that raises TakenAway wrote nothing that
    counts; after any other error the row FAILED, with `fault` as the sentence that people read.
    """
    row = take(rows, pk, fault)
    if row is None:
        return
    try:
        with beating(row):
            body(row)
    except OperationalError:
        raise  # the database may be busy; the sweep tries again
    except TakenAway:
        return
    except Exception:
        mine(row).update(state=State.FAILED, ended_at=timezone.now(), failure=fault)
        raise


@transaction.atomic
def take[Row: Work](rows: QuerySet[Row], pk: int, fault: str) -> Row | None:
    """The row, when no other worker is at it and it has not been begun too often."""
    now = timezone.now()
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, beat_at__lt=now - BEAT_IS_OLD)
    row = rows.select_for_update().filter(free, pk=pk).first()
    if row is None:
        return None
    row.attempt += 1
    row.state, row.beat_at, row.engine_version = State.RUNNING, now, engine.VERSION
    if row.attempt > MOST_TRIES:
        row.state, row.ended_at, row.failure = State.FAILED, now, fault
    row.save()
    return row if row.state == State.RUNNING else None


def mine[Row: Work](row: Row) -> QuerySet[Row]:
    """The row while this attempt still works on it: an older worker's update changes nothing."""
    rows = type(row).objects
    return rows.filter(pk=row.pk, state=State.RUNNING, attempt=row.attempt)


def tell(row: Work, *, done: int, total: int) -> None:
    """Write how far it is. Raises TakenAway where it is no longer this worker's."""
    if not mine(row).update(done=done, total=total, beat_at=timezone.now()):
        raise TakenAway


def tend(model: type[Work], *, now: datetime) -> list[int]:
    """Rows that nobody works on any more, put back in the queue; returns their numbers."""
    old = model.objects.unfinished().filter(beat_at__lt=now - BEAT_IS_OLD)
    ids = list(old.values_list("pk", flat=True))
    model.objects.filter(pk__in=ids, state=State.RUNNING).update(state=State.QUEUED)
    return ids
