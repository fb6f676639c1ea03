"""Letters: a row each, sent by the sweep, once, without addresses in the database."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from letters import registry, services
from letters.models import Letter
from letters.registry import Content

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(settings, tmp_path, monkeypatch):
    """A kind of letter whose content the test sets."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "hello.txt").write_text("Hello {{ name }}\n\nSomething waits.\n")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    monkeypatch.setattr(registry, "_kinds", {})
    content = {"now": Content("maria@example.org", context={"name": "Maria"})}
    registry.register("hello", template="hello", resolve=lambda subject, occasion: content["now"])
    return content


def send():
    return services.send_due_letters(now=timezone.now())


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


def test_a_broken_mail_server_is_tried_again_and_given_up(kind, monkeypatch):
    def refuse(self, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("letters.services.EmailMessage.send", refuse)
    services.send_later(kind="hello", subject=7)
    now = timezone.now()
    for attempt in range(services.ATTEMPTS):
        assert Letter.objects.get().state == "DUE"
        assert services.send_due_letters(now=now) == 0
        assert Letter.objects.get().attempts == attempt + 1
        assert services.send_due_letters(now=now) == 0
        now += timedelta(hours=1)
    assert Letter.objects.get().state == "FAILED"


def test_an_unknown_kind_is_a_mistake(kind):
    with pytest.raises(KeyError):
        services.send_later(kind="nothing", subject=1)
    with pytest.raises(ValueError, match="already"):
        registry.register("hello", template="hello", resolve=lambda subject, occasion: None)
