"""Agreement against published figures, other people's programs, and where it is not defined."""

import math
import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score

from analysis.engine import agreement as engine
from analysis.engine.agreement import LEVELS, Figure, Rating, agreement, coded_only, values_of

NONE = None
# The C data of Krippendorff (2011), as irr::kripp.alpha in R has them: four coders, twelve units.
C_DATA = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
]
# The example of Wikipedia's article on the alpha: three coders, fifteen units.
THREE_CODERS = [
    [NONE] * 5 + [3, 4, 1, 2, 1, 1, 3, 3, NONE, 3],
    [1, NONE, 2, 1, 3, 3, 4, 3] + [NONE] * 7,
    [NONE, NONE, 2, 1, 3, 4, 4, NONE, 2, 1, 1, 3, 3, NONE, 4],
]


def ratings(rows) -> list[Rating]:
    """One row for each coder, one column for each unit."""
    return [Rating(u, c, value) for c, row in enumerate(rows) for u, value in enumerate(row)]


def table(both: int, first: int, second: int, neither: int) -> list[Rating]:
    """Two coders who say yes or no: both, only the first, only the second, neither."""
    first_row = [True] * (both + first) + [False] * (second + neither)
    second_row = [True] * both + [False] * first + [True] * second + [False] * neither
    return ratings([first_row, second_row])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (C_DATA, {"nominal": 0.7434, "ordinal": 0.8154, "interval": 0.8491, "ratio": 0.7974}),
        (THREE_CODERS, {"nominal": 0.6914, "ordinal": 0.8067, "interval": 0.8108, "ratio": 0.8089}),
    ],
    ids=["C data", "Wikipedia"],
)
def test_alpha_is_as_published(rows, expected):
    found = {level: agreement(ratings(rows), level).alpha.value for level in LEVELS}
    assert {level: round(value, 4) for level, value in found.items()} == expected


def test_kappa_is_as_published():
    found = agreement(table(20, 5, 10, 15))
    assert round(found.kappa.value, 4) == 0.4
    assert found.percent == Figure(70.0)


def test_agreement_of_a_mostly_uncoded_text():
    """NVivo's example: 85 of 100 agree since most is coded by nobody; a third where one coded."""
    found = table(50, 100, 50, 800)
    assert agreement(found).percent == Figure(85.0)
    assert round(agreement(found).kappa.value, 4) == 0.3182
    assert coded_only(values_of(found)) == Figure(25.0)


def test_more_than_two_coders_have_a_kappa_for_each_pair():
    found = agreement(ratings([[1, 2, 1, NONE], [1, 2, 2, NONE], [NONE, NONE, NONE, 1]]))
    assert found.kappa == Figure(None, "Kappa is for exactly two coders; here are 3.")
    assert [(pair.coders, pair.units) for pair in found.pairs] == [
        ((0, 1), 3),
        ((0, 2), 0),
        ((1, 2), 0),
    ]
    assert found.pairs[0].kappa.value == pytest.approx(0.4)
    assert found.pairs[1].kappa == Figure(None, engine.NO_PAIR)
    assert found.units == 3


@pytest.mark.parametrize("level", LEVELS)
def test_everybody_always_the_same_is_not_defined_and_is_not_one(level):
    found = agreement(ratings([[1, 1, 1], [1, 1, 1]]), level)
    assert found.percent == Figure(100.0)
    assert found.alpha == found.kappa == Figure(None, engine.ONE_VALUE)


def test_nobody_to_compare_with_is_not_defined():
    nothing, alone = agreement([]), agreement(ratings([[1, 2]]))
    apart = agreement(ratings([[1, NONE], [NONE, 2]]))
    for found in (nothing, alone, apart):
        assert found.percent == found.alpha == Figure(None, engine.NO_PAIR)
        assert found.units == 0
    assert apart.kappa == Figure(None, engine.NO_PAIR)
    assert alone.kappa == Figure(None, "Kappa is for exactly two coders; here are 1.")


def test_coded_only_is_not_defined_where_nobody_coded():
    assert coded_only(values_of(table(0, 0, 0, 9))) == Figure(None, engine.NOBODY_CODED)
    assert coded_only({}) == Figure(None, engine.NO_PAIR)


def test_a_coder_gives_a_unit_one_value():
    with pytest.raises(ValueError, match="b gave two values to 1"):
        agreement([Rating(1, "b", 1), Rating(1, "b", 2)])


def test_a_level_that_does_not_exist():
    with pytest.raises(ValueError, match="no level"):
        agreement(ratings([[1], [2]]), "cardinal")


VALUES = st.one_of(st.none(), st.integers(0, 4))
TABLES = st.integers(2, 4).flatmap(
    lambda coders: st.integers(1, 10).flatmap(
        lambda units: st.lists(
            st.lists(VALUES, min_size=units, max_size=units), min_size=coders, max_size=coders
        )
    )
)


@given(TABLES, st.sampled_from(LEVELS))
@settings(max_examples=60, deadline=None)
def test_alpha_is_that_of_krippendorff(rows, level):
    found = agreement(ratings(rows), level).alpha
    assume(found.value is not None)
    data = np.array([[math.nan if v is None else v for v in row] for row in rows], dtype=float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
    assert found.value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("unit", [1e-320, 1e-200, 1e200, 5e307])
@pytest.mark.parametrize("level", ["interval", "ratio"])
def test_alpha_is_the_same_in_any_unit(level, unit):
    rows = [[1, 2, 3, 2], [1, 2, 2, 2]]
    large = [[unit * value for value in row] for row in rows]
    expected = agreement(ratings(rows), level).alpha.value
    assert agreement(ratings(large), level).alpha.value == pytest.approx(expected, abs=1e-3)


def test_alpha_over_the_widest_range_of_numbers():
    rows = [[-1e308, 1e308, 0.0], [-1e308, 1e308, 1e308]]
    small = [[-1, 1, 0], [-1, 1, 1]]
    expected = agreement(ratings(small), "interval").alpha.value
    assert agreement(ratings(rows), "interval").alpha.value == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_kappa_is_that_of_scikit_learn_and_nltk(pairs):
    first, second = map(list, zip(*pairs, strict=True))
    found = agreement(ratings([first, second])).kappa
    assume(found.value is not None)
    assert found.value == pytest.approx(cohen_kappa_score(first, second), abs=1e-9)
    task = AnnotationTask([(r.coder, r.unit, r.value) for r in ratings([first, second])])
    assert found.value == pytest.approx(task.kappa(), abs=1e-9)


@given(TABLES, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_ratings_does_not_matter(rows, random):
    one = ratings(rows)
    other = random.sample(one, len(one))
    assert [agreement(one, level) for level in LEVELS] == [
        agreement(other, level) for level in LEVELS
    ]
