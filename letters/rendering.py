"""The words of one letter: our file, or what the initiative wrote instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string, select_template
from django.utils import translation

from initiatives.languages import BY_CODE, name_of
from initiatives.models import Initiative
from letters import layout, stop_links
from letters.models import LetterWords
from letters.registry import Content, Kind
from letters.wording import fill, fill_lines

LONGEST_SUBJECT = 200
LONGEST_TEXT = 320


@dataclass(frozen=True)
class Words:
    """Subject and body as they are sent, in the language they are really in."""

    subject: str
    body: str
    language: str
    stop_url: str = ""

    @property
    def direction(self) -> str:
        known = BY_CODE.get(self.language)
        return "rtl" if known and known.is_right_to_left else "ltr"

    @property
    def inner_html(self) -> str:
        """Everything that anybody wrote is escaped in it."""
        return layout.html_of(self.body)

    @property
    def html(self) -> str:
        return render_to_string("letters/letter.html", {"words": self})

    @property
    def language_name(self) -> str:
        return name_of(self.language)

    @property
    def script(self) -> str:
        """What a caller says."""
        return layout.spoken(self.body)


def words_of(kind: Kind, content: Content, own: LetterWords | None) -> Words:
    """The letter as it is sent; `own` is the initiative's wording, with its translations."""
    stop_url = _stop_url(kind, content)
    subject, body, language = _own(content, own) or _ours(kind, content, stop_url)
    return _finished(kind, content, stop_url, subject, body, language)


def words_as_typed(kind: Kind, content: Content, subject: str, body: str) -> Words:
    """A wording that is not saved yet, as it would be sent. Raises KeyError as `fill` does."""
    filled = fill(subject, content.words), fill_lines(body, content.words)
    return _finished(kind, content, _stop_url(kind, content), *filled, content.language)


def _finished(
    kind: Kind, content: Content, stop_url: str, subject: str, body: str, language: str
) -> Words:
    """With what stands at the end of every letter to people who take part."""
    footer = _footer(content, stop_url, language) if kind.is_for_participants else ""
    return Words(
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body="\n\n".join(part.strip() for part in (body, footer) if part.strip()) + "\n",
        language=language,
        stop_url=stop_url,
    )


def text_of(kind: Kind, content: Content) -> str:
    """The words for a text message, or nothing where they do not fit into one."""
    if not kind.fits_text:
        return ""
    language = language_of_pages(content.language)
    context = _context(content, "", language)
    name = f"letters/{kind.template}_sms"
    words = " ".join(_render(name, language, context).split())
    return words if len(words) <= LONGEST_TEXT else ""


def language_of_pages(language: str) -> str:
    """The language itself where our pages and files exist in it, else English."""
    return language if language in dict(settings.LANGUAGES) else "en"


def _own(content: Content, own: LetterWords | None) -> tuple[str, str, str] | None:
    """The initiative's words, or None: there are none, or one names what this letter lacks.

    A letter with a hole never goes out; ours goes out instead. Subject and body are in one
    language: a person's own where both are translated, else the one they were written in.
    """
    if own is None:
        return None
    wanted = content.language
    both = own.subject.is_in(wanted) and own.body.is_in(wanted)
    language = wanted if both else own.body.language
    try:
        subject = fill(own.subject.in_language(language), content.words)
        body = fill_lines(own.body.in_language(language), content.words)
    except KeyError:
        return None
    return subject, body, language


def _ours(kind: Kind, content: Content, stop_url: str) -> tuple[str, str, str]:
    language = language_of_pages(content.language)
    context = _context(content, stop_url, language)
    subject, _, body = _render(f"letters/{kind.template}", language, context).partition("\n")
    return subject, body, language


def _render(name: str, language: str, context: Mapping) -> str:
    with translation.override(language):
        template = select_template([f"{name}.{language}.txt", f"{name}.txt"])
        # Plain text: nothing is escaped, whether or not the file says so.
        return template.template.render(Context(dict(context), autoescape=False)).strip()


def _context(content: Content, stop_url: str, language: str) -> dict:
    ours = {"site": settings.SITE_URL, "stop_url": stop_url, "language": language}
    return {**content.context, **content.words, **ours}


def _footer(content: Content, stop_url: str, language: str) -> str:
    """Who writes, so that it can be checked, and how to stop it: in every wording."""
    initiative = Initiative.objects.filter(pk=content.initiative).first()
    context = {"initiative": initiative, "stop_url": stop_url}
    return _render("letters/footer", language_of_pages(language), context)


def _stop_url(kind: Kind, content: Content) -> str:
    if not kind.is_for_participants or not (content.to or content.phone):
        return ""
    return stop_links.url_for(content)
