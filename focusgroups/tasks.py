"""Work for the background, found from the rows: offers that end, reminders, what is kept too
long, needs without an answer."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from focusgroups import letters_due, services
from focusgroups.people import list_files
from focusgroups.services import arranging, outreach


@shared_task
def sweep() -> None:
    """End offers whose time is over, ask the next in line, remind, and delete what is over."""
    now = timezone.now()
    services.expire_offers(now=now)
    letters_due.remind(now=now)
    services.erase_old(now=now)
    services.tidy_polls(now=now)
    outreach.erase_old_invitees(now=now)
    arranging.remind_of_late_needs(now=now)
    list_files.delete_older_than(now - timedelta(days=1))
