"""What is taken out of each line of a log: where somebody was, when the address is a key.

Django names the path of a request in its warnings, and the path of an invitation or of a new
password is all that one needs to use it. A path becomes the route it belongs to, and what follows
the start of a private link anywhere else (a referrer, an exception) is left out. So are addresses
and telephone numbers; and of what a page raised the words, which may hold what somebody typed
("invalid literal for int(): 'Maria'"): its kind and its place in our code are left.
"""

import logging
import re
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

# Where a private link may begin, also as part of another address.
PRIVATE = re.compile(
    r"((?:/|%2F|(?<![\w./-]))(?:join|r|receipt|reset(?:/|%2F)key)(?:/|%2F))[^\s'\"<>]+",
    re.IGNORECASE,
)
# An e-mail address, and a number as we write it down (+16515550100).
CONTACT = re.compile(r"[^\s@'\"<>(),;:=\[\]{}]+@[\w-]+(?:\.[\w-]+)+|(?<![\w+])\+[1-9]\d{7,14}\b")
NO_PAGE = "/(no such page)"
SHORTEST_KEY = 20


def without_links(text: str) -> str:
    """The text without what makes a link private.

    >>> without_links("Gone: /join/4/5f0c/ at 6:00")
    'Gone: /join/… at 6:00'
    >>> without_links("Gone: /work/join-us/")
    'Gone: /work/join-us/'
    """
    return PRIVATE.sub(r"\1…", text)


class WithoutAddresses(logging.Filter):
    """Rewrites a record before any handler sees it; it never drops one."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        request = getattr(record, "request", None)
        record.msg, record.args = _without_path(text, request), ()
        if record.exc_info:
            # Django at its most talkative repeats all that a template was given.
            is_of_a_page = request is not None or record.name.startswith("django.")
            lines = _traceback(record.exc_info, with_words=not is_of_a_page)
            record.exc_text, record.exc_info = _without_path(lines, request), None
        return True


def _traceback(exc_info, *, with_words: bool) -> str:
    """Where it was raised; `with_words` also what it says."""
    if with_words:
        return "".join(traceback.format_exception(*exc_info)).rstrip("\n")
    lines, error = [], exc_info[1]
    while error is not None:
        frames = "".join(traceback.format_tb(error.__traceback__))
        lines.append(f"Traceback (most recent call last):\n{frames}{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nafter\n\n".join(lines)


def _without_path(text: str, request: object) -> str:
    text = CONTACT.sub("…", without_links(text))
    path = getattr(request, "path", "")
    # The path of the first page is a part of every other one.
    if len(path) > 1:
        text = text.replace(path, _route_of(request))
    for key in _long_parts(request):
        text = text.replace(key, "…")
    return text


def _long_parts(request: object) -> list[str]:
    """What of the path may be a key: an exception may name it by itself."""
    match = getattr(request, "resolver_match", None)
    values = match.captured_kwargs.values() if match else ()
    return [each for each in values if isinstance(each, str) and len(each) >= SHORTEST_KEY]


def _route_of(request: "HttpRequest") -> str:
    """How the address of this page is written in urls.py."""
    # Not at the top: logging is set up before Django is.
    from django.urls import Resolver404, resolve

    try:
        match = getattr(request, "resolver_match", None) or resolve(request.path_info)
    except Resolver404:
        return NO_PAGE
    return "/" + match.route
