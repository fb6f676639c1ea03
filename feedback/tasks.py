"""Work for the background. A message may be lost: the sweep finds what waits from the rows."""

from celery import shared_task
from django.utils import timezone

from feedback import services
from feedback.models import Comment

BATCH = 500


@shared_task
def redact_comments(comment_ids: list[int]) -> None:
    """Hide what the rules find in these comments. Doing it again changes nothing."""
    services.redact_comments(comment_ids=comment_ids)


@shared_task
def sweep() -> None:
    """Take up what was left: comments that nobody redacted, drafts that nobody came back to."""
    services.delete_stale_drafts(now=timezone.now())
    while ids := list(Comment.objects.waiting_for_redaction().values_list("pk", flat=True)[:BATCH]):
        if not services.redact_comments(comment_ids=ids):
            break
