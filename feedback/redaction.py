"""What is hidden of a text by rule, and how positions are carried over what is hidden.

Positions are code points, end exclusive. Spans given to a function are sorted and do not overlap.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import phonenumbers

from feedback import pointers

# The rules that are sure; what the others find, or a person, somebody has judged.
SURE = frozenset(
    ("email", "spelt e-mail", "url", "domain", "handle", "phonenumbers", "local number")
)
LABELS = {
    "email": "[e-mail]",
    "phone": "[phone]",
    "url": "[link]",
    "handle": "[handle]",
    "name": "[name]",
    "number": "[number]",
    "address": "[address]",
    "birth": "[birth date]",
    "other": "[hidden]",
}

EMAIL = re.compile(r"[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,5}\w{2,24}")
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']{2,2000}", re.IGNORECASE)
BARE_URL = re.compile(
    r"\b(?:[a-z0-9-]{2,63}\.){1,3}(?:com|org|net|gov|edu)(?:/[^\s<>\"']*)?\b", re.IGNORECASE
)
HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z_][\w.]{1,29}\b")
# Numbers of seven digits without an area code are not valid by themselves, and people say them.
LOCAL_PHONE = re.compile(r"(?<![\d.,/-])\d{3}[-. ]\d{4}(?![\d/]|[.,-]\d)")
# Five digits and more that no rule knows: a case number, a card, an address. A person looks.
LONG_NUMBER = re.compile(r"(?<![\w$£€.,])#?\d(?:[\d -]{3,18})\d(?![\w%])")
SPACED_WORDS = re.compile(r"\b\w+\s(?:at|\(at\))\s\w+\s(?:dot|\(dot\))\s\w+\b", re.IGNORECASE)
TRAILING = ".,;:!?)]}'\""
# Years, dates and ranges: numbers that point to nobody.
HARMLESS = re.compile(
    r"(?:19|20)\d\d\s?-\s?(?:19|20)?\d\d|\d{1,2}-\d{1,2}-\d{2,4}|\d{1,3}\s?-\s?\d{1,3}"
)


@dataclass(frozen=True, order=True)
class Span:
    """Hidden words: where they stand in the original, what they are, and which rule found them."""

    start: int
    end: int
    kind: str
    rule: str = ""


def find(text: str, *, region: str) -> tuple[Span, ...]:
    """What the rules are sure of, in order: e-mail, link, handle, telephone.

    `region` is where a number without a country code is dialled ("US").

    >>> find("Write to ana@example.org.", region="US")
    (Span(start=9, end=24, kind='email', rule='email'),)
    """
    found = [
        *_matches(EMAIL, text, "email", "email"),
        *_matches(SPACED_WORDS, text, "email", "spelt e-mail"),
        *_matches(URL, text, "url", "url"),
        *_matches(BARE_URL, text, "url", "domain"),
        *_matches(HANDLE, text, "handle", "handle"),
        *_phones(text, region),
        *_matches(LOCAL_PHONE, text, "phone", "local number"),
    ]
    return _without_overlaps(found)


def doubtful(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """What looks as if it might point to a person and is not in `spans`: a person has to look."""
    found = _matches(LONG_NUMBER, text, "number", "long number")
    numbers = {span for span in found if _is_long(text, span)}
    found = [
        # What is left of a number beside a telephone says nothing.
        *numbers.intersection(_apart(text, sorted(numbers), spans)),
        *(Span(*span, "name", "introduced") for span in pointers.names(text)),
        *(Span(*span, "address", "street and number") for span in pointers.addresses(text)),
        *(Span(*span, "birth", "birth date") for span in pointers.birth_dates(text)),
    ]
    return _apart(text, _without_overlaps(found), spans)


def again(text: str, hidden: Iterable[tuple[str, str]], spans: Sequence[Span]) -> tuple[Span, ...]:
    """Where words that were hidden in an earlier version stand in `text`, apart from `spans`.

    `hidden` are pairs of the words and their kind. Case and spaces do not matter; a part of a word
    is not found.

    >>> again("Worker HILL lied! Hillside", [("Hill", "other")], ())
    (Span(start=7, end=11, kind='other', rule='hidden before'),)
    """
    found = [
        Span(*match.span(), kind, "hidden before")
        for words, kind in hidden
        for match in _whole_words(words).finditer(text)
    ]
    return _apart(text, _without_overlaps(found), spans)


def redact(text: str, spans: Iterable[Span]) -> str:
    """The text with a label in place of each span.

    >>> redact("Call 651-266-4500 now", [Span(5, 17, "phone")])
    'Call [phone] now'
    """
    pieces, position = [], 0
    for span in spans:
        pieces += [text[position : span.start], _label(span)]
        position = span.end
    return "".join([*pieces, text[position:]])


def to_redacted(spans: Sequence[Span], start: int, end: int) -> tuple[int, int]:
    """Where the span start–end of the original stands in the redacted text.

    A position inside hidden words moves out to the edge of their label.
    """
    return _shown(spans, start, at_end=False), _shown(spans, end, at_end=True)


def to_original(spans: Sequence[Span], start: int, end: int) -> tuple[int, int]:
    """Where the span start–end of the redacted text stands in the original.

    A position inside a label moves out to the edge of the hidden words.
    """
    return _given(spans, start, at_end=False), _given(spans, end, at_end=True)


def _label(span: Span) -> str:
    return LABELS.get(span.kind, LABELS["other"])


def _shown(spans: Sequence[Span], position: int, *, at_end: bool) -> int:
    shift = 0
    for span in spans:
        if position <= span.start:
            break
        if position < span.end:
            return span.start + shift + (len(_label(span)) if at_end else 0)
        shift += len(_label(span)) - (span.end - span.start)
    return position + shift


def _given(spans: Sequence[Span], position: int, *, at_end: bool) -> int:
    shift = 0
    for span in spans:
        start = span.start + shift
        if position <= start:
            break
        if position < start + len(_label(span)):
            return span.end if at_end else span.start
        shift += len(_label(span)) - (span.end - span.start)
    return position - shift


def _matches(pattern: re.Pattern, text: str, kind: str, rule: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        end = match.end()
        while end > match.start() + 1 and text[end - 1] in TRAILING:
            end -= 1
        yield Span(match.start(), end, kind, rule)


def _phones(text: str, region: str) -> Iterator[Span]:
    if sum(character.isdigit() for character in text) < 7:
        return
    for match in phonenumbers.PhoneNumberMatcher(
        text, region, leniency=phonenumbers.Leniency.POSSIBLE
    ):
        if not HARMLESS.fullmatch(match.raw_string):
            yield Span(match.start, match.end, "phone", "phonenumbers")


def _is_long(text: str, span: Span) -> bool:
    words = text[span.start : span.end]
    return sum(c.isdigit() for c in words) >= 5 and not HARMLESS.fullmatch(words)


def _whole_words(words: str) -> re.Pattern:
    inside = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){inside}(?!\w)" if inside else r"(?!)", re.IGNORECASE)


def _apart(text: str, found: Sequence[Span], spans: Sequence[Span]) -> tuple[Span, ...]:
    """`found` without what `spans` cover; what stands beside them stays, where it is a word."""
    left: list[Span] = []
    ends = [span.end for span in spans]
    for span in found:
        start = span.start
        for other in spans[bisect_left(ends, start + 1) : bisect_left(ends, span.end) + 1]:
            left.append(Span(start, min(max(start, other.start), span.end), span.kind, span.rule))
            start = max(start, other.end)
        left.append(Span(start, max(start, span.end), span.kind, span.rule))
    return tuple(span for span in left if any(c.isalnum() for c in text[span.start : span.end]))


def _without_overlaps(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Overlapping spans become one that covers them all, of the kind of the first."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if joined and span.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Span(last.start, max(last.end, span.end), last.kind, last.rule)
        else:
            joined.append(span)
    return tuple(joined)
