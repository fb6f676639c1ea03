"""A run of the engine, from the button to its end. A stopped worker's run is gone on with."""

from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from analysis import adapters, engine, letters
from analysis.models import Codebook, NextThemes, Run, Suggestion, Theme
from analysis.services import taken
from analysis.services.heart import beating
from analysis.services.places import place_comments
from analysis.services.readings import keep_readings
from analysis.services.vectors import vectors_of_comments
from feedback.models import Comment
from letters.services import send_later

BATCH = 200
# A worker that has not written for so long is gone.
BEAT_IS_OLD = timedelta(seconds=60)
# So often a run may be taken up without getting any further.
MOST_TRIES = 5
# After so long a worker hands the run on, well before the queue takes a task for lost.
LONGEST_TURN_SECONDS = 300
FAULT = "The engine stopped by a fault of Heard. Start another run, or tell your administrator."


class NothingToDo(ValueError):
    """A run would have nothing to work with. The message says what is missing."""


@transaction.atomic
def start_run(*, actor: User, codebook: Codebook) -> Run:
    """Have the engine look for the codebook's themes in every comment that is ready.

    Raises NothingToDo without themes or comments, InvalidTransition while another run works.
    """
    if not codebook.theme_set.in_use().exists():
        raise NothingToDo("The codebook has no theme yet. Add one, or take the starter codebook.")
    total = _comments(codebook).count()
    if not total:
        raise NothingToDo("No comment is ready yet. Collect some, or look at those that wait.")
    try:
        with transaction.atomic():
            run = Run.objects.create(
                codebook=codebook,
                codebook_version=codebook.version,
                asked_by=actor,
                beat_at=timezone.now(),
                total=total,
            )
    except IntegrityError:
        raise InvalidTransition("A run is at work already. Wait for it, or cancel it.") from None
    audit.record(actor=actor, verb="start_run", subject=run, initiative=codebook.initiative_id)
    transaction.on_commit(partial(_send, run.pk), robust=True)
    return run


def _send(run_id: int) -> None:
    """Nothing waits on this: where the queue is down, the next sweep finds the row."""
    from analysis.tasks import work_on_run

    work_on_run.delay(run_id)


def _comments(codebook: Codebook):
    return Comment.objects.as_evidence().filter(initiative=codebook.initiative_id)


@transaction.atomic
def cancel_run(*, actor: User, run: Run) -> Run:
    """Stop a run; what it has suggested so far is put aside."""
    locked = Run.objects.select_for_update().select_related("codebook").get(pk=run.pk)
    require_step(Run.STEPS, locked.state, Run.State.CANCELLED, "run")
    locked.state, locked.ended_at = Run.State.CANCELLED, timezone.now()
    locked.save(update_fields=["state", "ended_at"])
    _put_aside(locked)
    audit.record(
        actor=actor, verb="cancel_run", subject=locked, initiative=locked.codebook.initiative_id
    )
    return locked


def work_on_run(*, run_id: int) -> None:
    """Do what is left of a run. It may be stopped anywhere and called again: nothing doubles.

    Not one transaction but one for each batch, so that progress shows and others can write.
    """
    run = _take(run_id)
    if run is None:
        return
    try:
        with beating(run):
            _work(run)
    except OperationalError:
        raise  # the database may be busy; the sweep tries again
    except Exception:
        _end(run, Run.State.FAILED, failure=FAULT)
        raise


def _take(run_id: int) -> Run | None:
    """The run, when no other worker is at it."""
    now = timezone.now()
    free = Q(state=Run.State.QUEUED) | Q(state=Run.State.RUNNING, beat_at__lt=now - BEAT_IS_OLD)
    with transaction.atomic():
        run = Run.objects.select_for_update().filter(free, pk=run_id).first()
        if run is None or _is_hopeless(run):
            return None
        codebook = Codebook.objects.get(pk=run.codebook_id)
        if codebook.version != run.codebook_version:
            _begin_again(run, codebook)
        run.state, run.beat_at = Run.State.RUNNING, now
        run.started_at = run.started_at or now
        run.attempt += 1
        run.tries += 1
        run.total = run.done + _comments(codebook).filter(pk__gt=run.cursor).count()
        run.engine_version = engine.VERSION
        run.save()
    return run


def _is_hopeless(run: Run) -> bool:
    """A run that was begun several times and got no further is ended: others wait behind it."""
    if run.tries < MOST_TRIES:
        return False
    run.state, run.ended_at, run.failure = Run.State.FAILED, timezone.now(), FAULT
    run.save(update_fields=["state", "ended_at", "failure"])
    _put_aside(run)
    return True


def _put_aside(run: Run) -> None:
    """What a run suggested that did not end is shown to nobody."""
    run.suggestion_set.pending().update(state=Suggestion.State.SUPERSEDED)
    run.nextthemes_set.all().delete()


def _begin_again(run: Run, codebook: Codebook) -> None:
    """The codebook changed while nobody worked: half of one and half of another is no run.

    Nobody has decided on its suggestions: the review shows those of runs that have ended.
    """
    run.suggestion_set.filter(decision=None).delete()
    run.nextthemes_set.all().delete()
    run.cursor = run.done = 0
    run.codebook_version = codebook.version


def _work(run: Run) -> None:
    deadline = monotonic() + LONGEST_TURN_SECONDS
    themes = list(run.codebook.theme_set.in_use())
    tagger = _tagger(run, themes)
    _look_lower(tagger, themes)
    bands = [[band.low, band.count, band.expected, band.right] for band in tagger.reliability()]
    Run.objects.filter(pk=run.pk).update(features=tagger.features, reliability=bands)
    numbers = {theme.code: theme.pk for theme in themes}
    coded_themes = taken.coded_elsewhere(run.codebook)
    while True:
        comments = _comments(run.codebook).filter(pk__gt=run.cursor).order_by("pk")
        batch = adapters.Batch.of(comments.defer("original")[:BATCH])
        if not batch.comments:
            break
        vectors = vectors_of_comments(batch.comments)
        found = adapters.suggestions(run, batch, tagger, numbers, vectors)
        keep_readings(comments=batch.comments, vectors=vectors)
        if not _write(run, batch, found, coded_themes):
            return
        if monotonic() > deadline:
            _hand_on(run)
            return
    place_comments(run=run)
    _finish(run)


def _look_lower(tagger: engine.Tagger, themes: list[Theme]) -> None:
    """Where people lowered a theme's threshold, less probable suggestions are wanted as well.

    Where they raised it the review hides what is below, so that lowering it shows them again.
    """
    for theme in themes:
        own = tagger.thresholds.get(theme.code)
        if own is not None and theme.threshold is not None:
            tagger.thresholds[theme.code] = min(own, theme.threshold)


def _tagger(run: Run, themes: list[Theme]) -> engine.Tagger:
    """What the engine knows when the run begins: the codebook, and what people have coded."""
    coded = adapters.coded_comments(run.codebook_id)
    records = [engine.CodedRecord(adapters.comment_record(c), codes) for c, codes in coded]
    vectors = vectors_of_comments([comment for comment, _ in coded])
    return engine.prepare(adapters.theme_records(themes), records, vectors)


def _mine(run: Run):
    """The run, while this attempt is the one that works on it."""
    return Run.objects.select_for_update().filter(
        pk=run.pk, state=Run.State.RUNNING, attempt=run.attempt
    )


@transaction.atomic
def _write(
    run: Run,
    batch: adapters.Batch,
    found: tuple[list[Suggestion], list[NextThemes]],
    coded_themes: frozenset[int],
) -> bool:
    """Write one batch; False when it was cancelled or another worker has gone on."""
    rows, further = found
    if not _mine(run).exists():
        return False
    # A theme or a comment may have gone since it was read.
    themes = set(run.codebook.theme_set.in_use().values_list("pk", flat=True))
    ids = [comment.pk for comment in batch.comments]
    standing = set(Comment.objects.as_evidence().filter(pk__in=ids).values_list("pk", flat=True))
    settled = taken.settled_in(run.codebook, ids, coded_themes)
    Suggestion.objects.bulk_create(
        [
            row
            for row in rows
            if row.theme_id in themes
            and row.comment_id in standing
            and not settled.has(row.comment_id, row.theme_id)
        ],
        ignore_conflicts=True,
    )
    further = [row for row in further if row.comment_id in standing]
    NextThemes.objects.bulk_create(further, ignore_conflicts=True)
    run.cursor = ids[-1]
    run.done += len(ids)
    run.tries = 0
    run.beat_at = timezone.now()
    run.save(update_fields=["cursor", "done", "tries", "beat_at"])
    return True


@transaction.atomic
def _finish(run: Run) -> None:
    """The run is done: what earlier runs suggested and nobody decided gives way to it."""
    if not _mine(run).exists():
        return
    _end(run, Run.State.DONE)
    earlier = Suggestion.objects.pending().filter(run__codebook=run.codebook_id, run__lt=run.pk)
    earlier.update(state=Suggestion.State.SUPERSEDED)
    NextThemes.objects.filter(run__codebook=run.codebook_id, run__lt=run.pk).delete()


@transaction.atomic
def _end(run: Run, state: str, failure: str = "") -> None:
    ended = _mine(run).update(state=state, ended_at=timezone.now(), failure=failure)
    if ended and state == Run.State.FAILED:
        _put_aside(run)
    if ended and run.asked_by_id:
        send_later(kind=letters.RUN_ENDED, subject=run.pk)


def _hand_on(run: Run) -> None:
    if _mine(run).update(state=Run.State.QUEUED):
        _send(run.pk)


def tend_runs(*, now: datetime) -> list[int]:
    """Runs that nobody works on any more, put back in the queue; returns their numbers."""
    old = Run.objects.unfinished().filter(beat_at__lt=now - BEAT_IS_OLD)
    ids = list(old.values_list("pk", flat=True))
    Run.objects.filter(pk__in=ids, state=Run.State.RUNNING).update(state=Run.State.QUEUED)
    return ids
