"""Which part of a comment shows a theme, cut so that it reads well."""

from collections.abc import Sequence
from operator import itemgetter

from analysis.engine.records import Span
from analysis.engine.text import Token, clauses, merge, sentences

LONGEST = 200
MOST_SPANS = 3
# A further sentence is shown if it says at least this share of what the best one says.
SHARE = 0.5


def evidence(text: str, words: Sequence[Token], weights: Sequence[float]) -> tuple[Span, ...]:
    """The sentences in which the weight of the words is greatest, each cut to LONGEST where
    it can be; the whole comment's first sentence where no word weighs anything.

    `weights` has one number for each word. Empty only for a text that is nothing but space.
    """
    pieces = sentences(text)
    if not pieces:
        return ()
    sums = _sums(pieces, words, weights)
    best = max(sums)
    if best <= 0:
        return (_cut(text, pieces[0], words, weights),)
    chosen = [place for place, value in enumerate(sums) if value >= SHARE * best]
    chosen = sorted(chosen, key=lambda place: (-sums[place], place))[:MOST_SPANS]
    return _joined(text, [_cut(text, pieces[place], words, weights) for place in sorted(chosen)])


def _sums(pieces: Sequence[Span], words: Sequence[Token], weights: Sequence[float]) -> list[float]:
    """What the words of each piece weigh; the pieces stand in order and do not overlap."""
    sums = [0.0] * len(pieces)
    place = 0
    for word, weight in zip(words, weights, strict=True):
        while place < len(pieces) - 1 and word.start >= pieces[place][1]:
            place += 1
        if pieces[place][0] <= word.start < pieces[place][1]:
            sums[place] += weight
    return sums


def _cut(text: str, span: Span, words: Sequence[Token], weights: Sequence[float]) -> Span:
    """A sentence as it stands if it is short; of a long one the clauses around the best."""
    if span[1] - span[0] <= LONGEST:
        return span
    parts = clauses(text, span)
    sums = _sums(parts, words, weights)
    first = last = sums.index(max(sums))
    while True:
        before = parts[last][1] - parts[first - 1][0] if first else LONGEST + 1
        after = parts[last + 1][1] - parts[first][0] if last + 1 < len(parts) else LONGEST + 1
        if min(before, after) > LONGEST:
            break
        # Towards the side that says more of the theme, backwards where both say as much.
        forward = after <= LONGEST and (before > LONGEST or sums[last + 1] > sums[first - 1])
        first, last = (first, last + 1) if forward else (first - 1, last)
    return _window(text, (parts[first][0], parts[last][1]), words, weights)


def _window(text: str, span: Span, words: Sequence[Token], weights: Sequence[float]) -> Span:
    """Of a clause longer than LONGEST (nobody set a comma) the words around the heaviest."""
    if span[1] - span[0] <= LONGEST:
        return span
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
