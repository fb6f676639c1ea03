"""Sentences that stand for many."""

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.engine import CommentRecord, sentences, summarize
from tests.engine.helpers import COMMENTS

MANY = tuple(
    CommentRecord(n, f"The van came late to {where} and we had to wait.", segment="riders")
    for n, where in enumerate(("town", "school", "church", "work", "court"))
)


def quotes(comments, limit=5):
    texts = {comment.id: comment.text for comment in comments}
    return [texts[s.comment][s.start : s.end] for s in summarize(comments, limit)]


def test_whole_sentences_of_comments_and_none_that_say_nothing():
    found = summarize(COMMENTS, limit=10)
    texts = {comment.id: comment for comment in COMMENTS}
    assert all((s.start, s.end) in sentences(texts[s.comment].text) for s in found)
    assert {s.comment for s in found} == {"c1", "c2", "c3", "c5"}
    assert all(0 <= s.score <= 1 for s in found)


def test_every_segment_has_its_turn_before_one_has_a_second():
    small = CommentRecord("s", "Nobody at the desk speaks my language here.", segment="elders")
    found = summarize((*MANY, small), limit=2)
    assert "s" in [s.comment for s in found]


def test_what_says_the_same_is_quoted_once():
    same = [CommentRecord(n, "The van came two hours late that day.") for n in range(4)]
    other = CommentRecord(9, "My driver was kind to my old mother.")
    assert quotes([*same, other]) == [same[0].text, other.text]


def test_a_sentence_that_can_be_read_alone_is_preferred():
    comments = [
        CommentRecord(1, "It was late van van. The van to the clinic came late again."),
        CommentRecord(2, "Late van."),
    ]
    assert quotes(comments, 1) == ["The van to the clinic came late again."]


def test_impressions_are_not_quoted_and_own_words_come_before_notes():
    text = "The van to the clinic came late again."
    seen = CommentRecord(1, text, voice="OBSERVED")
    noted = CommentRecord(2, text, voice="NOTED")
    own = CommentRecord(3, text)
    assert [s.comment for s in summarize([seen, noted, own])] == [3]
    assert summarize([seen]) == ()


def test_nothing_comes_of_nothing():
    assert summarize([]) == ()
    assert summarize([CommentRecord(1, ""), CommentRecord(2, "N/A")]) == ()


@given(
    st.lists(st.tuples(st.text(max_size=80), st.sampled_from(["", "a", "b"])), max_size=8),
    st.integers(1, 6),
)
@settings(max_examples=80, deadline=None)
def test_any_text(rows, limit):
    comments = [CommentRecord(n, text, segment=name) for n, (text, name) in enumerate(rows)]
    found = summarize(comments, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    assert all((s.start, s.end) in sentences(comments[s.comment].text) for s in found)
    assert found == summarize(comments, limit)
