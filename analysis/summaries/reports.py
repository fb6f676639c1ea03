"""Summaries as pages show them: sentences with the words they rest on, and what is missing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from analysis.models import Sentence, SentenceEvidence, Summary, SummaryVersion, Theme
from feedback.models import Comment
from feedback.redaction import to_redacted
from feedback.reports import hidden_spans
from initiatives.models import Initiative, Text


@dataclass(frozen=True)
class Quote:
    """Words that a sentence rests on, as they may be shown (redacted)."""

    evidence: int
    comment: int
    words: str
    voice: str
    segment: str
    language: str
    is_quoted: bool
    found_safe: bool

    @property
    def is_noted(self) -> bool:
        """A paraphrase: shown as noted, never in quotation marks."""
        return self.voice == Comment.Voice.NOTED


@dataclass(frozen=True)
class SentenceView:
    """A sentence; `words` is empty where it is a quote. `stands` is false when evidence is gone.

    `text` holds words of ours as they were approved, with their translations.
    """

    pk: int
    order: int
    words: str
    quotes: tuple[Quote, ...]
    stands: bool
    text: Text | None = None


@dataclass(frozen=True)
class SummaryView:
    """A version with its sentences. `gone` counts those that are not shown any more."""

    version: SummaryVersion
    sentences: tuple[SentenceView, ...]
    gone: int

    @property
    def needs_renewed_approval(self) -> bool:
        return self.version.state == SummaryVersion.State.APPROVED and self.gone > 0


def gone_evidence() -> QuerySet[SentenceEvidence]:
    """Evidence that was withdrawn or replaced, or may no longer be quoted where it is quoted."""
    standing = Comment.objects.as_evidence().filter(pk=OuterRef("comment"))
    unquotable = Q(is_quoted=True, comment__may_quote=False)
    return SentenceEvidence.objects.filter(~Exists(standing) | unquotable)


def having_lost_evidence() -> QuerySet[SummaryVersion]:
    """Approved versions, of all initiatives, some of whose evidence is gone."""
    gone = gone_evidence().filter(sentence__version=OuterRef("pk"))
    return SummaryVersion.objects.approved().filter(Exists(gone))


def needing_renewed_approval(initiative: Initiative) -> QuerySet[SummaryVersion]:
    """Those of one initiative."""
    return having_lost_evidence().of_initiative(initiative)


def returned_and_not_taken_up(initiative: Initiative) -> QuerySet[SummaryVersion]:
    """Returned versions after which nobody has begun another."""
    later = SummaryVersion.objects.filter(
        summary=OuterRef("summary"), number__gt=OuterRef("number")
    )
    returned = SummaryVersion.objects.filter(~Exists(later), state="RETURNED")
    return returned.of_initiative(initiative).select_related("decided_by")


def views_of(versions: Collection[SummaryVersion]) -> dict[int, SummaryView]:
    """The versions as a page shows them, by their number; six queries for any number of them."""
    sentences = Sentence.objects.filter(version__in=versions).select_related("text")
    sentences = list(sentences.prefetch_related("text__translation_set"))
    rows = SentenceEvidence.objects.filter(sentence__in=sentences)
    rows = list(rows.select_related("comment__segment"))
    gone = set(gone_evidence().filter(sentence__in=sentences).values_list("pk", flat=True))
    quotes = _quotes(row for row in rows if row.pk not in gone)
    by_sentence: dict[int, list[SentenceEvidence]] = {}
    for row in rows:
        by_sentence.setdefault(row.sentence_id, []).append(row)
    return {
        version.pk: _view(
            version,
            [s for s in sentences if s.version_id == version.pk],
            by_sentence,
            quotes,
            gone,
        )
        for version in versions
    }


def _view(version, sentences, by_sentence, quotes, gone) -> SummaryView:
    views = []
    for sentence in sentences:
        evidence = by_sentence.get(sentence.pk, [])
        stands = bool(evidence) and not any(row.pk in gone for row in evidence)
        shown = tuple(quotes[row.pk] for row in evidence if row.pk in quotes)
        views.append(
            SentenceView(
                sentence.pk, sentence.order, sentence.words, shown, stands, text=sentence.text
            )
        )
    return SummaryView(version, tuple(views), sum(not view.stands for view in views))


def _quotes(rows: Iterable[SentenceEvidence]) -> dict[int, Quote]:
    rows = list(rows)
    hidden = hidden_spans({row.comment_id for row in rows})
    return {row.pk: _quote(row, hidden[row.comment_id]) for row in rows}


def _quote(row: SentenceEvidence, spans) -> Quote:
    start, end = to_redacted(spans, row.start, row.end)
    comment = row.comment
    return Quote(
        evidence=row.pk,
        comment=row.comment_id,
        words=comment.redacted_text[start:end].strip(),
        voice=row.voice,
        segment=comment.segment.name if comment.segment else "",
        language=comment.language,
        is_quoted=row.is_quoted,
        found_safe=row.found_safe_by_id is not None,
    )


def approved_view(theme: Theme) -> SummaryView | None:
    """What readers may see of the theme: its approved summary, without what is gone."""
    return approved_views([theme]).get(theme.pk)


def approved_views(themes: Collection[Theme]) -> dict[int, SummaryView]:
    """The approved summaries of these themes, by the theme's number.

    Sentences whose evidence is gone are left out, and so are words that are not quoted: readers
    see what was said only where it is a quote that a second person found safe.
    """
    shown = Theme.objects.approved().filter(pk__in=[theme.pk for theme in themes])
    views = _approved(SummaryVersion.objects.filter(summary__theme__in=shown))
    return {view.version.summary.theme_id: view for view in views}


def approved_view_of(summary: Summary) -> SummaryView | None:
    """The same of a segment or a decision point."""
    return next(iter(_approved(SummaryVersion.objects.filter(summary=summary.pk))), None)


def _approved(versions: QuerySet[SummaryVersion]) -> list[SummaryView]:
    versions = list(versions.approved().with_subject())
    views = views_of(versions)
    return [for_readers(views[version.pk]) for version in versions]


def for_readers(view: SummaryView) -> SummaryView:
    """Only sentences that stand, and only quotes that were found safe."""
    sentences = tuple(
        replace(sentence, quotes=tuple(q for q in sentence.quotes if q.is_quoted and q.found_safe))
        for sentence in view.sentences
        if sentence.stands
    )
    shown = tuple(s for s in sentences if s.words or s.quotes)
    return SummaryView(view.version, shown, view.gone)
