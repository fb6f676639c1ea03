"""Work for the background. A message may be lost: the sweep finds what waits from the rows."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from feedback import services
from feedback.models import Comment

BATCH = 500


@shared_task
def redact_comments(comment_ids: list[int]) -> None:
    """Hide what the rules find in these comments. Doing it again changes nothing."""
    services.redact_comments(comment_ids=comment_ids)


@shared_task
def read_import(import_id: int) -> None:
    """Read what is left of a file. Doing it again changes nothing."""
    services.read_import(import_id=import_id)


@shared_task
def sweep() -> None:
    """Take up what was left: comments that nobody redacted, drafts that nobody came back to.

    Files that a worker was stopped on are read on, and old ones deleted. Sessions of browsers that
    have expired go: they hold the keys of begun forms.
    """
    now = timezone.now()
    SessionStore.clear_expired()
    services.delete_stale_drafts(now=now)
    for import_id in services.tend_imports(now=now):
        read_import.delay(import_id)
    while ids := list(Comment.objects.waiting_for_redaction().values_list("pk", flat=True)[:BATCH]):
        if not services.redact_comments(comment_ids=ids):
            break
