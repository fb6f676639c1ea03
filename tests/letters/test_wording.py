"""Placeholders: a fixed list, plainly replaced, once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.wording import BadWording, check, fill, fill_lines

KNOWN = ["first_name", "link"]


@pytest.mark.parametrize(
    "words", ["", "Dear {first_name}", "{ link }", "{FIRST_NAME}", "{link}{link}"]
)
def test_what_is_known_is_taken(words):
    check(words, KNOWN)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("{email}", "{email} is not known here. You can use {first_name}, {link}."),
        (
            "{first_name.__class__}",
            "A curly bracket stands alone. Brackets hold a word from the list.",
        ),
        ("{}", "A curly bracket stands alone. Brackets hold a word from the list."),
        ("{{ link }}", "A curly bracket stands alone. Brackets hold a word from the list."),
        ("{% load x %}", "A curly bracket stands alone. Brackets hold a word from the list."),
        ("{link", "A curly bracket stands alone. Brackets hold a word from the list."),
    ],
)
def test_what_is_not_known_is_refused_with_a_reason(words, why):
    with pytest.raises(BadWording) as caught:
        check(words, KNOWN)
    assert str(caught.value) == why


def test_what_people_need_must_be_there():
    with pytest.raises(BadWording, match=r"^People need \{link\}\. Put it where it belongs\.$"):
        check("Come on Tuesday.", KNOWN, ["link"])


def test_a_value_is_not_read_again():
    """A person may be called "{link}"; their letter holds just that."""
    values = {"first_name": "{link}", "link": "https://example.org"}
    assert fill("Dear {first_name}: {link}", values) == "Dear {link}: https://example.org"


def test_a_missing_value_is_no_empty_place():
    with pytest.raises(KeyError):
        fill("Dear {first_name}", {})


@given(st.text(), st.text())
def test_a_value_stands_as_it_is(before, name):
    words = before.replace("{", "").replace("}", "")
    assert fill(words + "{first_name}", {"first_name": name}) == words + name


LETTER = """Dear {first_name},

When: {day}, {time}
Doors open: {doors}
To join online:
{online}

Change it here:
{link}"""


def test_a_line_that_has_nothing_to_say_is_left_out():
    values = {"first_name": "Ana", "day": "Tuesday", "time": "", "doors": "", "online": ""}
    assert fill_lines(LETTER, values | {"link": "https://a.b/"}) == (
        "Dear Ana,\n\nWhen: Tuesday, \n\nChange it here:\nhttps://a.b/"
    )
    full = values | {"time": "6 PM", "doors": "5:45 PM", "online": "https://c.d/", "link": "l"}
    assert fill_lines(LETTER, full) == fill(LETTER, full)
