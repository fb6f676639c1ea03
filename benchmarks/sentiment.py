"""Sentiment, held out by respondent, beside simpler ways: `python -m benchmarks.sentiment`.

Five folds; nobody is in the training and the test part of one. The limits between the grades are
chosen on the other four folds for every row in the same way, so that no row is ahead by them;
"rounded" shows the figure without. Needs both weights and vaderSentiment (requirements-dev).
"""

import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.engine import sentiment
from analysis.engine.embedding import MINILM, USE
from benchmarks.train_sentiment import Labelled, held_out, kappa, limits, read

NAMES = {
    sentiment.WORDS: "Heard: words alone (no weights installed)",
    sentiment.MULTILINGUAL: "Heard: words and the multilingual vectors",
    sentiment.BOTH: "**Heard: words and both vectors**",
    sentiment.FOREIGN: "Heard: multilingual vectors alone (other languages)",
}


def vader(data: Labelled) -> np.ndarray:
    """Hutto and Gilbert 2014: nothing is learned, so nothing is held out."""
    reader = SentimentIntensityAnalyzer()
    found = [reader.polarity_scores(comment.text)["compound"] for comment in data.comments]
    return 3 - 2 * np.array(found)


def by_ridge(data: Labelled, features: Callable) -> np.ndarray:
    """Ridge regression on `features(train, test)`, held out."""
    found = np.zeros(len(data.grades))
    for train_on, test_on in data.folds():
        known, new = features(train_on, test_on)
        found[test_on] = Ridge(1.0).fit(known, data.grades[train_on]).predict(new)
    return found


def words_of(data: Labelled) -> Callable:
    texts = np.array([comment.text for comment in data.comments], dtype=object)

    def features(train_on, test_on):
        vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        return vectorizer.fit_transform(texts[train_on]), vectorizer.transform(texts[test_on])

    return features


def vectors_in(data: Labelled, words: Callable | None = None) -> Callable:
    rows = np.hstack([data.vectors[USE], data.vectors[MINILM]])

    def features(train_on, test_on):
        if words is None:
            return rows[train_on], rows[test_on]
        known, new = words(train_on, test_on)
        return (
            sparse.hstack([known, rows[train_on]]).tocsr(),
            sparse.hstack([new, rows[test_on]]).tocsr(),
        )

    return features


def row(name: str, data: Labelled, found: np.ndarray) -> str:
    """Kappa rounded, kappa with limits of the other folds, and how often the grade is exact."""
    given = np.zeros(len(found), dtype=int)
    each = []
    for others, here in data.folds():
        chosen = limits(found[others], data.grades[others])
        given[here] = 1 + np.searchsorted(chosen, found[here])
        each.append(kappa(data.grades[here], given[here]))
    rounded = kappa(data.grades, np.clip(np.rint(found), 1, 5))
    exact, near = np.mean(given == data.grades), np.mean(abs(given - data.grades) <= 1)
    return (
        f"| {name} | {rounded:.3f} | {kappa(data.grades, given):.3f} | "
        f"{min(each):.3f}–{max(each):.3f} | {exact:.0%} | {near:.0%} |"
    )


def main() -> int:
    data = read()
    words = words_of(data)
    unasked = Labelled(
        [replace(comment, question="") for comment in data.comments], data.grades, data.vectors
    )
    people = len({comment.submission for comment in data.comments})
    print(f"{len(data.grades):,} labelled comments of {people:,} respondents, five folds\n")
    print("| | QWK rounded | QWK | folds | exact | within one |")
    print("|---|---|---|---|---|---|")
    print(row("VADER", data, vader(data)))
    print(row("TF-IDF + ridge", data, by_ridge(data, words)))
    print(row("both embeddings + ridge", data, by_ridge(data, vectors_in(data))))
    print(row("TF-IDF, both embeddings + ridge", data, by_ridge(data, vectors_in(data, words))))
    for part, found in held_out(data).items():
        print(row(NAMES[part], data, found))
    for part, found in held_out(unasked).items():
        if part in (sentiment.WORDS, sentiment.BOTH):
            name = NAMES[part].strip("*")
            print(row(f"{name}, the question unknown", data, found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
