"""Capacity under load: two hundred people for twenty places at once, in real processes."""

import json
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from focusgroups.models import Registration
from letters.models import Letter
from tests.focusgroups.people import open_session

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

PEOPLE, PLACES, PROCESSES = 200, 20, 4
# So many of them tap twice: every fifth.
TWICE = 5
PATIENCE = 120  # seconds until a test fails that would otherwise wait for ever
# Each process sends the forms of its people to the views, once it is told to begin.
PROGRAM = """
import json, sys
import django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
from django.test import Client
address, session, people, twice = json.loads(sys.argv[1])
browsers = [(name, Client()) for name in people]
print("ready", flush=True)
sys.stdin.readline()
pages = []
for number, (name, browser) in enumerate(browsers):
    form = {"name": name, "reach": f"{name}@mail.example", "language": "en", "sessions": session}
    for tap in range(2 if number % twice == 0 else 1):
        pages.append(browser.post(address, form).status_code)
print(json.dumps(pages), flush=True)
"""


def send_at_once(session, child_environ) -> list[int]:
    """Everybody's form from processes that begin together; the statuses."""
    group = session.group
    address = f"/i/{group.initiative.slug}/groups/{group.pk}/register/"
    names = [f"person{number}" for number in range(PEOPLE)]
    children = [
        _begin([address, session.pk, names[n::PROCESSES], TWICE], child_environ)
        for n in range(PROCESSES)
    ]
    try:
        for child in children:
            assert child.stdout.readline() == "ready\n"
        for child in children:
            child.stdin.write("go\n")
            child.stdin.flush()
        answers = [child.communicate(timeout=PATIENCE)[0] for child in children]
    finally:
        for child in children:
            child.kill()
            child.wait()
    return [status for answer in answers for status in json.loads(answer)]


def _begin(what, child_environ) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, json.dumps(what)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=child_environ | _database(),
    )


def _database() -> dict[str, str]:
    """The database of this test: of SQLite the same file anyway, of PostgreSQL one beside it."""
    if not settings.DATABASE_URL:
        return {}
    parts = urlsplit(settings.DATABASE_URL)
    name = connection.settings_dict["NAME"]
    return {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}


def test_two_hundred_for_twenty_places(child_environ):
    session = open_session(chairs=18, overbooking=2)
    statuses = send_at_once(session, child_environ)
    assert statuses == [302] * (PEOPLE + PEOPLE // TWICE)

    rows = Registration.objects.filter(session=session).order_by("position")
    states = list(rows.values_list("state", flat=True))
    assert states == ["REGISTERED"] * PLACES + ["WAITLISTED"] * (PEOPLE - PLACES)
    assert list(rows.values_list("position", flat=True)) == list(range(1, PEOPLE + 1))
    assert len({row.email for row in rows}) == len({row.contact_hash for row in rows}) == PEOPLE
    told = Letter.objects.values_list("kind", flat=True)
    assert sorted(told) == (
        ["registration_confirmed"] * PLACES
        + ["registration_link"] * (PEOPLE // TWICE)
        + ["registration_waitlisted"] * (PEOPLE - PLACES)
    )
    connection.close()
