"""Comments that say the same in (almost) the same words: pasted campaigns, double sending.

Texts that are equal but for capitals, marks and spaces are one group, however short. Longer ones
are one group as well when at least `ALIKE` of their runs of three words are shared (Jaccard). Who
could be near is found by MinHash with bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining
of Massive Datasets, 3.3–3.4) and then compared exactly, so that nothing is grouped by chance.
"""

import zlib
from collections.abc import Iterable, Sequence

import numpy as np

from analysis.engine.records import CommentRecord, Id
from analysis.engine.text import tokens

ALIKE = 0.8
RUN = 3
# Below so many words one changed word is another message.
WORDS_AT_LEAST = 12
BANDS, ROWS = 16, 4
SEED = 20_261_124
# Products of two numbers below it stay inside 64 bits.
PRIME = (1 << 31) - 1
Shingles = frozenset[int]


def repeated(comments: Iterable[CommentRecord]) -> dict[Id, Id]:
    """For each comment the one it repeats: the group's first by id, itself where it is alone.

    A comment is compared with the first of a group only, so that small changes do not chain up.
    The order of the input does not matter. A text without a word repeats nothing.
    """
    first_of: dict[Id, Id] = {}
    by_words: dict[str, Id] = {}
    near = _Near()
    for comment in sorted(comments, key=lambda comment: comment.id):
        words = [token.word for token in tokens(comment.text)]
        plain = " ".join(words)
        if not words:
            first_of[comment.id] = comment.id
            continue
        if plain not in by_words:
            by_words[plain] = near.find_or_keep(comment.id, words)
        first_of[comment.id] = by_words[plain]
    return first_of


class _Near:
    """The firsts of all groups so far, found by the bands of their signatures."""

    def __init__(self) -> None:
        random = np.random.default_rng(SEED)
        self._a = random.integers(1, PRIME, BANDS * ROWS, dtype=np.int64)
        self._b = random.integers(0, PRIME, BANDS * ROWS, dtype=np.int64)
        self._buckets: dict[tuple[int, bytes], list[Id]] = {}
        self._shingles: dict[Id, Shingles] = {}

    def find_or_keep(self, id_: Id, words: Sequence[str]) -> Id:
        """The first that this text repeats; where there is none, it becomes one itself."""
        if len(words) < WORDS_AT_LEAST:
            return id_
        shingles = _shingles(words)
        keys = self._keys(shingles)
        found = {other for key in keys for other in self._buckets.get(key, ())}
        near = [(-_jaccard(shingles, self._shingles[other]), other) for other in found]
        best = min((pair for pair in near if -pair[0] >= ALIKE), default=None)
        if best is not None:
            return best[1]
        self._shingles[id_] = shingles
        for key in keys:
            self._buckets.setdefault(key, []).append(id_)
        return id_

    def _keys(self, shingles: Shingles) -> list[tuple[int, bytes]]:
        values = np.fromiter(shingles, dtype=np.int64, count=len(shingles)) % PRIME
        signature = ((self._a[:, None] * values + self._b[:, None]) % PRIME).min(axis=1)
        rows = signature.reshape(BANDS, ROWS)
        return [(band, row.tobytes()) for band, row in enumerate(rows)]


def _shingles(words: Sequence[str]) -> Shingles:
    runs = (" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1))
    return frozenset(zlib.crc32(run.encode()) for run in runs)


def _jaccard(one: Shingles, other: Shingles) -> float:
    return len(one & other) / len(one | other)
