"""One connection to the mail server for many letters, and what its answers mean."""

import contextlib
import re
import smtplib
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, mailers

from letters.models import Letter

Reason = Letter.Reason
# Enhanced status codes (RFC 3463) of an address or mailbox that does not exist, and of a full one.
NO_MAILBOX = re.compile(r"\b5\.1\.(?:[0-36]|10)\b|\b5\.2\.1\b|\b5\.4\.4\b")
FULL = re.compile(r"\b[45]\.2\.2\b")
CODE = re.compile(r"\b[45]\.(?!0\.0\b)\d{1,3}\.\d{1,3}\b")


class NotSent(Exception):
    """The letter did not go out. `is_final` where trying again is of no use."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        self.reason, self.is_final = reason, is_final
        super().__init__(reason)


class ServerAway(NotSent):
    """No letter can be sent now."""

    def __init__(self) -> None:
        super().__init__(Reason.AWAY, is_final=False)


class Unsure(Exception):
    """The connection broke while the letter was handed over: it may have gone out, or not."""


class Wire:
    """A connection that opens when the first letter needs it and anew when it was lost.

    `with Wire() as wire: wire.send(message)`.
    """

    def __init__(self) -> None:
        self._mailer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def open(self) -> None:
        """Be connected to a server that answers. Raises ServerAway."""
        if self._mailer is not None and not self._answers():
            self._hang_up()
        if self._mailer is not None:
            return
        mailer = mailers.default
        try:
            mailer.open()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway from error
        self._mailer = mailer

    def send(self, message: EmailMessage) -> None:
        """Hand one message over. Raises NotSent where it surely did not go, and Unsure."""
        self.open()
        try:
            self._mailer.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            [(code, words)] = error.recipients.values()
            raise _refused(code, words) from None
        except smtplib.SMTPSenderRefused as error:
            # It is we whom the server does not want: no fault of the letter's.
            self._hang_up()
            raise ServerAway from error
        except smtplib.SMTPDataError as error:
            raise _refused(error.smtp_code, error.smtp_error) from None
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise Unsure from error

    def _answers(self) -> bool:
        """Whether the server is still there: a connection may have been closed meanwhile."""
        connection = getattr(self._mailer, "connection", None)
        if not isinstance(connection, smtplib.SMTP):
            return True
        try:
            return connection.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _hang_up(self) -> None:
        mailer, self._mailer = self._mailer, None
        if mailer is not None:
            # It is gone already, which is all that was wanted.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                mailer.close()


def _refused(code: int, words: bytes | str) -> NotSent:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return NotSent(reason_of(code, text), is_final=500 <= code < 600)


def reason_of(code: int, words: str) -> str:
    """The kind of refusal behind a server's answer, whose words may name an address."""
    if FULL.search(words) or code in (452, 552):
        return Reason.FULL
    if NO_MAILBOX.search(words) or (code in (550, 551, 553) and not CODE.search(words)):
        return Reason.ADDRESS
    return Reason.REFUSED
