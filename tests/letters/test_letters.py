"""Letters: a row each, sent by the sweep, once, without addresses in the database."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from letters import registry, services
from letters.models import Letter
from letters.registry import Content
from letters.services import sending
from tests.letters.conftest import send

pytestmark = pytest.mark.django_db


def test_a_letter_goes_out_once(kind):
    services.send_later(kind="hello", subject=7)
    services.send_later(kind="hello", subject=7)
    assert send() == 1
    assert send() == 0
    [message] = mail.outbox
    assert (message.to, message.subject) == (["maria@example.org"], "Hello Maria")
    assert message.body == "Something waits.\n"
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == ("SENT", 1)


def test_what_is_not_due_waits(kind):
    services.send_later(kind="hello", subject=7, due_at=timezone.now() + timedelta(hours=1))
    assert send() == 0
    assert mail.outbox == []


def test_what_has_become_needless_is_cancelled(kind):
    kind["now"] = None
    services.send_later(kind="hello", subject=7)
    assert send() == 0
    assert Letter.objects.get().state == "CANCELLED"


def test_a_mail_server_that_is_away_is_tried_again_and_given_up_after_a_day(kind, monkeypatch):
    def refuse(self):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)
    services.send_later(kind="hello", subject=7)
    now = timezone.now()
    for attempt in range(sending.ATTEMPTS_AWAY):
        assert Letter.objects.get().state == "DUE"
        assert services.send_due_letters(now=now) == 0
        assert Letter.objects.get().attempts == attempt + 1
        assert services.send_due_letters(now=now) == 0
        now += timedelta(hours=1)
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == ("FAILED", "AWAY")


def break_resolver(monkeypatch):
    def resolve(subject, occasion):
        raise RuntimeError("maria@example.org said: they came at night")

    registry.register("broken", template="hello", resolve=resolve)


def break_template(monkeypatch):
    where = Content("maria@example.org")
    registry.register("broken", template="missing", resolve=lambda subject, occasion: where)


def break_sending(monkeypatch):
    """A template that no longer fits a header: what Django raises is no OSError."""
    content = Content("maria@example.org\nBcc: other@example.org", context={"name": "Maria"})
    registry.register("broken", template="hello", resolve=lambda subject, occasion: content)


def lose_kind(monkeypatch):
    """An app that was taken out has left a letter behind."""
    registry.register("broken", template="hello", resolve=lambda subject, occasion: None)
    services.send_later(kind="broken", subject=1)
    del registry._kinds["broken"]


@pytest.mark.parametrize("harm", [break_resolver, break_template, break_sending, lose_kind])
def test_a_letter_that_cannot_be_made_fails_alone(kind, monkeypatch, caplog, harm):
    now = timezone.now()
    harm(monkeypatch)
    if "broken" in registry._kinds:
        services.send_later(kind="broken", subject=1, due_at=now - timedelta(hours=1))
    services.send_later(kind="hello", subject=7)
    now = timezone.now()
    assert services.send_due_letters(now=now) == 1
    assert [message.to for message in mail.outbox] == [["maria@example.org"]]
    broken = Letter.objects.get(kind="broken")
    assert (broken.state, broken.attempts) == ("DUE", 1)
    for _ in range(sending.ATTEMPTS):
        now += timedelta(hours=1)
        assert services.send_due_letters(now=now) == 0
    broken.refresh_from_db()
    assert (broken.state, broken.attempts, broken.sent_at) == ("FAILED", sending.ATTEMPTS, None)
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == sending.ATTEMPTS
    assert {line.rpartition(": ")[0] for line in lines} == {f"letter {broken.pk} (broken) not sent"}
    assert [line for line in lines if "@" in line] == []
    assert [record for record in caplog.records if record.exc_info] == []


def test_an_unknown_kind_is_a_mistake(kind):
    with pytest.raises(KeyError):
        services.send_later(kind="nothing", subject=1)
    with pytest.raises(ValueError, match="already"):
        registry.register("hello", template="hello", resolve=lambda subject, occasion: None)
