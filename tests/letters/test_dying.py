"""A worker that dies between sending a letter and noting it: twice, or perhaps never, as the kind
of letter needs. The worker is a process of its own, and it is really killed.
"""

import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from letters import services
from letters.models import Letter
from tests.letters.conftest import send

AFTER_SENDING = """
import os, signal, sys
import django
django.setup()
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from letters import registry, services
from letters.registry import Content

class Killed(BaseEmailBackend):
    def send_messages(self, messages):
        print("sent", *[message.to[0] for message in messages], flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

from django.conf import settings
sys.modules["killed"] = sys.modules["__main__"]
settings.MAILERS = {"default": {"BACKEND": "killed.Killed"}}
resolve = lambda subject, occasion: Content("maria@example.org", context={})
registry.register("dying", template="run_ended", resolve=resolve, must_act=MUST_ACT)
services.send_due_letters(now=timezone.now())
"""


class Dies(EmailBackend):
    """Sends, and takes the whole program down before anything can be noted."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise SystemExit


class DiesBefore(EmailBackend):
    def send_messages(self, messages):
        raise SystemExit


def dying(settings, backend):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.{backend}"}}


def well(settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("backend", "must_act", "times", "end"),
    [
        ("Dies", True, 2, ("SENT", "")),
        ("DiesBefore", True, 1, ("SENT", "")),
        ("Dies", False, 1, ("FAILED", "UNSURE")),
        ("DiesBefore", False, 0, ("FAILED", "UNSURE")),
    ],
)
def test_what_a_person_must_act_on_at_least_once_the_rest_at_most_once(
    kinds, settings, backend, must_act, times, end
):
    from letters.registry import Content

    kinds("dying", Content("maria@example.org", context={"name": "Maria"}), must_act=must_act)
    services.send_later(kind="dying", subject=1)
    now = timezone.now()
    dying(settings, backend)
    with pytest.raises(SystemExit):
        send(now)
    well(settings)
    # Not at once: the other worker may only be slow.
    assert send(now + timedelta(minutes=5)) == 0
    send(now + timedelta(minutes=11))
    send(now + timedelta(minutes=30))
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == end
    assert [message.to for message in mail.outbox] == [["maria@example.org"]] * times
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) <= 1


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("must_act", "times"), [(True, 1), (False, 0)])
def test_after_a_worker_was_killed(kinds, child_environ, must_act, times):
    from letters.registry import Content

    kinds("dying", Content("maria@example.org", context={"name": "Maria"}), must_act=must_act)
    services.send_later(kind="dying", subject=1)
    program = AFTER_SENDING.replace("MUST_ACT", str(must_act))
    killed = subprocess.run(
        [sys.executable, "-c", program], env=child_environ, capture_output=True, text=True
    )
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, "sent maria@example.org\n")
    assert Letter.objects.get().state == "DUE"
    assert send(timezone.now() + timedelta(minutes=11)) == times
    assert [message.to for message in mail.outbox] == [["maria@example.org"]] * times
