"""Words as Heard keeps them: clean, and with positions that mean the same everywhere."""

import hashlib
import re
import unicodedata

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
MOST_DIGITS = 18


def clean_words(text: str) -> str:
    """The text in NFC, with LF line ends, without control characters or outer white space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", CONTROLS.sub("", text)).strip()


def whole_number(text: str) -> int | None:
    """The number that a request names, or None where it names none that a database has.

    At most 18 digits of ASCII: Python refuses to read thousands of them, and a row has no number
    beyond 64 bits.

    >>> whole_number("12"), whole_number("-1"), whole_number("9" * 19)
    (12, None, None)
    """
    is_one = len(text) <= MOST_DIGITS and text.isascii() and text.isdecimal()
    return int(text) if is_one else None


def pattern_of(words: str) -> str:
    """What `__iregex` looks for to find these words whatever their case: “árbol” finds “ÁRBOL”.

    `__icontains` does so on PostgreSQL; on SQLite it knows the letters A to Z alone.
    """
    return re.escape(words)


def from_utf16(text: str, position: int) -> int:
    """A browser's position (UTF-16 units) as code points.

    Raises ValueError outside the text or inside a character.
    """
    units = 0
    for points, character in enumerate(text):
        if units == position:
            return points
        units += 2 if ord(character) > 0xFFFF else 1
    if units == position:
        return len(text)
    raise ValueError("This position is not in the text.")


def to_utf16(text: str, position: int) -> int:
    """The same the other way round."""
    if not 0 <= position <= len(text):
        raise ValueError("This position is not in the text.")
    return len(text[:position].encode("utf-16-le")) // 2


def words_hash(text: str) -> str:
    """sha256 of the words, to see whether a translation was made from them."""
    return hashlib.sha256(text.encode()).hexdigest()
