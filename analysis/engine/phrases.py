"""Which words set a group of comments apart from the rest, as places in comments.

Nothing is written: a keyword is a word where somebody said it. What weighs how much is the
class-based TF-IDF of the stems (Grootendorst 2022), damped by the share of the group that says
them: a word of one person stands for no group, nor does a number or a time.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from analysis.engine.records import CommentRecord, Evidence
from analysis.engine.text import nameless_stems, stem, stop_words, tokens

# A keyword needs so many senders in the group: what one person says points to that person.
SENDERS_AT_LEAST = 2
KEYWORDS = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a comment that is no stop word: where it stands, as said, and its stem.

    `names`: it could stand for something; a number, a time or a verb of all work could not.
    """

    start: int
    end: int
    said: str
    stem: str
    names: bool


@dataclass(frozen=True)
class Read:
    """A comment with the words in it, and who sent it."""

    comment: CommentRecord
    sender: Hashable
    words: tuple[Word, ...]


def read(comment: CommentRecord) -> Read:
    """The words of a comment."""
    language, stop = comment.language, stop_words(comment.language)
    nameless = nameless_stems(language)
    words = tuple(
        Word(t.start, t.end, t.word, root := stem(t.word, language), root not in nameless)
        for t in tokens(comment.text)
        if t.word not in stop and len(t.word) > 1 and not t.word.isdecimal()
    )
    return Read(comment, sender_of(comment), words)


def sender_of(comment: CommentRecord) -> Hashable:
    """Who it came from; without a submission a comment stands alone."""
    if comment.submission is None:
        return ("comment", comment.id)
    return ("submission", comment.submission)


class Rarity:
    """How the stems spread over all comments, to weigh those of a group against the rest."""

    def __init__(self, everything: Sequence[Read]):
        self._counts: Counter[str] = Counter()
        for one in everything:
            self._counts.update({word.stem for word in one.words})
        self._all = max(1, len(everything))

    def weights(self, group: Sequence[Read]) -> dict[str, float]:
        """Stem → how strongly it sets the group apart; only stems of enough senders."""
        senders: dict[str, set[Hashable]] = defaultdict(set)
        counts: Counter[str] = Counter()
        for one in group:
            for word in {word.stem for word in one.words if word.names}:
                counts[word] += 1
                senders[word].add(one.sender)
        enough = min(SENDERS_AT_LEAST, len({one.sender for one in group}))
        return {
            stem_: self._weight(stem_, counts[stem_], len(group))
            for stem_ in sorted(counts)
            if len(senders[stem_]) >= enough
        }

    def _weight(self, stem_: str, here: int, size: int) -> float:
        """Share of the group that says it, times how much rarer it is elsewhere."""
        elsewhere = self._counts[stem_] - here
        rest = max(1, self._all - size)
        odds = math.log(((here + 0.5) / (size + 1)) / ((elsewhere + 0.5) / (rest + 1)))
        return max(0.0, odds) * math.sqrt(here / size)


def keywords(group: Sequence[Read], weights: Mapping[str, float]) -> tuple[Evidence, ...]:
    """The words that set a group apart, heaviest first, each where it is said as most say it."""
    best = sorted((s for s in weights if weights[s] > 0), key=lambda s: (-weights[s], s))
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[tuple[str, str], Evidence] = {}
    for one in group:
        for word in one.words:
            forms[word.stem][word.said] += 1
            where = Evidence(one.comment.id, word.start, word.end)
            places.setdefault((word.stem, word.said), where)
    return tuple(places[s, _commonest(forms[s])] for s in best[:KEYWORDS])


def _commonest(forms: Mapping[str, int]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))
