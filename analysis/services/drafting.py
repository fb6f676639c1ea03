"""Quotes that the engine chooses for a draft, in the background: nobody waits for them."""

from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.states import require_step
from analysis import engine
from analysis.adapters import Place
from analysis.engine.embedding import NAMES
from analysis.models import Alternative, Drafting, Sentence, SentenceEvidence, SummaryVersion
from analysis.models.summaries import About
from analysis.services import workers
from analysis.services.summaries import (
    Span,
    append,
    begin_summary,
    lock,
    record_step,
    require_draft,
)
from analysis.summaries.sources import still_said, to_quote_from
from feedback.models import Comment

State = Drafting.State
QUOTES = 5
FAULT = (
    "The engine stopped by a fault of Heard. Choose quotes by hand, ask once more, or tell your "
    "administrator."
)


@transaction.atomic
def draft_summary(*, actor: User, about: About) -> SummaryVersion:
    """Begin a version and, where it is the first, have the engine choose quotes for it.

    The draft is there at once and may be written in; the quotes come to it when they are chosen.
    """
    version = begin_summary(actor=actor, about=about)
    is_new = version.number == 1 and not version.drafting_set.exists()
    if is_new and version.state == SummaryVersion.State.DRAFT:
        ask_for_quotes(actor=actor, version=version)
    return version


@transaction.atomic
def ask_for_quotes(*, actor: User, version: SummaryVersion) -> Drafting:
    """Have the engine choose quotes that bring what the draft lacks. While it does, the same again
    (a double click) is the same. Raises InvalidTransition where the version is no draft."""
    require_draft(version)
    at_work = Drafting.objects.unfinished().filter(version=version)
    if found := at_work.first():
        return found
    try:
        with transaction.atomic():
            drafting = Drafting.objects.create(
                version=version, asked_by=actor, beat_at=timezone.now()
            )
    except IntegrityError:
        return at_work.get()
    record_step(actor, "ask_for_quotes", version)
    transaction.on_commit(partial(_send, drafting.pk), robust=True)
    return drafting


def _send(drafting_id: int) -> None:
    from analysis.tasks import work_on_drafting

    work_on_drafting.delay(drafting_id)


@transaction.atomic
def cancel_drafting(*, actor: User, drafting: Drafting) -> None:
    """Do without the quotes: who leaves them out is an author, as who takes a sentence out is.
    Raises InvalidTransition where they are there already."""
    locked = Drafting.objects.select_for_update().get(pk=drafting.pk)
    if locked.state == State.CANCELLED:
        return  # the second half of a double click
    require_step(Drafting.STEPS, locked.state, State.CANCELLED, "choice of quotes")
    locked.state, locked.ended_at = State.CANCELLED, timezone.now()
    locked.save(update_fields=["state", "ended_at"])
    record_step(actor, "cancel_drafting", locked.version)


def work_on_drafting(*, drafting_id: int) -> None:
    """Choose the quotes, from the beginning. It may be stopped anywhere and called again."""
    workers.do(Drafting.objects.all(), drafting_id, _work, fault=FAULT)


def _work(drafting: Drafting) -> None:
    installed = " and ".join(NAMES[key] for key in engine.dimensions())
    features = installed or "words alone: no sentence model is installed"
    workers.mine(drafting).update(features=features)
    version = SummaryVersion.objects.with_subject().get(pk=drafting.version_id)

    def tick(done: int, total: int) -> None:
        workers.tell(drafting, done=done, total=total)

    found = to_quote_from(version.summary).draft(QUOTES, _quoted(version), tick)
    _finish(drafting, found)


def _quoted(version: SummaryVersion) -> list[Place]:
    rows = SentenceEvidence.objects.standing().filter(sentence__version=version, is_quoted=True)
    return list(rows.values_list("comment", "start", "end"))


@transaction.atomic
def _finish(drafting: Drafting, found: list[tuple[Place, list[Place]]]) -> None:
    """Put the quotes at the end of the draft. What was quoted or taken back meanwhile stays out."""
    version = lock(drafting.version)
    if not workers.mine(drafting).select_for_update().exists():
        return
    if version.state != SummaryVersion.State.DRAFT:
        workers.mine(drafting).update(state=State.CANCELLED, ended_at=timezone.now())
        return
    comments = {place[0] for best, others in found for place in (best, *others)}
    standing = Comment.objects.quotable().filter(pk__in=still_said(version.summary, comments))
    may = set(standing.values_list("pk", flat=True))
    has, added = _quoted(version), 0
    for place, others in found:
        if place[0] not in may or any(_overlap(place, other) for other in has):
            continue
        sentence = append(drafting.asked_by, version, "", [Span(*place)], is_quoted=True)
        _keep(sentence, [place, *(other for other in others if other[0] in may)])
        added += 1
    workers.mine(drafting).update(state=State.DONE, ended_at=timezone.now(), added=added)


def _overlap(one: Place, other: Place) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _keep(sentence: Sentence, places: list[Place]) -> None:
    Alternative.objects.bulk_create(
        Alternative(sentence=sentence, order=order, comment_id=comment, start=start, end=end)
        for order, (comment, start, end) in enumerate(places)
    )


def tend_draftings(*, now: datetime) -> list[int]:
    """Those that nobody works on any more, put back in the queue; returns their numbers."""
    return workers.tend(Drafting, now=now)
