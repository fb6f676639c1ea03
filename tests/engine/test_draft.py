"""Quotes for a draft, and what would do in the place of each."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.engine import CommentRecord, Evidence, draft, summarize
from analysis.engine.embedding import Model
from analysis.engine.extracts import AT_ONCE, vectors
from analysis.engine.extracts import extracts as extracts_of

TEXTS = (
    "The van came two hours late on that day.",
    "My driver was kind to my old mother.",
    "Nobody at the desk speaks my language here.",
    "The letter came three weeks after the hearing.",
    "I had to change my school twice in a year.",
    "The soup on the ward was cold every time.",
)
COMMENTS = [CommentRecord(n, text, segment="ab"[n % 2]) for n, text in enumerate(TEXTS)]


def spans(records):
    return [(row.comment, row.start, row.end) for row in records]


def test_a_draft_has_the_sentences_of_a_summary_and_others_for_each_place():
    places = draft(COMMENTS, 3, models=(), others=2)
    assert [place.sentence for place in places] == list(summarize(COMMENTS, 3, models=()))
    chosen = set(spans(place.sentence for place in places))
    for place in places:
        assert len(place.others) == 2
        assert not set(spans(place.others)) & chosen


def test_the_first_of_the_others_is_what_the_rest_of_the_draft_lacks_most():
    first, *rest = draft(COMMENTS, 3, models=())
    has = [Evidence(p.sentence.comment, p.sentence.start, p.sentence.end) for p in rest]
    best = summarize(COMMENTS, 2, models=(), after=has)
    wanted = [row for row in best if row.comment != first.sentence.comment]
    assert first.others[0].comment == wanted[0].comment


def test_only_sentences_in_what_is_meant_are_read():
    text = "The van came late to us. The soup on the ward was cold."
    comment = CommentRecord("c", text)
    among = [Evidence("c", text.index("soup"), text.index("ward"))]
    for found in (
        summarize([comment], models=(), among=among),
        [place.sentence for place in draft([comment], models=(), among=among)],
    ):
        assert [text[row.start : row.end] for row in found] == ["The soup on the ward was cold."]
    assert summarize([comment], models=(), among=[]) == ()


def test_what_a_summary_has_counts_also_where_it_is_not_meant():
    text = "The van came late to us. The van came late to us again."
    comment = CommentRecord("c", text)
    first = Evidence("c", 0, 24)
    second = [Evidence("c", 25, len(text))]
    assert summarize([comment], models=(), among=second) != ()
    assert summarize([comment], models=(), among=second, after=[first, *second]) == ()


def test_it_tells_how_far_it_is_and_parts_change_nothing():
    comments = [CommentRecord(n, f"The van number {n} came late to us.") for n in range(120)]
    told = []

    def encode(texts):
        return np.array([[len(t), int(t.split()[3])] for t in texts], dtype=np.float32)

    models = (Model("one", 2, encode), Model("two", 2, encode))
    found = extracts_of(comments)
    parts = vectors(found, models, lambda done, total: told.append((done, total)))
    texts = [extract.text for extract in found]
    assert all((part == encode(texts)).all() for part in parts)
    assert told == [(n, 240) for n in (AT_ONCE, 100, 120, 120 + AT_ONCE, 220, 240)]


def test_nothing_comes_of_nothing():
    assert draft([], models=()) == ()
    assert draft([CommentRecord(1, "N/A")], models=()) == ()


@given(
    st.lists(st.tuples(st.text(max_size=80), st.sampled_from(["", "a", "b"])), max_size=8),
    st.integers(1, 4),
)
@settings(max_examples=60, deadline=None)
def test_any_text(rows, limit):
    comments = [CommentRecord(n, text, segment=name) for n, (text, name) in enumerate(rows)]
    found = draft(comments, limit, models=())
    assert [p.sentence for p in found] == list(summarize(comments, limit, models=()))
    assert all(p.sentence not in p.others for p in found)
    assert all(row.end <= len(comments[row.comment].text) for p in found for row in p.others)
    assert found == draft(comments[::-1], limit, models=())
