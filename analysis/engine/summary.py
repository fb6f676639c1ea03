"""A few whole sentences that stand for what many comments say.

Extractive: nothing is written, only chosen. A sentence is central if it shares its weighty words
with many others (cosine to the centroid; Radev et al. 2004), and the next one is chosen to differ
from those before (maximal marginal relevance; Carbonell and Goldstein 1998). Every segment has its
turn before one has a second: what few people say is not outvoted.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.engine.records import OBSERVED, OWN, CommentRecord, SentenceRecord
from analysis.engine.similar import Index, cosine
from analysis.engine.text import content_stems, says_nothing, sentences, tokens

# A quote of so many words can be read alone.
SHORTEST, LONGEST = 6, 40
# Which share of the choice is centrality; the rest is difference from what was chosen.
CENTRAL = 0.7
# Nearer than this two sentences say the same.
SAME = 0.8
# What a sentence keeps of its score if it is too short or long, if it begins by pointing at the
# one before, and if it is a paraphrase.
BAD_LENGTH, POINTS_BACK, NOTED = 0.4, 0.75, 0.85
POINTERS = re.compile(
    r"it|they|them|this|that|these|those|he|she|and|but|so|or|because|which|also|then"
    r"|pero|porque|eso|esto|ellos|ellas|él|ella|también|y|o"
)


@dataclass(frozen=True)
class _Sentence:
    comment: CommentRecord
    start: int
    end: int
    order: int
    readable: float

    @property
    def text(self) -> str:
        return self.comment.text[self.start : self.end]


def summarize(comments: Sequence[CommentRecord], limit: int = 5) -> tuple[SentenceRecord, ...]:
    """At most `limit` sentences, the first chosen first; `score` (0 to 1) is how central each is.

    Sentences that say nothing ("None", "N/A") are left out, and so is what was only OBSERVED.
    """
    found = _candidates(comments)
    index = Index(CommentRecord(s.order, s.text, s.comment.language) for s in found)
    central = _centrality(found, index)
    chosen: list[_Sentence] = []
    left = list(found)
    while left and len(chosen) < limit:
        turn = _turn(left, chosen)
        nearest = {s.order: _nearest(s, chosen, index) for s in left}
        left = [s for s in left if nearest[s.order] < SAME]
        turn = [s for s in turn if nearest[s.order] < SAME]
        if turn:
            best = min(turn, key=lambda s: (-_worth(s, central, nearest), s.order))
            chosen.append(best)
            left.remove(best)
    return tuple(
        SentenceRecord(s.comment.id, s.start, s.end, round(central[s.order], 4)) for s in chosen
    )


def _candidates(comments: Sequence[CommentRecord]) -> list[_Sentence]:
    found: list[_Sentence] = []
    for comment in comments:
        if comment.voice != OBSERVED and not says_nothing(comment.text):
            for start, end in sentences(comment.text):
                text = comment.text[start:end]
                if content_stems(text, comment.language):
                    readable = _readable(text, comment.voice)
                    found.append(_Sentence(comment, start, end, len(found), readable))
    return found


def _readable(text: str, voice: str) -> float:
    """How well a sentence can be quoted alone, 0 to 1."""
    words = [token.word for token in tokens(text)]
    worth = 1.0 if SHORTEST <= len(words) <= LONGEST else BAD_LENGTH
    if POINTERS.fullmatch(words[0]):
        worth *= POINTS_BACK
    return worth if voice == OWN else worth * NOTED


def _centrality(found: Sequence[_Sentence], index: Index) -> dict[int, float]:
    """Cosine of each sentence to the mean of all, scaled so that the most central has 1."""
    centroid: dict[str, float] = defaultdict(float)
    for vector in index.vectors:
        for stem, weight in vector.items():
            centroid[stem] += weight
    raw = [sum(w * centroid[stem] for stem, w in vector.items()) for vector in index.vectors]
    largest = max(raw, default=0.0) or 1.0
    return {s.order: raw[s.order] / largest * s.readable for s in found}


def _turn(left: Sequence[_Sentence], chosen: Sequence[_Sentence]) -> list[_Sentence]:
    """Those of the segments that have been chosen from least often."""
    times = Counter(s.comment.segment for s in chosen)
    least = min(times[s.comment.segment] for s in left)
    return [s for s in left if times[s.comment.segment] == least]


def _nearest(sentence: _Sentence, chosen: Sequence[_Sentence], index: Index) -> float:
    vector = index.vectors[sentence.order]
    return max((cosine(vector, index.vectors[other.order]) for other in chosen), default=0.0)


def _worth(sentence: _Sentence, central: dict[int, float], nearest: dict[int, float]) -> float:
    value = CENTRAL * central[sentence.order] - (1 - CENTRAL) * nearest[sentence.order]
    # Sums of the same numbers in another order differ in the last digits.
    return round(value, 9)
