"""Private links: rebuilt from the key for each letter, stored nowhere, ended by their generation.

A link names a row by its random number and proves it by 120 bits that only the key can make:
`3f9c0a71b2d4e-7kqm4wzp9htx2cdvr8ne5jba`.
"""

import hmac
from typing import Protocol

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.hashes import code_for
from letters.rendering import language_of_pages


class Linked(Protocol):
    """A row that has a private link."""

    pk: int
    generation: int


# The column that a link names: the key of its table, where that is a random number.
COLUMNS = {"group": "number"}


def token_of(kind: str, row: Linked) -> str:
    """The last part of the link. `kind` keeps a token of one kind from opening another."""
    number = getattr(row, COLUMNS.get(kind, "pk"))
    code = code_for(f"link:{kind}", f"{number}:{row.generation}")
    return f"{number:x}-{code.lower()}"


def number_in(token: str) -> int | None:
    """The number of the row that a token names, whether or not it is genuine."""
    number, dash, _ = token.partition("-")
    try:
        found = int(number, 16)
    except ValueError:
        return None
    return found if dash and 0 <= found < 2**63 else None


def find[Row: Linked](kind: str, rows, token: str) -> "Row | None":
    """The row of a token among a queryset's `rows`, or None: cut off, ended, or of another kind."""
    number = number_in(token)
    column = COLUMNS.get(kind, "pk")
    row = rows.filter(**{column: number}).first() if number is not None else None
    if row is None:
        return None
    genuine = token_of(kind, row).encode()
    return row if hmac.compare_digest(token.encode(), genuine) else None


def address(name: str, *args, language: str = "en") -> str:
    """The whole address of a page, in a language, as a letter names it.

    In English where our pages are not in that language.
    """
    with translation.override(language_of_pages(language)):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"
