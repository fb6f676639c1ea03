"""What a few reviewed comments bring: F1 after 0, 5, 20, 50 and 200 of them, and after all.

    .venv/bin/python -m benchmarks.learning_curve

Ten draws: each takes another fifth of the people to measure on and draws the reviewed comments from
the others. Micro F1 over the themes with 20 examples or more: the mean of the draws and, in
brackets, its standard error. Beside it TF-IDF + logistic regression at the same sizes.
"""

import argparse

import numpy as np

from analysis.engine import prepare
from benchmarks.patients import FOLDS, Patients, f1
from benchmarks.tagging import linear, logistic, suggested

SIZES = (0, 5, 20, 50, 200, None)
DRAWS = 10


def drawn(data: Patients, draw: int, size: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Places of the reviewed comments and of those to measure on."""
    chance = np.random.default_rng(draw)
    fold = chance.permutation(data.person.max() + 1)[data.person] % FOLDS
    learn = chance.permutation(np.flatnonzero(fold != 0))
    return np.sort(learn[:size]), np.flatnonzero(fold == 0)


def measured(data: Patients, found: np.ndarray, test: np.ndarray) -> tuple[float, float]:
    return f1(found[:, data.frequent], data.answers[test][:, data.frequent])


def heard(data: Patients, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    tagger = prepare(data.codebook, [data.coded[n] for n in train], data.rows(train))
    return suggested(data, tagger.suggest_all([data.comments[n] for n in test], data.rows(test)))


def baseline(data: Patients, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    try:
        return linear(logistic, ["words"])(data, train, test)
    except ValueError:  # no word stands in two of so few comments, or there is none
        return np.zeros((len(test), len(data.codes)), dtype=bool)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=DRAWS)
    draws = parser.parse_args().draws
    data = Patients()
    heads = ("Heard micro", "TF-IDF + LR", "Heard macro", "TF-IDF + LR")
    print(f"{'reviewed':>8} " + " ".join(head.rjust(15) for head in heads))
    for size in SIZES:
        rows = []
        for draw in range(draws):
            train, test = drawn(data, draw, size)
            ours, theirs = (
                measured(data, method(data, train, test), test) for method in (heard, baseline)
            )
            rows.append((ours[0], theirs[0], ours[1], theirs[1]))
        means, errors = np.mean(rows, axis=0), np.std(rows, axis=0, ddof=1) / len(rows) ** 0.5
        cells = " ".join(
            f"{mean:.3f} (±{error:.3f})".rjust(15)
            for mean, error in zip(means, errors, strict=True)
        )
        print(f"{'all' if size is None else size:>8} {cells}", flush=True)


if __name__ == "__main__":
    main()
