"""Which words and phrases set a group of comments apart from the rest, as places in comments.

Nothing is written: a keyword is a word where somebody said it, and a name is a phrase of somebody.
What weighs how much is the class-based TF-IDF of the stems (Grootendorst 2022), damped by the
share of the group that says them: a word of one person names no group.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from analysis.engine.records import CommentRecord, Evidence
from analysis.engine.text import clauses, sentences, stem, stop_words, tokens

# A keyword needs so many senders in the group: what one person says points to that person.
SENDERS_AT_LEAST = 2
# A phrase of so many words reads like a name.
SHORTEST, LONGEST = 2, 5
KEYWORDS = 6
# A name is looked for in so many comments, those that stand first in the group.
LOOKED_AT = 40
# What one more sender of the same phrase adds to it, against the weight of its words.
SHARED = 0.35


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a comment that is no stop word: where it stands, as said, and its stem."""

    start: int
    end: int
    said: str
    stem: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Neighbouring words of one clause; `stems` are those of its words that say something."""

    start: int
    end: int
    said: str
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """A comment with the words in it, and who sent it."""

    comment: CommentRecord
    sender: Hashable
    words: tuple[Word, ...]


def read(comment: CommentRecord) -> Read:
    """The words of a comment."""
    language, stop = comment.language, stop_words(comment.language)
    words = tuple(
        Word(t.start, t.end, t.word, stem(t.word, language))
        for t in tokens(comment.text)
        if t.word not in stop and len(t.word) > 1 and not t.word.isdecimal()
    )
    return Read(comment, sender_of(comment), words)


def sender_of(comment: CommentRecord) -> Hashable:
    """Who it came from; without a submission a comment stands alone."""
    if comment.submission is None:
        return ("comment", comment.id)
    return ("submission", comment.submission)


def _phrases(comment: CommentRecord) -> Iterable[Phrase]:
    """Runs of words inside a clause that neither begin nor end with a stop word."""
    text, stop = comment.text, stop_words(comment.language)
    for sentence in sentences(text):
        for start, end in clauses(text, sentence):
            words = tokens(text[start:end])
            heavy = [w.word not in stop and len(w.word) > 1 for w in words]
            for first in range(len(words)):
                for last in range(first + SHORTEST - 1, min(first + LONGEST, len(words))):
                    if not (heavy[first] and heavy[last]):
                        continue
                    stems = tuple(
                        stem(word.word, comment.language)
                        for word, weighs in zip(
                            words[first : last + 1], heavy[first : last + 1], strict=True
                        )
                        if weighs
                    )
                    said = " ".join(word.word for word in words[first : last + 1])
                    yield Phrase(start + words[first].start, start + words[last].end, said, stems)


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
            for word in {word.stem for word in one.words}:
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


def name(
    group: Sequence[Read], weights: Mapping[str, float], taken: frozenset[str] = frozenset()
) -> tuple[Evidence, str]:
    """The phrase of somebody that fits the group best and is not `taken` (in lower case).

    A phrase is worth what its words weigh, more if several senders say it, less the longer it is.
    Where nobody says a phrase of such words, the heaviest word stands for it, and where that is
    taken as well, the first words of the first comment. Every comment of the group has a word.
    """
    group = group[:LOOKED_AT]
    senders: dict[tuple[str, ...], set[Hashable]] = defaultdict(set)
    phrases = [(order, one, p) for order, one in enumerate(group) for p in _phrases(one.comment)]
    for _, one, phrase in phrases:
        senders[phrase.stems].add(one.sender)
    ranked = [
        ((-round(worth, 9), order, phrase.start, phrase.end), one.comment.id, phrase)
        for order, one, phrase in phrases
        if phrase.said not in taken
        and (worth := _worth(phrase, weights, len(senders[phrase.stems]))) > 0
    ]
    if not ranked:
        return _one_word(group, weights, taken)
    _, id_, best = min(ranked, key=itemgetter(0))
    return Evidence(id_, best.start, best.end), best.said


def _worth(phrase: Phrase, weights: Mapping[str, float], senders: int) -> float:
    total = sum(weights.get(stem_, 0.0) for stem_ in dict.fromkeys(phrase.stems))
    length = len(phrase.said.split())
    return total * (1 + SHARED * math.log(senders)) / (1 + 0.25 * length)


def _one_word(
    group: Sequence[Read], weights: Mapping[str, float], taken: frozenset[str]
) -> tuple[Evidence, str]:
    found = [
        ((-weights.get(word.stem, 0.0), order, word.start), one.comment.id, word)
        for order, one in enumerate(group)
        for word in one.words
        if word.said not in taken
    ]
    if not found:
        first = group[0].comment
        words = tokens(first.text)[:LONGEST]
        start, end = words[0].start, words[-1].end
        return Evidence(first.id, start, end), first.text[start:end].lower()
    _, id_, word = min(found, key=itemgetter(0))
    return Evidence(id_, word.start, word.end), word.said
