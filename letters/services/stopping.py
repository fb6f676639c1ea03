"""Sending nothing more to a contact, and beginning again when they say so.

There is no member and no name in the audit of it: it names the initiative alone.
"""

from django.db import transaction

from accounts import audit
from accounts.models import User
from letters.models import Stopped


@transaction.atomic
def stop(*, contact_hash: str, initiative: int = 0, actor: User | None = None) -> None:
    """Send this contact nothing more of an initiative, or of any where it is 0.

    What they are still sent is said by the kinds that go `despite_stop` (see `letters.registry`).
    Twice is once.
    """
    row, is_new = Stopped.objects.get_or_create(contact_hash=contact_hash, initiative=initiative)
    if is_new:
        audit.record(actor=actor, verb="stop_letters", subject=row, initiative=initiative or None)


@transaction.atomic
def start_again(*, contact_hash: str, initiative: int = 0, actor: User | None = None) -> None:
    """Take back what stopped letters of this initiative to the contact, "all of them" included."""
    for row in Stopped.objects.covering(contact_hash, initiative):
        audit.record(actor=actor, verb="start_letters", subject=row, initiative=initiative or None)
        row.delete()


def is_stopped(*, contact_hash: str, initiative: int = 0) -> bool:
    """Whether letters of the initiative are kept from this contact."""
    return Stopped.objects.covering(contact_hash, initiative).exists()
