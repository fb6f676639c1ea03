"""What a summary can be written from: the tags of its theme, and the engine's first draft."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from analysis import adapters
from analysis.models import Sentence, SentenceEvidence, Tag, Theme
from analysis.services.summaries import Span
from feedback.models import Comment
from feedback.redaction import to_original, to_redacted
from feedback.reports import hidden_spans
from initiatives.wording import clean_words

QUOTABLE_AT_MOST = 2000
NEXT_BEST = 8
KEY = re.compile(r"[0-9]{1,18}-[0-9]{1,9}-[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True)
class Source:
    """A tagged span of a comment, as the person who writes sees it."""

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


def tags_of(theme: Theme, *, q: str = "", segment: str = "") -> QuerySet[Tag]:
    """The theme's final tags on comments that stand, those that may be quoted first."""
    tags = Tag.objects.counted().filter(theme=theme).select_related("comment__segment")
    if q:
        tags = tags.filter(comment__redacted_text__icontains=q)
    if segment:
        tags = tags.filter(comment__segment__code=segment)
    return tags.order_by("-comment__may_quote", "comment_id", "start")


def sources(tags) -> list[Source]:
    """The tags of one page with their words; two queries."""
    tags = list(tags)
    hidden = hidden_spans({tag.comment_id for tag in tags})
    return [_source(tag, hidden[tag.comment_id]) for tag in tags]


def chosen(theme: Theme, keys: Collection[str]) -> list[Source]:
    """The tags with these keys that still stand, whatever page they were on; two queries."""
    wanted = {key for key in keys if KEY.fullmatch(key)}
    comments = {int(key.partition("-")[0]) for key in wanted}
    found = sources(tags_of(theme).filter(comment__in=comments))
    return [source for source in found if source.key in wanted]


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


def _source(tag: Tag | SentenceEvidence, spans) -> Source:
    comment: Comment = tag.comment
    start, end = to_redacted(spans, tag.start, tag.end)
    return Source(
        key=f"{tag.comment_id}-{tag.start}-{tag.end}",
        span=Span(tag.comment_id, tag.start, tag.end),
        words=comment.redacted_text[start:end].strip(),
        voice=comment.voice,
        segment=comment.segment.name if comment.segment else "",
        segment_code=comment.segment.code if comment.segment else "",
        may_quote=comment.may_quote,
    )


def engine_draft(theme: Theme, limit: int = 5) -> list[Span]:
    """The quotes that the engine suggests for a first draft: only what may be quoted."""
    return [Span(*row) for row in adapters.summary_spans(_quotable(theme), limit)]


def next_best(sentence: Sentence) -> Span | None:
    """The quote that the engine would put here, beside the others; None where there is none.

    Asked again it gives the next, and after NEXT_BEST of them begins anew.
    """
    theme = sentence.version.summary.theme
    rows = SentenceEvidence.objects.standing().filter(sentence__version=sentence.version)
    quotes = rows.filter(is_quoted=True).values_list("sentence", "comment", "start", "end")
    others = [tuple(row[1:]) for row in quotes if row[0] != sentence.pk]
    here = [tuple(row[1:]) for row in quotes if row[0] == sentence.pk]
    found = adapters.summary_spans(_quotable(theme), NEXT_BEST, after=others)
    place = next((n for n, row in enumerate(found, 1) if row in here), 0)
    fresh = [row for row in (*found[place:], *found[:place]) if row not in here]
    return Span(*fresh[0]) if fresh else None


def _quotable(theme: Theme) -> list[Comment]:
    tags = tags_of(theme).filter(comment__in=Comment.objects.quotable())
    return list({tag.comment_id: tag.comment for tag in tags[:QUOTABLE_AT_MOST]}.values())
