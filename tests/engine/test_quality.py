"""How well new themes are found and feelings graded; neither must become worse.

The figures that count are held out and stand in docs/engine.md (`benchmarks.discovery`,
`benchmarks.sentiment`). These are small and quick, and fail where something broke.
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, cohen_kappa_score

from analysis.engine import CommentRecord, embedding
from analysis.engine.discovery import discover
from analysis.engine.files import read_comments
from analysis.engine.sentiment import sentiments
from tests.engine.helpers import REAL

INTENTS = Path(__file__).parents[2] / "benchmarks/data/short_intents/comments.csv"
KINDS, OF_EACH = 25, 12


@pytest.fixture(scope="module")
def texts():
    """Some texts of some intents: (comment, intent)."""
    with INTENTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = sorted({row["themes"] for row in rows})[:KINDS]
    chosen = [[row for row in rows if row["themes"] == kind][:OF_EACH] for kind in kinds]
    flat = [row for group in chosen for row in group]
    return [(CommentRecord(n, row["text"]), row["themes"]) for n, row in enumerate(flat)]


def theme_of_each(comments, vectors):
    found = discover(comments, KINDS, vectors=vectors)
    placed = {id_: n for n, theme in enumerate(found.themes) for id_ in theme.comments}
    return [placed.get(comment.id, -1) for comment in comments]


@pytest.mark.parametrize(("weights", "floor"), [(False, 0.45), (True, 0.6)])
def test_texts_of_one_intent_come_together_and_stay_so(texts, weights, floor):
    if weights and not embedding.available():
        pytest.skip("no sentence model is installed")
    comments = [comment for comment, _ in texts]
    vectors = embedding.vectors_of(comments) if weights else {}
    found = theme_of_each(comments, vectors)
    assert adjusted_rand_score([intent for _, intent in texts], found) >= floor
    kept = [n for n in range(len(comments)) if n % 20]
    fewer = {key: rows[kept] for key, rows in vectors.items()}
    again = theme_of_each([comments[n] for n in kept], fewer)
    assert adjusted_rand_score([found[n] for n in kept], again) >= 0.7


def test_the_shipped_model_grades_as_people_did():
    """These comments taught it, so the figure flatters; a broken model would still fall."""
    comments = read_comments(REAL / "comments.csv")
    with (REAL / "comments.csv").open(encoding="utf-8", newline="") as file:
        given = [row["sentiment"] for row in csv.DictReader(file)]
    found = sentiments(comments, {})
    pairs = [
        (int(grade), mark.sentiment)
        for grade, mark in zip(given, found, strict=True)
        if grade and mark
    ]
    assert len(pairs) > 3_000
    people, engine = np.array(pairs).T
    assert cohen_kappa_score(people, engine, weights="quadratic") >= 0.8
