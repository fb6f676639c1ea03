"""What the engine learns from comments that people coded: scores of all themes at once.

Kernel ridge regression (Saunders, Gammerman and Vovk 1998) on the likeness of comments. Its answer
is exact, without steps or chance, and so is the score that each coded comment would have had if
nothing of its submission had been learned; those scores teach what a score is worth
(`calibration`).
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack

from analysis.engine.likeness import product
from analysis.engine.records import OBSERVED, CodedRecord

# How strongly the examples are held back; a third or the triple changes little.
RIDGE = 0.1
# Half of what so many comments say is believed, nearly all of what many times as many say.
FEW = 20
# Further examples change little, and time and memory grow with the cube and the square.
EXAMPLES_AT_MOST = 6_000


def chosen(coded: Sequence[CodedRecord]) -> list[int]:
    """Places of the comments to learn from, in an order that does not depend on the input's: all
    but impressions; of very many, some from everywhere."""
    places = [n for n, record in enumerate(coded) if record.comment.voice != OBSERVED]
    places.sort(key=lambda place: _order(coded[place]))
    if len(places) <= EXAMPLES_AT_MOST:
        return places
    return [places[n * len(places) // EXAMPLES_AT_MOST] for n in range(EXAMPLES_AT_MOST)]


def _order(record: CodedRecord) -> tuple:
    id_ = record.comment.id
    return isinstance(id_, str), id_, record.comment.text, record.themes


@dataclass(frozen=True, eq=False)
class Model:
    """Scores of a comment: `mean` + its kernel row @ `weights` (coded comments × themes)."""

    mean: np.ndarray
    weights: np.ndarray
    # What each coded comment scored without its own submission (coded comments × themes).
    left_out: np.ndarray

    def scores(self, kernel: np.ndarray) -> np.ndarray:
        """Near 1 where the coded comments that are like it have the theme, near 0 where not."""
        return self.mean + product(kernel, self.weights)


def learn(kernel: np.ndarray, themes: np.ndarray, senders: Sequence[Hashable]) -> Model:
    """Learn from coded comments. `kernel` is theirs with each other and is overwritten; `themes`
    has a row for each and a column for each theme (1 or 0); `senders` says what came together."""
    if not themes.size:
        return Model(np.zeros(themes.shape[1], np.float32), np.zeros_like(themes), themes)
    mean = themes.mean(axis=0)
    centred = themes - mean
    inverse = _inverse(kernel)
    weights = inverse @ centred
    left_out = _left_out(inverse, weights, themes, senders)
    trust = np.float32(len(themes) / (len(themes) + FEW))
    return Model(trust * mean, trust * weights, trust * left_out)


def _inverse(kernel: np.ndarray) -> np.ndarray:
    kernel[np.diag_indices_from(kernel)] += np.float32(RIDGE)
    lower, failed = lapack.spotrf(kernel.T, lower=1, overwrite_a=1)
    if not failed:
        inverse, failed = lapack.spotri(lower, lower=1, overwrite_c=1)
    if failed:
        raise ArithmeticError("The likenesses of the coded comments contradict one another.")
    upper = np.tril(inverse, -1).T
    inverse = np.tril(inverse)
    inverse += upper
    return inverse


def _left_out(
    inverse: np.ndarray, weights: np.ndarray, themes: np.ndarray, senders: Sequence[Hashable]
) -> np.ndarray:
    """For each submission the exact answer of a model without it, from the one with all of them
    (block form of the leave-one-out formula of Allen's PRESS, 1974)."""
    together: dict[Hashable, list[int]] = defaultdict(list)
    for place, sender in enumerate(senders):
        together[sender].append(place)
    found = np.empty_like(weights)
    for places in together.values():
        block = inverse[np.ix_(places, places)]
        found[places] = themes[places] - np.linalg.solve(block, weights[places])
    return found
