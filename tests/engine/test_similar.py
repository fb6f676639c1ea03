"""Comments that are near to each other."""

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.engine import CommentRecord, Index
from tests.engine.helpers import COMMENTS


def test_the_nearest_comes_first_and_what_has_nothing_in_common_not_at_all():
    found = Index(COMMENTS).nearest("A van that is late by hours", k=5)
    assert [comment for comment, _ in found] == ["c1", "c5"]
    assert 0 < found[1][1] < found[0][1] <= 1


def test_skip_and_k():
    index = Index(COMMENTS)
    assert [c for c, _ in index.nearest("van hours late", skip=("c1",))] == ["c5"]
    assert len(index.nearest("van hours late", k=1)) == 1


def test_of_equal_ones_those_that_came_first():
    same = [CommentRecord(name, "a late van") for name in "zya"]
    assert [c for c, _ in Index(same).nearest("late van", k=2)] == ["z", "y"]


def test_an_empty_index_and_an_empty_text():
    assert Index([]).nearest("late van") == ()
    assert Index(COMMENTS).nearest("") == ()


@given(st.lists(st.text(max_size=30), max_size=8))
@settings(max_examples=60, deadline=None)
def test_a_text_is_nearest_to_itself(texts):
    index = Index(CommentRecord(n, text) for n, text in enumerate(texts))
    for number, text in enumerate(texts):
        found = index.nearest(text, k=len(texts))
        assert all(0 < score <= 1 for _, score in found)
        if found and index.vectors[number]:
            assert abs(found[0][1] - 1) < 1e-9
