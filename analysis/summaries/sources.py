"""What a summary can be written from: the tags of its theme, or all that its segment said or that
was said at its decision point; and what the engine would quote of it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from analysis import adapters
from analysis.models import Alternative, Sentence, SentenceEvidence, Summary, Tag
from analysis.services.summaries import Span
from feedback.models import Comment
from feedback.redaction import to_original, to_redacted
from feedback.reports import hidden_spans
from initiatives.wording import clean_words, pattern_of

# Of so many comments the engine chooses quotes.
QUOTABLE_AT_MOST = 5_000
NEXT_BEST = 8
KEY = re.compile(r"[0-9]{1,18}-[0-9]{1,9}-[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True)
class Source:
    """Words of a comment, as the person who writes sees them."""

    key: str
    span: Span
    words: str
    voice: str
    segment: str
    segment_code: str
    may_quote: bool

    @property
    def noted(self) -> bool:
        return self.voice == Comment.Voice.NOTED


def said(summary: Summary, *, q: str = "", segment: str = "") -> QuerySet:
    """What the summary is written from, those that may be quoted first: of a theme its final tags,
    of a segment or a decision point its comments. Only what stands today."""
    if summary.theme_id:
        rows = Tag.objects.counted().filter(theme=summary.theme_id)
        rows = rows.select_related("comment__segment").defer("comment__original")
        prefix, order = "comment__", ["-comment__may_quote", "comment_id", "start"]
    else:
        rows = comments_of(summary).select_related("segment").defer("original")
        prefix, order = "", ["-may_quote", "pk"]
    if q:
        rows = rows.filter(**{f"{prefix}redacted_text__iregex": pattern_of(q)})
    if segment:
        rows = rows.filter(**{f"{prefix}segment__code": segment})
    return rows.order_by(*order)


def comments_of(summary: Summary) -> QuerySet[Comment]:
    """Every comment of its segment or decision point that may be evidence."""
    about = {"segment": summary.segment_id, "decision_point": summary.decision_point_id}
    about = {field: value for field, value in about.items() if value}
    return Comment.objects.as_evidence().filter(initiative=summary.initiative_id, **about)


def sources(rows) -> list[Source]:
    """The tags, comments or evidence of one page with their words; two queries."""
    rows = list(rows)
    hidden = hidden_spans({_comment_of(row).pk for row in rows})
    return [_source(row, hidden[_comment_of(row).pk]) for row in rows]


def chosen(summary: Summary, keys: Collection[str]) -> list[Source]:
    """Those with these keys that still stand, whatever page they were on; two queries."""
    wanted = {key for key in keys if KEY.fullmatch(key)}
    comments = {int(key.partition("-")[0]) for key in wanted}
    field = "comment__in" if summary.theme_id else "pk__in"
    found = sources(said(summary).filter(**{field: comments}))
    return [source for source in found if source.key in wanted]


def still_said(summary: Summary, comments: Collection[int]) -> set[int]:
    """Those of the comments (numbers) that the summary may be written from today: a tag may have
    been taken off since, or a comment moved to another segment; one query."""
    field = "comment" if summary.theme_id else "pk"
    rows = said(summary).filter(**{f"{field}__in": comments})
    return set(rows.values_list(field, flat=True))


def part_of(evidence: SentenceEvidence, words: str) -> Span | None:
    """Where `words` stand in what is quoted; None where they are not a part of it.

    They are looked for in the redacted text, which is what a person sees and copies.
    """
    hidden = hidden_spans({evidence.comment_id})[evidence.comment_id]
    start, end = to_redacted(hidden, evidence.start, evidence.end)
    words = clean_words(words)
    place = evidence.comment.redacted_text[start:end].find(words) if words else -1
    if place < 0:
        return None
    first = start + place
    start, end = to_original(hidden, first, first + len(words))
    return Span(evidence.comment_id, max(start, evidence.start), min(end, evidence.end))


def _comment_of(row: Tag | SentenceEvidence | Comment) -> Comment:
    return row if isinstance(row, Comment) else row.comment


def _source(row: Tag | SentenceEvidence | Comment, spans) -> Source:
    comment = _comment_of(row)
    if isinstance(row, Comment):
        start, end = 0, len(comment.redacted_text)
        span = Span(comment.pk, *to_original(spans, start, end))
    else:
        span = Span(comment.pk, row.start, row.end)
        start, end = to_redacted(spans, span.start, span.end)
    return Source(
        key=f"{span.comment}-{span.start}-{span.end}",
        span=span,
        words=comment.redacted_text[start:end].strip(),
        voice=comment.voice,
        segment=comment.segment.name if comment.segment else "",
        segment_code=comment.segment.code if comment.segment else "",
        may_quote=comment.may_quote,
    )


def next_best(sentence: Sentence) -> Span | None:
    """The quote that the engine would put here, beside the others; None where there is none.

    Asked again it gives the next, and after the last begins anew. What was kept with the draft
    comes first; for a quote that a person chose, the engine looks now, by words alone.
    """
    rows = SentenceEvidence.objects.standing().filter(sentence__version=sentence.version)
    quotes = rows.filter(is_quoted=True).values_list("sentence", "comment", "start", "end")
    others = [tuple(row[1:]) for row in quotes if row[0] != sentence.pk]
    here = [tuple(row[1:]) for row in quotes if row[0] == sentence.pk]
    summary = sentence.version.summary
    kept = Alternative.objects.quotable().filter(sentence=sentence)
    kept = list(kept.values_list("comment", "start", "end"))
    said_there = still_said(summary, {row[0] for row in kept})
    found = [row for row in kept if row[0] in said_there and row not in others]
    if not found:
        found = to_quote_from(summary).next_best(NEXT_BEST, others)
    place = next((n for n, row in enumerate(found, 1) if row in here), 0)
    fresh = [row for row in (*found[place:], *found[:place]) if row not in here]
    return Span(*fresh[0]) if fresh else None


def to_quote_from(summary: Summary) -> adapters.Quotable:
    """What the engine may choose quotes from: comments that may be quoted, and of a theme only what
    it was put on."""
    rows, among = said(summary), None
    if summary.theme_id:
        rows = rows.filter(comment__in=Comment.objects.quotable())
        rows = rows.values_list("comment", "comment__segment", "start", "end")
        among = [(comment, start, end) for comment, _, start, end in rows]
        found = {comment: segment for comment, segment, _, _ in rows}
    else:
        found = dict(rows.filter(may_quote=True).values_list("pk", "segment"))
    wanted = _evenly(found, QUOTABLE_AT_MOST)
    comments = Comment.objects.filter(pk__in=wanted).defer("original").order_by("pk")
    return adapters.Quotable(comments, among)


def _evenly(segments: dict[int, int | None], at_most: int) -> list[int]:
    """At most so many of the comments (number → segment): of each segment the same number where it
    has them, so that no small one drowns, and evenly from the first to the last."""
    by_segment: dict[int | None, list[int]] = {}
    for comment, segment in sorted(segments.items()):
        by_segment.setdefault(segment, []).append(comment)
    kept: list[int] = []
    rows: Sequence[list[int]] = sorted(by_segment.values(), key=len)
    for place, row in enumerate(rows):
        share = min(len(row), (at_most - len(kept)) // (len(rows) - place))
        kept += [row[n * len(row) // share] for n in range(share)]
    return kept
