"""An initiative's own words with placeholders: plain replacement, nothing that runs. No Django."""

import re
from collections.abc import Collection, Mapping

PLACEHOLDER = re.compile(r"\{\s*([A-Za-z_]\w*)\s*\}")
STRAY = re.compile(r"[{}]")


class BadWording(ValueError):
    """The words cannot be used. The message says what to do."""


def check(words: str, known: Collection[str], required: Collection[str] = ()) -> None:
    """Raise BadWording where a bracket holds what the kind does not know, or a needed one lacks.

    >>> check("Dear {first_name}", ["first_name"])
    >>> check("Dear {nmae}", ["first_name"])
    Traceback (most recent call last):
    letters.wording.BadWording: {nmae} is not known here. You can use {first_name}.
    """
    named = [match.lower() for match in PLACEHOLDER.findall(words)]
    for name in named:
        if name not in known:
            raise BadWording(f"{{{name}}} is not known here. You can use {_list(known)}.")
    if STRAY.search(PLACEHOLDER.sub("", words)):
        raise BadWording("A curly bracket stands alone. Brackets hold a word from the list.")
    missing = [name for name in required if name not in named]
    if missing:
        raise BadWording(f"People need {_list(missing)}. Put it where it belongs.")


def fill(words: str, values: Mapping[str, str]) -> str:
    """The words with each placeholder replaced once. What a value holds is not read again.

    Raises KeyError for a placeholder without a value.
    """
    return PLACEHOLDER.sub(lambda match: values[match[1].lower()], words)


def fill_lines(words: str, values: Mapping[str, str]) -> str:
    """The same for a whole letter, without the lines that have nothing to say.

    A line whose placeholders are all empty is left out, and with it the line with a colon that
    leads to it: "To join online:" where nothing is online.
    """
    kept: list[str] = []
    for line in words.split("\n"):
        found = [values[name.lower()] for name in PLACEHOLDER.findall(line)]
        if found and not any(found):
            if not PLACEHOLDER.sub("", line).strip() and kept and kept[-1].rstrip().endswith(":"):
                kept.pop()
            continue
        kept.append(fill(line, values))
    return "\n".join(kept)


def _list(names: Collection[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
