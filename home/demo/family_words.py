"""The words of `family-voices`, read from its file. All of them are made up."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "family_voices.csv"
# Of each five rows the first and third have the codes that earlier coders gave; the engine learns
# from them, and the others are left to be reviewed.
CODED = (0, 2)


@dataclass(frozen=True)
class Voice:
    """One thing that one person said. Codes and answers are those of the file."""

    key: str
    way: str
    segment: str
    decision_point: str
    voice: str
    quotable: str
    respondent: str
    session: str
    question: str
    date: str
    language: str
    themes: str
    text: str

    @property
    def may_quote(self) -> bool:
        return self.quotable == "yes"

    @property
    def codes(self) -> list[str]:
        return self.themes.split(";") if self.themes else []

    @property
    def is_coded(self) -> bool:
        return bool(self.codes) and int(self.key[2:]) % 5 in CODED


def read_voices() -> list[Voice]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Voice(**row) for row in csv.DictReader(file)]


def of_way(voices: list[Voice], *ways: str) -> list[Voice]:
    return [voice for voice in voices if voice.way in ways]


def by_respondent(voices: list[Voice]) -> Iterator[list[Voice]]:
    """What each person said, in the order of the file."""
    people: dict[str, list[Voice]] = {}
    for voice in voices:
        people.setdefault(voice.respondent, []).append(voice)
    yield from people.values()
