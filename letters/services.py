"""Writing letters down, and sending those that are due."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from letters.models import Letter
from letters.registry import Content, Kind, kind_of

log = logging.getLogger("heard.letters")
ATTEMPTS = 5


def send_later(
    *, kind: str, subject: int, occasion: str = "", due_at: datetime | None = None
) -> Letter:
    """Write down that a letter is to be sent. The same letter twice is one letter."""
    kind_of(kind)
    letter, _ = Letter.objects.get_or_create(
        kind=kind,
        subject=subject,
        occasion=occasion,
        defaults={"due_at": due_at or timezone.now()},
    )
    return letter


def send_due_letters(*, now: datetime, limit: int = 200) -> int:
    """Send what is due at `now`; returns how many went out."""
    due = Letter.objects.due(now).order_by("due_at", "id").values_list("pk", flat=True)
    return sum(send_letter(letter_id=pk, now=now) for pk in list(due[:limit]))


def send_letter(*, letter_id: int, now: datetime) -> bool:
    """Send one letter; True when it went out.

    The row is claimed first by moving its due time, so that two workers never send it both. What
    fails, in its making or in its sending, is tried again after 1, 2, 4 … minutes, is FAILED after
    five times, and keeps no other letter waiting.
    """
    with transaction.atomic():
        letter = Letter.objects.select_for_update().due(now).filter(pk=letter_id).first()
        if letter is None:
            return False
        letter.attempts += 1
        letter.due_at = now + timedelta(minutes=2 ** (letter.attempts - 1))
        letter.save(update_fields=["attempts", "due_at"])
    try:
        state = _try(letter)
    except Exception as error:  # whatever the app that made this kind, or the mail server, raises
        # Neither the message nor the traceback: both may hold an address or words.
        log.warning("letter %s (%s) not sent: %s", letter.pk, letter.kind, type(error).__name__)
        if letter.attempts >= ATTEMPTS:
            _end(letter, Letter.State.FAILED)
        return False
    return _end(letter, state, now if state == Letter.State.SENT else None)


def _try(letter: Letter) -> str:
    """Make the letter and send it; returns the state in which it ends.

    A query that fails in its making is rolled back, so that it spoils no other letter.
    """
    kind = kind_of(letter.kind)
    with transaction.atomic():
        content = kind.resolve(letter.subject, letter.occasion)
        if content is None:
            return Letter.State.CANCELLED
        message = _message(kind, content)
    message.send()
    return Letter.State.SENT


def _end(letter: Letter, state: str, sent_at: datetime | None = None) -> bool:
    letter.state, letter.sent_at = state, sent_at
    letter.save(update_fields=["state", "sent_at"])
    return state == Letter.State.SENT


def _message(kind: Kind, content: Content) -> EmailMessage:
    with translation.override(content.language):
        context = content.context | {"site": settings.SITE_URL}
        text = render_to_string(f"letters/{kind.template}.txt", context)
    subject, _, body = text.partition("\n")
    return EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[content.to])
