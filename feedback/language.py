"""Which language a text is in: English, Spanish, Somali or Hmong, or none that we know.

Small on purpose: no model and no download. Hmong comes first and has a rule of its own, since
detectors take it for Somali: in the Romanized Popular Alphabet (Smalley, Bertrais and Barney, 1953)
a word is one syllable, and its tone is a letter at its end (b j v s g m d). The others are known by
their function words, which are few and stand in every sentence, and by how their words are spelt.

The lists (`function_words.txt`) were written for this project from the pronouns, particles and
conjunctions that grammars list (for Somali: Saeed, *Somali*, 1999). No speaker of Somali or Hmong
has looked at them yet.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

ENGLISH, SPANISH, SOMALI, HMONG = "en", "es", "so", "hmn"
# Words of a language that we do not know (ISO 639-2 "undetermined"), and too few words to tell.
UNKNOWN, UNCLEAR = "und", ""
NAMES = {SOMALI: "Somali", HMONG: "Hmong", UNKNOWN: "Not known"}
# More of a text than so many characters tells nothing new.
LONGEST = 4_000
# Of the words of a text, so many are function words of its language.
SHARE = 0.2
# A text of so many words, of which fewer than this share tell anything, is in another language.
ENOUGH_WORDS, FOREIGN_SHARE = 6, 0.1
# Letters of the Latin alphabet that neither of our languages has.
OURS = frozenset("abcdefghijklmnopqrstuvwxyzáéíóúüñ'")

WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
# What stands at the ends of words of a language, or in them, and hardly in those of the others.
LETTERS = {
    ENGLISH: re.compile(r"(?:ing|ed|ly|tions?|ness|ght|ck)$"),
    SPANISH: re.compile(r"[ñáéíóú]|ción(?:es)?$"),
    SOMALI: re.compile(r"aa|ii|uu|^dh|^x"),
}
# Beside function words, such a word counts by half.
LETTERS_COUNT = 0.5

HMONG_SYLLABLE = re.compile(
    r"(?:n?(?:tsh|ts|txh|tx|th|t|plh|pl|ph|p|ch|c|kh|k|qh|q|rh|r|dh|d)|hml|hnl|hny|hm|hn|hl|ml|nl|"
    r"ny|nk|xy|[hlmnfvsxyzg])?"
    r"(?:ee|oo|aa|ai|au|aw|ia|ua|a|e|i|o|u|w)[bjvsgmd]?"
)
# What no English word looks like: a double vowel or a `w` as vowel before a tone, `tx`, `xy`, `hl`.
HMONG_MARKS = re.compile(
    r"^(?:\w*(?:ee|oo|aa|ai|au|aw|ia|ua|w)[bjvsgmd]|n?txh?\w+|xy\w+|h[lmn]\w+|np\w+|nt\w+|nr\w+)$"
)
HMONG_SHARE = 0.75


def detect(text: str) -> str:
    """The code of the language; UNKNOWN for one that we do not know, UNCLEAR for too few words.

    >>> detect("Kuv tsis paub lawv hais li cas.")
    'hmn'
    >>> detect("Waxaan u baahanahay turjubaan.")
    'so'
    >>> detect("OK")
    ''
    """
    words = _words(text)
    if not words:
        return UNCLEAR
    if not _latin(words):
        return UNKNOWN
    if _is_hmong(words):
        return HMONG
    counts = {code: _count(words, code) for code in LETTERS}
    best, second = sorted(counts, key=lambda code: (-counts[code], code))[:2]
    if counts[best] >= max(1.0, SHARE * len(words)) and counts[best] > counts[second]:
        return best
    few = len(words) >= ENOUGH_WORDS and counts[best] < FOREIGN_SHARE * len(words)
    return UNKNOWN if few or _foreign_letters(words) else UNCLEAR


@cache
def _function_words() -> dict[str, frozenset[str]]:
    """The lists of `function_words.txt` by language; of English also its commonest other words."""
    found: dict[str, list[str]] = {}
    lines = (files("feedback") / "function_words.txt").read_text(encoding="utf-8").splitlines()
    for code, _, words in (line.partition(":") for line in lines):
        found.setdefault(code, []).extend(words.split())
    return {code: frozenset(words) for code, words in found.items()}


def _foreign_letters(words: list[str]) -> bool:
    return len(words) > 1 and any(not OURS.issuperset(word) for word in words)


def _words(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text[:LONGEST]).lower().replace("’", "'")
    return WORD.findall(re.sub(r"\[\w+\]", " ", text.replace("ʼ", "'")))


def _latin(words: Iterable[str]) -> bool:
    """Whether most letters are those that these languages are written with."""
    letters = [letter for word in words for letter in word if letter.isalpha()]
    return 2 * sum("LATIN" in unicodedata.name(letter, "") for letter in letters) >= len(letters)


def _is_hmong(words: list[str]) -> bool:
    """Nearly every word is a syllable with its tone, and some could be nothing else."""
    fitting = sum(HMONG_SYLLABLE.fullmatch(word) is not None for word in words)
    marked = sum(
        HMONG_SYLLABLE.fullmatch(word) is not None and HMONG_MARKS.match(word) is not None
        for word in words
    )
    known = sum(word in _function_words()[HMONG] for word in words)
    return fitting >= HMONG_SHARE * len(words) and marked + known >= max(2, len(words) / 4)


def _count(words: list[str], code: str) -> float:
    """Function words of the language; if there are any, words with its letters by half as well."""
    known = [word in _function_words()[code] for word in words]
    if not any(known) and code != ENGLISH:
        return 0.0
    letters = sum(
        LETTERS[code].search(w) is not None
        for w, is_known in zip(words, known, strict=True)
        if not is_known
    )
    return sum(known) + LETTERS_COUNT * letters
