"""How far coders agree, beyond what chance would give; "not defined" where it cannot be said.

Cohen's kappa for two coders (Cohen 1960) and Krippendorff's alpha for any number, with values
missing and at four levels of measurement (Krippendorff 2011, "Computing Krippendorff's
alpha-reliability"). A figure that is not defined has no value and says why: where everybody always
gave the same value, chance would agree as well, and a 1 would flatter.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import fsum, isinf
from typing import Any

from analysis.engine.records import Id

NOMINAL, ORDINAL, INTERVAL, RATIO = LEVELS = ("nominal", "ordinal", "interval", "ratio")

NO_PAIR = "No unit has a value of two coders."
ONE_VALUE = "Every value is the same, so chance would agree as well."
NOT_TWO = "Kappa is for exactly two coders; here are {}."
NOBODY_CODED = "Nobody put it on any of the units."

Values = Mapping[Id, Mapping[Id, Hashable]]


@dataclass(frozen=True, slots=True)
class Rating:
    """The value that a coder gave to a unit. A value of None is missing.

    Names for the nominal level; numbers for the others, from 0 on for ratio.
    """

    unit: Id
    coder: Id
    value: Hashable


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or None and in `why` a sentence that says why there is none."""

    value: float | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Two coders, how many units both gave a value to, and how far they agree on those."""

    coders: tuple[Id, Id]
    units: int
    percent: Figure
    kappa: Figure


@dataclass(frozen=True, slots=True)
class Agreement:
    """All figures over some ratings. `units` are those with the values of two coders or more.

    `percent` is from 0 to 100; `kappa` and `alpha` are at most 1, and 0 is what chance gives.
    """

    units: int
    coders: tuple[Id, ...]
    percent: Figure
    kappa: Figure
    alpha: Figure
    pairs: tuple[PairFigures, ...]


def agreement(ratings: Iterable[Rating], level: str = NOMINAL) -> Agreement:
    """Every figure, in whatever order the ratings come. ValueError for a level not in LEVELS."""
    values = _by_unit(ratings)
    coders = _coders(values)
    return Agreement(
        units=sum(len(row) > 1 for row in values.values()),
        coders=coders,
        percent=percent(values),
        kappa=kappa(values),
        alpha=alpha(values, level),
        pairs=tuple(_pair(values, pair) for pair in combinations(coders, 2)),
    )


def values_of(ratings: Iterable[Rating]) -> Values:
    """The ratings by unit and coder, as the functions here take them."""
    return _by_unit(ratings)


def percent(values: Values) -> Figure:
    """Of the pairs of values of a unit, how many in a hundred are equal."""
    same, of = _equal_pairs(row.values() for row in values.values())
    return Figure(100 * same / of) if of else Figure(None, NO_PAIR)


def coded_only(values: Values) -> Figure:
    """The same, without the pairs in which both say no: of values that are true or false.

    Most comments do not have most themes, so that not coding agrees nearly always. This figure
    asks: where somebody put the theme on, did the other one as well? (Jaccard 1901.)
    """
    counts = [Counter(map(bool, row.values())) for row in values.values() if len(row) > 1]
    if not counts:
        return Figure(None, NO_PAIR)
    both = sum(_choose_two(count[True]) for count in counts)
    one = sum(count[True] * count[False] for count in counts)
    return Figure(100 * both / (both + one)) if both + one else Figure(None, NOBODY_CODED)


def kappa(values: Values) -> Figure:
    """Cohen's kappa over the units to which both coders gave a value."""
    coders = _coders(values)
    if len(coders) != 2:
        return Figure(None, NOT_TWO.format(len(coders)))
    pairs = [(row[coders[0]], row[coders[1]]) for row in values.values() if len(row) == 2]
    if not pairs:
        return Figure(None, NO_PAIR)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    # Whole numbers until the end: "agrees by chance always" is then exact.
    number, same = len(pairs), sum(one == other for one, other in pairs)
    by_chance = sum(count * second[value] for value, count in first.items())
    if by_chance == number * number:
        return Figure(None, ONE_VALUE)
    return Figure((number * same - by_chance) / (number * number - by_chance))


def alpha(values: Values, level: str = NOMINAL) -> Figure:
    """Krippendorff's alpha: 1 less the disagreement that was seen over that of chance."""
    if level not in LEVELS:
        raise ValueError(f"{level} is no level. Give one of: {', '.join(LEVELS)}.")
    units = [Counter(row.values()) for row in values.values() if len(row) > 1]
    if not units:
        return Figure(None, NO_PAIR)
    totals = sum(units, Counter())
    if len(totals) == 1:
        return Figure(None, ONE_VALUE)
    distance = _distance(level, totals)
    seen = fsum(_disagreement(unit, distance) / (unit.total() - 1) for unit in units)
    by_chance = _disagreement(totals, distance) / (totals.total() - 1)
    return Figure(1 - seen / by_chance)


def _by_unit(ratings: Iterable[Rating]) -> Values:
    found: dict[Id, dict[Id, Hashable]] = defaultdict(dict)
    for rating in ratings:
        if rating.value is not None:
            if rating.coder in found[rating.unit]:
                raise ValueError(f"{rating.coder} gave two values to {rating.unit}.")
            found[rating.unit][rating.coder] = rating.value
    return found


def _coders(values: Values) -> tuple[Id, ...]:
    """In one order, whatever the order of the ratings; numbers before names."""
    found = {coder for row in values.values() for coder in row}
    return tuple(sorted(found, key=lambda coder: (isinstance(coder, str), coder)))


def _pair(values: Values, coders: tuple[Id, Id]) -> PairFigures:
    rows = {unit: {c: row[c] for c in coders if c in row} for unit, row in values.items()}
    both = {unit: row for unit, row in rows.items() if len(row) == 2}
    # Without a unit of both there is nobody to count: that is the reason, and not their number.
    figure = kappa(both) if both else Figure(None, NO_PAIR)
    return PairFigures(coders, len(both), percent(both), figure)


def _choose_two(number: int) -> int:
    return number * (number - 1) // 2


def _equal_pairs(rows: Iterable[Iterable[Hashable]]) -> tuple[int, int]:
    same = of = 0
    for row in rows:
        counts = Counter(row)
        same += sum(map(_choose_two, counts.values()))
        of += _choose_two(counts.total())
    return same, of


def _disagreement(counts: Counter, distance: Callable[[Any, Any], float]) -> float:
    """The squared distances of all ordered pairs of these values."""
    return fsum(
        2 * counts[one] * counts[other] * distance(one, other)
        for one, other in combinations(counts, 2)
    )


def _distance(level: str, totals: Counter) -> Callable[[Any, Any], float]:
    """The squared distance of two different values at a level of measurement."""
    return {
        ORDINAL: _ranks_between,
        NOMINAL: lambda _: lambda one, other: 1.0,
        INTERVAL: _shares_of_the_range,
        RATIO: lambda _: _ratio_apart,
    }[level](totals)


def _shares_of_the_range(totals: Counter) -> Callable[[Any, Any], float]:
    """How far apart two values are, the furthest being 1: alpha is the same in any unit, and
    squares of very large or small numbers would not fit."""
    low, high = float(min(totals)), float(max(totals))
    part = 2.0 if isinf(high - low) else 1.0
    reach = high / part - low / part
    return lambda one, other: ((one / part - other / part) / reach) ** 2


def _ratio_apart(one: Any, other: Any) -> float:
    """The difference over the sum, of numbers from 0 on."""
    share = min(one, other) / max(one, other)
    return ((1 - share) / (1 + share)) ** 2


def _ranks_between(totals: Counter) -> Callable[[Any, Any], float]:
    """How many values lie between two: half of each of the two, and all of what is between."""
    middle: dict[Any, float] = {}
    below = 0
    for value in sorted(totals):
        middle[value] = below + totals[value] / 2
        below += totals[value]
    return lambda one, other: (middle[one] - middle[other]) ** 2
