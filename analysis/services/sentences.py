"""Changing the sentences of a draft: edit, replace, shorten, remove, put back, move."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.states import InvalidTransition
from analysis.models import Sentence, SummaryVersion
from analysis.services.summaries import NoEvidence, Span, attach, record_step, require_draft
from initiatives.wording import clean_words


def _require_standing(sentence: Sentence) -> None:
    """Lock the version; raise InvalidTransition where it is no draft or the sentence is out."""
    require_draft(sentence.version)
    if not Sentence.objects.filter(pk=sentence.pk).exists():
        raise InvalidTransition("This sentence was taken out meanwhile. Put it back first.")


@transaction.atomic
def edit_sentence(
    *, actor: User, sentence: Sentence, words: str, evidence: Collection[Span]
) -> Sentence:
    """Change a sentence of ours and what it rests on; whoever does so is one of its authors."""
    _require_standing(sentence)
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
    _require_standing(sentence)
    if sentence.words:
        raise NoEvidence("This sentence is ours. Edit it instead.")
    _put(actor, sentence, span)
    record_step(actor, "replace_quote", sentence.version)
    return sentence


@transaction.atomic
def shorten_quote(*, actor: User, sentence: Sentence, span: Span) -> Sentence:
    """Quote less of the same words, so that nothing in them points to a person."""
    _require_standing(sentence)
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
    """Take a sentence out of a draft. Once: what is out is out."""
    require_draft(sentence.version)
    standing = Sentence.objects.filter(pk=sentence.pk)
    if standing.update(removed_at=timezone.now()):
        record_step(actor, "remove_sentence", sentence.version)


@transaction.atomic
def restore_sentence(*, actor: User, version: SummaryVersion) -> Sentence:
    """Put the sentence that was taken out last back where it stood."""
    require_draft(version)
    removed = removed_of(version).first()
    if removed is None:
        raise NoEvidence("There is no sentence left to put back.")
    removed.removed_at = None
    removed.save(update_fields=["removed_at"])
    removed.authors.add(actor)
    record_step(actor, "restore_sentence", version)
    return removed


def removed_of(version: SummaryVersion) -> QuerySet[Sentence]:
    """What was taken out of a draft, the last first."""
    rows = Sentence.with_removed.filter(version=version, removed_at__isnull=False)
    return rows.order_by("-removed_at", "-pk")


@transaction.atomic
def move_sentence(*, actor: User, sentence: Sentence, up: bool) -> None:
    """Change places with the sentence above or below; at the edge nothing happens."""
    _require_standing(sentence)
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
