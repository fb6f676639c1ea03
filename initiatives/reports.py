"""Shapes that several apps show: what waits for somebody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: at which step of the loop, how many, what, and where.

    `what` follows the number: `Waiting("understand", 12, "suggestions to review", url)`.
    """

    step: str
    count: int
    what: str
    url: str
