"""Many people at once: in their order, each once, with a place while there is one."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry
from focusgroups import slots
from focusgroups.models import Invitee, Registration
from focusgroups.services import Closed, Contact
from focusgroups.services.outreach import remind_invitees
from focusgroups.services.people_lists import Added, Listed, invite_people, register_people
from letters.models import Letter
from tests.factories import SegmentFactory, make_member
from tests.focusgroups.people import come, open_session

State = Registration.State


@pytest.fixture
def session(db):
    return open_session(chairs=2)


@pytest.fixture
def coordinator(session):
    return make_member(session.group.initiative, "coordinator")


def people(*names, segment=None):
    return [Listed(Contact(name, email=f"{name.lower()}@mail.example"), segment) for name in names]


def states(session):
    rows = Registration.objects.filter(session=session).order_by("position")
    return [(row.name, row.state, row.position) for row in rows]


def test_they_get_places_in_the_order_of_the_list_then_wait(session, coordinator):
    come(session, "Zed")
    added = register_people(actor=coordinator, session=session, people=people("Ana", "Bo", "Cy"))
    assert added == Added(with_place=1, others=2, doubles=0)
    assert states(session) == [
        ("Zed", State.REGISTERED, 1),
        ("Ana", State.REGISTERED, 2),
        ("Bo", State.WAITLISTED, 3),
        ("Cy", State.WAITLISTED, 4),
    ]


def test_each_is_told_and_has_no_reminder_from_before_they_had_a_place(session, coordinator):
    register_people(actor=coordinator, session=session, people=people("Ana", "Bo", "Cy"))
    told = {
        row.name: (Letter.objects.get(subject=row.pk).kind, row.placed_at is not None)
        for row in Registration.objects.all()
    }
    assert told == {
        "Ana": ("registration_confirmed", True),
        "Bo": ("registration_confirmed", True),
        "Cy": ("registration_waitlisted", False),
    }


def test_who_stands_twice_or_was_there_before_is_not_written_again(session, coordinator):
    come(session, "Ana")
    twice = [*people("Bo"), Listed(Contact("Other name", email="BO@mail.example")), *people("Ana")]
    added = register_people(actor=coordinator, session=session, people=twice)
    assert added == Added(with_place=1, others=0, doubles=2)
    again = register_people(actor=coordinator, session=session, people=twice)
    assert again == Added(with_place=0, others=0, doubles=3)


def test_quotas_are_kept(session, coordinator):
    initiative = session.group.initiative
    kin, youth = (SegmentFactory(initiative=initiative).pk for _ in range(2))
    session.sessionquota_set.create(segment_id=kin, places=1)
    many = [*people("Ana", "Bo", segment=kin), *people("Cy", segment=youth)]
    register_people(actor=coordinator, session=session, people=many)
    assert [state for _, state, _ in states(session)] == [
        State.REGISTERED,
        State.WAITLISTED,
        State.REGISTERED,
    ]


def test_a_session_that_is_over_takes_nobody(session, coordinator):
    with pytest.raises(Closed):
        register_people(
            actor=coordinator, session=session, people=people("Ana"), now=session.ends_at
        )


def test_five_thousand_with_doubles_are_in_quickly_and_with_few_queries(session, coordinator):
    many = [
        Listed(Contact(f"P{n}", email=f"p{n % 4500}@mail.example", language="es"))
        for n in range(5000)
    ]
    began = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        added = register_people(actor=coordinator, session=session, people=many)
    assert added == Added(with_place=2, others=4498, doubles=500)
    assert len(queries) < 80
    assert time.monotonic() - began < 10
    assert Letter.objects.count() == 4500


def test_invitations_ask_each_once_and_say_where_the_name_is_from(session, coordinator):
    group = session.group
    for _ in range(2):
        invite_people(
            actor=coordinator,
            group=group,
            people=people("Ana", "Bo", "Ana"),
            name_source="The school gave us your name.",
        )
    rows = Invitee.objects.filter(group=group)
    assert sorted((row.name, row.name_source, row.segment_id) for row in rows) == [
        ("Ana", "The school gave us your name.", group.segment_id),
        ("Bo", "The school gave us your name.", group.segment_id),
    ]
    assert Letter.objects.filter(kind="group_invitation").count() == 2


def test_who_said_no_is_not_asked_again_by_another_list(session, coordinator):
    facts = {"actor": coordinator, "group": session.group, "name_source": "A list."}
    invite_people(people=people("Ana"), **facts)
    Invitee.objects.update(state="NO")
    assert invite_people(people=people("Ana"), **facts) == Added(0, 0, 1)
    assert Invitee.objects.get().state == "NO"


def test_the_record_names_the_session_and_nobody(session, coordinator):
    register_people(actor=coordinator, session=session, people=people("Ana"))
    entry = AuditEntry.objects.get(verb="register_list")
    assert (entry.subject_kind, entry.subject_id, entry.reason) == ("Session", str(session.pk), "")


SEGMENTS = st.sampled_from([None, 1, 2])


@given(
    places=st.integers(0, 6),
    quotas=st.dictionaries(st.sampled_from([1, 2]), st.integers(0, 4)),
    held=st.lists(SEGMENTS, max_size=6),
    line=st.lists(SEGMENTS, max_size=4),
    newcomers=st.lists(SEGMENTS, max_size=8),
)
def test_a_list_gives_the_places_that_one_by_one_would(places, quotas, held, line, newcomers):
    room = slots.Room(places, quotas, held)
    waiting = [slots.Waiting(n, segment) for n, segment in enumerate(line)]
    offered = set(slots.next_in_line(room, waiting))
    taken = [*held, *(each.segment for each in waiting if each.id in offered)]
    expected = []
    for segment in newcomers:
        expected.append(slots.gets_a_place(slots.Room(places, quotas, taken), [], segment))
        if expected[-1]:
            taken.append(segment)
    assert slots.places_in_order(room, waiting, newcomers) == expected


def test_nobody_is_asked_a_third_time(session, coordinator):
    facts = {"actor": coordinator, "group": session.group}
    invite_people(people=people("Ana", "Bo", "Cy"), name_source="A list.", **facts)
    Invitee.objects.filter(contact_hash=people("Bo")[0].contact.hash).update(state="NO")
    later = timezone.now() + timedelta(days=3, minutes=1)
    assert remind_invitees(now=timezone.now(), **facts) == 0
    assert [remind_invitees(now=later, **facts) for _ in range(2)] == [2, 0]
    assert Letter.objects.filter(kind="group_invitation", occasion="again").count() == 2
