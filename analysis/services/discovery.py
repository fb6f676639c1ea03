"""A search for new themes, from the button to its end. A stopped worker's search begins again."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import numpy as np
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from analysis import adapters, engine
from analysis.discovery.rows import write_candidates
from analysis.engine import embedding
from analysis.engine.discovery import discover
from analysis.models import Codebook, Discovery, Run, Suggestion, Tag
from analysis.services.heart import beating
from analysis.services.runs import BEAT_IS_OLD, FAULT, MOST_TRIES, NothingToDo
from analysis.services.vectors import vectors_of_comments
from feedback.models import Comment

State = Run.State
COMMENTS_AT_LEAST = 2
READ_AT_ONCE = 200


class _TakenAway(Exception):
    """It was cancelled, or another worker has gone on."""


@transaction.atomic
def start_discovery(
    *, actor: User, codebook: Codebook, scope: str, number: int | None = None
) -> Discovery:
    """Have the engine look for new themes; `number` of them, or as many as it suggests.

    Raises NothingToDo with fewer than two comments, InvalidTransition while another one works.
    """
    total = comments_in(codebook, scope).count()
    if total < COMMENTS_AT_LEAST:
        raise NothingToDo("There are no two comments to compare. Look through every comment.")
    try:
        with transaction.atomic():
            discovery = Discovery.objects.create(
                codebook=codebook,
                scope=scope,
                number=number,
                asked_by=actor,
                beat_at=timezone.now(),
                total=total,
            )
    except IntegrityError:
        raise InvalidTransition("A search is at work already. Wait for it, or cancel it.") from None
    audit.record(
        actor=actor,
        verb="start_discovery",
        subject=discovery,
        initiative=codebook.initiative_id,
    )
    transaction.on_commit(partial(_send, discovery.pk), robust=True)
    return discovery


def _send(discovery_id: int) -> None:
    from analysis.tasks import work_on_discovery

    work_on_discovery.delay(discovery_id)


def comments_in(codebook: Codebook, scope: str) -> QuerySet[Comment]:
    """What a search looks through: every comment that is ready, or those on which no theme is and
    none waits to be decided."""
    comments = Comment.objects.as_evidence().filter(initiative=codebook.initiative_id)
    if scope == Discovery.Scope.ALL:
        return comments
    of_this = {"comment": OuterRef("pk"), "theme__codebook": codebook}
    tags = Tag.objects.filter(is_final=True, **of_this)
    waiting = Suggestion.objects.pending().filter(run__state=State.DONE, **of_this)
    return comments.filter(~Exists(tags), ~Exists(waiting))


@transaction.atomic
def cancel_discovery(*, actor: User, discovery: Discovery) -> None:
    locked = Discovery.objects.select_for_update().get(pk=discovery.pk)
    require_step(Discovery.STEPS, locked.state, State.CANCELLED, "search")
    locked.state, locked.ended_at = State.CANCELLED, timezone.now()
    locked.save(update_fields=["state", "ended_at"])
    audit.record(
        actor=actor,
        verb="cancel_discovery",
        subject=locked,
        initiative=locked.codebook.initiative_id,
    )


def work_on_discovery(*, discovery_id: int) -> None:
    """Do a search from its beginning. It may be stopped anywhere and called again."""
    discovery = _take(discovery_id)
    if discovery is None:
        return
    try:
        with beating(discovery):
            _work(discovery)
    except OperationalError:
        raise  # the database may be busy; the sweep tries again
    except _TakenAway:
        return
    except Exception:
        _mine(discovery).update(state=State.FAILED, ended_at=timezone.now(), failure=FAULT)
        raise


@transaction.atomic
def _take(discovery_id: int) -> Discovery | None:
    """The search, when no other worker is at it and it has not been begun too often."""
    now = timezone.now()
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, beat_at__lt=now - BEAT_IS_OLD)
    rows = Discovery.objects.select_for_update().select_related("codebook")
    discovery = rows.filter(free, pk=discovery_id).first()
    if discovery is None:
        return None
    discovery.attempt += 1
    discovery.state, discovery.beat_at = State.RUNNING, now
    if discovery.attempt > MOST_TRIES:
        discovery.state, discovery.ended_at, discovery.failure = State.FAILED, now, FAULT
    discovery.engine_version = engine.VERSION
    discovery.save()
    return discovery if discovery.state == State.RUNNING else None


def _mine(discovery: Discovery) -> QuerySet[Discovery]:
    return Discovery.objects.filter(pk=discovery.pk, state=State.RUNNING, attempt=discovery.attempt)


def _work(discovery: Discovery) -> None:
    comments = comments_in(discovery.codebook, discovery.scope).order_by("pk").defer("original")
    batch = adapters.Batch.of(comments)
    records = [adapters.comment_record(comment) for comment in batch.comments]

    vectors = _vectors(discovery, batch.comments)
    found = discover(records, discovery.number, vectors=vectors)
    _finish(discovery, batch, found)


def _vectors(discovery: Discovery, comments: Sequence[Comment]) -> embedding.Vectors:
    """A row of each model for each comment; each part tells how far it is."""
    parts = []
    for start in range(0, len(comments), READ_AT_ONCE):
        part = comments[start : start + READ_AT_ONCE]
        parts.append(vectors_of_comments(part))
        done = start + len(part)
        if not _mine(discovery).update(done=done, total=len(comments), beat_at=timezone.now()):
            raise _TakenAway
    return {key: np.vstack([part[key] for part in parts]) for key in parts[0]} if parts else {}


@transaction.atomic
def _finish(discovery: Discovery, batch: adapters.Batch, found) -> None:
    """Write what is suggested; candidates of earlier searches stay as they are."""
    if not _mine(discovery).select_for_update().exists():
        return
    ids = [comment.pk for comment in batch.comments]
    standing = Comment.objects.as_evidence().filter(pk__in=ids).values_list("pk", flat=True)
    write_candidates(discovery, found, batch, set(standing))
    _mine(discovery).update(
        state=State.DONE,
        ended_at=timezone.now(),
        done=len(ids),
        total=len(ids),
        unplaced=len(found.unplaced),
        features=_features(found.features),
    )


def _features(keys: tuple[str, ...]) -> str:
    """What comments are compared by, in words."""
    names = {
        embedding.USE: "meaning in several languages",
        embedding.MINILM: "meaning in English",
        "words": "words alone, since nothing that reads meaning is installed",
    }
    return " and ".join(names.get(key, key) for key in keys)


def tend_discoveries(*, now: datetime) -> list[int]:
    """Searches that nobody works on any more, put back in the queue; returns their numbers."""
    old = Discovery.objects.filter(
        state__in=[State.QUEUED, State.RUNNING], beat_at__lt=now - BEAT_IS_OLD
    )
    ids = list(old.values_list("pk", flat=True))
    Discovery.objects.filter(pk__in=ids, state=State.RUNNING).update(state=State.QUEUED)
    return ids
