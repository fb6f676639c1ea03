"""What the engine knows of a codebook: what it learned, and what that says of comments."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.engine import calibration, learning
from analysis.engine.calibration import Band, sigmoid
from analysis.engine.embedding import Vectors
from analysis.engine.likeness import Features, Space, alike, together
from analysis.engine.meaning import Meaning
from analysis.engine.reading import Reader, Reading
from analysis.engine.records import CodedRecord, CommentRecord, ThemeRecord
from analysis.engine.shown import WordWeights
from analysis.engine.similar import Index

DIGITS = 4
# A comment may stand among the coded ones itself, more than once if it was coded so.
SAME_ID_AT_MOST = 5


@dataclass(frozen=True, eq=False)
class Numbers:
    """Comments as numbers, a row for each: their features, their cosines and likeness with the
    coded comments, what speaks for each theme (by keywords, examples and meaning, beside what
    speaks for it where nothing is said), and each theme's probability."""

    features: Features
    cosines: np.ndarray
    likeness: np.ndarray
    parts: np.ndarray
    chances: np.ndarray


class Knowledge:
    """Learned from coded comments, with a row of `vectors` for each by each model of the reader.

    `coded`: those it rests on, in an order of its own; `has`: coded comments × themes, 1 where
    people put the theme on it; `starts`: the log-odds of each theme where nothing is said.
    """

    def __init__(
        self,
        themes: Sequence[ThemeRecord],
        reader: Reader,
        coded: Sequence[CodedRecord],
        vectors: Vectors,
    ):
        self._meaning = Meaning(themes, reader.models)
        self._count = len(themes)
        kept = learning.chosen(coded)
        records = [coded[place] for place in kept]
        rows = {key: vectors[key][kept] for key in reader.models}
        reading = reader.read([record.comment for record in records], rows)
        self.coded = tuple(reading.comments)
        self.has = _answers(records, themes)
        self.space = Space(reading.words, reading.stems, reading.questions, reading.senders)
        self._examples = reading.features(self.space)
        cosines = alike(self._examples, self._examples)
        likeness = together(cosines, self._examples, self._examples)
        np.square(likeness, out=likeness)
        self._model = learning.learn(likeness, self.has, reading.senders)
        self._senders = reading.senders
        self._left_out = self._signals(reading, self._model.left_out)
        self._worth = calibration.calibrate(self._left_out, self.has)
        self.thresholds = calibration.thresholds(sigmoid(self._worth.odds(self._left_out)))
        self.words = WordWeights(self.space, self._examples, self._model)
        # Without models, words tell which comments are near that the model may not know.
        self._index = None if reader.models else Index(self.coded)
        nowhere = {key: np.zeros((1, each.shape[1]), np.float32) for key, each in rows.items()}
        nothing = reader.read([CommentRecord("", "")], nowhere)
        self._blank = np.zeros((self._count, 3))
        self._blank = self.numbers(nothing).parts[0]
        self.starts = self._worth.starts + self._blank.sum(axis=1)

    def numbers(self, reading: Reading) -> Numbers:
        features = reading.features(self.space)
        cosines = alike(features, self._examples)
        likeness = together(cosines, features, self._examples)
        found = self._signals(reading, self._model.scores(likeness**2))
        parts = self._worth.parts(found)
        chances = np.round(sigmoid(self._worth.starts + parts.sum(axis=2)), DIGITS)
        # How common a theme is says nothing about this comment; its words must.
        return Numbers(features, cosines, likeness, parts - self._blank, chances)

    def _signals(self, reading: Reading, scores: np.ndarray) -> np.ndarray:
        keywords = reading.keyword_odds(self._count)
        meaning = self._meaning.near(reading.vectors, len(reading))
        return calibration.signals(scores, keywords, meaning)

    def cosines(self, features: Features) -> np.ndarray:
        return alike(features, self._examples)

    def nearest(
        self, comment: CommentRecord, cosines: np.ndarray, k: int
    ) -> list[tuple[int, float]]:
        """Places of the nearest coded comments, and how near; never the comment itself."""
        if self._index is not None:
            return self._index.places(comment.text, k, (comment.id,), comment.language)
        order = np.argsort(-np.round(cosines, 5), kind="stable")[: k + SAME_ID_AT_MOST]
        near = [n for n in order.tolist() if cosines[n] > 0 and self.coded[n].id != comment.id]
        return [(n, min(1.0, float(cosines[n]))) for n in near[:k]]

    def reliability(self) -> tuple[Band, ...]:
        """How often a theme was on the coded comments for which it had such a probability."""
        return calibration.reliability(self._left_out, self.has, self._senders)


def _answers(coded: Sequence[CodedRecord], themes: Sequence[ThemeRecord]) -> np.ndarray:
    """Comments × themes: 1 where people put the theme on the comment."""
    numbers = {theme.code: number for number, theme in enumerate(themes)}
    found = np.zeros((len(coded), len(themes)), dtype=np.float32)
    for place, record in enumerate(coded):
        found[place, [numbers[code] for code in record.themes if code in numbers]] = 1
    return found
