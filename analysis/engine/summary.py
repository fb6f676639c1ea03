"""A few whole sentences that stand for what many comments say.

Extractive: nothing is written, only chosen. Sentences are compared as vectors (the installed models
of `embedding`, and weighted stems); each next one is that which brings most of what is not said yet
(facility location, a submodular function, chosen greedily: Lin and Bilmes 2011). What is said is
weighed so that long comments and large segments do not drown the others; every segment has its turn
before one has a second; and worry and praise each keep seats, so that a contradiction stays.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.engine.embedding import Model, available
from analysis.engine.extracts import Extract, Tick, extracts, overlapping, spread, vectors
from analysis.engine.records import CommentRecord, Evidence, Id, SentenceRecord
from analysis.engine.valence import IDEA, WORKS, WORRY, valences

# Of so many sentences one is chosen; of more, so many are taken, evenly of each segment.
CHOOSE_FROM = 600
# How much it counts that many say something, in a segment and among sentences near to each other:
# 1 as many as they are, 0 what one says as much as what a hundred say.
SIZE_COUNTS, CROWD_COUNTS = 0.5, 0.25
# A side (worry, praise) that fewer of those who take one take has no seat of its own.
A_SIDE_FROM = 0.1
# A side that lags so many seats behind its share is next.
LAGS = 0.75


@dataclass(frozen=True, slots=True)
class Scale:
    """What a cosine means: from here on two sentences begin to speak of one thing, are of one
    crowd, are near enough that one stands for the other, and say the same."""

    begin: float
    crowd: float
    near: float
    same: float


BY_MODELS = Scale(begin=0.1, crowd=0.5, near=0.6, same=0.8)
BY_STEMS = Scale(begin=0.05, crowd=0.3, near=0.3, same=0.8)

# Says of a sentence (text, language) which side it takes, such as "worry" or "praise"; "" for none.
Side = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Gist:
    """A chosen sentence, and the comments that say something near to it, its own first."""

    sentence: SentenceRecord
    comments: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a draft: the sentence chosen for it, and what else would do there, best first."""

    sentence: SentenceRecord
    others: tuple[SentenceRecord, ...]


def takes_side(text: str, language: str) -> str:
    """Whether a sentence is a worry (or asks for something) or praise; "" for both or neither."""
    kinds = {found.valence for found in valences(CommentRecord(0, text, language))}
    is_worry, is_praise = bool(kinds & {WORRY, IDEA}), WORKS in kinds
    if is_worry == is_praise:
        return ""
    return "worry" if is_worry else "praise"


def summarize(
    comments: Sequence[CommentRecord],
    limit: int = 5,
    *,
    side: Side = takes_side,
    models: Sequence[Model] | None = None,
    at_most: int | None = None,
    after: Collection[Evidence] = (),
    among: Collection[Evidence] | None = None,
) -> tuple[SentenceRecord, ...]:
    """At most `limit` sentences, the first chosen first; see `gists`."""
    found = gists(
        comments, limit, side=side, models=models, at_most=at_most, after=after, among=among
    )
    return tuple(gist.sentence for gist in found)


def gists(
    comments: Sequence[CommentRecord],
    limit: int = 5,
    *,
    side: Side = takes_side,
    models: Sequence[Model] | None = None,
    at_most: int | None = None,
    after: Collection[Evidence] = (),
    among: Collection[Evidence] | None = None,
) -> tuple[Gist, ...]:
    """At most `limit` sentences, the first chosen first, each with the comments near to it.

    The score (0 to 1) is the part of all that was said which a sentence adds to those before it.
    Sentences that say nothing ("None", "N/A") are left out, and so is what was only OBSERVED.
    `side` tells worry from praise. `models` are those that are installed, if none are given; of
    more than `at_most` sentences so many are read, evenly of each segment. `after` is what a
    summary has already: the sentences bring what it lacks, and none of its own is among them.
    With `among` only sentences in these spans are read: a comment speaks of several things.
    """
    choice = _choice(comments, side, models, at_most, after, among)
    if choice is None:
        return ()
    return tuple(choice.gist(place, gain) for place, gain in choice.best(limit))


def draft(
    comments: Sequence[CommentRecord],
    limit: int = 5,
    *,
    others: int = 8,
    models: Sequence[Model] | None = None,
    at_most: int | None = None,
    after: Collection[Evidence] = (),
    among: Collection[Evidence] | None = None,
    tick: Tick | None = None,
) -> tuple[Place, ...]:
    """The sentences of `gists`, each with up to `others` that would stand in its place if it were
    taken out and the rest stayed. `tick` is told how far the reading is."""
    choice = _choice(comments, takes_side, models, at_most, after, among, tick)
    return choice.places(limit, others) if choice else ()


def _choice(comments, side, models, at_most, after, among, tick=None) -> "_Choice | None":
    said = extracts(comments)
    said = said if among is None else overlapping(said, [*among, *after])
    has = {extract.key for extract in overlapping(said, after)}
    said = spread(said, at_most, has) if at_most else said
    if not said:
        return None
    return _Choice(said, available() if models is None else models, side, has, tick)


class _Choice:
    """Which sentence is next, given those before. `_from` are those that may be chosen."""

    def __init__(
        self,
        said: Sequence[Extract],
        models: Sequence[Model],
        side: Side,
        has: Collection[tuple] = (),
        tick: Tick | None = None,
    ):
        self._said = said
        self._from = spread(said, CHOOSE_FROM, has)
        self._has = [place for place, e in enumerate(self._from) if e.key in has]
        rows = {extract.key: row for row, extract in enumerate(said)}
        self._rows = [rows[extract.key] for extract in self._from]
        self._near = _nearness(said, self._rows, models, tick)
        self._scale = scale = BY_MODELS if models else BY_STEMS
        # Squared: what is near counts, and much that is half near does not make up for it.
        self._brings = np.clip((self._near - scale.begin) / (1 - scale.begin), 0, 1) ** 2
        crowd = np.maximum(1, (self._near >= scale.crowd).sum(axis=1))
        self._weights = _weights(said, crowd)
        self._readable = np.array([extract.readable for extract in self._from])
        self._sides = [side(e.text, e.comment.language) for e in self._from]
        self._seats = seats(self._sides)

    def best(
        self, limit: int, has: Sequence[int] | None = None, without: Collection[int] = ()
    ) -> list[tuple[int, float]]:
        """Places in `_from`, each with what it brings (0 to 1), beside those that it `has`."""
        has = self._has if has is None else has
        covered = self._brings[:, has].max(axis=1, initial=0.0)
        picked: list[tuple[int, float]] = []
        left = set(range(len(self._from))).difference(without, *map(self._same_as, has))
        while left and len(picked) < limit:
            turn = self._turn(sorted(left), [*has, *(place for place, _ in picked)])
            gains = self._weights @ np.maximum(self._brings[:, turn] - covered[:, None], 0)
            # Sums of the same numbers differ in the last digits between machines.
            at = int(np.argmax(np.round(gains * self._readable[turn], 6)))
            picked.append((turn[at], float(gains[at])))
            covered = np.maximum(covered, self._brings[:, turn[at]])
            left -= self._same_as(turn[at])
        return picked

    def places(self, limit: int, others: int) -> tuple[Place, ...]:
        chosen = self.best(limit)
        found = []
        for here, gain in chosen:
            rest = [*self._has, *(place for place, _ in chosen if place != here)]
            instead = self.best(others, rest, without=self._same_as(here))
            records = tuple(self._record(place, brings) for place, brings in instead)
            found.append(Place(self._record(here, gain), records))
        return tuple(found)

    def _same_as(self, place: int) -> set[int]:
        """The sentence itself and those that say the same."""
        same = self._near[self._rows, place] >= self._scale.same
        return {place, *np.flatnonzero(same).tolist()}

    def _turn(self, left: list[int], picked: list[int]) -> list[int]:
        """Those of the segments that were quoted least often, and of a side that lags behind."""
        times = Counter(self._from[place].comment.segment for place in picked)
        least = min(times[self._from[place].comment.segment] for place in left)
        turn = [place for place in left if times[self._from[place].comment.segment] == least]
        taken = Counter(self._sides[place] for place in picked)
        lag = {s: share * (len(picked) + 1) - taken[s] for s, share in self._seats.items()}
        for side in sorted(lag, key=lambda side: (-round(lag[side], 6), side)):
            of_side = [place for place in turn if self._sides[place] == side]
            if lag[side] >= LAGS and of_side:
                return of_side
        return turn

    def gist(self, place: int, gain: float) -> Gist:
        like = np.flatnonzero(self._near[:, place] >= self._scale.near).tolist()
        own = self._from[place].comment.id
        ids = dict.fromkeys([own, *(self._said[row].comment.id for row in like)])
        return Gist(self._record(place, gain), tuple(ids))

    def _record(self, place: int, gain: float) -> SentenceRecord:
        chosen = self._from[place]
        score = min(1.0, round(gain, 4))
        return SentenceRecord(chosen.comment.id, chosen.start, chosen.end, score)


def _nearness(
    said: Sequence[Extract],
    rows: Sequence[int],
    models: Sequence[Model],
    tick: Tick | None = None,
) -> np.ndarray:
    """The cosine of each sentence (row) to each that may be chosen (column), over all vectors."""
    total = np.zeros((len(said), len(rows)))
    parts = vectors(said, models, tick)
    for part in parts:
        product = part @ part[rows].T
        total += product.toarray() if hasattr(product, "toarray") else product
    return np.round(total / len(parts), 5)


def _weights(said: Sequence[Extract], crowd: np.ndarray) -> np.ndarray:
    """What each sentence counts for; together they are 1. `crowd`: how many are near to each."""
    sizes: Counter[str] = Counter()
    for extract in said:
        sizes[extract.comment.segment] += extract.part
    weights = np.array([e.part * sizes[e.comment.segment] ** (SIZE_COUNTS - 1) for e in said])
    weights *= crowd ** (CROWD_COUNTS - 1.0)
    return weights / weights.sum()


def seats(sides: Sequence[str]) -> dict[str, float]:
    """The share of the seats that each side has: halfway from its size to the same for each."""
    sizes = Counter(side for side in sides if side)
    total = sizes.total()
    large = {side: size for side, size in sizes.items() if size >= A_SIDE_FROM * total}
    if len(large) < 2:
        return {}
    return {side: (size / sum(large.values()) + 1 / len(large)) / 2 for side, size in large.items()}
