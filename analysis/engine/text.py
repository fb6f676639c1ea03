"""Words and sentences of a text, with their positions in it."""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from analysis.engine.records import Span

# The languages that we stem, and the names their stemmers have.
STEMMED = {"en": "english", "es": "spanish"}
# The languages that we have stop words of. Those of Somali and Hmong were written for this project
# from the pronouns, particles and conjunctions of the language; no speaker has checked them yet.
STOPPED = frozenset({*STEMMED, "so", "hmn"})


class Token(NamedTuple):
    start: int
    end: int
    word: str


def _marks() -> str:
    """The combining marks as ranges of a character class: `\\w` leaves out the vowel signs of
    Burmese, Karen or Hindi, and would cut their words in pieces."""
    points = [p for p in range(0x0300, 0xFFFF) if unicodedata.category(chr(p))[0] == "M"]
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


# What a redaction left behind is nobody's word; a word may have apostrophes inside.
WORD = re.compile(
    r"\[(?:e-mail|phone|link|handle|name|number|hidden)\]"
    rf"|([^\W_](?:[^\W_]|[{_marks()}\u200d]|['’ʼ](?=[^\W_]))*)"
)
SENTENCE_END = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++)[\"'”’)\]»]*+(?=\s)|[。！？।؟။]++[\"'”’)\]»]*+|\n\s*+"
)
# A full stop after a title ends no sentence; after the others it does before a capital.
TITLES = frozenset(
    {"dr", "dra", "drs", "mr", "mrs", "ms", "prof", "profa", "st", "lic", "ing"}
    | {"sr", "sra", "sres", "srta", "ud", "uds", "md"}
)
SHORTENED = frozenset(
    {"vs", "etc", "approx", "dept", "ext", "e.g", "i.e", "a.m", "p.m", "u.s"}
    | {"ee.uu", "p.ej", "ej", "aprox", "depto", "av", "avda", "apt", "tel"}
)
# A full stop after these ends no sentence where a number follows: "No. 5", "pág. 3".
BEFORE_NUMBERS = frozenset(
    {"no", "nos", "nr", "núm", "num", "pág", "págs", "pp", "p", "art", "tel", "ext", "apt"}
)
CLAUSE_END = re.compile(
    r"[,;:–—]\s++|\s[-–—]\s"
    r"|(?<!\s)\s++(?=(?:but|and|because|so|then|when|although|pero|porque|y|cuando)\s)",
    re.IGNORECASE,
)
NO_ANSWER = re.compile(
    r"\W*(?:did not answer|no answer|no comments?|none|nothing|nothing (?:at all|really|else)"
    r"|n\W?a|not applicable|nil|no|yes|don'?t know|not sure|nada|ninguno|ninguna|no s[eé]|sí)?\W*",
    re.IGNORECASE,
)
NO_ANSWER_AT_MOST = 40


def tokens(text: str) -> list[Token]:
    """The words of a text, in lower case and with straight apostrophes.

    >>> tokens("Don’t call [name].")
    [Token(start=0, end=5, word="don't"), Token(start=6, end=10, word='call')]
    """
    return [
        Token(*match.span(), match[1].lower().replace("’", "'").replace("ʼ", "'"))
        for match in WORD.finditer(text)
        if match[1]
    ]


def base(language: str) -> str:
    """ "es-MX" → "es"."""
    return language.lower().partition("-")[0].partition("_")[0]


@cache
def _stemmer(language: str):
    # Here, not above: NLTK takes a second to import, and most processes never tag anything.
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer(STEMMED[language])


@lru_cache(maxsize=200_000)
def stem(word: str, language: str = "en") -> str:
    """The stem of a word in lower case; the word itself in a language that we do not stem."""
    language = base(language)
    if language not in STEMMED:
        return word
    return sys.intern(_stemmer(language).stem(word))


def stems(text: str, language: str = "en") -> list[str]:
    return [stem(token.word, language) for token in tokens(text)]


@cache
def stop_words(language: str = "en") -> frozenset[str]:
    """Words that say little by themselves; empty for a language that we have no list of."""
    language = base(language)
    if language not in STOPPED:
        return frozenset()
    source = files("analysis.engine") / f"stopwords_{language}.txt"
    return frozenset(source.read_text(encoding="utf-8").split())


@cache
def nameless_stems(language: str = "en") -> frozenset[str]:
    """Stems of words that name no theme by themselves: numbers, times, verbs of all work, praise
    and blame without a thing. Empty for a language that we have no list of."""
    language = base(language)
    if language not in STEMMED:
        return frozenset()
    source = files("analysis.engine") / f"nameless_{language}.txt"
    return frozenset(stem(w, language) for w in source.read_text(encoding="utf-8").split())


def content_stems(text: str, language: str = "en") -> list[str]:
    """The stems of the words that are not stop words."""
    stop = stop_words(language)
    return [stem(t.word, language) for t in tokens(text) if t.word not in stop and len(t.word) > 1]


def says_nothing(text: str) -> bool:
    """No answer at all, or one such as "None", "N/A" or "Did not answer"."""
    text = text.strip()
    return len(text) <= NO_ANSWER_AT_MOST and NO_ANSWER.fullmatch(text) is not None


def sentences(text: str) -> list[Span]:
    """Where the sentences stand, without the space around them.

    >>> sentences("Dr. Hill came. I was glad!")
    [(0, 14), (15, 26)]
    """
    return list(_pieces(text, _sentence_ends(text)))


def _sentence_ends(text: str) -> Iterator[int]:
    for match in SENTENCE_END.finditer(text):
        end = match.end()
        if match["mark"] != "." or not _belongs_to_word(
            text[max(0, match.start() - 12) : match.start()], text[end : end + 3]
        ):
            yield end


def _belongs_to_word(before: str, after: str) -> bool:
    """Whether the full stop between these is part of a word: "Dr. H", "e.g. t", "J. B"."""
    word = before.split()[-1] if before.split() else ""
    word = word.lstrip("\"'“‘([¿¡")
    if word.lower() in BEFORE_NUMBERS and after.strip()[:1].isdecimal():
        return True
    if word.lower() in SHORTENED:
        return after.strip()[:1].islower()
    return word.lower() in TITLES or (len(word) == 1 and word.isupper() and word != "I")


def _pieces(text: str, ends: Iterable[int], start: int = 0) -> Iterator[Span]:
    for end in [*ends, len(text)]:
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            yield left, start + len(piece.rstrip())
        start = max(start, end)


def clauses(text: str, span: Span) -> list[Span]:
    """The parts of a sentence between its commas and conjunctions, without the space around."""
    start, end = span
    ends = [match.end() for match in CLAUSE_END.finditer(text, start, end)]
    return list(_pieces(text[:end], ends, start))


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same places in order, those that overlap or touch as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def highlight(text: str, spans: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, each with whether it is marked. Joined they are the text again.

    >>> highlight("I was heard.", [(6, 11)])
    (('I was ', False), ('heard', True), ('.', False))
    """
    inside = [(max(0, start), min(len(text), end)) for start, end in spans]
    pieces, position = [], 0
    for start, end in merge((start, end) for start, end in inside if start < end):
        pieces += [(text[position:start], False), (text[start:end], True)]
        position = end
    pieces.append((text[position:], False))
    return tuple(piece for piece in pieces if piece[0])
