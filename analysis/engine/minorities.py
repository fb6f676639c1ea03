"""What a few people of a segment say, and nobody else: kept, however many say other things.

Each segment is looked at by itself, as if the others were not there. A group of rows that lie close
together and come from three people or more is minor where the theme that it fell into is about
something else.
"""

from collections import Counter
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass

import numpy as np

from analysis.engine import clusters

PEOPLE_AT_LEAST = 3
# Larger groups of a segment do not get lost.
ROWS_AT_MOST = 15
# The rows of a minor group share so much with its middle (cosine), and its middle at most so much
# with the middle of the other rows of their theme.
TOGETHER, APART = 0.65, 0.35
# Where as many others say something so near to their middle, it is not lost: they have a theme.
NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Minor:
    """The places of the rows, and the segment that says it."""

    segment: str
    places: tuple[int, ...]


def small(segments: Sequence[str]) -> tuple[str, ...]:
    """The segments that have no majority of the rows; none where there is one segment only."""
    counts = Counter(segments)
    if len(counts) < 2:
        return ()
    return tuple(sorted(one for one, count in counts.items() if 2 * count <= len(segments)))


def rows_of_small(segments: Sequence[str]) -> list[int]:
    chosen = set(small(segments))
    return [place for place, segment in enumerate(segments) if segment in chosen]


def find(
    rows: np.ndarray, labels: np.ndarray, segments: Sequence[str], senders: Sequence[Set[Hashable]]
) -> tuple[Minor, ...]:
    """Minor groups among grouped rows; each row in one at most. `senders` are the people of each
    row: several where they sent the same text."""
    found = []
    for segment in small(segments):
        places = np.array([n for n, one in enumerate(segments) if one == segment])
        for group in _tight(rows, places, senders):
            if _is_lost(rows, labels, group):
                found.append(Minor(segment, tuple(int(n) for n in group)))
    return tuple(found)


def _tight(
    rows: np.ndarray, places: np.ndarray, senders: Sequence[Set[Hashable]]
) -> list[np.ndarray]:
    """The largest branches of the segment's tree whose rows lie close together."""
    tight, taken = [], set()
    for branch in clusters.Tree(rows[places]).branches(ROWS_AT_MOST):
        group = np.sort(places[branch])
        if taken.isdisjoint(group.tolist()) and _is_tight(rows[group], group, senders):
            tight.append(group)
            taken.update(group.tolist())
    return tight


def _is_tight(rows: np.ndarray, group: np.ndarray, senders: Sequence[Set[Hashable]]) -> bool:
    people = set().union(*(senders[place] for place in group))
    middle = clusters.unit(rows.mean(axis=0, keepdims=True))[0]
    return len(people) >= PEOPLE_AT_LEAST and float((rows @ middle).min()) >= TOGETHER


def _is_lost(rows: np.ndarray, labels: np.ndarray, group: np.ndarray) -> bool:
    """Whether hardly anybody else says it, and none of the themes that the rows fell into is about
    them."""
    middle = clusters.unit(rows[group].mean(axis=0, keepdims=True))[0]
    if np.count_nonzero(rows @ middle >= NEAR) >= 2 * len(group):
        return False
    for label in set(labels[group].tolist()):
        others = np.setdiff1d(np.flatnonzero(labels == label), group)
        share = np.count_nonzero(labels[group] == label)
        if 2 * share > len(group) and len(others) < share:
            return False
        if len(others) and float(rows[others].mean(axis=0) @ middle) > APART:
            return False
    return True
