"""Writing letters down. The same letter twice is one letter."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from letters.models import Letter
from letters.registry import kind_of

BATCH = 500


def send_later(
    *,
    kind: str,
    subject: int,
    occasion: str = "",
    due_at: datetime | None = None,
    initiative: int = 0,
) -> Letter:
    """Write down that a letter is to be sent. `initiative` is the number of what it is about."""
    kind_of(kind)
    letter, _ = Letter.objects.get_or_create(
        kind=kind,
        subject=subject,
        occasion=occasion,
        defaults={"due_at": due_at or timezone.now(), "initiative": initiative},
    )
    return letter


def send_many_later(
    *,
    kind: str,
    subjects: Iterable[int],
    occasion: str = "",
    due_at: datetime | None = None,
    initiative: int = 0,
) -> int:
    """Write down one letter of a kind for each subject, in one query for 500 of them.

    Those that stand there already stay as they are. Returns for how many it was asked.
    """
    kind_of(kind)
    due_at = due_at or timezone.now()
    rows = [
        Letter(kind=kind, subject=each, occasion=occasion, due_at=due_at, initiative=initiative)
        for each in dict.fromkeys(subjects)
    ]
    Letter.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)
