"""What a clause is: a worry, something that works well, or an idea; by rules, in two languages.

Words and phrases of `valence_en.txt` and `valence_es.txt` (written for this project) speak for one
of the three. A "no" shortly before turns praise into a worry and a worry into praise; a "no" with
neither is a weak worry, since people say what did not happen. A sentence that begins as a request
is an idea. A clause without any sign takes after the clause before it in its sentence, unless it
begins with "but". How often this is right: `python -m benchmarks.valence`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analysis.engine.records import CommentRecord, Id
from analysis.engine.text import base, clauses, says_nothing, sentences, stem, tokens

WORRY, WORKS, IDEA = VALENCES = ("worry", "works", "idea")
# What a comment is as a whole, where it has worries and praise.
MIXED = "mixed"
READ_IN = ("en", "es")
ARTICLES = ("a", "an", "the", "un", "una")
# A "no" reaches so many words.
REACH = 3
# What a bare "no", or a length of time, says of itself.
WEAK = 0.5
# How long it took; people name it when it was too long.
HOURS = re.compile(r"\b(?:hours?|hrs|days|weeks?|months|years|horas|semanas|meses)\b", re.I)


@dataclass(frozen=True, slots=True)
class ValenceRecord:
    """A clause of a comment and which of `VALENCES` it is."""

    comment: Id
    start: int
    end: int
    valence: str


@dataclass(frozen=True)
class _Signs:
    """Phrases as stems, by their first: (phrase, kind). The others are words."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    asks: frozenset[str]
    more: frozenset[str]
    than: frozenset[str]
    no: frozenset[str]
    mend: frozenset[str]
    turns: frozenset[str]


def valences(comment: CommentRecord) -> tuple[ValenceRecord, ...]:
    """The clauses that are one of the three, in order; none in a language without rules."""
    language = base(comment.language)
    if language not in READ_IN or says_nothing(comment.text):
        return ()
    text = comment.text
    found = []
    for sentence in sentences(text):
        before = None
        for place, (start, end) in enumerate(clauses(text, sentence)):
            kind = _of_clause(text[start:end], language, before, first=place == 0)
            if kind is not None:
                found.append(ValenceRecord(comment.id, start, end, kind))
            before = kind
    return tuple(found)


def whole(found: Sequence[ValenceRecord]) -> str | None:
    """The comment as a whole: MIXED where it has a worry and praise, None without any valence."""
    kinds = {record.valence for record in found}
    if WORRY in kinds and WORKS in kinds:
        return MIXED
    return next((kind for kind in VALENCES if kind in kinds), None)


def _of_clause(clause: str, language: str, before: str | None, *, first: bool) -> str | None:
    signs = _signs(language)
    words = [token.word for token in tokens(clause)]
    if not words:
        return None
    sums = _sums(words, signs, language)
    if HOURS.search(clause):
        sums[WORRY] += WEAK
    begins = words[1] if words[0] in ARTICLES and len(words) > 1 else words[0]
    asks_for_more = begins in signs.more and not signs.than.intersection(words)
    if first and (asks_for_more or (begins in signs.asks and not sums[WORKS])):
        sums[IDEA] += 1
    # Of equals the worry is shown: to miss one is worse than to look at it once more.
    best = max((IDEA, WORRY, WORKS), key=lambda kind: sums[kind])
    if sums[best]:
        return best
    return None if words[0] in signs.turns else before


def _sums(words: Sequence[str], signs: _Signs, language: str) -> dict[str, float]:
    sums = dict.fromkeys(VALENCES, 0.0)
    stems = [stem(word, language) for word in words]
    used: set[int] = set()
    for place, length, kind in _hits(stems, signs):
        mends = not signs.mend.isdisjoint(words[place : place + length])
        near = range(0 if mends else max(0, place - REACH), place)
        refused = [n for n in near if words[n] in signs.no]
        used.update(refused, range(place, place + length))
        sums[_denied(kind, mends) if refused else kind] += 1
    if any(word in signs.no for n, word in enumerate(words) if n not in used) and len(words) > 1:
        sums[WORRY] += WEAK
    return sums


def _denied(kind: str, mends: bool) -> str:
    """What a "no" makes of it; an idea stays one, unless nothing is to be mended."""
    if mends:
        return WORKS
    return {WORKS: WORRY, WORRY: WORKS, IDEA: IDEA}[kind]


def _hits(stems: Sequence[str], signs: _Signs) -> Iterator[tuple[int, int, str]]:
    """Where phrases stand: first word, number of words, kind. The longest first, none twice."""
    place = 0
    while place < len(stems):
        fitting = [
            (len(phrase), kind)
            for phrase, kind in signs.phrases.get(stems[place], ())
            if tuple(stems[place : place + len(phrase)]) == phrase
        ]
        if fitting:
            length, kind = max(fitting)
            yield place, length, kind
            place += length
        else:
            place += 1


@cache
def _signs(language: str) -> _Signs:
    lines = (files("analysis.engine") / f"valence_{language}.txt").read_text(encoding="utf-8")
    phrases: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    words: dict[str, set[str]] = defaultdict(set)
    for line in lines.splitlines():
        kind, _, said = line.partition(":")
        for phrase in said.split("|") if "|" in said else said.split():
            if kind in VALENCES:
                stems = tuple(stem(token.word, language) for token in tokens(phrase))
                phrases[stems[0]][stems] = kind
            else:
                words[kind].add(phrase.strip())
    return _Signs(
        {first: tuple(found.items()) for first, found in phrases.items()},
        *(frozenset(words[kind]) for kind in ("asks", "more", "than", "no", "mend", "turns")),
    )
