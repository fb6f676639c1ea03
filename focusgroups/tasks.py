"""Work for the background, found from the rows: offers that end."""

from celery import shared_task
from django.utils import timezone

from focusgroups import services


@shared_task
def sweep() -> None:
    """End offers whose time is over, and ask the next in line."""
    services.expire_offers(now=timezone.now())
