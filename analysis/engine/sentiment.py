"""How positive a comment is, from 1 (very positive) to 5 (very negative).

The shipped model (`sentiment.npz`) was trained by `python -m benchmarks.train_sentiment` on
published comments that people had labelled. It has three parts, each a plain sum of numbers:

- words: a ridge regression on TF-IDF of words, pairs of words and runs of letters, none of which
  fewer than three respondents have. Each counts once in itself, once more where the question asks
  for what was good, and once more where it asks for what should be better (Daumé 2007): "Nothing"
  answers these two in opposite ways.
- embeddings: small neural networks on the sentence vectors, one set for the multilingual model
  alone and one for both models.
- decoding: limits between the five grades, chosen so that the quadratic weighted kappa is greatest
  (the scale is ordinal), and a table of how often each grade was right.

Without the weights of the embeddings the words speak alone. Of a language in which the model was
not trained and which no installed model reads, nothing is said.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from analysis.engine.embedding import LANGUAGES, MINILM, USE, Vectors, vectors_of
from analysis.engine.records import CommentRecord, Id
from analysis.engine.text import base, tokens

GRADES = (1, 2, 3, 4, 5)
# Words alone; with the multilingual vectors; with both vectors; multilingual vectors alone, for
# a language of which the model knows no word.
WORDS, MULTILINGUAL, BOTH, FOREIGN = PARTS = ("words", "use", "both", "foreign")
NETWORK_OF = {MULTILINGUAL: "use", BOTH: "both", FOREIGN: "use"}
VECTORS_OF = {WORDS: (), MULTILINGUAL: (USE,), BOTH: (USE, MINILM), FOREIGN: (USE,)}
WIDTHS = {USE: 512, MINILM: 384}
# What the model was trained on.
TRAINED_IN = "en"
# What counts as a word here: so are marks of exclamation.
WORD = r"[\w']+|!+"
# Longer comments are read to here, as by the embeddings.
LONGEST = 4_000
# What a question asks for. One that asks for both, or for neither, leans to no side.
ASKS_GOOD = re.compile(r"\b(?:good|well|satisf\w+|like[ds]?|best|bien|bueno|gust\w+)\b", re.I)
ASKS_BETTER = re.compile(
    r"\b(?:better|improv\w+|dissatisf\w+|change[ds]?|wrong|worst|bad|mejor\w*|cambi\w+|mal)\b", re.I
)
TURNS = re.compile(r"\b(?:but|however|although|though|pero|aunque)\b", re.I)
# These are no answer. ("Nothing" is one, and what it means lies in the question.)
NO_ANSWER = re.compile(r"\W*(?:did not answer|no answer|n\W?a|not applicable)\W*", re.I)
BEGINS_WITH_NO = re.compile(r"\W*(?:nothing|no|none|nil|n/?a|nada)\b", re.I)


@dataclass(frozen=True, slots=True)
class SentimentRecord:
    """A grade from 1 (very positive) to 5 (very negative) and how probable it is, 0 to 1."""

    comment: Id
    sentiment: int
    probability: float


def sentiments(
    comments: Sequence[CommentRecord], vectors: Vectors | None = None
) -> tuple[SentimentRecord | None, ...]:
    """The sentiment of each comment, in their order; None where the engine cannot say.

    `vectors` holds a row for each comment by each model; None: they are made here, by the models
    that are installed; {}: without any. A comment's result does not depend on the others.
    """
    if vectors is None:
        vectors = vectors_of(comments)
    return tuple(
        _of(comment, {key: rows[place] for key, rows in vectors.items()})
        for place, comment in enumerate(comments)
    )


def _of(comment: CommentRecord, rows: Mapping[str, np.ndarray]) -> SentimentRecord | None:
    part = _part_for(comment, rows)
    if part is None:
        return None
    model = load()
    value = model.value(part, comment, rows)
    grade, probability = model.decode(part, value)
    return SentimentRecord(comment.id, grade, round(probability, 4))


def _part_for(comment: CommentRecord, rows: Mapping[str, np.ndarray]) -> str | None:
    """Which part of the model reads this comment; None where none can."""
    if not tokens(comment.text) or NO_ANSWER.fullmatch(comment.text):
        return None
    language = base(comment.language)
    if language == TRAINED_IN:
        return next(part for part in (BOTH, MULTILINGUAL, WORDS) if _has(part, rows))
    return FOREIGN if language in LANGUAGES[USE] and _has(FOREIGN, rows) else None


def _has(part: str, rows: Mapping[str, np.ndarray]) -> bool:
    """Whether the vectors are there that a part was trained with. Others say nothing to it."""
    return all(key in rows and len(rows[key]) == WIDTHS[key] for key in VECTORS_OF[part])


def lean(question: str) -> tuple[float, float]:
    """(1, 0) for a question that asks for what was good, (0, 1) for what should be better."""
    good, better = ASKS_GOOD.search(question), ASKS_BETTER.search(question)
    if bool(good) == bool(better):
        return 0.0, 0.0
    return float(bool(good)), float(bool(better))


def marks(text: str, question: str) -> np.ndarray:
    """What is seen without reading words: the question's lean, length, turns, a no."""
    good, better = lean(question)
    length = np.log1p(len(text.split())) / 3
    no = float(BEGINS_WITH_NO.match(text) is not None)
    return np.array(
        [
            *(good, better, good * no, better * no, good * length, better * length),
            *(length, no / 2, ("!" in text) / 2, text.isupper() / 2),
            (TURNS.search(text) is not None) / 2,
        ],
        dtype=np.float32,
    )


class Model:
    """The shipped numbers. Made by `load`, or by the script that trains it."""

    def __init__(self, arrays: Mapping[str, np.ndarray]):
        self.vocabulary = {
            name: {word: place for place, word in enumerate(str(arrays[name]).split("\n"))}
            for name in ("words", "letters")
        }
        self._counters = counters(self.vocabulary)
        self._arrays = {
            name: array if array.dtype.kind == "U" else array.astype(np.float32)
            for name, array in arrays.items()
        }

    def value(self, part: str, comment: CommentRecord, rows: Mapping[str, np.ndarray]) -> float:
        """Where the comment stands between 1 and 5, before it is decoded."""
        text = comment.text[:LONGEST]
        seen = marks(text, comment.question)
        words = 0.0 if part == FOREIGN else self._of_words(text, seen)
        if part == WORDS:
            return words
        inputs = np.concatenate([*(rows[key] for key in VECTORS_OF[part]), seen])
        network = self._network(NETWORK_OF[part], inputs)
        share = 0.0 if part == FOREIGN else float(self._arrays["share"])
        return share * words + (1 - share) * network

    def _of_words(self, text: str, seen: np.ndarray) -> float:
        weights, bias = self._arrays["word_weights"], float(self._arrays["word_bias"])
        places, values = tfidf(text, self._counters, self._arrays["rarity"])
        own, good, better = weights[:, places] @ values
        by_marks = float(self._arrays["mark_weights"] @ seen)
        return float(bias + own + good * seen[0] + better * seen[1] + by_marks)

    def _network(self, name: str, inputs: np.ndarray) -> float:
        """The mean of some networks of one name; one hidden layer each, rectified."""
        first, bias, second, last = (self._arrays[f"{name}_{n}"] for n in range(4))
        hidden = np.maximum(inputs.astype(np.float32) @ first + bias, 0)
        return float(hidden @ second + last)

    def decode(self, part: str, value: float) -> tuple[int, float]:
        """The grade of a value, and how often such a grade was right."""
        limits, at, right = (self._arrays[f"{part}_{name}"] for name in ("limits", "at", "right"))
        grade = int(np.searchsorted(limits, np.float32(value)))
        return GRADES[grade], float(np.interp(value, at, right[grade]))


def counters(vocabulary: Mapping[str, Mapping[str, int]]):
    """What counts the words and the runs of letters of a text, in this order."""
    # Here, not above: it takes a second to import, and most processes never ask.
    from sklearn.feature_extraction.text import CountVectorizer

    return (
        CountVectorizer(ngram_range=(1, 2), token_pattern=WORD, vocabulary=vocabulary["words"]),
        CountVectorizer(analyzer="char_wb", ngram_range=(3, 4), vocabulary=vocabulary["letters"]),
    )


def tfidf(text: str, counted, rarity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places and values of a text's features: each of the two blocks has a length of one."""
    places, values, start = [], [], 0
    for counter in counted:
        row = counter.transform([text])
        row.sort_indices()
        here = row.indices + start
        value = (1 + np.log(row.data)) * rarity[here]
        length = np.sqrt((value * value).sum())
        places.append(here)
        values.append(value / length if length else value)
        start += row.shape[1]
    return np.concatenate(places), np.concatenate(values).astype(np.float32)


@cache
def load() -> Model:
    """The shipped model."""
    path = files("analysis.engine") / "sentiment.npz"
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return Model({name: arrays[name] for name in arrays.files})
