"""The pages of sessions: who sees them, who plans, and what the form refuses."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from focusgroups.models import Session
from focusgroups.reports import waiting_for
from initiatives.access import get_initiative_for
from tests.factories import (
    InitiativeFactory,
    SegmentFactory,
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


def values_of(session, **fields):
    group = session.group
    values = {
        "group": group.name,
        "segment": group.segment_id,
        "date": "2026-11-03",
        "time": "18:00",
        "zone": "America/Chicago",
        "minutes": "90",
        "place": "Library",
        "language": "en",
        "facilitator": "",
        "guide": group.guide_id,
    }
    return values | fields


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


def test_the_time_is_the_one_at_the_place(client, initiative, coordinator):
    known = make_session(initiative)
    facilitator = make_member(initiative, "facilitator")
    values = values_of(known, zone="America/Denver", facilitator=facilitator.pk)
    answer = client.post(address("session_new"), values)
    assert answer.url == address("sessions")
    session = Session.objects.exclude(pk=known.pk).get()
    assert session.starts_at == datetime(2026, 11, 4, 1, tzinfo=UTC)
    assert (session.group, session.facilitator) == (known.group, facilitator)


def test_a_time_that_clocks_jump_over_is_refused(client, initiative, coordinator):
    values = values_of(make_session(initiative), date="2026-03-08", time="02:30")
    page = client.post(address("session_new"), values)
    assert page.context["form"].errors == {
        "time": ["Clocks jump over this time that night. Choose another."]
    }


def test_others_people_segments_and_guides_cannot_be_chosen(client, initiative, coordinator):
    session, other = make_session(initiative), make_session(InitiativeFactory())
    values = values_of(
        session,
        segment=other.group.segment_id,
        guide=other.group.guide_id,
        facilitator=make_member(initiative, "analyst").pk,
    )
    page = client.post(address("session_new"), values)
    assert set(page.context["form"].errors) == {"segment", "guide", "facilitator"}
    assert Session.objects.count() == 2


def test_a_group_of_another_segment_is_said_at_its_field(client, initiative, coordinator):
    session = make_session(initiative)
    values = values_of(session, segment=SegmentFactory(initiative=initiative).pk)
    page = client.post(address("session_new"), values)
    assert list(page.context["form"].errors) == ["group"]


def test_a_session_is_changed_by_the_same_form(client, initiative, coordinator):
    session = make_session(initiative)
    page = client.get(address("session_edit", session.pk))
    assert page.context["form"]["time"].value().isoformat() == "18:00:00"
    client.post(address("session_edit", session.pk), values_of(session, time="17:00"))
    session.refresh_from_db()
    assert session.starts_at == datetime(2026, 11, 3, 23, tzinfo=UTC)


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


def test_a_double_click_plans_one_session(client, initiative, coordinator):
    values = values_of(make_session(initiative), group="Kin", guide="")
    answers = [client.post(address("session_new"), values) for _ in range(2)]
    assert [answer.url for answer in answers] == [address("sessions")] * 2
    assert Session.objects.filter(group__name="Kin").count() == 1
