"""Numbers that a form sends, read so that nothing that is typed can break a page."""

from collections.abc import Iterable

from initiatives.wording import whole_number


def whole_numbers(values: Iterable[str]) -> set[int]:
    """Those of the values that are numbers a row can have; the others are left out."""
    found = (whole_number(value) for value in values)
    return {number for number in found if number is not None}
