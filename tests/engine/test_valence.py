"""Worry, working well, idea: by rules, clause by clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engine import CommentRecord
from analysis.engine.valence import IDEA, MIXED, WORKS, WORRY, valences, whole
from benchmarks.valence import SPANS as LABELLED
from benchmarks.valence import by_rules, read


def read_as(text, language="en"):
    found = valences(CommentRecord("c", text, language=language))
    return [(text[record.start : record.end], record.valence) for record in found]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The crew were kind.", [WORKS]),
        ("We waited three hours.", [WORRY]),
        ("Nobody told us.", [WORRY]),
        ("Call the parent first.", [IDEA]),
        ("There should be an interpreter.", [IDEA]),
        ("A quicker response.", [IDEA]),
        ("It was not good.", [WORRY]),
        ("There were no delays.", [WORKS]),
        ("Nothing could be better.", [WORKS]),
        ("I have no complaints.", [WORKS]),
        ("I am a grandmother of two.", []),
        ("Did not answer", []),
        ("", []),
    ],
)
def test_english(text, kinds):
    assert [kind for _, kind in read_as(text)] == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Gracias por todo.", [WORKS]),
        ("Nadie me dijo nada.", [WORRY]),
        ("Que traigan un intérprete de verdad.", [IDEA]),
        ("No fue amable.", [WORRY]),
        ("Vivo en el norte.", []),
    ],
)
def test_spanish(text, kinds):
    assert [kind for _, kind in read_as(text, "es-MX")] == kinds


def test_a_mixed_comment_is_mixed():
    comment = CommentRecord("c", "The driver was lovely, but we waited two hours.")
    found = valences(comment)
    assert [(record.valence, record.comment) for record in found] == [(WORKS, "c"), (WORRY, "c")]
    assert whole(found) == MIXED
    assert [whole(found[:1]), whole(found[1:]), whole(())] == [WORKS, WORRY, None]


def test_a_clause_without_a_sign_takes_after_the_one_before_but_not_past_a_but():
    assert read_as("She was kind, and the paper came.") == [
        ("She was kind,", WORKS),
        ("and the paper came.", WORKS),
    ]
    assert read_as("She was kind, but the paper came.") == [("She was kind,", WORKS)]


def test_a_language_without_rules_has_none():
    assert read_as("Waan sugnay.", "so") == []


@given(st.text(), st.sampled_from(["en", "es"]))
def test_clauses_stand_in_the_text_in_order(text, language):
    found = valences(CommentRecord("c", text, language=language))
    places = [place for record in found for place in (record.start, record.end)]
    assert places == sorted(places)
    assert all(0 <= record.start < record.end <= len(text) for record in found)


def test_what_was_labelled_by_hand_is_mostly_found():
    """Floors below what `python -m benchmarks.valence` prints."""
    rows = [row for row in read(LABELLED) if row["first"] == row["second"]]
    assert len(rows) == 188
    right = sum(row["first"] == kind for row, kind in zip(rows, by_rules(rows), strict=True))
    assert right / len(rows) >= 0.66
