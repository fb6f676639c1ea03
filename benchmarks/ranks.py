"""Sentences in the order of two published methods, to compare with: by their stems alone."""

from collections.abc import Sequence
from math import log

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

DAMPING = 0.85
STEPS = 100
# LexRank joins two sentences from this cosine on (Erkan and Radev 2004).
JOINED_FROM = 0.1


def lex_rank(bags: Sequence[Sequence[str]]) -> list[int]:
    """Places, the most central first: a walk over sentences that share weighted words."""
    vectors = TfidfVectorizer(analyzer=list).fit_transform(bags)
    near = (vectors @ vectors.T).toarray()
    return _order(_walk((near >= JOINED_FROM).astype(float)))


def text_rank(bags: Sequence[Sequence[str]]) -> list[int]:
    """The same, where a tie is the shared words over the logarithms of the two lengths (Mihalcea
    and Tarau 2004)."""
    seen = sorted({stem for bag in bags for stem in bag})
    place = {stem: number for number, stem in enumerate(seen)}
    has = np.zeros((len(bags), len(seen)), dtype=np.float32)
    for row, bag in enumerate(bags):
        has[row, [place[stem] for stem in bag]] = 1
    lengths = np.array([log(max(2, len(bag))) for bag in bags])
    ties = (has @ has.T) / (lengths[:, None] + lengths[None, :])
    np.fill_diagonal(ties, 0)
    return _order(_walk(ties))


def _walk(ties: np.ndarray) -> np.ndarray:
    """PageRank: where one is in the long run who follows the ties."""
    sums = ties.sum(axis=1, keepdims=True)
    steps = np.divide(ties, sums, out=np.full_like(ties, 1 / len(ties)), where=sums > 0)
    rank = np.full(len(ties), 1 / len(ties))
    for _ in range(STEPS):
        rank = (1 - DAMPING) / len(ties) + DAMPING * (steps.T @ rank)
    return rank


def _order(rank: np.ndarray) -> list[int]:
    return sorted(range(len(rank)), key=lambda place: (-round(float(rank[place]), 9), place))
