"""The kinds of letters. An app registers its kinds in `AppConfig.ready`; letters knows no app.

This registry is the only way in which an app reaches to its right.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Content:
    """To whom a letter goes and what fills its template, made at the moment of sending."""

    to: str
    language: str = "en"
    context: dict = field(default_factory=dict)


# From the number of the subject and the occasion to the content, or None: no longer to be sent.
Resolver = Callable[[int, str], Content | None]


@dataclass(frozen=True)
class Kind:
    """A kind of letter: `templates/letters/<template>.txt`, whose first line is its subject."""

    name: str
    template: str
    resolve: Resolver


_kinds: dict[str, Kind] = {}


def register(name: str, *, template: str, resolve: Resolver) -> None:
    """Make a kind known. Registering another kind under the same name is a mistake."""
    known = _kinds.get(name)
    if known is not None and known.resolve is not resolve:
        raise ValueError(f"There is a kind of letter called {name} already.")
    _kinds[name] = Kind(name, template, resolve)


def kind_of(name: str) -> Kind:
    return _kinds[name]
