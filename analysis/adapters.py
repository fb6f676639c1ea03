"""Rows become the engine's records here and its records become rows, and nowhere else."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef, Q

from analysis import engine
from analysis.models import Codebook, Decision, NextThemes, Run, Suggestion, Tag, Theme
from feedback.models import Comment, Redaction
from feedback.redaction import Span, to_original, to_redacted

# A theme learns from this many coded comments at most; more change little and cost time.
CODED_AT_MOST = 20_000
# A page waits for the next best quote of so many sentences; a draft is chosen of more.
READ_ON_A_PAGE, READ_FOR_A_DRAFT = 400, 2_000


def theme_record(theme: Theme, codes: dict[int, str]) -> engine.ThemeRecord:
    """A theme as the engine reads it; `codes` are the codes of the codebook by theme number."""
    return engine.ThemeRecord(
        code=theme.code,
        name=theme.name,
        definition=theme.definition,
        includes=theme.includes,
        excludes=theme.excludes,
        keywords=_lines(theme.keywords),
        phrases=_lines(theme.phrases),
        counters=_lines(theme.counter_phrases),
        parent=codes.get(theme.parent_id, ""),
    )


def theme_records(themes: Iterable[Theme]) -> tuple[engine.ThemeRecord, ...]:
    themes = list(themes)
    codes = {theme.pk: theme.code for theme in themes}
    return tuple(theme_record(theme, codes) for theme in themes)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def comment_record(comment: Comment) -> engine.CommentRecord:
    """The redacted text and what the engine may know of it. Never the original."""
    return engine.CommentRecord(
        id=comment.pk,
        text=comment.redacted_text,
        language=comment.language,
        segment=str(comment.segment_id or ""),
        voice=comment.voice,
        submission=comment.submission_id or f"log-{comment.session_log_id}",
        question=_asked(comment),
    )


def _asked(comment: Comment) -> str:
    """Which question it answers, so that answers to the same are known by it."""
    if comment.question_id:
        return f"question-{comment.question_id}"
    if comment.guide_question_id:
        return f"guide-{comment.guide_question_id}"
    return comment.asked


def coded_records(codebook_id: int) -> tuple[engine.CodedRecord, ...]:
    """`coded_comments` as the engine reads them."""
    found = coded_comments(codebook_id)
    return tuple(engine.CodedRecord(comment_record(comment), codes) for comment, codes in found)


def coded_comments(codebook_id: int) -> tuple[tuple[Comment, tuple[str, ...]], ...]:
    """What people have coded for good, with the themes they put on it; by comment number.

    A comment on which a person decided against every theme, and on which nothing waits, is an
    example of none of them; so is one in which a person found none.
    """
    rows = Tag.objects.counted().filter(theme__codebook=codebook_id)
    here = Codebook.objects.filter(pk=codebook_id).values("initiative")
    none_found = Q(verb=Decision.Verb.NONE, comment__initiative__in=here)
    decided = Decision.objects.filter(Q(theme__codebook=codebook_id) | none_found, decision=None)
    decided = decided.exclude(verb=Decision.Verb.UNDO).order_by("comment_id")
    waiting = Suggestion.objects.pending().filter(comment=OuterRef("comment"))
    settled = decided.filter(~Exists(waiting)).values_list("comment_id", flat=True)
    codes: dict[int, list[str]] = {pk: [] for pk in settled.distinct()}
    for pk, code in rows.order_by("comment_id", "theme__code").values_list(
        "comment_id", "theme__code"
    ):
        codes.setdefault(pk, []).append(code)
    wanted = sorted(codes)[-CODED_AT_MOST:]
    comments = Comment.objects.as_evidence().defer("original").in_bulk(wanted)
    return tuple((comments[pk], tuple(codes[pk])) for pk in wanted if pk in comments)


def made_with() -> str:
    """By what a vector would be made today: the installed models and how many numbers each has."""
    return " ".join(f"{key}:{width}" for key, width in engine.dimensions().items())


def packed(vectors: engine.Vectors, place: int) -> bytes:
    """One row of all models: their numbers one after the other, of two bytes each."""
    rows = [vectors[key][place] for key in engine.dimensions()]
    return np.concatenate(rows).astype("<f2").tobytes()


def unpacked(numbers: bytes) -> dict[str, np.ndarray]:
    """The rows of each model again, as far as two bytes keep them."""
    row, start, found = np.frombuffer(numbers, dtype="<f2").astype(np.float32), 0, {}
    for key, width in engine.dimensions().items():
        found[key] = row[start : start + width]
        start += width
    return found


def hidden_in_version(comments: Collection[Comment]) -> dict[int, tuple[Span, ...]]:
    """What is hidden in each comment at the redaction version it was read with; one query.

    A person may hide more while the engine works: its spans are mapped back by these rows.
    """
    versions = {comment.pk: comment.redaction_version for comment in comments}
    found: dict[int, list[Span]] = {pk: [] for pk in versions}
    for row in Redaction.objects.filter(comment__in=versions).order_by("start"):
        version = versions[row.comment_id]
        lifted = row.lifted_in is not None and row.lifted_in <= version
        if row.added_in <= version and not lifted:
            found[row.comment_id].append(Span(row.start, row.end, row.kind, row.rule))
    return {pk: tuple(spans) for pk, spans in found.items()}


@dataclass(frozen=True)
class Batch:
    """Comments read together with what is hidden in them."""

    comments: tuple[Comment, ...]
    hidden: dict[int, tuple[Span, ...]]

    @classmethod
    def of(cls, comments: Iterable[Comment]) -> "Batch":
        comments = tuple(comments)
        return cls(comments, hidden_in_version(comments))


def suggestions(
    run: Run,
    batch: Batch,
    tagger: engine.Tagger,
    themes: dict[str, int],
    vectors: engine.Vectors,
) -> tuple[list[Suggestion], list[NextThemes]]:
    """What the engine suggests for a batch, and which themes come next on each comment, as rows
    that are not saved; `themes`: code → number.

    `vectors` has a row for each comment of the batch.
    """
    rows, further = [], []
    records = [comment_record(comment) for comment in batch.comments]
    for comment, look in zip(batch.comments, tagger.look_all(records, vectors), strict=True):
        hidden = batch.hidden[comment.pk]
        for record in look.suggested:
            if record.theme in themes and record.spans:
                rows.append(_row(run, comment, hidden, record, themes))
        places = [
            [themes[record.theme], *to_original(hidden, *record.span)]
            for record in look.next
            if record.theme in themes
        ]
        if places:
            further.append(NextThemes(run=run, comment=comment, themes=places))
    return rows, further


def _row(run, comment, hidden, record, themes) -> Suggestion:
    spans = [to_original(hidden, start, end) for start, end in record.spans]
    return Suggestion(
        run=run,
        comment=comment,
        theme_id=themes[record.theme],
        start=spans[0][0],
        end=spans[0][1],
        more_spans=[list(span) for span in spans[1:]],
        score=record.score,
        reason=record.reason.to_json(),
    )


def shown_spans(suggestion: Suggestion, hidden: tuple[Span, ...]) -> tuple[tuple[int, int], ...]:
    """Where the evidence of a suggestion stands in the redacted text."""
    spans = [(suggestion.start, suggestion.end), *map(tuple, suggestion.more_spans)]
    return tuple(to_redacted(hidden, start, end) for start, end in spans)


def reason_words(suggestion: Suggestion, theme: Theme) -> str:
    """Why the engine suggests it, as a sentence."""
    reason = engine.Reason.from_json(suggestion.reason)
    return engine.explain(reason, theme_record(theme, {}))


Place = tuple[int, int, int]


class Quotable:
    """Comments to quote from. Places are (comment, start, end) in originals.

    `among` are the places that are meant, where the comments speak of other things as well; None
    means all of them.
    """

    def __init__(self, comments: Iterable[Comment], among: Iterable[Place] | None):
        self._batch = Batch.of(comments)
        self._records = [comment_record(comment) for comment in self._batch.comments]
        self._among = None if among is None else self._shown(among)

    def _shown(self, places: Iterable[Place]) -> list[engine.Evidence]:
        hidden = self._batch.hidden
        return [
            engine.Evidence(comment, *to_redacted(hidden[comment], start, end))
            for comment, start, end in places
            if comment in hidden
        ]

    def _place(self, record: engine.SentenceRecord) -> Place:
        hidden = self._batch.hidden[record.comment]
        return (record.comment, *to_original(hidden, record.start, record.end))

    def next_best(self, limit: int, after: Iterable[Place]) -> list[Place]:
        """What brings most of what the quotes `after` lack. By words alone: a page waits for it,
        and to embed some hundred sentences takes seconds."""
        found = engine.summarize(
            self._records,
            limit,
            models=(),
            at_most=READ_ON_A_PAGE,
            after=self._shown(after),
            among=self._among,
        )
        return [self._place(record) for record in found]

    def draft(
        self, limit: int, after: Iterable[Place], tick: Callable[[int, int], None]
    ) -> list[tuple[Place, list[Place]]]:
        """Quotes by all that is installed, each with what would do in its place, best first."""
        found = engine.draft(
            self._records,
            limit,
            at_most=READ_FOR_A_DRAFT,
            after=self._shown(after),
            among=self._among,
            tick=tick,
        )
        return [(self._place(p.sentence), [self._place(o) for o in p.others]) for p in found]
