"""A mail server on this machine, and what people find in their letters."""

import email
import re
import socket
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from letters.services import send_due_letters


class Post:
    """Takes every letter; `to("ana")` are those to ana@mail.example, the oldest first."""

    def __init__(self):
        self.mails: list[EmailMessage] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()

    @property
    def mailer(self) -> dict:
        """The setting that sends letters here."""
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 10}
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=default)
        assert envelope.rcpt_tos == [mail["To"]], "each letter goes to one person"
        self.mails.append(mail)
        return "250 OK"

    def goes_out(self) -> None:
        """The sweep sends what is due."""
        send_due_letters(now=timezone.now())

    def to(self, name: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == f"{name}@mail.example"]

    def subjects(self, name: str) -> list[str]:
        return [mail["Subject"] for mail in self.to(name)]

    def link_to(self, name: str) -> str:
        """The private link in the last letter of this person."""
        words = self.to(name)[-1].get_body(("plain",)).get_content()
        return re.search(r"https?://\S+/r/(?!stop)\S+", words).group()

    def methods(self, name: str) -> list[str]:
        """What the calendar file of each letter asks for; empty where there is none."""
        return [str(_calendar(mail).get("METHOD", "")) for mail in self.to(name)]

    def event_of(self, name: str) -> CalendarEvent:
        """The event of the last calendar file that this person got."""
        calendars = [c for c in map(_calendar, self.to(name)) if c.events]
        return calendars[-1].events[0]

    def everything_to(self, name: str) -> str:
        """All that this person got: headers, words, calendar files."""
        return "\n".join(_opened(mail) for mail in self.to(name))


def _calendar(mail: EmailMessage) -> Calendar:
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            return Calendar.from_ical(part.get_payload(decode=True))
    return Calendar()


def _opened(mail: EmailMessage) -> str:
    parts = [f"{name}: {value}" for name, value in mail.items()]
    for part in mail.walk():
        if not part.is_multipart():
            parts.append(part.get_payload(decode=True).decode("utf-8", "replace"))
    return "\n".join(parts)
