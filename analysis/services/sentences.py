"""Changing the sentences of a draft: edit, replace, shorten, remove, move."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from analysis.models import Sentence
from analysis.services.summaries import NoEvidence, Span, attach, record_step, require_draft
from initiatives.wording import clean_words


@transaction.atomic
def edit_sentence(
    *, actor: User, sentence: Sentence, words: str, evidence: Collection[Span]
) -> Sentence:
    """Change a sentence of ours and what it rests on; whoever does so is one of its authors."""
    require_draft(sentence.version)
    if not sentence.words:
        raise NoEvidence("A quote cannot be edited. Replace it by another one.")
    words = clean_words(words)
    if not words:
        raise NoEvidence("Write the sentence first, or remove it.")
    sentence.words = words
    sentence.save(update_fields=["words"])
    sentence.authors.add(actor)
    sentence.sentenceevidence_set.all().delete()
    attach(sentence, evidence, is_quoted=False)
    record_step(actor, "edit_sentence", sentence.version)
    return sentence


@transaction.atomic
def replace_quote(*, actor: User, sentence: Sentence, span: Span) -> Sentence:
    """Put another quote in the place of this one."""
    require_draft(sentence.version)
    if sentence.words:
        raise NoEvidence("This sentence is ours. Edit it instead.")
    _put(actor, sentence, span)
    record_step(actor, "replace_quote", sentence.version)
    return sentence


@transaction.atomic
def shorten_quote(*, actor: User, sentence: Sentence, span: Span) -> Sentence:
    """Quote less of the same words, so that nothing in them points to a person."""
    require_draft(sentence.version)
    old = sentence.sentenceevidence_set.filter(is_quoted=True).first()
    if old is None or span.comment != old.comment_id:
        raise NoEvidence("This sentence is no quote of these words.")
    if not old.start <= span.start < span.end <= old.end:
        raise NoEvidence("Keep a part of the words that are quoted.")
    _put(actor, sentence, span)
    record_step(actor, "shorten_quote", sentence.version)
    return sentence


def _put(actor: User, sentence: Sentence, span: Span) -> None:
    sentence.sentenceevidence_set.all().delete()
    attach(sentence, [span], is_quoted=True)
    sentence.authors.add(actor)


@transaction.atomic
def remove_sentence(*, actor: User, sentence: Sentence) -> None:
    """Take a sentence out of a draft."""
    require_draft(sentence.version)
    version = sentence.version
    sentence.delete()
    record_step(actor, "remove_sentence", version)


@transaction.atomic
def move_sentence(*, actor: User, sentence: Sentence, up: bool) -> None:
    """Change places with the sentence above or below; at the edge nothing happens."""
    require_draft(sentence.version)
    rows = list(sentence.version.sentence_set.all())
    place = rows.index(sentence)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for order, row in enumerate(rows, 1):
        row.order = order
    Sentence.objects.bulk_update(rows, ["order"])
    record_step(actor, "move_sentence", sentence.version)
