"""Words and numbers as they come from a request."""

import pytest

from initiatives.wording import pattern_of, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("1" * 5000, None),
        ("", None),
        ("-1", None),
        ("1.0", None),
        (" 1", None),
        ("٣", None),
        ("²", None),
        ("one", None),
    ],
)
def test_a_number_of_a_request_is_read_or_is_none(text, number):
    assert whole_number(text) == number


def test_signs_of_a_pattern_are_signs():
    assert pattern_of("a.b (c)*") == r"a\.b\ \(c\)\*"
