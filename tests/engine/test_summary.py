"""Sentences that stand for many."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.engine import CommentRecord, Evidence, sentences, summarize
from analysis.engine.embedding import Model, available
from analysis.engine.extracts import extracts, spread
from analysis.engine.summary import gists, seats, takes_side
from tests.engine.helpers import COMMENTS

MANY = tuple(
    CommentRecord(n, f"The van came late to {where} and we had to wait.", segment="riders")
    for n, where in enumerate(("town", "school", "church", "work", "court"))
)


def quotes(comments, limit=5):
    texts = {comment.id: comment.text for comment in comments}
    return [texts[s.comment][s.start : s.end] for s in summarize(comments, limit, models=())]


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
    found = summarize(comments, limit, models=())
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    assert all((s.start, s.end) in sentences(comments[s.comment].text) for s in found)
    assert found == summarize(comments[::-1], limit, models=())


def said_by(segment: str, *texts: str, start: int = 0) -> list[CommentRecord]:
    return [CommentRecord(n, text, segment=segment) for n, text in enumerate(texts, start)]


LATE = [f"The van to the {place} came far too late." for place in ("school", "court", "church")]
KINDS = [f"The driver of the {day} van was very kind to us." for day in ("Monday", "Friday")]
KIND = ["All of the drivers were very kind to my mother."]


@pytest.mark.parametrize(("many", "few"), [(LATE, KIND), (KINDS, LATE[:1])])
def test_a_contradiction_stays_whichever_side_is_larger(many, few):
    assert {takes_side(text, "en") for text in many} != {takes_side(text, "en") for text in few}
    assert set(quotes(said_by("a", *many, *few), 2)) & set(few)


def test_the_seats_of_each_side_are_between_its_size_and_the_same_for_each():
    assert seats(["worry"] * 3 + ["praise", "", ""]) == {"worry": 0.625, "praise": 0.375}
    assert seats(["worry"] * 30 + ["praise"]) == {}
    assert seats(["worry", ""]) == {}


def test_a_sentence_stands_for_the_comments_near_to_it_its_own_first():
    comments = [
        CommentRecord("z", "The van came two hours late."),
        CommentRecord("b", "My van came two hours late as well."),
        CommentRecord("a", "I liked the soup on the ward."),
    ]
    first, second = gists(comments, 2, models=())
    assert {first.comments, second.comments} == {
        ("a",),
        (first.comments[0], "bz".replace(first.comments[0], "")),
    }
    assert first.comments[0] == first.sentence.comment


def test_the_order_of_comments_does_not_matter():
    comments = [*MANY, *said_by("elders", *KIND, *LATE, start=10)]
    assert gists(comments, 4, models=()) == gists(comments[::-1], 4, models=())


def test_vectors_of_models_are_used_where_there_are_some():
    """A model that knows what stems do not: that a lift and a van are one thing."""

    def encode(texts):
        return np.array([[1, 0] if "lift" in t or "van" in t else [0, 1] for t in texts], float)

    comments = said_by(
        "a", "Nobody ever sent the promised van to us.", "My lift did not come at nine today."
    )
    comments += said_by("a", "The ward has no quiet room for families.", start=5)
    (first, second) = gists(comments, 2, models=[Model("made up", 2, encode)])
    assert [gist.comments for gist in (first, second)] == [(0, 1), (5,)]


@pytest.mark.skipif(not available(), reason="no weights are installed")
def test_with_the_weights_that_are_installed():
    comments = [*MANY, *said_by("elders", *KIND, start=10)]
    found = gists(comments, 2)
    assert {gist.sentence.comment in range(5) for gist in found} == {True, False}


def test_of_many_sentences_the_small_segment_keeps_all_of_its_own():
    comments = said_by("large", *(f"Sentence number {n} of a long list." for n in range(90)))
    comments += said_by(
        "small", *(f"Another one, number {n}, of a few." for n in range(3)), start=100
    )
    found = spread(extracts(comments), 10)
    assert [e.comment.id for e in found if e.comment.segment == "small"] == [100, 101, 102]
    assert len(found) == 10
    assert len(summarize(comments, 4, models=(), at_most=10)) == 4


def test_what_a_summary_has_already_is_not_chosen_and_what_it_lacks_is():
    comments = said_by("a", *LATE, *KIND)
    late = Evidence(0, 0, 12)
    assert [s.comment for s in summarize(comments, 1, models=(), after=[late])] == [3]
    everything = [Evidence(c.id, 0, len(c.text)) for c in comments]
    assert summarize(comments, 3, models=(), after=everything) == ()
    assert summarize(comments, 1, models=(), at_most=1, after=[late]) != ()
