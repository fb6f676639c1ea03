"""Letters that come back: reports as mail servers write them, and the mailbox they arrive in."""

import imaplib
import socket
import threading
from email.message import EmailMessage

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from letters import bounces, services, tasks
from letters.models import Letter

pytestmark = pytest.mark.django_db
REFERENCE = "7KQM4WZP9HTX2CDVR8NE5JBA"
MESSAGE_ID = f"<letter-{REFERENCE.lower()}@county.example.org>"

# As Postfix writes it, with the headers of the letter.
POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

--B1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

<maria@example.org>: host mx.example.org said: {said}

--B1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Tue,  3 Nov 2026 10:00:00 -0600 (CST)

Final-Recipient: rfc822; maria@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--B1
Content-Type: text/rfc822-headers

From: Heard <heard@county.example.org>
To: maria@example.org
Message-ID: {message_id}
Subject: You have a place

--B1--
"""


def report(
    *,
    to="heard@county.example.org",
    action="failed",
    status="5.1.1",
    said="550 5.1.1 <maria@example.org> no such user",
    message_id=MESSAGE_ID,
):
    return POSTFIX.format(
        to=to, action=action, status=status, said=said, message_id=message_id
    ).encode()


def whole_letter_returned():
    """As Exchange does it: the whole letter, and an answer without enhanced codes."""
    letter = EmailMessage()
    letter["Message-ID"], letter["Subject"] = MESSAGE_ID, "Grupo de mamás"
    letter.set_content("Usted tiene un lugar.\n")
    raw = report(status="5.0.0", said="550 mailbox unavailable", message_id="<x@y>").decode()
    head, _, tail = raw.partition("Content-Type: text/rfc822-headers")
    _, _, end = tail.partition("--B1--")
    return f"{head}Content-Type: message/rfc822\n\n{letter.as_string()}\n--B1--{end}".encode()


@pytest.fixture(autouse=True)
def ours(settings):
    settings.DEFAULT_FROM_EMAIL = "Heard <heard@county.example.org>"
    settings.BOUNCE_ADDRESS = ""


@pytest.fixture
def letter(initiative):
    return Letter.objects.create(
        kind="reminder",
        subject=1,
        initiative=initiative.pk,
        due_at=timezone.now(),
        state="SENT",
        sent_at=timezone.now(),
        reference=REFERENCE,
    )


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (report(), "ADDRESS"),
        (report(status="5.2.2", said="552 5.2.2 over quota"), "FULL"),
        (report(status="5.7.1", said="554 5.7.1 refused by policy"), "REFUSED"),
        (whole_letter_returned(), "ADDRESS"),
        (report().replace(b"\n", b"\r\n"), "ADDRESS"),
    ],
)
def test_a_report_says_which_letter_and_why(raw, reason):
    assert bounces.read(raw) == bounces.Bounce(REFERENCE.lower(), reason)


@pytest.mark.parametrize(
    "raw",
    [
        # Still being tried; delivered; of another system; not a report; nothing at all.
        report(action="delayed", status="4.4.1"),
        report(action="delivered", status="2.0.0"),
        report(message_id="<20261103.1@elsewhere.example.org>"),
        report(message_id=f"<letter-{REFERENCE.lower()}@elsewhere.example.org>"),
        b"From: ana@example.org\nSubject: Out of office\n\nI am away. " + MESSAGE_ID.encode(),
        b"",
        b"\xff\xfe\x00not a mail at all",
    ],
)
def test_what_is_no_report_of_ours_says_nothing(raw):
    assert bounces.read(raw) is None


def test_the_address_alone_says_which_letter(settings):
    """Some servers return nothing of the letter."""
    settings.BOUNCE_ADDRESS = "back+*@county.example.org"
    raw = report(to=f"back+{REFERENCE.lower()}@county.example.org", message_id="<x@y>")
    assert bounces.read(raw) == bounces.Bounce(REFERENCE.lower(), "ADDRESS")


def test_a_letter_that_came_back_has_failed(letter, initiative):
    assert services.note_bounce(reference=REFERENCE.lower(), reason="ADDRESS")
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("FAILED", "ADDRESS")
    entry = AuditEntry.objects.get(subject_kind="Letter")
    assert (entry.actor, entry.verb) == (None, "letter_came_back")


@pytest.mark.parametrize("state", ["DUE", "CANCELLED", "FAILED"])
def test_a_letter_that_somebody_dealt_with_stays_as_it_is(letter, state):
    Letter.objects.update(state=state, reason="FULL")
    assert services.note_bounce(reference=REFERENCE, reason="ADDRESS")
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (state, "FULL")


def test_a_letter_that_is_not_ours_is_not_noted(letter):
    assert not services.note_bounce(reference="0" * 24, reason="ADDRESS")
    letter.refresh_from_db()
    assert letter.state == "SENT"


class Imap:
    """As much of a mail server (RFC 3501) as the mailbox uses, for one caller, on a free port."""

    def __init__(self, *messages):
        self.messages = dict(enumerate(messages, 1))
        self.flags = {number: set() for number in self.messages}
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        line, _ = self.listener.accept()
        with self.listener, line, line.makefile("rwb") as file:
            self._say(file, b"* OK ready")
            while request := file.readline():
                tag, command, *rest = request.decode().strip().split(" ")
                self._answer(file, command.upper(), rest)
                self._say(file, f"{tag} OK done".encode())
                if command.upper() == "LOGOUT":
                    return

    def _answer(self, file, command, rest):
        if command == "CAPABILITY":
            self._say(file, b"* CAPABILITY IMAP4rev1")
        elif command == "SELECT":
            self._say(file, f"* {len(self.messages)} EXISTS".encode())
        elif command == "CLOSE":
            gone = [number for number, flags in self.flags.items() if "\\Deleted" in flags]
            for number in gone:
                del self.messages[number], self.flags[number]
        elif command == "UID" and rest[0] == "SEARCH":
            unseen = [str(n) for n, flags in self.flags.items() if "\\Seen" not in flags]
            self._say(file, f"* SEARCH {' '.join(unseen)}".encode())
        elif command == "UID" and rest[0] == "FETCH":
            raw = self.messages[int(rest[1])]
            head = f"* {rest[1]} FETCH (UID {rest[1]} BODY[] {{{len(raw)}}}\r\n"
            file.write(head.encode() + raw + b")\r\n")
        elif command == "UID" and rest[0] == "STORE":
            flags = " ".join(rest[3:]).strip("()")
            self.flags[int(rest[1])] |= set(flags.split())

    @staticmethod
    def _say(file, words):
        file.write(words + b"\r\n")
        file.flush()


@pytest.fixture
def imap(settings, monkeypatch):
    """The task reads from such a server; without TLS, since it has no certificate."""
    monkeypatch.setattr(imaplib, "IMAP4_SSL", imaplib.IMAP4)

    def start(*messages):
        server = Imap(*messages)
        settings.BOUNCE_MAILBOX = {
            "host": "127.0.0.1",
            "port": server.port,
            "user": "back",
            "password": "secret",
            "folder": "INBOX",
        }
        return server

    return start


def test_the_mailbox_is_read_and_what_was_ours_is_deleted_there(imap, letter):
    other = b"From: ana@example.org\r\nSubject: Hello\r\n\r\nA letter to the agency.\r\n"
    server = imap(report(), other)
    tasks.read_bounces()
    server.thread.join(5)
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("FAILED", "ADDRESS")
    # What was ours held an address and our words; what was not ours is for people to read.
    assert server.messages == {2: other}
    assert server.flags == {2: {"\\Seen"}}


def test_a_mailbox_that_is_away_is_left_for_the_next_time(settings, caplog):
    settings.BOUNCE_MAILBOX = {
        "host": "127.0.0.1",
        "port": 1,
        "user": "back",
        "password": "secret",
        "folder": "INBOX",
    }
    tasks.read_bounces()
    assert caplog.messages == [
        "the mailbox of letters that came back cannot be read: ConnectionRefusedError"
    ]


def test_without_a_mailbox_nothing_is_read(caplog):
    tasks.read_bounces()
    assert caplog.messages == []
