"""Writing words of ours in several languages."""

from collections.abc import Mapping

from django.db import transaction

from initiatives.models import Initiative, Text, Translation
from initiatives.wording import clean_words, words_hash

SOURCE = "en"


@transaction.atomic
def write_text(*, initiative: Initiative, words: Mapping[str, str]) -> Text:
    """A Text from words by language (`{"en": …, "es": …}`); the source language must be there.

    A translation that is given together with its source counts as made from it.
    """
    text = Text.objects.create(
        initiative=initiative, language=SOURCE, words=clean_words(words[SOURCE])
    )
    set_translations(text=text, words=words)
    return text


@transaction.atomic
def rewrite_text(*, text: Text, words: Mapping[str, str]) -> Text:
    """Change a Text that is not published yet. Translations not given stay, and become stale."""
    text.words = clean_words(words[SOURCE])
    text.save(update_fields=["words"])
    set_translations(text=text, words=words)
    return text


def set_translations(*, text: Text, words: Mapping[str, str]) -> None:
    """Write or, where the words are empty, remove the translations that are given."""
    for language, other in words.items():
        if language == text.language:
            continue
        other = clean_words(other)
        if other:
            Translation.objects.update_or_create(
                text=text,
                language=language,
                defaults={"words": other, "source_hash": words_hash(text.words)},
            )
        else:
            Translation.objects.filter(text=text, language=language).delete()


def copy_text(*, text: Text) -> Text:
    """A copy with its translations: a published version keeps its own words for ever."""
    copied = Text.objects.create(
        initiative_id=text.initiative_id, language=text.language, words=text.words
    )
    for row in text.translation_set.all():
        Translation.objects.create(
            text=copied,
            language=row.language,
            words=row.words,
            state=row.state,
            reviewer_id=row.reviewer_id,
            source_hash=row.source_hash,
        )
    return copied
