"""Letters that come back: reading a report of non-delivery (RFC 3464), and the mailbox of them.

Which letter it was is read from our own reference: in the address that the report came to, or in
the Message-ID of the letter that it returns. The receiver's address in it is never read.
"""

import email
import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.policy import default
from typing import Protocol

from django.conf import settings

from letters.message import own_domain
from letters.wire import reason_of

REFERENCE = "[0-9a-hjkmnp-tv-z]{24}"
RETURNED_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
AT_ONCE = 50
SECONDS = 30


@dataclass(frozen=True)
class Bounce:
    """That a letter did not arrive for good, and why (`Letter.Reason`)."""

    reference: str
    reason: str


class Mailbox(Protocol):
    """Where reports of non-delivery arrive."""

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Number and bytes of some messages that nobody has read."""

    def done_with(self, number: str, *, is_ours: bool) -> None:
        """Mark it read; delete it where it was about a letter of ours, which it holds."""


def read(raw: bytes) -> Bounce | None:
    """What a message says of a letter of ours, or None: no report, a mere delay, or of another."""
    message = email.message_from_bytes(raw, policy=default)
    report = _failure_in(message)
    if report is None:
        return None
    reference = _reference_in(message, raw)
    return Bounce(reference, _reason_in(report)) if reference else None


def _failure_in(message: EmailMessage) -> Message | None:
    """The part of a report that says of a receiver that the letter failed for good."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if str(block.get("Action", "")).strip().lower() == "failed":
                    return block
    return None


def _reason_in(report: Message) -> str:
    status = str(report.get("Status", ""))
    said = str(report.get("Diagnostic-Code", ""))
    code = re.search(r"\b([45]\d\d)\b", said)
    return reason_of(int(code[1]) if code else 0, f"{status} {said}")


def _reference_in(message: EmailMessage, raw: bytes) -> str:
    return _from_address(message) or _from_message_id(raw)


def _from_address(message: EmailMessage) -> str:
    """From the address that the letter was sent with, where the setting has a star."""
    before, star, after = settings.BOUNCE_ADDRESS.partition("*")
    if not star:
        return ""
    pattern = re.compile(f"{re.escape(before)}({REFERENCE}){re.escape(after)}", re.IGNORECASE)
    for name in RETURNED_TO:
        for value in message.get_all(name, []):
            if found := pattern.search(str(value)):
                return found[1]
    return ""


def _from_message_id(raw: bytes) -> str:
    """From the returned letter, whole or its headers alone, however the server wrapped it."""
    domain = re.escape(own_domain())
    found = re.search(f"<letter-({REFERENCE})@{domain}>".encode(), raw, re.IGNORECASE)
    return found[1].decode() if found else ""


class ImapMailbox:
    """A folder on a mail server, by IMAP in TLS."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection

    def unread(self) -> Iterator[tuple[str, bytes]]:
        _, (numbers,) = self._connection.uid("SEARCH", "UNSEEN")
        for number in (numbers or b"").decode().split()[:AT_ONCE]:
            _, parts = self._connection.uid("FETCH", number, "(BODY.PEEK[])")
            for part in parts:
                if isinstance(part, tuple):
                    yield number, part[1]

    def done_with(self, number: str, *, is_ours: bool) -> None:
        flags = r"(\Seen \Deleted)" if is_ours else r"(\Seen)"
        self._connection.uid("STORE", number, "+FLAGS", flags)


@contextmanager
def mailbox() -> Iterator[Mailbox | None]:
    """The mailbox of the settings, or None where there is none."""
    where = settings.BOUNCE_MAILBOX
    if not where["host"]:
        yield None
        return
    connection = imaplib.IMAP4_SSL(where["host"], where["port"], timeout=SECONDS)
    try:
        connection.login(where["user"], where["password"])
        connection.select(where["folder"])
        yield ImapMailbox(connection)
        connection.close()  # what is marked as deleted goes with it
    finally:
        connection.logout()
