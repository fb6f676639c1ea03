"""How alike two comments are, from 0 to 1: by their words, their spelling, what the installed
models make of them, and the question they answer.

Words are stems and pairs of neighbouring stems, spelling is runs of three to five letters inside a
word; both are weighed by TF-IDF (sublinear) and known only if three submissions have them, so that
nothing here can point to one person. The square of the sum lets pairs of features count together
(a polynomial kernel; Schölkopf and Smola 2002): of what was tried, it gained most.
"""

from collections.abc import Hashable, Sequence
from itertools import pairwise

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from analysis.engine.embedding import Vectors
from analysis.engine.text import Token

SUBMISSIONS_AT_LEAST = 3
LETTERS = range(3, 6)
# What the question and a constant weigh beside the words, which weigh 1 together. Measured on the
# demo's comments by leaving out one submission at a time; a half or the double changes little.
QUESTION, CONSTANT = 0.15, 0.3
LENGTH_AT_LEAST = 1e-9
ROWS = 64


def word_terms(stems: Sequence[str]) -> list[str]:
    """Stems and pairs of neighbours; the beginning and the end of the comment count as words."""
    return [*stems, *(f"{one} {other}" for one, other in pairwise(["^", *stems, "$"]))]


def letter_terms(words: Sequence[Token]) -> list[str]:
    """Runs of letters inside words; a space stands for the beginning and the end of a word."""
    found = []
    for token in words:
        word = f" {token.word} "
        found += [word[at : at + n] for n in LETTERS for at in range(len(word) - n + 1)]
    return found


class Terms:
    """Terms that enough submissions have, weighed by TF-IDF; each row has length one (or zero)."""

    def __init__(self, documents: Sequence[Sequence[str]], senders: Sequence[Hashable]):
        self.names: list[str] = []
        self.places: dict[str, int] = {}
        names, counts = _counts(documents)
        if not names:
            return
        kept = np.flatnonzero(_submissions(counts, senders) >= SUBMISSIONS_AT_LEAST)
        self.names = [names[place] for place in kept]
        if self.names:
            self._counter = CountVectorizer(analyzer=_itself, vocabulary=self.names)
            self._weigher = TfidfTransformer(sublinear_tf=True).fit(counts[:, kept])
        self.places = {name: place for place, name in enumerate(self.names)}

    def rows(self, documents: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        if not self.names:
            return sparse.csr_matrix((len(documents), 0), dtype=np.float32)
        counts = self._counter.transform(documents)
        return self._weigher.transform(counts).astype(np.float32)


def _itself(document: Sequence[str]) -> Sequence[str]:
    return document


def _counts(documents: Sequence[Sequence[str]]) -> tuple[list[str], sparse.csr_matrix]:
    if not any(documents):
        return [], sparse.csr_matrix((len(documents), 0))
    counter = CountVectorizer(analyzer=_itself)
    counts = counter.fit_transform(documents)
    return list(counter.get_feature_names_out()), counts


def _submissions(counts: sparse.csr_matrix, senders: Sequence[Hashable]) -> np.ndarray:
    """How many submissions have each term."""
    number: dict[Hashable, int] = {}
    rows = [number.setdefault(sender, len(number)) for sender in senders]
    ones = np.ones(len(rows), dtype=np.int64)
    of_sender = sparse.csr_matrix((ones, (rows, range(len(rows)))))
    return np.asarray((of_sender @ counts > 0).sum(axis=0)).ravel()


class Features:
    """Comments as rows: a sparse part (terms), a dense one (models), the question as a number."""

    def __init__(self, terms: sparse.csr_matrix, dense: np.ndarray, questions: np.ndarray):
        self.terms = terms
        self.dense = dense
        self.questions = questions

    def __len__(self) -> int:
        return len(self.dense)

    def known(self, place: int, first: int) -> tuple[np.ndarray, np.ndarray]:
        """Of the `first` terms those that the comment at a place has, and what they weigh."""
        start, end = self.terms.indptr[place : place + 2]
        numbers = self.terms.indices[start:end]
        is_first = numbers < first
        return numbers[is_first], self.terms.data[start:end][is_first]


class Space:
    """What is known of the terms of coded comments, and how alike any comments are by it."""

    def __init__(
        self,
        words: Sequence[Sequence[Token]],
        stems: Sequence[Sequence[str]],
        questions: Sequence[str],
        senders: Sequence[Hashable],
    ):
        self.words = Terms([word_terms(each) for each in stems], senders)
        self.letters = Terms([letter_terms(each) for each in words], senders)
        self.questions = sorted({question for question in questions if question})
        counts = np.array([list(questions).count(question) for question in self.questions])
        self._usual = (counts / max(1, counts.sum())).astype(np.float32)

    def features(
        self,
        words: Sequence[Sequence[Token]],
        stems: Sequence[Sequence[str]],
        questions: Sequence[str],
        vectors: Vectors,
    ) -> Features:
        """The rows of comments. What a comment lacks (a language that a model cannot read) gives
        its weight to what there is: all that stands for its words has length one together."""
        terms = sparse.hstack(
            [
                self.words.rows([word_terms(each) for each in stems]),
                self.letters.rows([letter_terms(each) for each in words]),
            ],
            format="csr",
        )
        count = len(questions)
        nothing = np.zeros((count, 0), np.float32)
        dense = np.hstack([nothing, *(vectors[key] for key in sorted(vectors))])
        squares = np.asarray(terms.multiply(terms).sum(axis=1)).ravel() + (dense**2).sum(axis=1)
        scale = (1 / np.sqrt(np.maximum(squares, LENGTH_AT_LEAST))).astype(np.float32)
        return Features(
            sparse.diags_array(scale) @ terms,
            dense * scale[:, None],
            np.array([self._question(question) for question in questions], np.float32).reshape(
                count, len(self.questions)
            ),
        )

    def _question(self, question: str) -> np.ndarray:
        """One of the known questions; what is not known stands for the usual mixture."""
        if question in self.questions:
            return np.eye(len(self.questions), dtype=np.float32)[self.questions.index(question)]
        return self._usual


def alike(some: Features, others: Features) -> np.ndarray:
    """By the words alone: cosines, a row for each of `some`, a column for each of `others`."""
    found = (some.terms @ others.terms.T).toarray()
    found += product(some.dense, others.dense.T)
    return found


def product(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """`rows @ columns`, to the last bit the same for a row whatever stands around it: always as
    many rows at once, since how a product of matrices is cut up depends on its shape."""
    found = np.empty((len(rows), columns.shape[1]), dtype=np.float32)
    full = np.zeros((ROWS, rows.shape[1]), dtype=np.float32)
    for start in range(0, len(rows), ROWS):
        some = rows[start : start + ROWS]
        full[: len(some)] = some
        found[start : start + ROWS] = (full @ columns)[: len(some)]
    return found


def together(cosines: np.ndarray, some: Features, others: Features) -> np.ndarray:
    """Words and question together: 1 for a comment with itself. Its square is what is learned
    from (the kernel)."""
    total = cosines + QUESTION * product(some.questions, others.questions.T) + CONSTANT
    return total / np.float32(1 + QUESTION + CONSTANT)
