"""A search for new themes, from the button to its end. A stopped worker's search begins again."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import numpy as np
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from analysis import adapters
from analysis.discovery.rows import write_candidates
from analysis.engine import embedding
from analysis.engine.discovery import discover
from analysis.models import Codebook, Discovery, Run, Suggestion, Tag
from analysis.services import workers
from analysis.services.runs import FAULT, NothingToDo
from analysis.services.vectors import vectors_of_comments
from feedback.models import Comment

State = Run.State
COMMENTS_AT_LEAST = 2
READ_AT_ONCE = 200


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
    rows = Discovery.objects.select_related("codebook")
    workers.do(rows, discovery_id, _work, fault=FAULT)


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
        workers.tell(discovery, done=start + len(part), total=len(comments))
    return {key: np.vstack([part[key] for part in parts]) for key in parts[0]} if parts else {}


@transaction.atomic
def _finish(discovery: Discovery, batch: adapters.Batch, found) -> None:
    """Write what is suggested; candidates of earlier searches stay as they are."""
    if not workers.mine(discovery).select_for_update().exists():
        return
    ids = [comment.pk for comment in batch.comments]
    standing = Comment.objects.as_evidence().filter(pk__in=ids).values_list("pk", flat=True)
    write_candidates(discovery, found, batch, set(standing))
    workers.mine(discovery).update(
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
    return workers.tend(Discovery, now=now)
