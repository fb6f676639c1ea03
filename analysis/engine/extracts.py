"""Sentences that could be quoted, how well each can be read alone, and their vectors."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.engine.embedding import Model
from analysis.engine.records import OBSERVED, OWN, CommentRecord, Evidence
from analysis.engine.text import content_stems, says_nothing, sentences, tokens

# A quote of so many words can be read alone.
SHORTEST, LONGEST = 6, 40
# So many sentences are read between two signs of progress.
AT_ONCE = 50
# What a sentence keeps of its worth if it is too short or long, if it begins by pointing at the
# one before, and if it is a paraphrase.
BAD_LENGTH, POINTS_BACK, NOTED = 0.4, 0.75, 0.85
POINTERS = re.compile(
    r"it|they|them|this|that|these|those|he|she|and|but|so|or|because|which|also|then"
    r"|pero|porque|eso|esto|ellos|ellas|él|ella|también|y|o"
)


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence of a comment. `part` is one over the number of sentences that its comment has."""

    comment: CommentRecord
    start: int
    end: int
    readable: float
    part: float

    @property
    def text(self) -> str:
        return self.comment.text[self.start : self.end]

    @property
    def key(self) -> tuple:
        """An order that does not depend on how the comments came."""
        return (isinstance(self.comment.id, str), self.comment.id, self.start)


def extracts(comments: Sequence[CommentRecord]) -> list[Extract]:
    """Every sentence that says something, in the order of the ids; none that was OBSERVED."""
    found: list[Extract] = []
    for comment in comments:
        if comment.voice == OBSERVED or says_nothing(comment.text):
            continue
        spans = sentences(comment.text)
        for start, end in spans:
            text = comment.text[start:end]
            if content_stems(text, comment.language):
                readable = _readable(text, comment.voice)
                found.append(Extract(comment, start, end, readable, 1 / len(spans)))
    return sorted(found, key=lambda extract: extract.key)


def overlapping(found: Sequence[Extract], spans: Collection[Evidence]) -> list[Extract]:
    """Those of which at least a part lies in one of the spans."""
    by_comment = defaultdict(list)
    for span in spans:
        by_comment[span.comment].append(span)
    return [
        extract
        for extract in found
        if any(
            span.start < extract.end and extract.start < span.end
            for span in by_comment[extract.comment.id]
        )
    ]


def _readable(text: str, voice: str) -> float:
    """How well a sentence can be quoted alone, 0 to 1."""
    words = [token.word for token in tokens(text)]
    worth = 1.0 if SHORTEST <= len(words) <= LONGEST else BAD_LENGTH
    if POINTERS.fullmatch(words[0]):
        worth *= POINTS_BACK
    return worth if voice == OWN else worth * NOTED


def spread(found: Sequence[Extract], at_most: int, keep: Collection[tuple] = ()) -> list[Extract]:
    """At most so many: the same number of each segment where it has them, those that read best
    first and among these evenly from the first to the last; and those with the keys `keep`."""
    by_segment: dict[str, list[Extract]] = defaultdict(list)
    for extract in found:
        if extract.key not in keep:
            by_segment[extract.comment.segment].append(extract)
    # The smallest first: what it does not fill is left to the others.
    rows = sorted(by_segment.values(), key=lambda row: (len(row), row[0].key))
    kept: list[Extract] = []
    for place, row in enumerate(rows):
        share = (at_most - len(kept)) // (len(rows) - place)
        kept += _even(row, share)
    kept += [extract for extract in found if extract.key in keep]
    return sorted(kept, key=lambda extract: extract.key)


def _even(row: list[Extract], number: int) -> list[Extract]:
    if len(row) <= number:
        return row
    best = [extract for extract in row if extract.readable >= NOTED * POINTS_BACK]
    pool = best if len(best) >= number else sorted(row, key=lambda e: (-e.readable, e.key))
    if pool is not best:
        return pool[:number]
    return [pool[place * len(pool) // number] for place in range(number)]


# Told how many readings of a sentence by a model are done, and of how many.
Tick = Callable[[int, int], None]


def vectors(
    found: Sequence[Extract], models: Sequence[Model], tick: Tick | None = None
) -> list[Any]:
    """A matrix for each model, or where there is none one of weighted stems; rows of length one."""
    texts = [extract.text for extract in found]
    parts = []
    for place, model in enumerate(models):
        rows = []
        for start in range(0, len(texts), AT_ONCE):
            rows.append(model.encode(texts[start : start + AT_ONCE]))
            if tick:
                done = place * len(texts) + min(start + AT_ONCE, len(texts))
                tick(done, len(models) * len(texts))
        parts.append(np.vstack(rows))
    return parts or [_stems(found)]


def _stems(found: Sequence[Extract]) -> Any:
    bags = [content_stems(extract.text, extract.comment.language) for extract in found]
    weighted = TfidfVectorizer(analyzer=list, sublinear_tf=True, dtype=np.float32)
    return weighted.fit_transform(bags)
