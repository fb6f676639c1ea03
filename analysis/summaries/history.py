"""How a summary was made: what it was counted from, its versions, and who did what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from accounts.models import AuditEntry, User
from analysis.models import Sentence, SentenceEvidence, Summary, SummaryVersion, Tag
from analysis.summaries.lead_ins import counts_of
from analysis.summaries.reports import SentenceView, SummaryView, views_of
from analysis.themes.counts import Raised

DEEDS = {
    "begin_summary": "began the version",
    "ask_for_quotes": "had the engine choose quotes",
    "cancel_drafting": "did without the engine's quotes",
    "add_quote": "added a quote",
    "add_sentence": "wrote a sentence",
    "edit_sentence": "edited a sentence",
    "replace_quote": "replaced a quote",
    "shorten_quote": "shortened a quote",
    "remove_sentence": "removed a sentence",
    "restore_sentence": "put a sentence back",
    "move_sentence": "changed the order",
    "submit_summary": "handed it in",
    "take_back_summary": "took it back to change it",
    "approve_summary": "approved it",
    "return_summary": "returned it",
}


@dataclass(frozen=True)
class Deed:
    """What somebody did to a version, `times` in a row, the last time at `at`."""

    version: int
    what: str
    by: User | None
    at: datetime
    times: int


@dataclass(frozen=True)
class Written:
    """A sentence with who wrote it. `is_new`: it was not so in the version compared with."""

    view: SentenceView
    authors: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True)
class Made:
    """The page: the versions, one of them sentence by sentence, and the record of its making."""

    versions: tuple[SummaryVersion, ...]
    chosen: SummaryVersion | None
    view: SummaryView | None
    sentences: tuple[Written, ...]
    deeds: tuple[Deed, ...]
    raised: Raised
    accepted: int
    by_hand: int
    imported: int


def how_it_was_made(summary: Summary, number: str = "") -> Made:
    """`number` chooses a version; without one, or an unknown one, it is the latest."""
    found = SummaryVersion.objects.filter(summary=summary.pk)
    versions = tuple(found.select_related("begun_by", "decided_by", "summary"))
    latest = versions[0] if versions else None
    chosen = next((row for row in versions if str(row.number) == number), latest)
    view = views_of([chosen])[chosen.pk] if chosen else None
    before = next((row for row in versions if chosen and row.number == chosen.number - 1), None)
    tags = Tag.objects.counted().filter(theme__in=[summary.theme_id] if summary.theme_id else [])
    sources = Counter(tags.values_list("source", flat=True))
    return Made(
        versions=versions,
        chosen=chosen,
        view=view,
        sentences=written(view, before) if view else (),
        deeds=_deeds(versions),
        raised=counts_of(summary),
        accepted=sources[Tag.Source.ACCEPTED],
        by_hand=sources[Tag.Source.BY_HAND] + sources[Tag.Source.ADJUDICATED],
        imported=sources[Tag.Source.IMPORTED],
    )


def written(view: SummaryView, before: SummaryVersion | None) -> tuple[Written, ...]:
    """The sentences with their authors, compared with the version `before`; three queries."""
    versions = [view.version, *([before] if before else [])]
    marks = _marks(versions)
    known = {mark for (version, _), mark in marks.items() if before and version == before.pk}
    authors: dict[int, list[str]] = {}
    through = Sentence.authors.through.objects.filter(sentence__version=view.version)
    rows = through.select_related("user").order_by("user__name", "user")
    for row in rows:
        authors.setdefault(row.sentence_id, []).append(str(row.user))
    return tuple(
        Written(
            row,
            tuple(authors.get(row.pk, ())),
            before is not None and marks[view.version.pk, row.pk] not in known,
        )
        for row in view.sentences
    )


def _marks(versions: Sequence[SummaryVersion]) -> dict[tuple[int, int], tuple]:
    """What tells sentences of two versions apart: their words and the spans they rest on."""
    spans: dict[int, set] = {}
    evidence = SentenceEvidence.objects.filter(sentence__version__in=versions)
    for sentence, *span in evidence.values_list("sentence", "comment", "start", "end"):
        spans.setdefault(sentence, set()).add(tuple(span))
    rows = Sentence.objects.filter(version__in=versions).values_list("version", "pk", "words")
    return {(version, pk): (words, frozenset(spans.get(pk, ()))) for version, pk, words in rows}


def _deeds(versions: Sequence[SummaryVersion]) -> tuple[Deed, ...]:
    """The record, the latest first; the same deed several times in a row is one line."""
    numbers = {str(row.pk): row.number for row in versions}
    rows = AuditEntry.objects.filter(
        subject_kind="SummaryVersion", subject_id__in=numbers, verb__in=DEEDS
    ).select_related("actor")
    deeds = []
    for (subject, verb, _), group in groupby(
        rows, key=lambda row: (row.subject_id, row.verb, row.actor_id)
    ):
        group = list(group)
        last = group[0]
        deeds.append(Deed(numbers[subject], DEEDS[verb], last.actor, last.at, len(group)))
    return tuple(deeds)
