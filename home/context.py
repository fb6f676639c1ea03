"""What every page needs: the languages it is offered in, and the loop on the left."""

from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from home.reports import LoopStep, loop_of
from initiatives.access import get_initiative_for

NAMES = {"en": "English", "es": "Español"}


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str
    current: bool


def page(request: HttpRequest) -> dict:
    """`language_links`: this page in each language that is offered."""
    current = get_language()
    path = request.get_full_path()
    return {
        "language_links": [
            LanguageLink(code, NAMES[code], translate_url(path, code), code == current)
            for code, _ in settings.LANGUAGES
        ],
    }


def loop(request: HttpRequest) -> dict:
    """`loop`: the steps of the initiative, drawn by member_base.html.

    Nothing is asked of the database before a template looks at it, and then once a page.
    """
    return {"loop": SimpleLazyObject(lambda: _loop(request))}


def _loop(request: HttpRequest) -> tuple[LoopStep, ...]:
    user = getattr(request, "user", None)
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match and request.path.startswith("/work/") else None
    if not slug or user is None or not user.is_authenticated:
        return ()
    with suppress(Http404):
        return loop_of(user, get_initiative_for(user, slug))
    return ()
