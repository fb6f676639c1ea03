"""The list of sessions, and calling one off: who sees them, and who may."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from focusgroups.reports import waiting_for
from initiatives.access import get_initiative_for
from tests.factories import (
    InitiativeFactory,
    UserFactory,
    make_member,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def coordinator(initiative, client):
    user = make_member(initiative, "coordinator")
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"focusgroups:{name}", args=["river", *args])


@pytest.mark.parametrize("role", ["coordinator", "facilitator", "analyst", "approver"])
def test_staff_see_the_sessions(client, initiative, role):
    session = make_session(initiative)
    client.force_login(make_member(initiative, role))
    page = client.get(address("sessions"))
    assert page.context["coming"] == [session]
    assert "Tue 3 Nov 2026, 6:00 PM" in page.content.decode()


def test_strangers_and_readers_are_refused_on_every_page(client, initiative):
    session = make_session(initiative)
    pages = [
        address("sessions"),
        address("session_new"),
        address("session_edit", session.pk),
        address("session_cancel", session.pk),
    ]
    other = make_member(InitiativeFactory(), "coordinator")
    for user, status in ((UserFactory(), 404), (other, 404)):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {status}
    client.force_login(make_member(initiative, "reader"))
    assert {client.get(page).status_code for page in pages} == {403}
    client.force_login(make_member(initiative, "facilitator", "analyst", "approver"))
    assert [client.get(page).status_code for page in pages] == [200, 403, 403, 403]


def test_another_initiatives_session_is_not_found(client, coordinator):
    session = make_session(InitiativeFactory())
    assert client.get(address("session_edit", session.pk)).status_code == 404
    assert client.post(address("session_cancel", session.pk)).status_code == 404


def test_a_session_is_called_off_only_after_a_page_that_asks(client, initiative, coordinator):
    session = make_session(initiative)
    assert client.get(address("session_cancel", session.pk)).status_code == 200
    session.refresh_from_db()
    assert session.state == "PLANNED"
    for _ in range(2):
        assert client.post(address("session_cancel", session.pk)).url == address("sessions")
    session.refresh_from_db()
    assert session.state == "CANCELLED"


def test_the_list_makes_the_same_number_of_queries(client, initiative, coordinator):
    counts = []
    for _ in range(2):
        for state in ("PLANNED", "CLOSED", "PLANNED", "CLOSED"):
            make_session(initiative, state=state)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("sessions"))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20


def test_a_facilitator_is_told_of_their_own_next_session(initiative):
    facilitator = make_member(initiative, "facilitator")
    start = datetime(2090, 12, 2, 0, tzinfo=UTC)
    make_session(initiative, facilitator=facilitator, starts_at=start)
    make_session(initiative, starts_at=start)
    initiative = get_initiative_for(facilitator, "river")
    (waiting,) = waiting_for(facilitator, initiative)
    assert (waiting.count, waiting.url) == (1, address("sessions"))
    assert waiting.what == "session to come, the next on Fri 1 Dec, 6:00 PM: Northside parents"
    coordinator = make_member(initiative, "coordinator")
    assert waiting_for(coordinator, get_initiative_for(coordinator, "river")) == ()
