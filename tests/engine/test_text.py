"""Words and sentences with their positions, in any script and for any text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engine import highlight, sentences, tokens
from analysis.engine.text import clauses, content_stems, merge, says_nothing, stem, stop_words

spans = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6)


def cut(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t call me!", ["don't", "call", "me"]),
        ("follow-up, 24/7", ["follow", "up", "24", "7"]),
        ("¿Qué pasó?", ["qué", "pasó"]),
        ("Call [phone] or [name].", ["call", "or"]),
        ("ကညီကျိာ် हिंदी", ["ကညီကျိာ်", "हिंदी"]),
        ("🚐 late", ["late"]),
        ("", []),
    ],
)
def test_words_are_lower_case_and_leave_out_what_was_hidden(text, words):
    assert [token.word for token in tokens(text)] == words


@given(st.text())
def test_tokens_stand_where_they_say_and_in_order(text):
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(tokens(text[t.start : t.end])[0].word == t.word for t in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was late. I was cold!", ["It was late.", "I was cold!"]),
        ("Dr. J. Hill came at 3 p.m. on Monday.", ["Dr. J. Hill came at 3 p.m. on Monday."]),
        ("He came at 3 p.m. She left.", ["He came at 3 p.m.", "She left."]),
        ("it was ok. the van was not", ["it was ok.", "the van was not"]),
        ('They said "Wait." We did…', ['They said "Wait."', "We did…"]),
        ("one\n\ntwo", ["one", "two"]),
        ("¿Por qué? Nadie sabe.", ["¿Por qué?", "Nadie sabe."]),
        ("车来晚了。司机很好。", ["车来晚了。", "司机很好。"]),
        ("It cost 3.50 at no. 4", ["It cost 3.50 at no. 4"]),
        ("La Dra. Ruiz llegó. La Sra. Paz no.", ["La Dra. Ruiz llegó.", "La Sra. Paz no."]),
        ("Esperé 3.5 horas. Lea la pág. 4.", ["Esperé 3.5 horas.", "Lea la pág. 4."]),
        ("Aan sugnay. Ma imaan.", ["Aan sugnay.", "Ma imaan."]),
        ("Kuv tos ntev. Lawv tsis tuaj.", ["Kuv tos ntev.", "Lawv tsis tuaj."]),
        ("I said no. They went.", ["I said no.", "They went."]),
        (" \n ", []),
    ],
)
def test_sentences(text, expected):
    assert cut(text) == expected


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(" .!?\n\"'"))))
def test_sentences_hold_all_that_is_not_space(text):
    found = sentences(text)
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in found)


@pytest.mark.parametrize("piece", [" ", ".", "a, ", "\n", "' ", "( ", "e\u0301", "I. "])
def test_a_cell_of_sixty_thousand_characters_is_cut_at_once(piece):
    text = piece * (60_000 // len(piece)) + "x"
    parts = [part for span in sentences(text) for part in clauses(text, span)]
    assert len(tokens(text)) + len(parts) > 0
    assert not says_nothing(text)


def test_clauses_end_at_commas_and_conjunctions():
    text = "We waited two hours, and the driver did not call because he was lost"
    assert [text[a:b] for a, b in clauses(text, (0, len(text)))] == [
        "We waited two hours,",
        "and the driver did not call",
        "because he was lost",
    ]


@pytest.mark.parametrize("text", ["", "None", "N/A", "n/a.", "Did not answer", "Nada", " no "])
def test_answers_that_say_nothing(text):
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["None of them came", "No van", "Nothing works here"])
def test_answers_that_begin_so_and_say_something(text):
    assert not says_nothing(text)


def test_stems_by_language():
    assert stem("waiting") == stem("waited") == "wait"
    assert stem("familias", "es-MX") == stem("familia", "es")
    assert stem("waiting", "so") == "waiting"


def test_stop_words_are_ours_in_four_languages():
    assert {"the", "don't"} <= stop_words("en")
    assert {"qué", "nosotros"} <= stop_words("es")
    assert {"waxay", "iyo"} <= stop_words("so-SO")
    assert {"kuv", "thiab"} <= stop_words("hmn")
    assert stop_words("fr") == frozenset()
    assert content_stems("Lawv tsis muaj turjubaan", "hmn") == ["turjubaan"]
    assert content_stems("The drivers were not on the van") == ["driver", "van"]


def test_highlight_marks_what_overlaps_once():
    assert highlight("I was heard today", [(6, 11), (2, 8)]) == (
        ("I ", False),
        ("was heard", True),
        (" today", False),
    )
    assert highlight("", [(0, 3)]) == ()


@given(st.text(), spans)
def test_highlight_loses_nothing(text, marked):
    pieces = highlight(text, marked)
    assert "".join(piece for piece, _ in pieces) == text
    inside = {p for a, b in marked for p in range(max(0, a), min(len(text), b))}
    assert sum(len(piece) for piece, is_marked in pieces if is_marked) == len(inside)


def test_merge_joins_what_touches():
    assert merge([(5, 7), (0, 2), (2, 4)]) == ((0, 4), (5, 7))
