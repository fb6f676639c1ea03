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

    The row is claimed first by moving its due time, so that two workers never send it both. Where
    the mail server fails it is tried again after 1, 2, 4 … minutes, and FAILED after five times.
    """
    with transaction.atomic():
        letter = Letter.objects.select_for_update().due(now).filter(pk=letter_id).first()
        if letter is None:
            return False
        letter.attempts += 1
        letter.due_at = now + timedelta(minutes=2 ** (letter.attempts - 1))
        letter.save(update_fields=["attempts", "due_at"])
    kind = kind_of(letter.kind)
    content = kind.resolve(letter.subject, letter.occasion)
    if content is None:
        return _end(letter, Letter.State.CANCELLED)
    try:
        _message(kind, content).send()
    except OSError as error:
        log.warning("letter %s not sent: %s", letter.pk, type(error).__name__)
        if letter.attempts >= ATTEMPTS:
            _end(letter, Letter.State.FAILED)
        return False
    return _end(letter, Letter.State.SENT, now)


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
