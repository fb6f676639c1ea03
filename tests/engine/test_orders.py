"""Orders of review: each has every comment once, and means what its name says."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engine.orders import ORDERS, ToReview, orders, typicality
from analysis.engine.records import CommentRecord


def row(number, *scores, text="words", segment="parents") -> ToReview:
    record = CommentRecord(number, text, segment=segment)
    return ToReview(record, {f"t{n}": score for n, score in enumerate(scores)})


def test_least_sure_first_and_those_without_suggestion_last():
    rows = [row(1, 0.95), row(2, 0.55, 0.99), row(3), row(4, 0.4), row(5, 0.55)]
    assert orders(rows, seed=1)["uncertain"] == (2, 5, 4, 1, 3)


def test_most_typical_is_nearest_to_the_middle_of_its_theme():
    rows = [
        row(1, 0.8, text="the bus was late again"),
        row(2, 0.8, text="bus late"),
        row(3, 0.8, text="my late aunt painted a bus with purple elephants once"),
        row(4, 0.8, text="late bus, long wait"),
    ]
    assert orders(rows, seed=1)["typical"][-1] == 3


def test_chance_follows_from_the_seed():
    rows = [row(n, 0.5) for n in range(1, 40)]
    one, again, other = (orders(rows, seed=seed)["chance"] for seed in (1, 1, 2))
    assert one == again != other
    assert one != tuple(range(1, 40))


def test_in_the_mix_a_small_segment_comes_early_and_often_enough():
    rows = [row(n, 0.5, segment="parents") for n in range(1, 401)]
    rows += [row(n, 0.5, segment="youth") for n in range(401, 405)]
    rows += [row(405, 0.5, segment="kin")]
    mix = orders(rows, seed=1)["mix"]
    assert {405} <= set(mix[:3])
    assert len([n for n in mix[:3] if 400 < n < 405]) == 1
    assert sum(400 < n < 405 for n in mix[:60]) >= 2


def test_the_mix_takes_from_all_three():
    rows = [row(n, 0.5 + n / 100, text=f"word{n % 5} word{n % 7}") for n in range(1, 31)]
    found = orders(rows, seed=1)
    heads = {found[name][0] for name in ("uncertain", "typical", "chance")}
    assert heads <= set(found["mix"][:3])


def test_what_repeats_a_text_follows_right_after_it():
    rows = [row(n, n / 10) for n in range(1, 7)]
    found = orders(rows, seed=1, first_of={1: 1, 2: 1, 3: 3, 4: 1, 5: 5, 6: 6})
    for name in ORDERS:
        place = found[name].index(1)
        assert found[name][place : place + 3] == (1, 2, 4)


@given(
    st.lists(
        st.tuples(
            st.lists(st.floats(0, 1), max_size=3), st.text(max_size=30), st.sampled_from("abc")
        ),
        max_size=12,
    ),
    st.integers(0, 2**31),
    st.randoms(use_true_random=False),
)
def test_every_comment_once_whatever_the_order_of_the_input(found, seed, chance: random.Random):
    rows = [
        row(n, *scores, text=text, segment=segment)
        for n, (scores, text, segment) in enumerate(found)
    ]
    first = orders(rows, seed=seed)
    assert set(first) == set(ORDERS)
    assert all(sorted(ids) == [r.comment.id for r in rows] for ids in first.values())
    chance.shuffle(rows)
    assert orders(rows, seed=seed) == first


@pytest.mark.parametrize("texts", [(), ("",), ("", "🙂"), ("the", "and")])
def test_typicality_of_nothing_is_none(texts):
    rows = [row(n, 0.5, text=text) for n, text in enumerate(texts)]
    assert typicality(rows) == [0.0] * len(texts)
