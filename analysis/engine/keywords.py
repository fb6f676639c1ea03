"""The theme's own words: which they are, what each weighs, and where a comment has them."""

import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from analysis.engine.records import ThemeRecord
from analysis.engine.text import STEMMED, Token, stem, stop_words, tokens

# What a word weighs by where it stands in the codebook; one keyword alone makes a suggestion.
KEYWORD, NAME, INCLUDES, DEFINITION, EXCLUDES = 1.0, 0.8, 0.6, 0.5, -0.4
# A counter-example takes away the keys that stand in it, and speaks against the theme besides.
COUNTER = -0.5
# Where the team named keywords, the words of its definition only add to them.
BESIDE_KEYWORDS = 0.5
# An illustration is searched for as a whole, unless it is a long one.
PHRASE_AT_MOST = 8
# A word of the same family as a key says almost as much as the key itself.
RELATED = 0.85
# How much of all keys together counts at most, and what a whole keyword is worth as log-odds.
MOST, SLOPE = 2.0, 2.0
# A keyword may say which language it is of: "so: turjubaan". It is looked for in no other.
OF_LANGUAGE = re.compile(r"\s*(en|es|so|hmn)\s*:\s*(.*)", re.DOTALL)
QUOTED = re.compile(r"[\"“]([^\"“”]{2,60})[\"”]")


class Hit(NamedTuple):
    """A key of a theme found in a comment; `first` and `last` are numbers of tokens.

    What speaks against a theme is no key of it: it has numbers below 0. `related`: the word that
    stands there is of the key's family, and not the key.
    """

    key: int
    weight: float
    first: int
    last: int
    related: bool


class _Pattern(NamedTuple):
    theme: int
    key: int
    weight: float
    words: tuple[str, ...]
    # The beginning of the last word, where a star follows it.
    prefix: str
    related: bool = False

    def hit(self, first: int, last: int) -> Hit:
        return Hit(self.key, self.weight, first, last, self.related)


@lru_cache(maxsize=4096)
def weighted_keys(theme: ThemeRecord) -> tuple[tuple[str, float], ...]:
    """The words and phrases that speak for a theme, each once, those that weigh most first."""
    quoted = QUOTED.findall(theme.definition) + QUOTED.findall(theme.includes)
    found = [(key, KEYWORD) for key in (*theme.keywords, *quoted)]
    found += [(p, KEYWORD) for p in theme.phrases if 1 < len(tokens(p)) <= PHRASE_AT_MOST]
    beside = BESIDE_KEYWORDS if theme.keywords else 1.0
    for text, weight in (
        (theme.name, NAME),
        (theme.includes, INCLUDES),
        (theme.definition, DEFINITION),
    ):
        found += [(word, beside * weight) for word in _content_words(theme, text)]
    first: dict[tuple[str, tuple[str, ...]], tuple[str, float]] = {}
    for key, weight in found:
        language, words = of_language(key)
        if stemmed := _stemmed(words, "en"):
            first.setdefault((language, stemmed), (key.strip(), weight))
    return tuple(first.values())


def of_language(key: str) -> tuple[str, str]:
    """The language that a key names ("" for none) and its words.

    >>> of_language("so: turjubaan")
    ('so', 'turjubaan')
    """
    marked = OF_LANGUAGE.fullmatch(key)
    return (marked[1], marked[2].strip()) if marked else ("", key.strip())


def languages_of(codebook: Iterable[ThemeRecord]) -> frozenset[str]:
    """The languages that keywords of the codebook name."""
    found = {of_language(key)[0] for theme in codebook for key in theme.keywords}
    return frozenset(found - {""})


def keys(theme: ThemeRecord) -> tuple[str, ...]:
    """The theme's list of keys, which `Reason.keywords` points into. All words are the team's."""
    return tuple(of_language(key)[1] for key, _ in weighted_keys(theme))


@lru_cache(maxsize=4096)
def edition(theme: ThemeRecord) -> int:
    """A number that changes with the list of keys."""
    return zlib.crc32("\n".join(keys(theme)).encode())


def headings(codebook: Sequence[ThemeRecord]) -> frozenset[str]:
    """Codes of the themes that only hold others: they have a name and nothing else."""
    parents = {theme.parent for theme in codebook}
    return frozenset(
        theme.code
        for theme in codebook
        if theme.code in parents
        and not (theme.definition or theme.includes or theme.keywords or theme.phrases)
    )


def _content_words(theme: ThemeRecord, text: str) -> list[str]:
    stop = stop_words(written_in(theme))
    return [t.word for t in tokens(text) if t.word not in stop and len(t.word) > 2]


@lru_cache(maxsize=4096)
def written_in(theme: ThemeRecord) -> str:
    """The language of the theme's own prose, by its stop words. ("Van" is one in Spanish, and a
    car in English.)"""
    words = [t.word for t in tokens(f"{theme.definition} {theme.includes} {theme.excludes}")]
    counts = {code: sum(word in stop_words(code) for word in words) for code in STEMMED}
    return max(counts, key=lambda code: (counts[code], code == "en"))


def _stemmed(key: str, language: str) -> tuple[str, ...]:
    """The stems of a key; with a star at the end its last word stands as it was typed."""
    words = [token.word for token in tokens(key)]
    if key.rstrip().endswith("*") and words:
        return (*(stem(word, language) for word in words[:-1]), words[-1] + "*")
    return tuple(stem(word, language) for word in words)


@cache
def families() -> tuple[tuple[str, ...], ...]:
    """Words that people use for one another ("rude", "abrupt"), from `families.txt`."""
    text = (files("analysis.engine") / "families.txt").read_text(encoding="utf-8")
    return tuple(tuple(line.split()) for line in text.splitlines() if line.strip())


@cache
def _relatives(language: str) -> dict[str, tuple[str, ...]]:
    """Stem → the stems of all words that share a family with it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for family in families():
        stems = [stem(word, language) for word in family]
        for word in stems:
            found[word].update(dict.fromkeys(stems))
    return {word: tuple(others) for word, others in found.items()}


class Keywords:
    """All keys of a codebook, ready to be found in comments of one language."""

    def __init__(self, themes: Sequence[ThemeRecord], language: str):
        self.language = language
        self._by_stem: dict[str, list[_Pattern]] = defaultdict(list)
        self._by_prefix: dict[str, list[_Pattern]] = defaultdict(list)
        rarity = _rarity(themes, language)
        for number, theme in enumerate(themes):
            patterns = [
                _Pattern(number, key, _weigh(weight, rarity[words]), words, "")
                for key, (text, weight) in enumerate(weighted_keys(theme))
                for named, said in [of_language(text)]
                if named in ("", language)
                for words in [_stemmed(said, language)]
            ]
            own = {pattern.words for pattern in patterns}
            patterns += _related(patterns, own, language)
            patterns += [
                _Pattern(number, -place, weight, words, "")
                for place, (words, weight) in enumerate(_against(theme, language, own), 1)
            ]
            for pattern in patterns:
                self._add(pattern)
        self._prefix_lengths = sorted({len(prefix) for prefix in self._by_prefix})

    def _add(self, pattern: _Pattern) -> None:
        if pattern.words[-1].endswith("*"):
            prefix = pattern.words[-1][:-1]
            pattern = pattern._replace(words=pattern.words[:-1], prefix=prefix)
        if pattern.words:
            self._by_stem[pattern.words[0]].append(pattern)
        else:
            self._by_prefix[pattern.prefix].append(pattern)

    def find(self, words: Sequence[Token], stemmed: Sequence[str]) -> dict[int, list[Hit]]:
        """Theme number → what of its keys the comment has, in the order of the words."""
        found = self._hits(words, stemmed)
        for theme, hits in found.items():
            counters = [hit for hit in hits if hit.weight == COUNTER]
            if counters:
                found[theme] = [hit for hit in hits if not _is_taken(hit, counters)]
        return found

    def _hits(self, words: Sequence[Token], stemmed: Sequence[str]) -> dict[int, list[Hit]]:
        found: dict[int, list[Hit]] = defaultdict(list)
        for place, word in enumerate(stemmed):
            for pattern in self._by_stem.get(word, ()):
                last = _last_of(pattern, place, words, stemmed)
                if last >= 0:
                    found[pattern.theme].append(pattern.hit(place, last))
            for length in self._prefix_lengths:
                for pattern in self._by_prefix.get(words[place].word[:length], ()):
                    found[pattern.theme].append(pattern.hit(place, place))
        return found


def _is_taken(hit: Hit, counters: Sequence[Hit]) -> bool:
    """Whether a key stands inside a counter-example: that is why it only looks like the theme."""
    inside = any(other.first <= hit.first and hit.last <= other.last for other in counters)
    return inside and hit.weight != COUNTER


def weigh_once(hits: Iterable[Hit]) -> dict[int, float]:
    """Key → what it weighs: once, however often it or its relatives stand in the comment."""
    weights: dict[int, float] = {}
    for hit in hits:
        if abs(hit.weight) > abs(weights.get(hit.key, 0.0)):
            weights[hit.key] = hit.weight
    return weights


def odds(hits: Iterable[Hit]) -> float:
    """By how much the keys that were found speak for a theme (or against it), as log-odds."""
    return SLOPE * max(-MOST, min(MOST, sum(weigh_once(hits).values())))


def _weigh(weight: float, rarity: float) -> float:
    """What the team named as a keyword keeps at least half of its weight."""
    return weight * (max(rarity, 0.5) if weight == KEYWORD else rarity)


def _related(
    patterns: Sequence[_Pattern], own: Collection[tuple[str, ...]], language: str
) -> list[_Pattern]:
    """Patterns for the words related to keys of one word; each word once, for the heaviest key."""
    relatives = _relatives(language)
    found: dict[str, _Pattern] = {}
    for pattern in sorted(patterns, key=lambda pattern: (-pattern.weight, pattern.key)):
        if len(pattern.words) == 1:
            for word in relatives.get(pattern.words[0], ()):
                if (word,) not in own:
                    weight = RELATED * pattern.weight
                    other = pattern._replace(weight=weight, words=(word,), related=True)
                    found.setdefault(word, other)
    return list(found.values())


def _against(
    theme: ThemeRecord, language: str, own: Collection[tuple[str, ...]]
) -> Iterable[tuple[tuple[str, ...], float]]:
    """What speaks against a theme: words that it excludes, and its counter-examples as a whole."""
    for word in sorted(set(_content_words(theme, theme.excludes))):
        if (words := (stem(word, language),)) not in own:
            yield words, EXCLUDES
    for text in theme.counters:
        named, said = of_language(text)
        words = _stemmed(said, language)
        if named in ("", language) and 1 < len(words) <= PHRASE_AT_MOST and words not in own:
            yield words, COUNTER


def _last_of(pattern: _Pattern, place: int, words: Sequence[Token], stemmed: Sequence[str]) -> int:
    """The last token of a pattern that begins here, or -1 where it does not stand."""
    end = place + len(pattern.words)
    if len(pattern.words) > 1 and tuple(stemmed[place:end]) != pattern.words:
        return -1
    if not pattern.prefix:
        return end - 1
    fits = end < len(words) and words[end].word.startswith(pattern.prefix)
    return end if fits else -1


def _rarity(themes: Sequence[ThemeRecord], language: str) -> dict[tuple[str, ...], float]:
    """Inverse document frequency of each key over the themes: 1 for a key of one theme alone,
    near 0 for one that many of them have (squared, so that such words count for little)."""
    counts = Counter(
        words
        for theme in themes
        for words in sorted({_stemmed(key, language) for key in keys(theme)})
    )
    largest = math.log(len(themes) + 1)
    return {words: (1 - math.log(count) / largest) ** 2 for words, count in counts.items()}
