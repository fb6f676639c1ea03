"""The sweep that sends what is due."""

from celery import shared_task
from django.utils import timezone

from letters import services


@shared_task
def sweep() -> None:
    """Send the letters that are due now."""
    services.send_due_letters(now=timezone.now())
