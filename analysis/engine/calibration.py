"""What a score is worth: the probability that a person would put the theme on the comment.

One logistic regression for all themes together (so that a theme with few examples is not guessed
at), with an intercept of its own for each theme. Everything begins from what is known without any
example (`PRIOR`) and departs from it as far as the coded comments justify: the prior is Gaussian,
the answer its maximum a posteriori by Newton's method.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

# Where the worth of a score bends: a low score tells much by each step, a high one less.
BENDS = (0.2, 0.5)
KEYWORDS_BEND = 1.0
# For each signal what a unit of it adds to the log-odds before anything is learned. Fitted once on
# the demo's comments: those of the score with all examples, the others with none.
PRIOR = np.array([20.0, -14.0, 0.0, 3.3, -2.2, 5.0, 4.0, 0.0])
START = -4.0
KEYWORDS, EXAMPLES, MEANING = [3, 4], [0, 1, 2, 7], [5, 6]
# How firmly they are held, as a standard deviation of each.
SPREAD = np.array([6.0, 6.0, 6.0, 0.7, 0.7, 3.0, 3.0, 3.0])
START_SPREAD, THEME_SPREAD = 0.5, 1.0
ROUNDS, LONGEST_STEP = 40, 1.5
# Thresholds: one alone says what to suggest if nothing is learned; how much the best for all
# themes together counts beside the best for each; how many expected examples outweigh the first.
THRESHOLD, FOR_ALL, FIRM = 0.25, 0.25, 3.0
LOWEST, HIGHEST = 0.1, 0.6
# How reliable probabilities are is said of so many bands, and tried on so many parts.
BANDS, FOLDS = 10, 5


def signals(scores: np.ndarray, keywords: np.ndarray, meaning: np.ndarray) -> np.ndarray:
    """Comments × themes × what speaks for a theme: the score and its bends, keywords and theirs,
    likeness in meaning beside the mean of all themes, the lead in it, and the best rival's score.
    """
    scores = np.clip(scores, -0.2, 1.2)
    parts = [scores, *(np.maximum(scores - bend, 0) for bend in BENDS)]
    parts += [keywords, np.maximum(keywords - KEYWORDS_BEND, 0)]
    parts += [meaning, meaning - _best_other(meaning), _best_other(scores)]
    return np.stack([part.astype(np.float64) for part in parts], axis=2)


def _best_other(values: np.ndarray) -> np.ndarray:
    """For each theme the highest value that another theme has; 0 where there is no other."""
    if values.shape[1] < 2:
        return np.zeros_like(values)
    ordered = np.sort(values, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(values >= best, second, best)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


def logit(chance: np.ndarray) -> np.ndarray:
    """The log-odds of a probability; of 0 and 1 very low and very high ones."""
    chance = np.clip(chance, 1e-9, 1 - 1e-9)
    return np.log(chance / (1 - chance))


@dataclass(frozen=True, eq=False)
class Calibration:
    """`weights` of the signals and `starts` of the themes, as log-odds."""

    weights: np.ndarray
    starts: np.ndarray

    def odds(self, found: np.ndarray) -> np.ndarray:
        """Log-odds of each theme for each comment."""
        return self.starts + self.parts(found).sum(axis=2)

    def parts(self, found: np.ndarray) -> np.ndarray:
        """Comments × themes × what keywords, examples and meaning add to the log-odds."""
        weighed = found * self.weights
        groups = (weighed[:, :, KEYWORDS], weighed[:, :, EXAMPLES], weighed[:, :, MEANING])
        return np.stack([group.sum(axis=2) for group in groups], axis=2)


def calibrate(found: np.ndarray, themes: np.ndarray) -> Calibration:
    """From the signals of coded comments (`left_out` scores) and the themes they have."""
    count, width, _ = found.shape
    flat = found.transpose(1, 0, 2).reshape(width * count, len(PRIOR))
    answers = themes.T.reshape(-1)
    theme = np.repeat(np.arange(width), count)
    start, starts, weights = START, np.full(width, START), PRIOR.copy()
    for _ in range(ROUNDS if len(answers) else 0):
        chance = sigmoid(flat @ weights + starts[theme])
        step, by_theme = _newton(flat, answers - chance, chance, theme, weights, starts - start)
        shorter = min(1, LONGEST_STEP / max(np.abs(step / SPREAD).max(), np.abs(by_theme).max()))
        weights, starts = weights + shorter * step, starts + shorter * by_theme
        held = 1 / START_SPREAD**2
        start = (held * START + starts.sum() / THEME_SPREAD**2) / (held + width / THEME_SPREAD**2)
    return Calibration(weights, starts)


def _newton(flat, error, chance, theme, weights, away) -> tuple[np.ndarray, np.ndarray]:
    """One step of all weights and starts at once; the starts are eliminated (they are diagonal)."""
    width = len(away)
    bend = chance * (1 - chance)
    slope_starts = np.bincount(theme, error, width) - away / THEME_SPREAD**2
    slope = flat.T @ error - (weights - PRIOR) / SPREAD**2
    own = np.bincount(theme, bend, width) + 1 / THEME_SPREAD**2
    bent = flat * bend[:, None]
    curve = bent.T @ flat + np.diag(1 / SPREAD**2)
    mixed = np.stack([np.bincount(theme, column, width) for column in bent.T], axis=1)
    left = curve - mixed.T @ (mixed / own[:, None])
    step = np.linalg.solve(left, slope - mixed.T @ (slope_starts / own))
    return step, (slope_starts - mixed @ step) / own


@dataclass(frozen=True, slots=True)
class Band:
    """Of `count` pairs of comment and theme with probabilities from `low` up to the next band,
    `expected` would have the theme by those probabilities, and `right` have it."""

    low: float
    count: int
    expected: float
    right: int


def reliability(
    found: np.ndarray, themes: np.ndarray, senders: Sequence[Hashable]
) -> tuple[Band, ...]:
    """Whether the probabilities keep what they say, in ten bands (those that hold something).

    `found` are signals in which no comment's submission taught its own score. What those are worth
    is learned here from four fifths of the submissions and tried on the fifth, so that nothing is
    measured on what it was set by.
    """
    fold = _folds(senders)
    chances = np.zeros(themes.shape)
    for number in range(FOLDS):
        away = fold == number
        if away.any():
            chances[away] = sigmoid(calibrate(found[~away], themes[~away]).odds(found[away]))
    number = np.minimum(np.floor(chances * BANDS + 1e-9), BANDS - 1).astype(int).ravel()
    counts = np.bincount(number, minlength=BANDS)
    expected = np.bincount(number, chances.ravel(), minlength=BANDS)
    right = np.bincount(number, themes.ravel(), minlength=BANDS)
    return tuple(
        Band(n / BANDS, int(counts[n]), round(float(expected[n]), 2), round(float(right[n])))
        for n in range(BANDS)
        if counts[n]
    )


def _folds(senders: Sequence[Hashable]) -> np.ndarray:
    """The submissions dealt out in turn, as they come first."""
    turn: dict[Hashable, int] = {}
    return np.array([turn.setdefault(s, len(turn)) % FOLDS for s in senders], dtype=int)


def thresholds(chances: np.ndarray) -> np.ndarray:
    """For each theme the probability from which on it is worth suggesting.

    It is the one that makes the expected F1 greatest, found from the probabilities themselves
    (Lewis 1995; Lipton, Elkan and Naryanaswamy 2014: half of the F1 that can be reached), which
    moves less with few examples than counting hits would.
    """
    if not chances.size:
        return np.full(chances.shape[1], THRESHOLD)
    together = _half_of_best_f1(chances.ravel())
    each = np.array([_half_of_best_f1(column) for column in chances.T])
    best = FOR_ALL * together + (1 - FOR_ALL) * each
    expected = chances.sum(axis=0)
    sure = expected / (expected + FIRM)
    return np.round(np.clip(sure * best + (1 - sure) * THRESHOLD, LOWEST, HIGHEST), 3)


def _half_of_best_f1(chances: np.ndarray) -> float:
    ordered = np.sort(chances)[::-1]
    f1 = 2 * np.cumsum(ordered) / (np.arange(1, len(ordered) + 1) + ordered.sum())
    return float(f1.max()) / 2
