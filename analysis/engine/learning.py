"""What the engine learns from comments that people coded: one logistic regression a theme.

Features are stems, their first letters (spelling varies), pairs of neighbouring stems (with the
beginning and end of the comment as words) and the number of words; each counts only if three
submissions have it, so that nothing in the model can point to one person. The theme's own keywords
enter as the prior: the regression starts from what they say and departs from it as far as the
examples justify. Trained by stochastic gradient descent with a step per weight (AdaGrad; Duchi,
Hazan and Singer 2011) in a fixed order.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from operator import add
from typing import NamedTuple

SUBMISSIONS_AT_LEAST = 3
# The theme needs as many submissions that people coded so; below, its keywords speak alone.
EXAMPLES_AT_LEAST = 3
LENGTHS = (1, 2, 4, 8, 16, 32, 64, 128)
STEP = 0.25
# How strongly all examples together are held back: what few of them say moves little.
PRIOR = 6.0
# Enough passes over few examples, few over many.
VISITS, PASSES = 30_000, (3, 8)
BEGINNING = 4
TOO_SMALL = 0.03


class Example(NamedTuple):
    """A coded comment: its stems, who sent it, what the keywords say, and its theme numbers."""

    stems: Sequence[str]
    submission: Hashable
    prior: dict[int, float]
    themes: frozenset[int]


def features(stems: Sequence[str]) -> list[str]:
    """What the model looks at, each once, in order of appearance."""
    around = ["^", *stems, "$"]
    pairs = [f"{first} {second}" for first, second in pairwise(around)]
    length = sum(len(stems) >= step for step in LENGTHS)
    beginnings = [f"{stem[:BEGINNING]}~" for stem in stems if len(stem) > BEGINNING]
    return list(dict.fromkeys([*stems, *beginnings, *pairs, f"# {length}"]))


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


class Model:
    """Weights of features for each theme (one row a feature, one column a theme)."""

    def __init__(self, themes: int):
        self.size = themes
        self.rows: dict[str, list[float]] = {}
        self.bias = [0.0] * themes
        self.learned: frozenset[int] = frozenset()

    def known(self, stems: Sequence[str]) -> list[str]:
        return [feature for feature in features(stems) if feature in self.rows]

    def weight(self, feature: str, theme: int) -> float:
        row = self.rows.get(feature)
        return row[theme] if row else 0.0

    def part(self, stems: Sequence[str]) -> list[float]:
        """For each theme, how far the examples move its log-odds for a comment of these stems."""
        return self.part_of(self.known(stems))

    def part_of(self, known: Sequence[str]) -> list[float]:
        """The same for the features of a comment that the model knows."""
        value = _value(known)
        total = [0.0] * self.size
        for feature in known:
            total = list(map(add, total, self.rows[feature]))
        return [bias + value * sum_ for bias, sum_ in zip(self.bias, total, strict=True)]


def _value(known: Sequence[str]) -> float:
    """Features of a comment share a length of one, so that long comments do not shout."""
    return 1 / math.sqrt(len(known)) if known else 0.0


def shown_by(model: Model, stems: Sequence[str], theme: int) -> list[float]:
    """For each stem, what it adds to the log-odds of a theme: itself, its beginning, its pairs."""
    value = _value(model.known(stems))
    around = ["^", *stems, "$"]
    pairs = [model.weight(f"{first} {second}", theme) / 2 for first, second in pairwise(around)]
    own = [
        model.weight(stem, theme) + model.weight(f"{stem[:BEGINNING]}~", theme) for stem in stems
    ]
    return [value * (own[n] + pairs[n] + pairs[n + 1]) for n in range(len(stems))]


def train(examples: Sequence[Example], themes: int, start: float) -> Model:
    """Learn from examples; `start` is the log-odds of a comment in which no keyword stands."""
    model = Model(themes)
    model.rows = {feature: [0.0] * themes for feature in _shared(examples)}
    model.learned = _with_examples(examples)
    if model.learned and model.rows:
        _descend(model, examples, start)
    return model


def _shared(examples: Iterable[Example]) -> list[str]:
    """The features that enough submissions have, in a fixed order."""
    owners: dict[str, set[Hashable]] = defaultdict(set)
    for example in examples:
        for feature in features(example.stems):
            if len(owners[feature]) < SUBMISSIONS_AT_LEAST:
                owners[feature].add(example.submission)
    return sorted(f for f, who in owners.items() if len(who) >= SUBMISSIONS_AT_LEAST)


def _with_examples(examples: Iterable[Example]) -> frozenset[int]:
    owners: dict[int, set[Hashable]] = defaultdict(set)
    for example in examples:
        for theme in example.themes:
            owners[theme].add(example.submission)
    return frozenset(theme for theme, who in owners.items() if len(who) >= EXAMPLES_AT_LEAST)


def _descend(model: Model, examples: Sequence[Example], start: float) -> None:
    passes = min(max(VISITS // len(examples), PASSES[0]), PASSES[1])
    known = [model.known(example.stems) for example in examples]
    steps = {feature: [1e-3] * model.size for feature in model.rows}
    bias_steps = [1e-3] * model.size
    stride, shrink = _stride(len(examples)), PRIOR / len(examples)
    for number in range(passes * len(examples)):
        place = number * stride % len(examples)
        _learn(model, examples[place], known[place], start, shrink, steps, bias_steps)


def _stride(count: int) -> int:
    """A step through all places that mixes those which stand together; no chance in it."""
    stride = max(1, int(count * 0.618))
    while math.gcd(stride, count) != 1:
        stride += 1
    return stride


def _learn(model, example, known, start, shrink, steps, bias_steps) -> None:
    """One step for one example, only for the themes that it is wrong about."""
    value = _value(known)
    part = model.part_of(known)
    for theme in range(model.size):
        if theme not in model.learned:
            continue
        odds = start + example.prior.get(theme, 0.0) + part[theme]
        slope = sigmoid(odds) - (theme in example.themes)
        if abs(slope) < TOO_SMALL:
            continue
        bias_steps[theme] += slope * slope
        model.bias[theme] -= STEP * slope / math.sqrt(bias_steps[theme])
        for feature in known:
            row, step = model.rows[feature], steps[feature]
            gradient = slope * value + shrink * row[theme]
            step[theme] += gradient * gradient
            row[theme] -= STEP * gradient / math.sqrt(step[theme])
