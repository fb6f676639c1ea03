"""What every page needs: the languages it is offered in, and the loop on the left."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

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
    """`loop`: the steps of the initiative, drawn by member_base.html."""
    return {}
