"""An initiative's own words for a kind of letter."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.hashes import code_for
from accounts.models import User
from initiatives.models import Initiative
from initiatives.services.texts import rewrite_text, write_text
from letters.message import message_of
from letters.models import LetterWords
from letters.registry import Kind
from letters.samples import preview_of, sample_of
from letters.wire import Wire


@transaction.atomic
def save_words(
    *,
    actor: User,
    initiative: Initiative,
    kind: Kind,
    subject: Mapping[str, str],
    body: Mapping[str, str],
) -> LetterWords:
    """Write the initiative's words of a kind, by language. English, the source, must be there.

    A translation that comes with its source counts as made from it; one that is not given stays,
    and becomes stale. They were held against the placeholders by `letters.forms`.
    """
    own = _own(initiative, kind)
    if own is None:
        own = LetterWords(
            initiative=initiative,
            kind=kind.name,
            subject=write_text(initiative=initiative, words=subject),
            body=write_text(initiative=initiative, words=body),
        )
    else:
        rewrite_text(text=own.subject, words=subject)
        rewrite_text(text=own.body, words=body)
    own.changed_by = actor
    own.save()
    audit.record(actor=actor, verb="word_letter", subject=own, initiative=initiative.pk)
    return own


@transaction.atomic
def back_to_our_words(*, actor: User, initiative: Initiative, kind: Kind) -> None:
    """Delete the initiative's words of a kind; from now on ours go out again."""
    own = _own(initiative, kind)
    if own is None:
        return
    audit.record(actor=actor, verb="unword_letter", subject=own, initiative=initiative.pk)
    texts = own.subject, own.body
    own.delete()
    for text in texts:
        text.delete()


def send_test(
    *, actor: User, initiative: Initiative, kind: Kind, language: str, own: LetterWords | None
) -> None:
    """Send the letter with made-up data to the member's own address, and to nobody else.

    Raises NotSent or Unsure of `letters.wire`.
    """
    content = sample_of(kind, initiative, language, actor.email)
    words = preview_of(kind, initiative, language, own, actor.email)
    # Another each time: mail programs leave out what has a Message-ID that they know.
    reference = code_for("test letter", f"{actor.pk}:{kind.name}:{language}:{timezone.now()}")
    with Wire() as wire:
        wire.send(message_of(content, words, reference))


def _own(initiative: Initiative, kind: Kind) -> LetterWords | None:
    rows = LetterWords.objects.select_for_update(of=("self",)).select_related("subject", "body")
    return rows.filter(initiative=initiative, kind=kind.name).first()
