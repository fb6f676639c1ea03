"""How well chosen sentences cover what was said, beside LexRank, TextRank, the first and chance.

    .venv/bin/python -m benchmarks.summaries
    .venv/bin/python -m benchmarks.summaries --half tune

The patient comments of the demo, with the themes and the sentiment that people gave them. Half of
the respondents were used to set the engine's constants (`tune`); the table is of the other half.
Every method writes with as many words as the engine took. Vectors are kept under build/.
"""

import argparse
import csv
import random
import statistics
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import numpy as np

from analysis.engine import CommentRecord, sentences, summarize
from analysis.engine.embedding import available
from analysis.engine.text import content_stems, says_nothing
from benchmarks.ranks import lex_rank, text_rank
from benchmarks.vectors import Kept

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "home" / "demo" / "patient_feedback" / "comments.csv"
NO_THEME = {"labelling_not_possible", "not_assigned"}
# A theme, a segment or a side with fewer comments in a task is not asked for.
AT_LEAST = 3
TASK_AT_LEAST = 25
# Each segment's respondents are dealt out to so many tasks: one lucky summary counts little.
PARTS = 4
SENTENCES = 8
DRAWS = 10
PRAISE, WORRY = {"1", "2"}, {"4", "5"}

Sentence = tuple[str, int, int]


@dataclass(frozen=True)
class Row:
    """A comment with what people said of it: themes, and which side it takes ("" for none)."""

    record: CommentRecord
    themes: frozenset[str]
    side: str


@dataclass(frozen=True)
class Task:
    """Comments to sum up: of one theme, or of one segment."""

    kind: str
    rows: tuple[Row, ...]

    def sentences(self) -> list[Sentence]:
        return [
            (row.record.id, start, end)
            for row in self.rows
            for start, end in sentences(row.record.text)
            if content_stems(row.record.text[start:end])
        ]


def read(half: str) -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not says_nothing(row["text"])]
    parity = {"tune": 0, "test": 1}[half]
    return [
        Row(
            CommentRecord(
                row["id"], row["text"], segment=row["segment"], submission=row["respondent"]
            ),
            frozenset(row["themes"].split(";")) - NO_THEME,
            "praise"
            if row["sentiment"] in PRAISE
            else "worry"
            if row["sentiment"] in WORRY
            else "",
        )
        for row in rows
        if zlib.crc32(row["respondent"].encode()) % 2 == parity
    ]


def tasks(rows: Sequence[Row]) -> list[Task]:
    by_theme, by_segment = defaultdict(list), defaultdict(list)
    for row in rows:
        part = zlib.crc32(str(row.record.submission).encode()) % PARTS
        by_segment[row.record.segment, part].append(row)
        for theme in row.themes:
            by_theme[theme].append(row)
    found = [
        Task("theme", tuple(r)) for _, r in sorted(by_theme.items()) if len(r) >= TASK_AT_LEAST
    ]
    found += [
        Task("segment", tuple(r)) for _, r in sorted(by_segment.items()) if len(r) >= TASK_AT_LEAST
    ]
    return found


def words(task: Task, chosen: Iterable[Sentence]) -> int:
    texts = {row.record.id: row.record.text for row in task.rows}
    return sum(len(texts[c][start:end].split()) for c, start, end in chosen)


def cut(task: Task, ranked: Iterable[Sentence], length: int) -> list[Sentence]:
    """The first ones, until there are as many words as the engine took."""
    chosen, used = [], 0
    for sentence in ranked:
        if used >= length:
            break
        chosen.append(sentence)
        used += words(task, [sentence])
    return chosen


def measure(task: Task, chosen: Sequence[Sentence]) -> dict[str, float]:
    rows = {row.record.id: row for row in task.rows}
    said = [rows[comment] for comment, _, _ in chosen]
    found = {"words": words(task, chosen), "repetition": repetition(rows, chosen)}
    if task.kind == "segment":
        found["themes"] = themes_heard(task, said)
    else:
        segments = often(row.record.segment for row in task.rows)
        quoted = [row.record.segment for row in said if row.record.segment in segments]
        found["segments"] = share(segments, set(quoted))
        found["segments even"] = evenness(quoted, min(len(segments), len(chosen)))
    sides = Counter(row.side for row in task.rows if row.side)
    if len(sides) == 2 and min(sides.values()) >= max(AT_LEAST, 0.1 * sides.total()):
        taken = [row.side for row in said if row.side]
        found["both sides"] = float(len(set(taken)) == 2)
        found["sides even"] = evenness(taken, 2) if taken else 0.0
    return found


def often(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if name and count >= AT_LEAST}


def themes_heard(task: Task, said: Sequence[Row]) -> float:
    """The share of the task's themes that are in the summary.

    People coded comments and not sentences: a sentence of a comment with three has each of its
    themes by a third. Otherwise a method would gain by taking from comments that are long.
    """
    themes = often(theme for row in task.rows for theme in row.themes)
    missed = dict.fromkeys(sorted(themes), 1.0)
    for row in said:
        for theme in row.themes & themes:
            missed[theme] *= 1 - 1 / max(1, len(sentences(row.record.text)))
    return statistics.mean(1 - part for part in missed.values()) if missed else 1.0


def share(wanted: set[str], got: set[str]) -> float:
    return len(wanted & got) / len(wanted) if wanted else 1.0


def evenness(names: Sequence[str], most: int) -> float:
    """Entropy of who is quoted, over the highest that is possible."""
    counts = Counter(names)
    entropy = -sum(n / len(names) * log(n / len(names)) for n in counts.values())
    return entropy / log(most) if most > 1 else 1.0


def repetition(rows: dict[str, Row], chosen: Sequence[Sentence]) -> float:
    """How many of a sentence's stems stand in the one most like it (Jaccard), on average."""
    bags = [set(content_stems(rows[c].record.text[start:end])) for c, start, end in chosen]
    nearest = [
        max((len(a & b) / len(a | b) for m, b in enumerate(bags) if m != n), default=0.0)
        for n, a in enumerate(bags)
    ]
    return statistics.mean(nearest)


def heard(models) -> Callable[[Task], list[Sentence]]:
    def choose(task: Task) -> list[Sentence]:
        found = summarize([row.record for row in task.rows], SENTENCES, models=models)
        return [(s.comment, s.start, s.end) for s in found]

    return choose


def baselines(task: Task, length: int) -> dict[str, list[list[Sentence]]]:
    """Each method's summaries of the task; chance has several."""
    said = task.sentences()
    texts = {row.record.id: row.record.text for row in task.rows}
    bags = [content_stems(texts[c][start:end]) for c, start, end in said]
    orders = {"LexRank": lex_rank(bags), "TextRank": text_rank(bags)}
    found = {
        name: [cut(task, [said[place] for place in order], length)]
        for name, order in orders.items()
    }
    found["the first"] = [cut(task, said, length)]
    draws = [random.Random(seed).sample(said, len(said)) for seed in range(DRAWS)]
    found["chance"] = [cut(task, draw, length) for draw in draws]
    return found


COLUMNS = ("themes", "segments", "segments even", "both sides", "sides even", "repetition", "words")


def table(half: str) -> dict[str, dict[str, list[float]]]:
    models = [Kept(model) for model in available()]
    ways = {"Heard": heard(models), "Heard, by stems alone": heard(())}
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for task in tasks(read(half)):
        summaries = {name: [way(task)] for name, way in ways.items()}
        summaries |= baselines(task, words(task, summaries["Heard"][0]))
        for name, drawn in summaries.items():
            measured = [measure(task, chosen) for chosen in drawn]
            for column in measured[0]:
                found[name][column].append(statistics.mean(m[column] for m in measured))
    for model in models:
        model.keep()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=("test", "tune"), default="test")
    found = table(parser.parse_args().half)
    print("| " + " | ".join(("", *COLUMNS)) + " |")
    print("|---" * (len(COLUMNS) + 1) + "|")
    for name, columns in found.items():
        cells = [
            f"{np.mean(columns[c]):.0f}" if c == "words" else f"{np.mean(columns[c]):.2f}"
            for c in COLUMNS
        ]
        print("| " + " | ".join((name, *cells)) + " |")


if __name__ == "__main__":
    main()
