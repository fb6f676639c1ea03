"""Which part of a comment shows a theme, cut so that it reads well."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import NamedTuple

from analysis.engine.records import Span
from analysis.engine.text import Token, clauses, merge, sentences

LONGEST = 200
MOST_SPANS = 3
# A further piece is shown if its words weigh at least this share of what the best one's do.
SHARE = 0.5
# Of a comment with more pieces short neighbours are one.
MOST_PIECES = 200


class Piece(NamedTuple):
    """A sentence, or of a long one a clause; `sentence` tells which pieces are of one."""

    start: int
    end: int
    sentence: int


def pieces(text: str) -> list[Piece]:
    """A comment in the pieces that may be evidence, in their order; none without words."""
    found = [
        Piece(start, end, number)
        for number, span in enumerate(sentences(text))
        for start, end in ([span] if span[1] - span[0] <= LONGEST else clauses(text, span))
    ]
    return found if len(found) <= MOST_PIECES else _coarser(found)


def _coarser(found: Sequence[Piece]) -> list[Piece]:
    joined = [found[0]]
    for one, other in pairwise(found):
        if other.end - joined[-1].start <= LONGEST:
            joined[-1] = joined[-1]._replace(end=other.end)
        else:
            joined.append(other._replace(sentence=one.sentence + 1))
    return [piece._replace(sentence=number) for number, piece in enumerate(joined)]


def evidence(text: str, words: Sequence[Token], weights: Sequence[float]) -> tuple[Span, ...]:
    """The pieces in which the weight of the words is greatest (`weights` has a number for each
    word); the first where none weighs anything. Empty only for a text without words."""
    cut = pieces(text)
    sums = _sums(cut, words, weights)
    best = max(sums, default=0.0)
    return best_of(text, words, cut, sums, SHARE * best if best > 0 else inf, lambda: weights)


def _sums(cut: Sequence[Piece], words: Sequence[Token], weights: Sequence[float]) -> list[float]:
    """What the words of each piece weigh; the pieces stand in order and do not overlap."""
    sums = [0.0] * len(cut)
    place = 0
    for word, weight in zip(words, weights, strict=True):
        while place < len(cut) - 1 and word.start >= cut[place].end:
            place += 1
        if cut[place].start <= word.start < cut[place].end:
            sums[place] += weight
    return sums


def best_of(
    text: str,
    words: Sequence[Token],
    cut: Sequence[Piece],
    odds: Sequence[float],
    enough: float,
    weigh: Callable[[], Sequence[float]],
) -> tuple[Span, ...]:
    """The piece that speaks most for a theme, and further ones that would do alone.

    `odds` says of each piece of `cut` how much it speaks for the theme, `enough` from what on it
    would do without the others. `weigh` gives a number for each word; it is asked only where a
    piece without any mark is too long to be shown. Empty only for a text without words.
    """
    order = sorted(range(len(cut)), key=lambda place: (-odds[place], place))
    chosen = order[:1] + [place for place in order[1:MOST_SPANS] if odds[place] >= enough]
    spans = [_grown(cut, place, odds) for place in sorted(chosen)]
    shown = [
        span if span[1] - span[0] <= LONGEST else _window(span, words, weigh()) for span in spans
    ]
    return _joined(text, shown)


def _grown(cut: Sequence[Piece], place: int, odds: Sequence[float]) -> Span:
    """A clause with those around it in its sentence, as far as that stays short."""
    first = last = place
    while True:
        back = first > 0 and cut[first - 1].sentence == cut[place].sentence
        on = last + 1 < len(cut) and cut[last + 1].sentence == cut[place].sentence
        before = cut[last].end - cut[first - 1].start if back else LONGEST + 1
        after = cut[last + 1].end - cut[first].start if on else LONGEST + 1
        if min(before, after) > LONGEST:
            return cut[first].start, cut[last].end
        # Towards the side that says more of the theme, backwards where both say as much.
        forward = after <= LONGEST and (before > LONGEST or odds[last + 1] > odds[first - 1])
        first, last = (first, last + 1) if forward else (first - 1, last)


def _window(span: Span, words: Sequence[Token], weights: Sequence[float]) -> Span:
    """Of a clause longer than LONGEST (nobody set a comma) the words around the heaviest."""
    inside = [
        (word, weight)
        for word, weight in zip(words, weights, strict=True)
        if span[0] <= word.start and word.end <= span[1]
    ]
    if not inside:
        return span
    heavy = max(inside, key=itemgetter(1))[0]
    middle = (heavy.start + heavy.end) // 2
    low, high = middle - LONGEST // 2, middle + LONGEST // 2
    kept = [word for word, _ in inside if low <= word.start and word.end <= high]
    return (kept[0].start, kept[-1].end) if kept else (heavy.start, heavy.end)


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbours with only space between them become one span, if it stays short."""
    joined: list[Span] = []
    for start, end in merge(spans):
        last = joined[-1] if joined else None
        if last and not text[last[1] : start].strip() and end - last[0] <= LONGEST:
            joined[-1] = (last[0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
