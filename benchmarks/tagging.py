"""How well themes are suggested for real comments, beside what else is usual.

    .venv/bin/python -m benchmarks.tagging

Five folds by person on the demo's comments; micro and macro F1 over the themes with 20 examples or
more, all folds together. Every method learns from four folds and is measured on the fifth, which
sets nothing: no threshold, no weight, no vocabulary.
"""

import time
from collections.abc import Callable

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from analysis.engine import prepare
from benchmarks.patients import FOLDS, Patients, f1

Predict = Callable[[Patients, np.ndarray, np.ndarray], np.ndarray]


def words(data: Patients, train: np.ndarray, test: np.ndarray, **options):
    weigher = TfidfVectorizer(min_df=2, sublinear_tf=True, **options)
    learned = weigher.fit_transform([data.texts[place] for place in train])
    return learned, weigher.transform([data.texts[place] for place in test])


def linear(make: Callable, blocks: list[str]) -> Predict:
    """A linear model for each theme on these blocks: "words", "letters" and keys of models."""

    def predict(data: Patients, train: np.ndarray, test: np.ndarray) -> np.ndarray:
        parts = [_block(data, name, train, test) for name in blocks]
        learn, look = (sparse.hstack(those, format="csr") for those in zip(*parts, strict=True))
        found = np.zeros((len(test), len(data.codes)), dtype=bool)
        for number in range(len(data.codes)):
            answers = data.answers[train, number]
            if 0 < answers.sum() < len(answers):
                found[:, number] = make().fit(learn, answers).predict(look)
        return found

    return predict


def _block(data: Patients, name: str, train: np.ndarray, test: np.ndarray):
    if name == "words":
        return words(data, train, test, ngram_range=(1, 2))
    if name == "letters":
        return words(data, train, test, analyzer="char_wb", ngram_range=(3, 5))
    rows = data.vectors[name]
    return sparse.csr_matrix(rows[train]), sparse.csr_matrix(rows[test])


def heard(models: bool) -> Predict:
    def predict(data: Patients, train: np.ndarray, test: np.ndarray) -> np.ndarray:
        coded = [data.coded[place] for place in train]
        tagger = prepare(data.codebook, coded, data.rows(train) if models else {})
        comments = [data.comments[place] for place in test]
        return suggested(data, tagger.suggest_all(comments, data.rows(test)))

    return predict


def suggested(data: Patients, results) -> np.ndarray:
    place = {code: number for number, code in enumerate(data.codes)}
    found = np.zeros((len(results), len(data.codes)), dtype=bool)
    for row, suggestions in enumerate(results):
        for suggestion in suggestions:
            if suggestion.theme in place:
                found[row, place[suggestion.theme]] = True
    return found


def logistic() -> LogisticRegression:
    return LogisticRegression(C=5, class_weight="balanced", solver="liblinear", tol=0.01)


METHODS: dict[str, Predict] = {
    "TF-IDF, linear SVM": linear(LinearSVC, ["words"]),
    "TF-IDF, LR": linear(logistic, ["words"]),
    "MiniLM, LR": linear(logistic, ["minilm"]),
    "TF-IDF + USE, LR": linear(logistic, ["words", "use"]),
    "TF-IDF + MiniLM, LR": linear(logistic, ["words", "minilm"]),
    "words + letters + USE + MiniLM, LR": linear(logistic, ["words", "letters", "use", "minilm"]),
    "Heard, no model installed": heard(models=False),
    "Heard": heard(models=True),
}


def main() -> None:
    data = Patients()
    folds = data.folds()
    print(f"{'method':36} {'micro F1':>8} {'macro F1':>8} {'seconds':>8}")
    for name, predict in METHODS.items():
        begun = time.perf_counter()
        found = np.zeros_like(data.answers)
        for fold in range(FOLDS):
            train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            found[test] = predict(data, train, test)
        micro, macro = f1(found[:, data.frequent], data.answers[:, data.frequent])
        seconds = time.perf_counter() - begun
        print(f"{name:36} {micro:8.3f} {macro:8.3f} {seconds:8.0f}", flush=True)


if __name__ == "__main__":
    main()
