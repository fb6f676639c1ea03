"""Groups of comments, described by their people's own words: themes, and wider ones above them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.engine import clusters, minorities, names, phrases
from analysis.engine.records import CommentRecord, Evidence, Id
from analysis.engine.spans import evidence
from analysis.engine.text import tokens

# A comment that is so far from the middle of its theme is openly not placed.
PLACED_AT_LEAST = 0.2
# No theme has fewer texts, unless so many themes were asked for.
TEXTS_AT_LEAST = 2
CLOSEST, DIFFERENT = 3, 2
# A longer example is shown by its heaviest sentence.
SHORT = 300


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """Comments that say the same. `group` is the number of the wider theme that it is part of.

    `is_named`: its name is a phrase that several people use; otherwise it is the first words of the
    closest comment, and no name yet.

    `comments` are all ids, those nearest to the middle first; `texts` is how many different texts
    they are (a pasted text counts once). `closest` and `different` are examples, `segments` how
    many people (submissions) of each segment it comes from. `segment` is named for what was found
    only because that segment was looked at by itself.
    """

    group: int
    name: Evidence
    is_named: bool
    keywords: tuple[Evidence, ...]
    comments: tuple[Id, ...]
    texts: int
    closest: tuple[Evidence, ...]
    different: tuple[Evidence, ...]
    segments: tuple[tuple[str, int], ...]
    segment: str = ""


@dataclass(frozen=True, slots=True)
class WiderTheme:
    """Themes that are near to each other, described as one."""

    name: Evidence
    is_named: bool
    keywords: tuple[Evidence, ...]
    themes: tuple[int, ...]


class Described:
    """Themes and wider themes of texts whose vectors are `rows`; `copies` holds, for each row, the
    comments that have its text."""

    def __init__(self, copies: list[list[CommentRecord]], rows: np.ndarray, number: int | None):
        self._copies, self._rows = copies, rows
        self._reads = [phrases.read(same[0]) for same in copies]
        self._rarity = phrases.Rarity(self._reads)
        self._taken: set[names.Stems] = set()
        groups = self._groups(number)
        self.themes, self.wider = self._described(groups)

    def _groups(self, number: int | None) -> list[tuple[list[int], str]]:
        """Places of rows that belong together, and the segment where it was looked at alone."""
        segments = [same[0].segment for same in self._copies]
        senders = [{phrases.sender_of(comment) for comment in same} for same in self._copies]
        labels = clusters.group(self._rows, number, minorities.rows_of_small(segments))
        small = minorities.find(self._rows, labels, segments, senders)
        if small:
            labels = self._without(small, number)
        return [
            *((places, "") for places in _kept(self._rows, labels, exactly=number is not None)),
            *((list(one.places), one.segment) for one in small),
        ]

    def _without(self, small: Sequence[minorities.Minor], number: int | None) -> np.ndarray:
        """The groups of the other rows (small ones have -1), so that all are as many as asked."""
        apart = sorted(place for one in small for place in one.places)
        rest = np.setdiff1d(np.arange(len(self._rows)), apart)
        labels = np.full(len(self._rows), -1)
        if len(rest):
            left = None if number is None else max(1, number - len(small))
            labels[rest] = clusters.group(self._rows[rest], left)
        return labels

    def _described(self, groups):
        if not groups:
            return (), ()
        labels = np.full(len(self._rows), -1)
        for number, (places, _) in enumerate(groups):
            labels[places] = number
        inside = np.flatnonzero(labels >= 0)
        middles = clusters.middles(self._rows[inside], labels[inside])
        above = clusters.Tree(middles).cut(_wider(len(groups)))
        ranked = sorted(range(len(groups)), key=lambda n: self._rank(groups, above, n))
        numbers = {old: new for new, old in enumerate(dict.fromkeys(above[n] for n in ranked))}
        themes = tuple(
            self._theme(groups[n], middles[n], numbers[above[n]], labels) for n in ranked
        )
        return themes, self._wider_themes(themes, [groups[n][0] for n in ranked])

    def _rank(self, groups, above, n: int) -> tuple:
        """Wider themes that most people raise first, and in them the themes."""
        sizes = [len(places) for places, _ in groups]
        whole = sum(size for size, one in zip(sizes, above, strict=True) if one == above[n])
        return -whole, int(above[n]), -sizes[n], groups[n][0][0]

    def _theme(self, group, middle: np.ndarray, above: int, labels) -> FoundTheme:
        places, segment = group
        near = np.round(self._rows[places] @ middle, 9)
        places = [places[n] for n in np.lexsort((places, -near))]
        reads = [self._reads[place] for place in places]
        weights = self._rarity.weights(reads)
        name = self._name(reads, weights)
        everyone = [comment for place in places for comment in self._copies[place]]
        return FoundTheme(
            group=above,
            name=name.place,
            is_named=name.is_shared,
            keywords=phrases.keywords(reads, weights),
            comments=tuple(comment.id for comment in everyone),
            texts=len(places),
            closest=tuple(_example(read, weights) for read in reads[:CLOSEST]),
            different=tuple(
                _example(self._reads[place], weights) for place in self._different(places)
            ),
            segments=_by_segment(everyone),
            segment=segment,
        )

    def _name(self, reads, weights, parts=()) -> names.Name:
        found = names.name(reads, weights, self._taken, parts)
        self._taken.add(found.stems)
        return found

    def _different(self, places: Sequence[int]) -> list[int]:
        """Those that have least to do with the closest ones and with each other."""
        chosen, found = list(places[:CLOSEST]), []
        left = list(places[CLOSEST:])
        while left and len(found) < DIFFERENT:
            likeness = np.round((self._rows[left] @ self._rows[chosen].T).max(axis=1), 9)
            found.append(left.pop(int(likeness.argmin())))
            chosen.append(found[-1])
        return found

    def _wider_themes(self, themes, places) -> tuple[WiderTheme, ...]:
        self._taken = set()
        wider = []
        for number in range(max(theme.group for theme in themes) + 1):
            below = tuple(n for n, theme in enumerate(themes) if theme.group == number)
            # The closest of each theme in turn: a name is looked for in those that stand first.
            turns = sorted((turn, n) for n in below for turn in range(len(places[n])))
            reads = [self._reads[places[n][turn]] for turn, n in turns]
            weights = self._rarity.weights(reads)
            first = themes[below[0]]
            name, is_named = first.name, first.is_named
            if len(below) > 1:
                own = self._name(reads, weights, [n for _, n in turns])
                name, is_named = own.place, own.is_shared
            wider.append(WiderTheme(name, is_named, phrases.keywords(reads, weights), below))
        return tuple(wider)


def _wider(themes: int) -> int:
    return themes if themes <= 3 else round(themes**0.5)


def _kept(rows: np.ndarray, labels: np.ndarray, *, exactly: bool) -> list[list[int]]:
    """The places of each group. Where the number of groups is not set, rows that are far from the
    middle are left out, and one row alone makes no group."""
    inside = np.flatnonzero(labels >= 0)
    if not len(inside):
        return []
    middles = clusters.middles(rows[inside], labels[inside])
    near = {int(n): float(rows[n] @ middles[labels[n]]) for n in inside}
    far, least = (-1.0, 1) if exactly else (PLACED_AT_LEAST, TEXTS_AT_LEAST)
    groups = [
        [n for n in near if labels[n] == number and near[n] >= far]
        for number in range(len(middles))
    ]
    return [places for places in groups if len(places) >= least]


def _example(read: phrases.Read, weights: Mapping[str, float]) -> Evidence:
    """The comment, or of a long one the sentence that says most of the theme."""
    text = read.comment.text
    if len(text) <= SHORT:
        start = len(text) - len(text.lstrip())
        return Evidence(read.comment.id, start, len(text.rstrip()))
    by_place = {word.start: weights.get(word.stem, 0.0) for word in read.words}
    words = tokens(text)
    spans = evidence(text, words, [by_place.get(word.start, 0.0) for word in words])
    return Evidence(read.comment.id, *spans[0])


def _by_segment(comments: Iterable[CommentRecord]) -> tuple[tuple[str, int], ...]:
    people = {(comment.segment, phrases.sender_of(comment)) for comment in comments}
    counts = Counter(segment for segment, _ in people)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def describe(
    groups: Sequence[Sequence[CommentRecord]], rest: Sequence[CommentRecord] = ()
) -> tuple[tuple[names.Name, tuple[Evidence, ...]], ...]:
    """Name and keywords of groups that a person made, each against the others and the rest.

    A group has a comment with a word in it at least. Names differ where they can.
    """
    reads = [[phrases.read(comment) for comment in group] for group in groups]
    everything = [one for group in reads for one in group]
    rarity = phrases.Rarity([*everything, *(phrases.read(comment) for comment in rest)])
    taken: set[names.Stems] = set()
    found = []
    for group in reads:
        weights = rarity.weights(group)
        name = names.name(group, weights, taken)
        taken.add(name.stems)
        found.append((name, phrases.keywords(group, weights)))
    return tuple(found)
