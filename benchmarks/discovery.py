"""How well themes that nobody named are found again, and how steadily, beside k-means and Ward.

    .venv/bin/python -m benchmarks.discovery

3,080 short texts with 77 known intents (`benchmarks/data/short_intents`). A method sees the texts
only; the adjusted Rand index (ARI; Hubert and Arabie 1985) compares its themes with the intents: 0
as by chance, 1 the same. What is in no theme counts as one group of its own. Steadiness is the ARI
between two of a method's own results: with two seeds, and with 5 % of the texts left out. Then,
what a few say: three texts of one intent, put in a small segment among the statements of one
opinion group of Bowling Green. Vectors are kept under build/.
"""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from time import perf_counter

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score

from analysis.engine import CommentRecord
from analysis.engine.discovery import discover
from analysis.engine.embedding import MINILM, USE, available
from benchmarks.vectors import Kept

DATA = Path(__file__).resolve().parent / "data"
INTENTS = 77
LEFT_OUT, DRAWS = 0.05, 3
TRIALS, OTHERS, FEW_THEMES = 20, 30, 12

Rows = Sequence[dict[str, str]]
# From texts, their vectors by model and a seed to a group for each text.
Method = Callable[[Sequence[str], dict[str, np.ndarray], int], np.ndarray]


def main() -> None:
    rows = _rows("short_intents")
    texts, intents = [r["text"] for r in rows], np.array([r["themes"] for r in rows])
    vectors = _vectors(texts)
    print("| method | ARI | two seeds | 5 % left out | in a theme | seconds |")
    print("|---|---|---|---|---|---|")
    for name, method, has_chance in _methods():
        began = perf_counter()
        found = method(texts, vectors, 0)
        seconds = perf_counter() - began
        seeds = adjusted_rand_score(found, method(texts, vectors, 1)) if has_chance else 1.0
        print(
            f"| {name} | {adjusted_rand_score(intents, found):.3f} | {seeds:.2f} "
            f"| {_left_out(method, texts, vectors, found):.2f} | {np.mean(found >= 0):.3f} "
            f"| {seconds:.0f} |",
            flush=True,
        )
    _few(rows)


def _rows(name: str) -> Rows:
    with (DATA / name / "comments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _vectors(texts: Sequence[str]) -> dict[str, np.ndarray]:
    found = {}
    for model in available():
        kept = Kept(model)
        found[model.key] = kept.encode(texts)
        kept.keep()
    return found


def _methods() -> list[tuple[str, Method, bool]]:
    return [
        ("k-means on TF-IDF", _k_means_of_words, True),
        ("k-means on USE", lambda t, v, seed: _k_means(v[USE], seed), True),
        ("k-means on MiniLM", lambda t, v, seed: _k_means(v[MINILM], seed), True),
        ("Ward on MiniLM", lambda t, v, seed: _ward(v[MINILM]), False),
        ("Heard, 77 themes asked for", lambda t, v, seed: _heard(t, v, INTENTS), False),
        ("Heard, the number suggested", lambda t, v, seed: _heard(t, v, None), False),
        ("Heard without weights, 77", lambda t, v, seed: _heard(t, {}, INTENTS), False),
    ]


def _k_means(rows: np.ndarray, seed: int) -> np.ndarray:
    return KMeans(INTENTS, n_init=3, random_state=seed).fit_predict(rows)


def _k_means_of_words(texts, vectors, seed: int) -> np.ndarray:
    words = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2)
    return _k_means(words.fit_transform(texts), seed)


def _ward(rows: np.ndarray, groups: int = INTENTS) -> np.ndarray:
    return fcluster(linkage(rows, "ward"), groups, "maxclust")


def _heard(texts, vectors, number: int | None) -> np.ndarray:
    comments = [CommentRecord(place, text) for place, text in enumerate(texts)]
    groups = np.full(len(texts), -1)
    for theme, one in enumerate(discover(comments, number, vectors=vectors).themes):
        groups[list(one.comments)] = theme
    return groups


def _left_out(method: Method, texts, vectors, whole: np.ndarray) -> float:
    """How alike the themes of the texts that stay are, with and without the others."""
    random = np.random.default_rng(7)
    found = []
    for _ in range(DRAWS):
        stay = np.sort(random.permutation(len(texts))[: int((1 - LEFT_OUT) * len(texts))])
        part = {key: rows[stay] for key, rows in vectors.items()}
        again = method([texts[place] for place in stay], part, 0)
        found.append(adjusted_rand_score(whole[stay], again))
    return mean(found)


def _few(intents: Rows) -> None:
    """How often three texts of a small segment are a theme: all three, and three more at most."""
    residents = _rows("polis_bowling_green")
    many = [row for row in residents if row["segment"] == "0"]
    others = [row for row in residents if row["segment"] == "1"]
    random = np.random.default_rng(1)
    themes = np.array([row["themes"] for row in intents])
    offered = {"Heard": 0, "Heard, segments unknown": 0, "Ward on MiniLM": 0}
    for _ in range(TRIALS):
        wanted = random.choice(np.unique(themes))
        three = [intents[n] for n in random.choice(np.flatnonzero(themes == wanted), 3, False)]
        some = [others[n] for n in random.choice(len(others), OTHERS, False)]
        texts = [row["text"] for row in (*many, *some, *three)]
        segments = ["many"] * len(many) + ["few"] * (OTHERS + 3)
        for name, groups in _found_few(texts, segments).items():
            own = groups[-3:]
            offered[name] += len(set(own)) == 1 and own[0] >= 0 and sum(groups == own[0]) <= 6
    head = f"three of a few, among {len(many)} others, in {FEW_THEMES} themes"
    print(f"\n| {head} | offered, of {TRIALS} |\n|---|---|")
    for name, times in offered.items():
        print(f"| {name} | {times} |")


def _found_few(texts: Sequence[str], segments: Sequence[str]) -> dict[str, np.ndarray]:
    vectors = _vectors(texts)
    comments = [
        CommentRecord(place, text, segment=segment)
        for place, (text, segment) in enumerate(zip(texts, segments, strict=True))
    ]
    found = discover(comments, FEW_THEMES, vectors=vectors)
    groups = np.full(len(texts), -1)
    for number, theme in enumerate(found.themes):
        groups[list(theme.comments)] = number
    return {
        "Heard": groups,
        "Heard, segments unknown": _heard(texts, vectors, FEW_THEMES),
        "Ward on MiniLM": _ward(vectors[MINILM], FEW_THEMES),
    }


if __name__ == "__main__":
    main()
