"""Comments as the tagger sees them: their words, the keys of themes among them, their vectors."""

from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from analysis.engine.embedding import Vectors, vectors_of
from analysis.engine.keywords import Hit, Keywords, odds
from analysis.engine.likeness import Features, Space
from analysis.engine.records import CommentRecord, ThemeRecord
from analysis.engine.spans import Piece
from analysis.engine.text import Token, base, stem, tokens

_start = attrgetter("start")


def sender(comment: CommentRecord) -> Hashable:
    """What tells whether comments came together."""
    if comment.submission is None:
        return ("comment", comment.id)
    return ("submission", comment.submission)


@dataclass(frozen=True, eq=False)
class Reading:
    """Comments read; every list and array has a place or a row for each."""

    comments: Sequence[CommentRecord]
    words: list[list[Token]]
    stems: list[list[str]]
    hits: list[dict[int, list[Hit]]]
    vectors: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.comments)

    @property
    def questions(self) -> list[str]:
        return [comment.question for comment in self.comments]

    @property
    def senders(self) -> list[Hashable]:
        return [sender(comment) for comment in self.comments]

    def keyword_odds(self, themes: int) -> np.ndarray:
        """Comments × themes: what the themes' own words say, as log-odds."""
        found = np.zeros((len(self), themes), dtype=np.float32)
        for place, hits in enumerate(self.hits):
            for theme, those in hits.items():
                found[place, theme] = odds(those)
        return found

    def parts(self, spans: Sequence[tuple[int, Piece]]) -> "Reading":
        """Pieces of these comments, each (by the place of its comment) as a comment of its own.

        They are read without sentence models, which take their time.
        """
        rows = [self._part(place, piece) for place, piece in spans]
        comments, words, stems, hits = zip(*rows, strict=True) if rows else ((), (), (), ())
        nothing = {
            key: np.zeros((len(rows), found.shape[1]), np.float32)
            for key, found in self.vectors.items()
        }
        return Reading(comments, list(words), list(stems), list(hits), nothing)

    def _part(self, place: int, piece: Piece):
        comment, words = self.comments[place], self.words[place]
        first = bisect_left(words, piece.start, key=_start)
        last = bisect_left(words, piece.end, key=_start)
        hits = {}
        for theme, found in self.hits[place].items():
            inside = [hit for hit in found if first <= hit.first and hit.last < last]
            hits[theme] = [h._replace(first=h.first - first, last=h.last - first) for h in inside]
        text = comment.text[piece.start : piece.end]
        return replace(comment, text=text), words[first:last], self.stems[place][first:last], hits

    def features(self, space: Space) -> Features:
        return space.features(self.words, self.stems, self.questions, self.vectors)


class Reader:
    """Reads comments for a codebook with some models (by their keys)."""

    def __init__(self, themes: Sequence[ThemeRecord], models: Sequence[str]):
        self._themes = themes
        self.models = models
        self._keywords: dict[str, Keywords] = {}

    def read(self, comments: Sequence[CommentRecord], vectors: Vectors | None) -> Reading:
        """`vectors` has a row for each comment; None: they are made here."""
        if vectors is None:
            vectors = vectors_of(comments) if self.models else {}
        words = [tokens(comment.text) for comment in comments]
        stems = [
            [stem(word.word, comment.language) for word in those]
            for comment, those in zip(comments, words, strict=True)
        ]
        hits = [
            self._keywords_for(comment.language).find(those, stemmed)
            for comment, those, stemmed in zip(comments, words, stems, strict=True)
        ]
        rows = {key: np.asarray(vectors[key], dtype=np.float32) for key in self.models}
        return Reading(comments, words, stems, hits, rows)

    def _keywords_for(self, language: str) -> Keywords:
        language = base(language)
        if language not in self._keywords:
            self._keywords[language] = Keywords(self._themes, language)
        return self._keywords[language]
