"""In which order comments are reviewed, so that an hour of work tells the most.

- `uncertain`: those first whose suggestions are nearest to even (uncertainty sampling; Lewis and
  Gale 1994).
- `typical`: those first that are most like the others of their most probable theme: cosine of
  weighted stems to the middle of them.
- `chance`: by lot, from a seed.
- `mix`: the three in turn, and among the segments in turns as well: each has its first comment
  before any has its second round, and a segment ten times as large comes about three times as
  often (square root), so that a small one is neither drowned nor alone.

Comments that repeat a text follow right after the first of them. Ties are broken by id; the order
of the input does not matter.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.engine.records import CommentRecord, Id
from analysis.engine.text import content_stems

ORDERS = ("mix", "uncertain", "typical", "chance")
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class ToReview:
    """A comment with what is suggested on it: the probability of each theme, by its code."""

    comment: CommentRecord
    scores: Mapping[str, float]


def orders(
    rows: Sequence[ToReview], *, seed: int, first_of: Mapping[Id, Id] | None = None
) -> dict[str, tuple[Id, ...]]:
    """The ids in each of the `ORDERS`. `first_of` is what `duplicates.repeated` says of them."""
    rows = sorted(rows, key=lambda row: row.comment.id)
    first_of = first_of or {}
    groups: dict[Id, list[Id]] = {}
    for row in rows:
        groups.setdefault(first_of.get(row.comment.id, row.comment.id), []).append(row.comment.id)
    leaders = {ids[0] for ids in groups.values()}
    alone = [row for row in rows if row.comment.id in leaders]
    found = {
        "uncertain": _sorted(alone, [_doubt(row) for row in alone]),
        "typical": _sorted(alone, [-value for value in typicality(alone)]),
        "chance": _sorted(alone, [_lot(seed, row.comment.id) for row in alone]),
    }
    found["mix"] = _mixed(alone, found)
    followers = {ids[0]: ids for ids in groups.values()}
    return {
        name: tuple(id_ for leader in found[name] for id_ in followers[leader]) for name in ORDERS
    }


def _sorted(rows: Sequence[ToReview], values: Sequence) -> list[Id]:
    pairs = sorted(zip(values, (row.comment.id for row in rows), strict=True))
    return [id_ for _, id_ in pairs]


def _doubt(row: ToReview) -> float:
    """How far the least sure of its suggestions is from even; 1 where nothing is suggested."""
    return min((round(abs(score - 0.5), 6) for score in row.scores.values()), default=1.0)


def _lot(seed: int, id_: Id) -> bytes:
    return hashlib.blake2b(f"{seed}:{id_}".encode(), digest_size=8).digest()


def typicality(rows: Sequence[ToReview]) -> list[float]:
    """Cosine (0 to 1) of each to the middle of those with the same most probable theme."""
    stems = [content_stems(row.comment.text, row.comment.language) for row in rows]
    if not any(stems):
        return [0.0] * len(rows)
    matrix = TfidfVectorizer(analyzer=lambda words: words, sublinear_tf=True).fit_transform(stems)
    themes = [_leading(row) for row in rows]
    found = np.zeros(len(rows))
    for theme in sorted(set(themes)):
        places = [place for place, other in enumerate(themes) if other == theme]
        middle = np.asarray(matrix[places].mean(axis=0)).ravel()
        length = np.linalg.norm(middle)
        for start in range(0, len(places) if length else 0, CHUNK):
            part = places[start : start + CHUNK]
            found[part] = matrix[part] @ middle / length
    return [round(float(value), 6) for value in found]


def _leading(row: ToReview) -> str:
    best = min(((-score, code) for code, score in row.scores.items()), default=(0.0, ""))
    return best[1]


def _mixed(rows: Sequence[ToReview], by_kind: Mapping[str, Sequence[Id]]) -> list[Id]:
    """Segments in turns by the square root of their size; within each, the three kinds in turn."""
    segment_of = {row.comment.id: row.comment.segment for row in rows}
    segments = sorted(set(segment_of.values()))
    lists = {
        segment: _in_turn(
            [[i for i in ids if segment_of[i] == segment] for ids in by_kind.values()]
        )
        for segment in segments
    }
    places = [
        # The first of every segment comes before the second of any.
        (0.0 if turn == 0 else (turn + 0.5) / sqrt(len(ids)), segment, turn, id_)
        for segment, ids in lists.items()
        for turn, id_ in enumerate(ids)
    ]
    return [id_ for *_, id_ in sorted(places)]


def _in_turn(lists: Sequence[Sequence[Id]]) -> list[Id]:
    """One of each list in turn; what came already is passed over."""
    found: dict[Id, None] = {}
    cursors = [iter(ids) for ids in lists]
    while True:
        before = len(found)
        for cursor in cursors:
            new = next((id_ for id_ in cursor if id_ not in found), None)
            if new is not None:
                found[new] = None
        if len(found) == before:
            return list(found)
