"""Reading a file in the background: batches, a worker that is stopped, a message that is lost."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.states import InvalidTransition
from feedback import services, tasks
from feedback.import_rows import Columns
from feedback.models import Comment, Import, Submission
from feedback.services import import_batches, imports
from tests.factories import InitiativeFactory, make_import

pytestmark = pytest.mark.django_db
CONTENTS = "id,text,who\na,One,p1\nb,Two,p1\nc,Three,p2\na,Again,p3\ne,Five,p2\n"
COLUMNS = Columns("text", id="id", respondent="who")


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture(autouse=True)
def _two_rows_at_a_time(monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 2)


@pytest.fixture
def started(initiative):
    """A file that waits for its worker."""
    file = services.begin_import(
        actor=None, initiative=initiative, name="a.csv", chunks=[CONTENTS.encode()]
    )
    return services.start_import(actor=None, import_file=file, columns=COLUMNS, send=False)


class Killed(BaseException):
    """What stops a process: nothing catches it."""


def kill_at(monkeypatch, owner, name, call):
    """Stop the worker at that call of `owner.name`; calls before it work."""
    real, calls = getattr(owner, name), []

    def stopped(*args, **kwargs):
        calls.append(1)
        if len(calls) == call:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, stopped)
    return lambda: monkeypatch.setattr(owner, name, real)


def let_time_pass(file, seconds=61):
    earlier = timezone.now() - timedelta(seconds=seconds)
    Import.objects.filter(pk=file.pk).update(beat_at=earlier)


def is_whole(file):
    file.refresh_from_db()
    assert (file.state, file.rows_read, file.imported, file.problems) == ("DONE", 5, 4, 1)
    comments = list(Comment.objects.all())
    assert [comment.original for comment in comments] == ["One", "Two", "Three", "Five"]
    assert {comment.state for comment in comments} == {"READY"}
    assert Submission.objects.counted().count() == 2
    assert [problem.row for problem in file.importproblem_set.all()] == [5]


def test_a_file_is_read_batch_by_batch(started):
    services.read_import(import_id=started.pk)
    is_whole(started)


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_worker_killed_while_writing_goes_on_without_doubles(started, monkeypatch, call):
    revive = kill_at(monkeypatch, import_batches.Batches, "write", call)
    with pytest.raises(Killed):
        services.read_import(import_id=started.pk)
    started.refresh_from_db()
    assert (started.state, started.rows_read) == ("RUNNING", 2 * (call - 1))
    revive()
    let_time_pass(started)
    services.read_import(import_id=started.pk)
    is_whole(started)


def test_a_worker_killed_before_it_redacts_leaves_nothing_unredacted(started, monkeypatch):
    revive = kill_at(monkeypatch, imports, "redact_comments", 2)
    with pytest.raises(Killed):
        services.read_import(import_id=started.pk)
    assert [c.state for c in Comment.objects.all()] == ["READY", "READY", "RECEIVED"]
    revive()
    let_time_pass(started)
    tasks.sweep()
    is_whole(started)


def test_a_file_that_somebody_reads_is_left_alone(started):
    Import.objects.filter(pk=started.pk).update(state="RUNNING", beat_at=timezone.now())
    services.read_import(import_id=started.pk)
    assert Comment.objects.count() == 0


def test_a_worker_that_was_overtaken_stops(started, monkeypatch):
    real = imports.redact_comments

    def overtaken(**kwargs):
        Import.objects.filter(pk=started.pk).update(rows_read=4)
        return real(**kwargs)

    monkeypatch.setattr(imports, "redact_comments", overtaken)
    services.read_import(import_id=started.pk)
    started.refresh_from_db()
    assert (started.state, Comment.objects.count()) == ("RUNNING", 2)


def test_reading_again_what_is_done_changes_nothing(started):
    services.read_import(import_id=started.pk)
    tasks.read_import(started.pk)
    is_whole(started)


def test_starting_sends_the_work_after_the_commit(
    initiative, django_capture_on_commit_callbacks, eager_tasks
):
    file = services.begin_import(
        actor=None, initiative=initiative, name="a.csv", chunks=[CONTENTS.encode()]
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.start_import(actor=None, import_file=file, columns=COLUMNS)
    is_whole(file)


def test_a_message_that_is_lost_is_found_by_the_sweep(started):
    tasks.sweep()
    started.refresh_from_db()
    assert started.state == "QUEUED"
    let_time_pass(started)
    tasks.sweep()
    is_whole(started)


def test_a_queue_that_is_down_does_not_stop_the_start(
    initiative, django_capture_on_commit_callbacks, monkeypatch
):
    def down(import_id):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.read_import, "delay", down)
    file = services.begin_import(
        actor=None, initiative=initiative, name="a.csv", chunks=[CONTENTS.encode()]
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.start_import(actor=None, import_file=file, columns=COLUMNS)
    file.refresh_from_db()
    assert file.state == "QUEUED"


def test_a_busy_database_is_tried_again_by_the_sweep(started, monkeypatch):
    def busy(self, rows):
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(import_batches.Batches, "write", busy)
        with pytest.raises(DatabaseError):
            services.read_import(import_id=started.pk)
    let_time_pass(started)
    tasks.sweep()
    is_whole(started)


def test_a_fault_of_ours_is_said_plainly_and_what_came_in_can_be_undone(started, monkeypatch):
    real = import_batches.Batches.write

    def broken(self, rows):
        if self.file.rows_read:
            raise RuntimeError("a fault")
        return real(self, rows)

    monkeypatch.setattr(import_batches.Batches, "write", broken)
    with pytest.raises(RuntimeError):
        services.read_import(import_id=started.pk)
    started.refresh_from_db()
    assert (started.state, started.imported, started.failure) == (
        "FAILED",
        2,
        "Reading stopped by a fault of Heard. Tell your administrator when it was.",
    )
    assert services.undo_import(actor=None, import_file=started) == 2


def test_a_file_that_is_gone_says_so(started):
    (settings.UPLOAD_DIR / started.stored_as).unlink()
    services.read_import(import_id=started.pk)
    started.refresh_from_db()
    assert (started.state, started.failure) == (
        "FAILED",
        "“a.csv” has been deleted here. Upload it again.",
    )


def test_while_it_is_read_a_file_is_neither_deleted_nor_undone(started):
    with pytest.raises(InvalidTransition, match="being read"):
        services.delete_import_file(actor=None, import_file=started)
    with pytest.raises(InvalidTransition):
        services.undo_import(actor=None, import_file=started)


def test_after_seven_days_the_file_is_deleted_and_its_rows_stay(
    initiative, django_capture_on_commit_callbacks
):
    file = make_import(initiative, CONTENTS, id="id", respondent="who")
    path = settings.UPLOAD_DIR / file.stored_as
    orphan = settings.UPLOAD_DIR / "import-of-nobody"
    orphan.write_bytes(b"left by a crash")
    now = timezone.now()
    services.tend_imports(now=now + timedelta(days=6))
    assert (path.exists(), orphan.exists()) == (True, True)
    with django_capture_on_commit_callbacks(execute=True):
        services.tend_imports(now=now + timedelta(days=7, minutes=1))
    assert (path.exists(), orphan.exists()) == (False, False)
    file.refresh_from_db()
    assert (file.state, file.stored_as, Comment.objects.standing().count()) == ("DONE", "", 4)


def test_more_rows_need_no_more_queries(initiative, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 500)
    initiative.segment_set.create(code="kind", name="Kind")
    counts = []
    for rows in (5, 400):
        contents = "".join(f"Row {n},p{n % 7},Kind\n" for n in range(rows))
        with CaptureQueriesContext(connection) as queries:
            make_import(initiative, f"text,who,kind\n{contents}", respondent="who", segment="kind")
        counts.append(len(queries))
    assert counts[0] == counts[1]
