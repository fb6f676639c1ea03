"""A real mail server on this machine: what goes over the wire, and what its answers mean."""

import email
import smtplib
import socket
from dataclasses import replace
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from letters import services
from letters.models import Letter
from letters.wire import reason_of
from tests.letters.conftest import MARIA, send

pytestmark = pytest.mark.django_db
ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Heard//EN\r\nMETHOD:REQUEST\r\n"
    b"BEGIN:VEVENT\r\nUID:one@example.org\r\nDTSTAMP:20261101T000000Z\r\n"
    b"DTSTART:20261103T180000Z\r\nSUMMARY:Grupo de mam\xc3\xa1s\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n"
)


class Server:
    """Takes what comes, or answers as the test says: to RCPT, or to the letter itself."""

    def __init__(self):
        self.taken, self.calls, self.rcpt_answer, self.data_answer = [], 0, None, None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.calls += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.data_answer:
            return self.data_answer
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"

    @property
    def mails(self):
        return [email.message_from_bytes(raw, policy=default) for _, _, raw in self.taken]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port(settings):
    port = free_port()
    settings.DEFAULT_FROM_EMAIL = "Heard <heard@county.example.org>"
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
    return port


@pytest.fixture
def server(port):
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def invited(server, participants_kind, initiative, settings):
    """The mail that arrived at the server: a letter with a calendar file."""
    settings.BOUNCE_ADDRESS = "back+*@county.example.org"
    participants_kind["now"] = replace(
        MARIA,
        initiative=initiative.pk,
        sender="Río County",
        reply_to="ana@county.example.org",
        calendar=ICS,
    )
    services.send_later(kind="reminder", subject=1)
    assert send() == 1
    [mail] = server.mails
    return mail


def test_one_receiver_and_a_name_by_which_it_comes_back(server, invited):
    reference = Letter.objects.get().reference.lower()
    [(mail_from, receivers, _)] = server.taken
    assert mail_from == f"back+{reference}@county.example.org"
    assert receivers == ["maria@example.org"]
    assert invited["Message-ID"] == f"<letter-{reference}@county.example.org>"
    assert invited["From"] == "Río County <heard@county.example.org>"
    assert invited["To"] == "maria@example.org"
    assert (invited["Cc"], invited["Bcc"]) == (None, None)
    assert invited["Reply-To"] == "ana@county.example.org"
    assert invited["Auto-Submitted"] == "auto-generated"
    assert invited["List-Unsubscribe"].startswith("<http://localhost:8000/r/stop/")
    assert invited["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_text_html_and_a_calendar_file_as_calendars_expect_it(invited):
    parts = list(invited.walk())
    assert [part.get_content_type() for part in parts] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    calendar, file = parts[4:]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == ICS
    assert (file.get_filename(), file.get_payload(decode=True)) == ("invite.ics", ICS)
    text = parts[2].get_content().replace("\r\n", "\n")
    assert text.startswith("We meet soon.\n\nAll about it:\nhttps://heard.example.org/r/abc/\n")
    link = '<a href="https://heard.example.org/r/abc/">All about it</a>'
    assert link in parts[3].get_content()


def test_each_letter_has_one_receiver_and_all_go_over_one_connection(server, kinds):
    kinds("many", lambda number: replace(MARIA, to=f"person{number}@example.org"))
    services.send_many_later(kind="many", subjects=range(30))
    assert send() == 30
    receivers = [receivers for _, receivers, _ in server.taken]
    assert sorted(receivers) == sorted([f"person{number}@example.org"] for number in range(30))
    assert [mail["To"] for mail in server.mails] == [each for [each] in receivers]
    assert len({mail["Message-ID"] for mail in server.mails}) == 30
    assert server.calls == 1


def test_a_mailbox_that_is_not_there_is_not_tried_again(server, kind, caplog):
    server.rcpt_answer = "550 5.1.1 <maria@example.org> no such user"
    services.send_later(kind="hello", subject=1)
    assert send() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.reason, letter.attempts) == ("FAILED", "ADDRESS", 1)
    assert [
        record.getMessage() for record in caplog.records if "maria" in record.getMessage()
    ] == []


def test_a_server_that_refuses_the_letter_says_so_for_good(server, kind):
    server.data_answer = "554 5.7.1 looks like spam"
    services.send_later(kind="hello", subject=1)
    assert send() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == ("FAILED", "REFUSED")


def test_a_server_that_wants_us_to_wait_is_asked_again_later(server, kind):
    server.rcpt_answer = "451 4.7.1 greylisted, try later"
    services.send_later(kind="hello", subject=1)
    now = timezone.now()
    assert send(now) == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.reason, letter.is_handed_over) == ("DUE", "REFUSED", False)
    server.rcpt_answer = None
    assert send(letter.due_at) == 1
    assert Letter.objects.get().state == "SENT"
    assert Letter.objects.get().reason == ""


def test_one_refused_receiver_keeps_no_other_waiting(server, kinds):
    kinds("many", lambda number: replace(MARIA, to=f"person{number}@example.org"))
    services.send_many_later(kind="many", subjects=range(3))

    async def refuse_the_first(smtp, session, envelope, address, options):
        if address == "person0@example.org":
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    server.handle_RCPT = refuse_the_first
    assert send() == 2
    states = dict(Letter.objects.values_list("subject", "state"))
    assert states == {0: "FAILED", 1: "SENT", 2: "SENT"}


def test_a_server_that_is_away_is_asked_once_and_no_letter_is_lost(port, kinds):
    """The others behind it are not even touched: five thousand do not wait for a dead line."""
    kinds("many", MARIA)
    services.send_many_later(kind="many", subjects=range(5))
    now = timezone.now()
    assert send(now) == 0
    assert sorted(Letter.objects.values_list("state", "attempts", "reason")) == [
        ("DUE", 0, ""),
        ("DUE", 0, ""),
        ("DUE", 0, ""),
        ("DUE", 0, ""),
        ("DUE", 1, "AWAY"),
    ]


def test_a_connection_that_was_lost_is_opened_anew(server, kinds):
    """A server that hangs up after each letter, as some do after a hundred."""
    kinds("many", lambda number: replace(MARIA, to=f"person{number}@example.org"))
    services.send_many_later(kind="many", subjects=range(3))

    async def take_and_hang_up(smtp, session, envelope):
        server.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        smtp.loop.call_later(0, smtp.transport.close)
        return "250 OK"

    server.handle_DATA = take_and_hang_up
    assert send() == 3
    assert server.calls == 3
    assert set(Letter.objects.values_list("state", flat=True)) == {"SENT"}


@pytest.mark.parametrize(
    ("code", "words", "reason"),
    [
        (550, "5.1.1 no such user", "ADDRESS"),
        (550, "no such user", "ADDRESS"),
        (553, "5.1.3 bad address", "ADDRESS"),
        (550, "5.7.1 blocked by policy", "REFUSED"),
        (552, "5.2.2 mailbox full", "FULL"),
        (452, "4.2.2 over quota", "FULL"),
        (550, "5.2.1 mailbox disabled", "ADDRESS"),
        (554, "spam", "REFUSED"),
        (421, "too many", "REFUSED"),
    ],
)
def test_what_an_answer_means(code, words, reason):
    assert reason_of(code, words) == reason


def test_the_error_of_a_wrong_sender_is_ours(server, kind, monkeypatch):
    """The server refuses us, not the letter: it waits, and is not given up at once."""

    def refuse(self, *args, **kwargs):
        raise smtplib.SMTPSenderRefused(550, b"not you", "heard@county.example.org")

    monkeypatch.setattr(smtplib.SMTP, "sendmail", refuse)
    services.send_later(kind="hello", subject=1)
    assert send() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.reason, letter.is_handed_over) == ("DUE", "AWAY", False)
