"""What both initiatives of the demo are built with: removed and made anew, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from celery import current_app
from django.utils import timezone

from accounts.models import AuditEntry, User
from analysis.letters import RENEWAL, RETURNED, RUN_ENDED, WAITS
from analysis.models import Run, SummaryVersion
from feedback.models import Comment
from feedback.services import redact_comments
from home.letters import INVITATION
from initiatives.models import Initiative, Invitation
from initiatives.services import make_initiative, start_segments, starter_notice, write_notice
from letters.models import Letter

BATCH = 500


class NotOurs(ValueError):
    """The demo would have to change something that it did not make. The message says what."""


@contextmanager
def tasks_at_once() -> Iterator[None]:
    """Tasks run here while the demo is loaded: a broker may not be running yet."""
    conf = current_app.conf
    before, conf.task_always_eager = conf.task_always_eager, True
    try:
        yield
    finally:
        conf.task_always_eager = before


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """What is done inside is done at that moment: services and rows take it for the present.

    So the demo has the same dates each time, and its audit the days on which things would have
    happened. Only for a command of one thread: the clock is that of the whole process.
    """
    now, timezone.now = timezone.now, lambda: moment
    try:
        yield
    finally:
        timezone.now = now


def remove_demo(slug: str) -> None:
    """Delete the demo's initiative of that address, with all that is in it.

    Raises NotOurs where the initiative there was made by somebody.
    """
    initiative = Initiative.objects.filter(slug=slug).first()
    if initiative is None:
        return
    if not initiative.is_demo:
        raise NotOurs(
            f"The initiative at “{slug}” was not made by this command, so it stays as it is. "
            "Load the demo where that address is free."
        )
    drop_all_letters(initiative)
    AuditEntry.objects.filter(initiative=initiative.pk).delete()
    initiative.delete()


def drop_letters(initiative: Initiative) -> None:
    """Delete the letters about the initiative: the people of the demo have no mailbox."""
    about = {
        RUN_ENDED: Run.objects.filter(codebook__initiative=initiative),
        **dict.fromkeys(
            (WAITS, RETURNED, RENEWAL),
            SummaryVersion.objects.filter(summary__initiative=initiative),
        ),
        INVITATION: Invitation.objects.filter(initiative=initiative),
    }
    for kind, subjects in about.items():
        Letter.objects.filter(kind=kind, subject__in=subjects.values("pk")).delete()


def drop_all_letters(initiative: Initiative) -> None:
    """Delete every letter of the initiative, also those to people who registered."""
    drop_letters(initiative)
    Letter.objects.of(initiative).delete()


def begin_initiative(*, actor: User, slug: str, **fields) -> Initiative:
    """The initiative, empty, with the starter's privacy notice."""
    initiative = make_initiative(actor=actor, slug=slug, is_demo=True, **fields)
    write_notice(actor=actor, initiative=initiative, words=starter_notice())
    return initiative


def use_starter_segments(*, actor: User, initiative: Initiative) -> dict:
    """The segments of the starter list by code."""
    start_segments(actor=actor, initiative=initiative)
    return {segment.code: segment for segment in initiative.segment_set.all()}


def redact_all(initiative: Initiative) -> None:
    """Hide by rule what the worker would hide, in this transaction."""
    waiting = Comment.objects.waiting_for_redaction().filter(initiative=initiative)
    ids = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        redact_comments(comment_ids=ids[start : start + BATCH])


def fixed_id(key: str) -> UUID:
    """The same id for a key each time."""
    return uuid5(NAMESPACE_URL, f"heard-demo:{key}")


def at(day: str, time: str = "15:00") -> datetime:
    """A day and a time in UTC."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)
