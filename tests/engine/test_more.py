"""More of what a person has found by hand, and groups that a person made, described."""

import numpy as np

from analysis.engine.described import describe
from analysis.engine.more import more_like
from analysis.engine.records import CommentRecord
from tests.engine.test_discovery import SAID, said, words


def test_the_nearest_come_first_and_what_shares_no_word_is_left_out():
    comments = said(*SAID)
    assert more_like(comments[:1], comments[1:], 5)[:2] == ("c02", "c01")
    assert "c03" not in more_like(comments[:1], comments[1:], 5)
    assert len(more_like(comments[:1], comments[1:], 1)) == 1


def test_by_vectors_the_words_do_not_matter():
    comments = said("one", "two", "three", "four")
    rows = np.array([[1, 0], [0, 1], [0.9, 0.1], [0.1, 0.9]], dtype=np.float32)
    assert more_like(comments[:1], comments[1:], 2, {"any": rows}) == ("c02",)


def test_of_nothing_there_is_no_more():
    comments = said(*SAID)
    assert more_like([], comments, 5) == more_like(comments, [], 5) == ()


def test_groups_of_a_person_are_named_apart():
    comments = said(*SAID)
    (van, van_keys), (lawyer, lawyer_keys) = describe([comments[:3], comments[3:6]])
    assert "van" in words(comments, van.place).lower()
    assert words(comments, van_keys[0]).lower() == "van"
    assert "lawyer" in words(comments, lawyer.place).lower()
    assert words(comments, lawyer_keys[0]).lower() == "lawyer"


def test_of_two_single_texts_neither_has_a_name():
    first, second = (CommentRecord(n, "The van was late") for n in "ab")
    (one, _), (other, _) = describe([[first], [second]])
    assert (one.place.comment, other.place.comment) == ("a", "b")
    assert [one.is_shared, other.is_shared] == [False, False]
