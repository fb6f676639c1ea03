"""What each word of a comment says for a theme, so that the evidence can be shown."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from analysis.engine.keywords import SLOPE, Hit
from analysis.engine.learning import Model
from analysis.engine.likeness import Features, Space

# What the learned score is worth beside the keywords, whose weights are log-odds.
WORTH = 10.0

Weigh = Callable[[int, Sequence[Hit]], list[float]]


class WordWeights:
    """The slope of the score along each word: how much it would lose without it, nearly."""

    def __init__(self, space: Space, examples: Features, model: Model):
        self._places = space.words.places
        self._model = model
        # Words × coded comments, so that the few words of one comment are quickly found.
        self._words = examples.terms[:, : len(self._places)].T.tocsr()

    def of(
        self, stems: Sequence[str], features: Features, place: int, likeness: np.ndarray
    ) -> Weigh:
        """A function of a theme's number and its hits: the weight of each word of a comment (the
        one at this place of `features`, with its likeness to each example)."""
        known, values = features.known(place, len(self._places))
        rows = self._words[known]

        def weigh(theme: int, hits: Sequence[Hit]) -> list[float]:
            gain = values * (rows @ (likeness * self._model.weights[:, theme])) * WORTH
            learned = dict(zip(known.tolist(), gain.tolist(), strict=True))
            return self._by_word(stems, learned, hits)

        return weigh

    def _by_word(
        self, stems: Sequence[str], learned: dict[int, float], hits: Sequence[Hit]
    ) -> list[float]:
        """Each word's own weight, half of those of its pairs, and its share of the keys."""

        def of(term: str) -> float:
            return learned.get(self._places.get(term, -1), 0.0)

        pairs = [of(f"{one} {other}") / 2 for one, other in pairwise(["^", *stems, "$"])]
        weights = [of(stem) + pairs[n] + pairs[n + 1] for n, stem in enumerate(stems)]
        for hit in hits:
            share = SLOPE * hit.weight / (hit.last - hit.first + 1)
            for place in range(hit.first, hit.last + 1):
                weights[place] += share
        return weights
