"""Many at once, vectors from outside, and what must not depend on anything else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.engine import CodedRecord, CommentRecord, ThemeRecord, prepare
from analysis.engine.learning import chosen, learn
from analysis.engine.likeness import product
from tests.engine.helpers import CODEBOOK, COMMENTS, coded

WIDTH = 16
CODED = coded(
    *[(f"The van was late {when}", "wait") for when in ("today", "again", "on Monday", "at noon")],
    *[(f"The nurse was kind {when}", "staff") for when in ("today", "again", "on Monday")],
    *[(f"We saw a {what} there", "") for what in ("river", "house", "dog", "door")],
)


def rows(count, seed=0):
    """Made-up rows of a model, so that no weights are needed."""
    found = np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


MANY = [replace(COMMENTS[n % len(COMMENTS)], id=n) for n in range(150)]


@pytest.fixture(autouse=True)
def no_weights(monkeypatch):
    monkeypatch.setattr("analysis.engine.embedding.available", lambda: ())


@given(st.sets(st.integers(0, len(MANY) - 1), min_size=1, max_size=90))
@settings(max_examples=25, deadline=None)
def test_a_comment_is_tagged_the_same_whatever_stands_around_it(some):
    tagger = prepare(CODEBOOK, CODED, {})
    whole = tagger.suggest_all(MANY)
    places = sorted(some)
    assert tagger.suggest_all([MANY[n] for n in places]) == tuple(whole[n] for n in places)


@given(st.lists(st.integers(0, 149), min_size=1, max_size=100))
@settings(max_examples=50, deadline=None)
def test_a_row_of_a_product_is_the_same_to_the_last_bit_in_any_company(places):
    left, right = rows(150, seed=2), rows(37, seed=3).T
    whole = product(left, np.ascontiguousarray(right))
    assert np.array_equal(product(left[places], np.ascontiguousarray(right)), whole[places])


def test_the_order_of_the_coded_comments_does_not_matter():
    one, other = prepare(CODEBOOK, CODED, {}), prepare(CODEBOOK, CODED[::-1], {})
    assert one.suggest_all(MANY) == other.suggest_all(MANY)
    assert one.thresholds == other.thresholds


def test_of_very_many_coded_comments_some_from_everywhere_teach(monkeypatch):
    monkeypatch.setattr("analysis.engine.learning.EXAMPLES_AT_MOST", 4)
    assert chosen(CODED[:8]) == [0, 2, 4, 6]


def test_what_a_comment_scored_without_its_submission_is_exact():
    """The closed form says what a model trained without that submission says."""
    vectors, themes = rows(12), (rows(12, seed=4)[:, :3] > 0).astype(np.float32)
    senders = [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    kernel = (vectors @ vectors.T + 1) ** 2 / 4
    model = learn(kernel.copy(), themes, senders)
    rest = slice(3, None)
    mean = themes.mean(axis=0)
    inner = kernel[rest, rest] + 0.1 * np.eye(9, dtype=np.float32)
    expected = mean + kernel[:3, rest] @ np.linalg.solve(inner, themes[rest] - mean)
    trust = 12 / (12 + 20)
    assert model.left_out[:3] == pytest.approx(trust * expected, abs=1e-3)


def test_the_nearest_coded_comments_are_named_and_never_the_comment_itself():
    tagger = prepare(CODEBOOK, CODED, {})
    found = tagger.similar(replace(CODED[0].comment, text="The van was late today"))
    assert len(found) == 3
    assert CODED[0].comment.id not in dict(found)
    assert [likeness for _, likeness in found] == sorted(dict(found).values(), reverse=True)
    assert found[0][0] in {record.comment.id for record in CODED if record.themes == ("wait",)}


def test_vectors_from_outside_are_used():
    tagger = prepare(CODEBOOK, CODED, {"use": rows(len(CODED))})
    found = tagger.similar(CommentRecord("x", "zzz"), 1, {"use": rows(len(CODED))[4:5]})
    assert [id_ for id_, _ in found] == [CODED[4].comment.id]
    assert "multilingual sentence encoder" in tagger.features
    assert "no sentence model" in prepare(CODEBOOK, CODED, {}).features


def test_thresholds_can_be_moved():
    tagger = prepare(CODEBOOK, CODED, {})
    [found] = tagger.suggest(CommentRecord("x", "The van was late"))
    tagger.thresholds["wait"] = found.score + 0.0001
    assert tagger.suggest(CommentRecord("x", "The van was late")) == ()


BAD = [
    "",
    "late",
    "late " * 12_000,
    "😀🚐",
    "El van was tarde y late",
    "الحافلة متأخرة",
    "THE VAN WAS LATE",
    "asdfgh jklasdf qwer",
    "\ud800",
]


@pytest.mark.parametrize("text", BAD)
def test_any_text_gets_an_answer(text):
    found = prepare(CODEBOOK, CODED, {}).suggest(CommentRecord("x", text))
    assert all(0 <= s < e <= len(text) for record in found for s, e in record.spans)


def test_contradictory_codings_one_example_and_twin_themes_are_borne():
    same = [
        CodedRecord(CommentRecord(n, "The van was late", submission=f"s{n}"), codes)
        for n, codes in enumerate((("wait",), ("staff",), (), ("wait", "staff"), ("unknown",)))
    ]
    twins = (*CODEBOOK, ThemeRecord("wait2", "Waiting", keywords=("late",)))
    tagger = prepare(twins, [*same, *coded(("Cold soup", "food"), start=50)], {})
    assert tagger.suggest_all([CommentRecord("x", "The van was late")])
    assert set(tagger.thresholds) == {"wait", "staff", "food", "wait2"}
    assert prepare([], same, {}).suggest(CommentRecord("x", "The van was late")) == ()
