"""A letter with made-up data, for the preview and the test; and our words with placeholders."""

from dataclasses import replace

from initiatives.models import Initiative
from letters.models import LetterWords
from letters.registry import Content, Kind
from letters.rendering import Words, words_as_typed, words_of


def sample_of(kind: Kind, initiative: Initiative, language: str, to: str) -> Content:
    """The content of a made-up letter; `to` is an address of whoever looks at it."""
    return Content(
        to=to,
        language=language,
        initiative=initiative.pk,
        sender=initiative.agency_name,
        context=kind.sample(language),
        words={each.name: each.example_in(language) for each in kind.placeholders},
    )


def preview_of(
    kind: Kind, initiative: Initiative, language: str, own: LetterWords | None, to: str
) -> Words:
    """The letter as it would be sent, with made-up data."""
    return words_of(kind, sample_of(kind, initiative, language, to), own)


def our_words(kind: Kind, initiative: Initiative, language: str) -> tuple[str, str]:
    """Our subject and body with the placeholders in curly brackets: where a wording begins."""
    content = sample_of(kind, initiative, language, "nobody@example.org")
    content = replace(content, words={name: f"{{{name}}}" for name in content.words})
    # The footer is added to every letter, so it is no part of a wording.
    words = words_of(replace(kind, is_for_participants=False), content, None)
    return words.subject, words.body.strip()


def needed_in(kind: Kind, initiative: Initiative) -> list[str]:
    """The placeholders that people need in this kind: those so marked that our own words have."""
    _, body = our_words(kind, initiative, "en")
    return [p.name for p in kind.placeholders if p.is_required and f"{{{p.name}}}" in body]


def typed(
    kind: Kind, initiative: Initiative, language: str, subject: str, body: str, to: str
) -> Words:
    """A wording that is not saved yet, with made-up data."""
    return words_as_typed(kind, sample_of(kind, initiative, language, to), subject, body)
