"""What the review page shows: one comment, what is suggested on it, and how far one has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis import adapters
from analysis.models import Codebook, Suggestion, Tag, Theme
from analysis.review.queue import next_themes, open_suggestions
from feedback.models import Comment
from feedback.redaction import Span, to_redacted
from feedback.reports import hidden_spans

SIMILAR = 3
# A suggestion at least so probable is ticked before anybody looked.
TICKED_FROM = 0.5
VERY_LIKELY = 0.8
LONGEST_EVIDENCE, LONGEST_NEXT = 90, 60
# So many can be ticked by a digit; the tenth has 0.
DIGITS = 10


@dataclass(frozen=True)
class Suggested:
    """A suggestion as it is shown; `spans` are positions in the redacted text."""

    number: int
    pk: int
    theme: Theme
    score: float
    why: str
    evidence: str
    spans: tuple[tuple[int, int], ...]

    @property
    def key(self) -> int:
        return self.number % DIGITS

    @property
    def ticked(self) -> bool:
        return self.score >= TICKED_FROM

    @property
    def in_words(self) -> str:
        if self.score >= VERY_LIKELY:
            return "very likely"
        return "likely" if self.ticked else "perhaps"


@dataclass(frozen=True)
class Next:
    """A theme that was too improbable to suggest. `words` are those that come nearest to it."""

    number: int
    theme: Theme
    words: str

    @property
    def key(self) -> int:
        return self.number % DIGITS


@dataclass(frozen=True)
class Put:
    """A theme that is on the comment, and by whom."""

    pk: int
    theme: Theme
    by: str


@dataclass(frozen=True)
class Alike:
    """A comment that people coded so before, near to this one."""

    pk: int
    words: str
    noted: bool
    themes: str
    segment: str


@dataclass(frozen=True)
class Review:
    """One comment to review. `pieces` are its words with the classes of their marks."""

    pieces: tuple[tuple[str, str], ...]
    suggested: tuple[Suggested, ...]
    next: tuple[Next, ...]
    put: tuple[Put, ...]
    alike: tuple[Alike, ...]


def review_of(codebook: Codebook, comment: Comment) -> Review:
    """Everything on one comment; a fixed number of queries."""
    rows = list(open_suggestions(codebook).filter(comment=comment).select_related("theme"))
    hidden = hidden_spans([comment.pk])[comment.pk]
    suggested = tuple(_suggested(n, row, comment, hidden) for n, row in enumerate(rows, 1))
    return Review(
        pieces=marked(comment.redacted_text, [s.spans for s in suggested]),
        suggested=suggested,
        next=_next(codebook, comment, hidden, len(suggested)),
        put=_put(codebook, comment),
        alike=_alike(rows),
    )


def _suggested(
    number: int, row: Suggestion, comment: Comment, hidden: tuple[Span, ...]
) -> Suggested:
    spans = adapters.shown_spans(row, hidden)
    words = " … ".join(comment.redacted_text[start:end].strip() for start, end in spans)
    return Suggested(
        number=number,
        pk=row.pk,
        theme=row.theme,
        score=row.score,
        why=adapters.reason_words(row, row.theme),
        evidence=shortened(words),
        spans=spans,
    )


def _next(
    codebook: Codebook, comment: Comment, hidden: tuple[Span, ...], before: int
) -> tuple[Next, ...]:
    """As many as there are digits left after the suggestions."""
    text = comment.redacted_text
    rows = next_themes(codebook, comment)[: max(0, DIGITS - before)]
    found = []
    for number, (theme, start, end) in enumerate(rows, before + 1):
        first, last = to_redacted(hidden, start, end)
        words = text[first:last].strip()
        found.append(Next(number, theme, shortened(words, LONGEST_NEXT)))
    return tuple(found)


def shortened(words: str, longest: int = LONGEST_EVIDENCE) -> str:
    """Long evidence keeps its beginning and its end."""
    if len(words) <= longest:
        return words
    half = longest // 2
    return f"{words[:half].rsplit(' ', 1)[0]} … {words[-half:].split(' ', 1)[-1]}"


def marked(text: str, evidence: Sequence[Iterable[tuple[int, int]]]) -> tuple[tuple[str, str], ...]:
    """The text in pieces, each with the classes of its mark ("" for none); joined it is the text.

    The first theme is `y` (yellow), the second `b` (underlined), further ones `c` (dotted).
    """
    spans = [
        (start, end, "yb"[number] if number < 2 else "c")
        for number, found in enumerate(evidence)
        for start, end in found
    ]
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    pieces = []
    for start, end in pairwise(edges):
        kinds = {kind for first, last, kind in spans if first <= start and end <= last}
        pieces.append((text[start:end], " ".join(sorted(kinds))))
    return tuple(pieces)


def _put(codebook: Codebook, comment: Comment) -> tuple[Put, ...]:
    tags = Tag.objects.filter(comment=comment, theme__codebook=codebook, is_final=True)
    return tuple(
        Put(tag.pk, tag.theme, f"put on by {tag.coder.name}" if tag.coder else "coded elsewhere")
        for tag in tags.select_related("theme", "coder")
    )


def _alike(rows: Sequence[Suggestion]) -> tuple[Alike, ...]:
    """The nearest coded comments that the reasons name, each once; none that was taken back."""
    ids = list(dict.fromkeys(pk for row in rows for pk in row.reason.get("similar", ())))
    comments = Comment.objects.as_evidence().select_related("segment").defer("original")
    found = comments.in_bulk(ids[: SIMILAR * 4])
    shown = [found[pk] for pk in ids if pk in found][:SIMILAR]
    names: dict[int, list[str]] = {}
    for tag in Tag.objects.counted().filter(comment__in=shown).select_related("theme"):
        names.setdefault(tag.comment_id, []).append(tag.theme.name)
    return tuple(
        Alike(
            pk=comment.pk,
            words=shortened(comment.redacted_text, 240),
            noted=comment.voice == Comment.Voice.NOTED,
            themes=", ".join(sorted(names.get(comment.pk, ()))),
            segment=comment.segment.name if comment.segment else "",
        )
        for comment in shown
    )
