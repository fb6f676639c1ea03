"""A codebook in English, comments in Spanish: `python -m benchmarks.languages`.

The starter codebook, alone and with the coded English comments of the demo, on sixty Spanish
comments that were written for this project (`benchmarks/data/spanish/README.md`).
"""

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.engine import prepare
from analysis.engine.files import read_codebook, read_coded
from analysis.engine.records import CodedRecord, CommentRecord, Id

ROOT = Path(__file__).resolve().parent.parent
CODEBOOK = ROOT / "analysis" / "starters" / "codebook.csv"
SPANISH = ROOT / "benchmarks" / "data" / "spanish" / "comments.csv"
VOICES = ROOT / "home" / "demo" / "family_voices.csv"
WITH = {True: "and meaning, by the installed models", False: "English keywords only"}


def read() -> list[CodedRecord]:
    return read_coded(str(SPANISH))


def english() -> list[CodedRecord]:
    """The English comments of the demo, which was written for this project, with their codes."""
    with VOICES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == "en"]
    return [
        CodedRecord(
            CommentRecord(row["key"], row["text"], submission=row["respondent"] or None),
            tuple(row["themes"].split(";")),
        )
        for row in rows
    ]


def found(
    wanted: Sequence[CodedRecord], coded: Sequence[CodedRecord] = (), *, with_models: bool
) -> dict[Id, frozenset[str]]:
    """Comment → the themes that are suggested by the codebook and these coded comments."""
    comments = [record.comment for record in wanted]
    tagger = prepare(read_codebook(str(CODEBOOK)), coded, None if with_models else {})
    suggested = tagger.suggest_all(comments, None if with_models else {})
    return {
        comment.id: frozenset(suggestion.theme for suggestion in suggestions)
        for comment, suggestions in zip(comments, suggested, strict=True)
    }


def recall_and_precision(
    wanted: Sequence[CodedRecord], got: Mapping[Id, frozenset[str]]
) -> tuple[float, float]:
    right = sum(len(got[record.comment.id].intersection(record.themes)) for record in wanted)
    there = sum(len(record.themes) for record in wanted)
    given = sum(map(len, got.values()))
    return right / there, right / given if given else 0.0


def main() -> int:
    wanted, examples = read(), english()
    print(f"{len(wanted)} Spanish comments\n")
    print("| coded English comments | features | recall | precision | comments with a suggestion |")
    print("|---|---|---|---|---|")
    for coded in ([], examples):
        for with_models in (False, True):
            got = found(wanted, coded, with_models=with_models)
            recall, precision = recall_and_precision(wanted, got)
            any_ = sum(map(bool, got.values()))
            print(
                f"| {len(coded)} | {WITH[with_models]} | {recall:.2f} | {precision:.2f} | {any_} |"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
