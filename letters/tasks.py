"""The sweep that sends what is due, and the one that reads what came back."""

import imaplib
import logging

from celery import shared_task
from django.utils import timezone

from letters import bounces, services

log = logging.getLogger("heard.letters")


@shared_task
def sweep() -> None:
    """Send the letters that are due now."""
    services.send_due_letters(now=timezone.now())


@shared_task
def read_bounces() -> None:
    """Read the mailbox of letters that came back, where one is set."""
    try:
        with bounces.mailbox() as mailbox:
            if mailbox is not None:
                services.read_bounces(mailbox=mailbox)
    except (OSError, imaplib.IMAP4.error) as error:
        # The next run reads on; the server's words may name the account.
        log.warning(
            "the mailbox of letters that came back cannot be read: %s", type(error).__name__
        )
