"""Where a comment shows a theme: the piece that would have it alone, not just the first one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.engine import CommentRecord, ThemeRecord, prepare
from analysis.engine.embedding import available
from analysis.engine.spans import LONGEST, MOST_PIECES, pieces
from tests.engine.helpers import CODEBOOK, coded

needs_weights = pytest.mark.skipif(not available(), reason="no sentence model is installed")
THEMES = (
    ThemeRecord("ride", "Transport", "Getting there: buses, cars, distance"),
    ThemeRecord("food", "Food", "What there was to eat and drink"),
    ThemeRecord("money", "Money", "What it costs, and who pays for it"),
    ThemeRecord("staff", "Staff", "How people who work there treat others"),
)
# Comments of several topics, made up, with the words that show each; checked by hand. No word of
# a theme's name or definition stands in them.
MIXED = (
    ("The soup was cold. I had no way home after nine.", "ride", "I had no way home after nine."),
    ("Parking is a nightmare. The soup was cold.", "food", "The soup was cold."),
    ("It rained. We liked the garden. My bill was far too high.", "money", "My bill was far too"),
    ("We liked the garden. The nurse snapped at my son.", "staff", "The nurse snapped at my son."),
    ("I could not afford it. The train never came.", "ride", "The train never came."),
    ("The train never came. The sandwiches were stale.", "food", "The sandwiches were stale."),
)


def shown(text, code, tagger) -> str:
    """The words that show a theme, suggested or next likely."""
    [look] = tagger.look_all([CommentRecord("x", text)])
    spans = {found.theme: found.spans[0] for found in look.suggested}
    spans |= {found.theme: found.span for found in look.next}
    return text[slice(*spans[code])]


@needs_weights
def test_what_rests_on_meaning_alone_is_shown_where_the_meaning_is():
    tagger = prepare(THEMES)
    for theme in tagger.themes:
        tagger.thresholds[theme.code] = 0.02
    right = first = 0
    for text, code, words in MIXED:
        found = shown(text, code, tagger)
        right += words in found
        first += words in text[: pieces(text)[0].end]
    assert (right >= 5, first) == (True, 0)


def test_a_learned_word_shows_where_it_stands():
    parked = [(f"The bus was parked {where}", "wait") for where in ("here", "there", "outside")]
    others = [(f"I like the {what}", "") for what in ("room", "house", "garden", "view", "bed")]
    tagger = prepare(CODEBOOK, coded(*parked, *others), {})
    text = "I like the room. They have parked it again. I like the view."
    assert shown(text, "wait", tagger) == "They have parked it again."


def test_a_clause_of_a_long_sentence_is_shown_with_those_around_it():
    text = "we walked by the river, " * 12 + "then she was rude to me, " + "and it rained, " * 12
    found = shown(text, "staff", prepare(CODEBOOK, (), {}))
    assert "she was rude" in found
    assert len(found) <= LONGEST


def test_the_next_likely_are_all_others_in_their_order_at_most_ten():
    many = (*CODEBOOK, *(ThemeRecord(f"t{n:02}", f"Thing {n}") for n in range(20)))
    [look] = prepare(many, (), {}).look_all([CommentRecord("x", "The van was late.")])
    assert [found.theme for found in look.suggested] == ["wait"]
    assert len(look.next) == 10
    scores = [found.score for found in look.next]
    assert scores == sorted(scores, reverse=True)
    assert "wait" not in {found.theme for found in look.next}


@pytest.mark.parametrize(
    "record", [CommentRecord("x", " "), CommentRecord("x", "Late", voice="OBSERVED")]
)
def test_of_nothing_and_of_an_impression_nothing_is_said(record):
    [look] = prepare(CODEBOOK, (), {}).look_all([record])
    assert (look.suggested, look.next) == ((), ())


WORDS = st.sampled_from(["late", "van", "rude", "soup", "we", "😀", "."])


@given(st.lists(st.lists(WORDS, max_size=40).map(" ".join), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_spans_lie_inside_and_do_not_hang_on_the_company(texts):
    tagger = prepare(CODEBOOK, coded(("The van was late", "wait"), ("She was rude", "staff")), {})
    records = [CommentRecord(n, text) for n, text in enumerate(texts)]
    together = tagger.look_all(records)
    assert together == tuple(tagger.look_all([record])[0] for record in records)
    for record, look in zip(records, together, strict=True):
        spans = [
            *(s for found in look.suggested for s in found.spans),
            *(n.span for n in look.next),
        ]
        assert all(0 <= start < end <= len(record.text) for start, end in spans)
        assert all(record.text[slice(*span)].strip() for span in spans)


def test_very_many_sentences_become_fewer_pieces():
    text = "So. " * 5_000
    found = pieces(text)
    assert MOST_PIECES / 2 <= len(found) < 5_000 / 10
    assert all(piece.end - piece.start <= LONGEST for piece in found)
    assert np.all(np.diff([piece.start for piece in found]) > 0)
