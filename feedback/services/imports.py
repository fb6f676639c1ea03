"""A file of comments, from upload to undo. Reading goes on where a stopped worker left it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from feedback import import_files
from feedback.import_rows import Columns, Overview, look_over
from feedback.models import Import
from feedback.services.comments import redact_comments
from feedback.services.import_batches import (
    BATCH,
    Batches,
    make_segments,
    new_segments,
    segments_by_name,
)
from initiatives.models import Initiative, NoticeGiven
from initiatives.tables import Row, Table, Unreadable, open_table

KEPT_FOR = timedelta(days=7)
# A worker that has not written for so long is gone.
BEAT_IS_OLD = timedelta(seconds=60)
# Where the numbers of a date leave it open, what is usual in the agency's country.
MONTH_FIRST = {"US"}


@transaction.atomic
def begin_import(
    *,
    actor: User | None,
    initiative: Initiative,
    name: str,
    chunks: Iterable[bytes],
    columns: Columns | None = None,
) -> Import:
    """Keep an uploaded file until its columns are chosen, or where they are, until it is read.

    Raises Unreadable, with a sentence for the person, for what is not a table or has not these
    columns. Whatever goes wrong, nothing is kept: no row would know of the words in the file.
    """
    name = Path(name).name[:200] or "file"
    stored_as, digest = import_files.keep(chunks, name)
    try:
        with open_table(settings.UPLOAD_DIR / stored_as, name=name) as table:
            if next(table.rows(), None) is None:
                raise Unreadable(f"“{name}” has no rows below its header. Choose another file.")
            if columns:
                overview = look_over_import(table, columns)
                new_segments(initiative, overview.segments, columns.segment)
        return Import.objects.create(
            initiative=initiative, name=name, stored_as=stored_as, digest=digest, by=actor
        )
    except BaseException:
        import_files.delete(stored_as)
        raise


def look_over_import(table: Table, columns: Columns) -> Overview:
    """What only the whole file tells; raises Unreadable for a column that it has not."""
    columns.require_in(table)
    return look_over(table, columns, month_first=settings.PHONE_REGION in MONTH_FIRST)


@transaction.atomic
def choose_columns(*, actor: User | None, import_file: Import, columns: Columns) -> None:
    """Keep which column means what, until the import starts."""
    locked = Import.objects.select_for_update().get(pk=import_file.pk)
    require_step(Import.STEPS, locked.state, Import.State.QUEUED, "import")
    locked.columns = import_file.columns = columns.kept()
    locked.save(update_fields=["columns"])
    audit.record(
        actor=actor, verb="choose_columns", subject=locked, initiative=locked.initiative_id
    )


@transaction.atomic
def start_import(
    *, actor: User | None, import_file: Import, columns: Columns, send: bool = True
) -> Import:
    """Have the file read: by a worker after the commit, or (`send` False) by who calls this."""
    locked = Import.objects.select_for_update().get(pk=import_file.pk)
    require_step(Import.STEPS, locked.state, Import.State.QUEUED, "import")
    locked.columns = columns.kept()
    locked.state = Import.State.QUEUED
    locked.beat_at = timezone.now()
    locked.notice_given = NoticeGiven.objects.create(
        initiative_id=locked.initiative_id, way=NoticeGiven.Way.NOT_GIVEN, given_by=actor
    )
    locked.save()
    audit.record(actor=actor, verb="start_import", subject=locked, initiative=locked.initiative_id)
    if send:
        transaction.on_commit(partial(_send, locked.pk), robust=True)
    return locked


def _send(import_id: int) -> None:
    """Nothing waits on this: where the queue is down, the next sweep finds the row."""
    from feedback.tasks import read_import

    read_import.delay(import_id)


def read_import(*, import_id: int) -> None:
    """Read what is left of the file. It may be stopped anywhere and called again: no row doubles.

    Not one transaction but one for each 500 rows, so that progress shows and others can write.
    """
    file = _take(import_id)
    if file is None:
        return
    try:
        with open_table(import_files.path_of(file), name=file.name) as table:
            _read(file, table)
    except Unreadable as refusal:
        _fail(file, str(refusal))
    except DatabaseError:
        raise  # the database may be busy; the sweep tries again
    except Exception:
        _fail(file, "Reading stopped by a fault of Heard. Tell your administrator when it was.")
        raise


def _take(import_id: int) -> Import | None:
    """The import, when no other worker is reading it."""
    now = timezone.now()
    free = Q(state=Import.State.QUEUED) | Q(
        state=Import.State.RUNNING, beat_at__lt=now - BEAT_IS_OLD
    )
    mine = Import.objects.filter(free, pk=import_id)
    if not mine.update(state=Import.State.RUNNING, beat_at=now):
        return None
    return Import.objects.select_related("initiative").get(pk=import_id)


def _fail(file: Import, why: str) -> None:
    reading = Import.objects.filter(pk=file.pk, state=Import.State.RUNNING)
    reading.update(state=Import.State.FAILED, failure=why[:500])


def _read(file: Import, table: Table) -> None:
    columns = Columns.of(file.columns)
    overview = look_over_import(table, columns)
    _prepare(file, overview, columns)
    batches = Batches(file, columns, overview.dates, segments_by_name(file.initiative))
    rows = table.rows()
    for done in _batched(islice(rows, file.rows_read)):
        batches.skip(done)
    for batch in _batched(rows):
        ids = _write(file, batches, batch)
        if ids is None:
            return
        redact_comments(comment_ids=ids)
    reading = Import.objects.filter(pk=file.pk, state=Import.State.RUNNING)
    reading.update(state=Import.State.DONE, beat_at=timezone.now())


@transaction.atomic
def _prepare(file: Import, overview: Overview, columns: Columns) -> None:
    names = new_segments(file.initiative, overview.segments, columns.segment)
    make_segments(file.initiative, names)
    file.rows_total = overview.rows
    if names:
        file.columns = file.columns | {"new_segments": names}
    file.save(update_fields=["rows_total", "columns"])


def _batched(rows: Iterable[Row]) -> Iterator[Sequence[Row]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


@transaction.atomic
def _write(file: Import, batches: Batches, batch: Sequence[Row]) -> list[int] | None:
    """Write one batch; None when another worker has gone on meanwhile."""
    still = Import.objects.select_for_update().filter(
        pk=file.pk, state=Import.State.RUNNING, rows_read=file.rows_read
    )
    if not still.exists():
        return None
    ids = batches.write(batch)
    file.beat_at = timezone.now()
    file.save(
        update_fields=["beat_at", "rows_read", "imported", "unchanged", "withdrawn", "problems"]
    )
    return ids


@transaction.atomic
def delete_import_file(*, actor: User | None, import_file: Import) -> None:
    """All is well: the file is deleted, its rows stay."""
    locked = Import.objects.select_for_update().get(pk=import_file.pk)
    if locked.state in (Import.State.QUEUED, Import.State.RUNNING):
        raise InvalidTransition("This file is being read. Wait until it is done.")
    drop_file(locked)
    if locked.state == Import.State.UPLOADED:
        locked.state = Import.State.FAILED
        locked.failure = "The file was deleted before its columns were chosen. Upload it again."
    locked.save(update_fields=["stored_as", "state", "failure"])
    audit.record(
        actor=actor, verb="delete_import_file", subject=locked, initiative=locked.initiative_id
    )


def drop_file(locked: Import) -> None:
    """The row forgets the file, which is deleted when that is committed."""
    transaction.on_commit(partial(import_files.delete, locked.stored_as))
    locked.stored_as = ""


def tend_imports(*, now: datetime) -> list[int]:
    """Delete files that are older than seven days; returns the imports to go on with."""
    old = Import.objects.filter(at__lt=now - KEPT_FOR).exclude(stored_as="")
    for file in old.exclude(state__in=[Import.State.QUEUED, Import.State.RUNNING]):
        delete_import_file(actor=None, import_file=file)
    import_files.delete_older_than(now - KEPT_FOR)
    stale = Import.objects.unfinished().filter(beat_at__lt=now - BEAT_IS_OLD)
    return list(stale.values_list("pk", flat=True))
