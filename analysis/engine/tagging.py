"""Suggest themes of a codebook for comments, with the place that shows each and the reason.

A suggestion's score is the probability that a person would put the theme on the comment. Three
things speak for a theme: its own words (`keywords`), what its description means (`meaning`), and
how like the comment is to comments that people coded with it (`likeness`, `learning`);
`calibration` says what they are worth together. The same input gives the same output.
"""

from collections.abc import Sequence

import numpy as np

from analysis.engine import calibration, learning
from analysis.engine.calibration import THRESHOLD, sigmoid
from analysis.engine.embedding import NAMES, Vectors, vectors_of
from analysis.engine.keywords import headings
from analysis.engine.likeness import Features, Space, alike, together
from analysis.engine.meaning import Meaning
from analysis.engine.reading import Reader, Reading
from analysis.engine.reasons import LOOKED_AT, SIMILAR, reason
from analysis.engine.records import (
    OBSERVED,
    CodedRecord,
    CommentRecord,
    Id,
    SuggestionRecord,
    ThemeRecord,
)
from analysis.engine.shown import WordWeights
from analysis.engine.similar import Index
from analysis.engine.spans import evidence

__all__ = ["THRESHOLD", "Tagger", "prepare"]

# So many comments are looked at together; memory grows with them times the coded comments.
CHUNK = 512
DIGITS = 4
# A comment may stand among the coded ones itself, more than once if it was coded so.
SAME_ID_AT_MOST = 5


def prepare(
    codebook: Sequence[ThemeRecord],
    coded: Sequence[CodedRecord] = (),
    vectors: Vectors | None = None,
) -> "Tagger":
    """A tagger for this codebook, which learns from the coded comments where there are any.

    `vectors` holds a row for each coded comment by each model; None: they are made here, by the
    models that are installed; {}: without any.

    Themes that only hold others (a name and nothing else) are never suggested. Of a comment whose
    voice is OBSERVED nothing is learned, and nothing is suggested for it.
    """
    if vectors is None:
        vectors = vectors_of([record.comment for record in coded])
    return Tagger(codebook, coded, vectors)


class Tagger:
    """Made by `prepare`. `learned_from` lists the comments that its model rests on.

    `thresholds`: by the code of each theme, the probability from which on it is suggested.
    """

    def __init__(
        self, codebook: Sequence[ThemeRecord], coded: Sequence[CodedRecord], vectors: Vectors
    ):
        only_names = headings(codebook)
        by_code = {theme.code: theme for theme in reversed(codebook)}
        self.themes = tuple(
            theme
            for theme in codebook
            if theme.code not in only_names and by_code[theme.code] is theme
        )
        self.models = tuple(sorted(vectors))
        self._reader = Reader(self.themes, self.models)
        self._meaning = Meaning(self.themes, self.models)
        kept = learning.chosen(coded)
        self._learn([coded[n] for n in kept], {key: vectors[key][kept] for key in self.models})

    def _learn(self, coded: Sequence[CodedRecord], vectors: Vectors) -> None:
        reading = self._reader.read([record.comment for record in coded], vectors)
        self._coded = tuple(reading.comments)
        self.learned_from: tuple[Id, ...] = tuple(comment.id for comment in self._coded)
        self._has = _answers(coded, self.themes)
        self._space = Space(reading.words, reading.stems, reading.questions, reading.senders)
        self._examples = reading.features(self._space)
        cosines = alike(self._examples, self._examples)
        likeness = together(cosines, self._examples, self._examples)
        np.square(likeness, out=likeness)
        self._model = learning.learn(likeness, self._has, reading.senders)
        found = self._signals(reading, self._model.left_out)
        self._worth = calibration.calibrate(found, self._has)
        limits = calibration.thresholds(sigmoid(self._worth.odds(found)))
        self.thresholds = {t.code: float(x) for t, x in zip(self.themes, limits, strict=True)}
        self._words = WordWeights(self._space, self._examples, self._model)
        # Without models, words tell which comments are near that the model may not know.
        self._index = None if self.models else Index(self._coded)
        no_rows = {key: np.zeros((1, rows.shape[1]), np.float32) for key, rows in vectors.items()}
        nothing = self._reader.read([CommentRecord("", "")], no_rows)
        features = nothing.features(self._space)
        cosines = alike(features, self._examples)
        likeness = together(cosines, features, self._examples)
        self._blank = self._parts(nothing, likeness)[0]

    @property
    def features(self) -> str:
        """What the tagger works with, as a part of a sentence."""
        learned = len(self.learned_from)
        by = f"{learned:,} coded comments" if learned else "no coded comments yet"
        models = " and ".join(NAMES[key] for key in self.models) or "no sentence model"
        return f"{len(self.themes)} themes, their keywords and definitions, {by}, {models}"

    def suggest(
        self, comment: CommentRecord, vectors: Vectors | None = None
    ) -> tuple[SuggestionRecord, ...]:
        """The themes that reach their thresholds, the most probable first, then by code."""
        return self.suggest_all([comment], vectors)[0]

    def suggest_all(
        self, comments: Sequence[CommentRecord], vectors: Vectors | None = None
    ) -> tuple[tuple[SuggestionRecord, ...], ...]:
        """For each comment, in their order, what `suggest` says of it; quicker for many.

        `vectors` holds a row for each comment by each model; None: they are made here.
        """
        found: list[tuple[SuggestionRecord, ...]] = []
        for start in range(0, len(comments), CHUNK):
            rows = vectors
            if vectors is not None:
                rows = {key: vectors[key][start : start + CHUNK] for key in self.models}
            found += self._suggest(self._reader.read(comments[start : start + CHUNK], rows))
        return tuple(found)

    def read(self, comments: Sequence[CommentRecord], vectors: Vectors | None = None) -> Features:
        """Comments as the numbers that everything else rests on."""
        return self._reader.read(comments, vectors).features(self._space)

    def similar(
        self, comment: CommentRecord, k: int = SIMILAR, vectors: Vectors | None = None
    ) -> tuple[tuple[Id, float], ...]:
        """The k coded comments nearest to this one with their likeness (0 to 1), nearest first."""
        features = self.read([comment], vectors)
        near = self._nearest(comment, alike(features, self._examples)[0], k)
        return tuple((self._coded[place].id, likeness) for place, likeness in near)

    def _signals(self, reading: Reading, scores: np.ndarray) -> np.ndarray:
        keywords = reading.keyword_odds(len(self.themes))
        return calibration.signals(
            scores, keywords, self._meaning.near(reading.vectors, len(reading))
        )

    def _parts(self, reading: Reading, likeness: np.ndarray) -> np.ndarray:
        """Comments × themes × what keywords, examples and meaning add to the log-odds."""
        scores = self._model.scores(likeness**2)
        return self._worth.parts(self._signals(reading, scores))

    def _suggest(self, reading: Reading) -> list[tuple[SuggestionRecord, ...]]:
        features = reading.features(self._space)
        cosines = alike(features, self._examples)
        likeness = together(cosines, features, self._examples)
        parts = self._parts(reading, likeness)
        chances = np.round(sigmoid(self._worth.starts + parts.sum(axis=2)), DIGITS)
        limits = np.array([self.thresholds[theme.code] for theme in self.themes])
        # How common a theme is says nothing about this comment; its words must.
        parts = parts - self._blank
        wanted = (chances >= limits) & (parts.sum(axis=2) > 0)
        rows = zip(cosines, likeness, parts, chances, wanted, strict=True)
        return [
            self._of(place, reading, features, *row)
            if row[-1].any() and reading.words[place] and comment.voice != OBSERVED
            else ()
            for place, (comment, row) in enumerate(zip(reading.comments, rows, strict=True))
        ]

    def _of(
        self, place, reading, features, cosines, likeness, parts, chances, wanted
    ) -> tuple[SuggestionRecord, ...]:
        """What is suggested for the comment at a place of the reading."""
        comment, words = reading.comments[place], reading.words[place]
        near = [n for n, _ in self._nearest(comment, cosines, LOOKED_AT)]
        weigh = self._words.of(reading.stems[place], features, place, likeness)
        best = sorted(np.flatnonzero(wanted), key=lambda n: (-chances[n], self.themes[n].code))
        found = []
        for number in best:
            hits = reading.hits[place].get(number, ())
            with_it = [self._coded[n].id for n in near if self._has[n, number]]
            found.append(
                SuggestionRecord(
                    comment=comment.id,
                    theme=self.themes[number].code,
                    score=float(chances[number]),
                    spans=evidence(comment.text, words, weigh(number, hits)),
                    reason=reason(self.themes[number], hits, parts[number].tolist(), with_it),
                )
            )
        return tuple(found)

    def _nearest(
        self, comment: CommentRecord, cosines: np.ndarray, k: int
    ) -> list[tuple[int, float]]:
        """Places of the nearest coded comments, and how near; never the comment itself."""
        if self._index is not None:
            return self._index.places(comment.text, k, (comment.id,), comment.language)
        order = np.argsort(-np.round(cosines, 5), kind="stable")[: k + SAME_ID_AT_MOST]
        near = [n for n in order.tolist() if cosines[n] > 0 and self._coded[n].id != comment.id]
        return [(n, min(1.0, float(cosines[n]))) for n in near[:k]]


def _answers(coded: Sequence[CodedRecord], themes: Sequence[ThemeRecord]) -> np.ndarray:
    """Comments × themes: 1 where people put the theme on the comment."""
    numbers = {theme.code: number for number, theme in enumerate(themes)}
    found = np.zeros((len(coded), len(themes)), dtype=np.float32)
    for place, record in enumerate(coded):
        found[place, [numbers[code] for code in record.themes if code in numbers]] = 1
    return found
