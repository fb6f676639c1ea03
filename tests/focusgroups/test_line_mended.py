"""What goes on in a line while somebody is moved, called off, or has been in the room."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from focusgroups import services
from focusgroups.models import Accommodation, Registration, Session
from focusgroups.services import Contact
from letters.models import Letter
from tests.factories import InitiativeFactory, make_member, make_session

pytestmark = pytest.mark.django_db
State = Registration.State
NOW = datetime(2030, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def member(initiative):
    return make_member(initiative, "coordinator")


@pytest.fixture
def sessions(initiative):
    days = (10, 20)
    return [make_session(initiative, starts_at=NOW + timedelta(days=n), chairs=1) for n in days]


def come(session, name):
    contact = Contact(name, email=f"{name.lower()}@mail.example")
    found = services.register(session=session, contact=contact, segment=None, now=NOW)
    return found.registration


def go(member, registration, to):
    return services.move_registration(
        actor=member, registration=registration, to=to, reason="Nearer.", now=NOW
    )


def states(session):
    return [row.state for row in Registration.objects.filter(session=session)]


def confirmations(registration):
    rows = Letter.objects.filter(kind="registration_confirmed", subject=registration.pk)
    return rows.count()


def test_who_was_moved_meanwhile_is_cancelled_where_they_are_and_the_place_there_is_offered(
    sessions, member
):
    here, there = sessions
    ana = come(here, "Ana")
    as_it_was_read = Registration.objects.get(pk=ana.pk)
    go(member, ana, there)
    come(there, "Bo")
    services.cancel_registration(registration=as_it_was_read, now=NOW)
    assert (states(here), states(there)) == ([], [State.CANCELLED, State.OFFERED])


def test_who_was_moved_meanwhile_is_not_moved_from_where_they_are_not(sessions, member, initiative):
    here, there = sessions
    third = make_session(initiative, starts_at=NOW + timedelta(days=30))
    ana = come(here, "Ana")
    as_it_was_read = Registration.objects.get(pk=ana.pk)
    go(member, ana, third)
    with pytest.raises(InvalidTransition, match="moved meanwhile"):
        go(member, as_it_was_read, there)
    assert states(third) == [State.REGISTERED]


def test_each_move_is_told_also_back_and_forth(sessions, member):
    here, there = sessions
    ana = come(here, "Ana")
    told = [confirmations(ana)]
    for to in (there, here, there):
        ana = go(member, ana, to)
        told.append(confirmations(ana))
    assert told == [1, 2, 3, 4]


def test_a_second_offer_that_is_taken_is_told_as_well(sessions, member):
    here, there = sessions
    first, cy = come(here, "Ana"), come(here, "Cy")
    second = come(there, "Bo")
    services.cancel_registration(registration=first, now=NOW)
    cy = services.take_offer(registration=cy, now=NOW)
    cy = go(member, cy, there)
    assert cy.state == State.WAITLISTED
    services.cancel_registration(registration=second, now=NOW)
    services.take_offer(registration=cy, now=NOW)
    assert confirmations(cy) == 2


def test_what_was_arranged_for_one_day_is_asked_anew_for_another(sessions, member):
    here, there = sessions
    ana = come(here, "Ana")
    for kind, state in (("CHILDCARE", "ARRANGED"), ("RIDE", "CANNOT"), ("FOOD", "NOT_NEEDED")):
        ana.accommodation_set.create(kind=kind, state=state, answer="At the door", due_on=NOW)
    go(member, ana, there)
    due = there.local_start.date() - timedelta(days=3)
    rows = Accommodation.objects.order_by("kind")
    assert [(row.kind, row.state, row.answer, row.due_on == due) for row in rows] == [
        ("CHILDCARE", "ASKED", "", True),
        ("FOOD", "NOT_NEEDED", "At the door", False),
        ("RIDE", "ASKED", "", True),
    ]


def test_who_was_in_the_room_is_neither_moved_nor_cancelled(sessions, member):
    here, there = sessions
    ana = come(here, "Ana")
    Registration.objects.filter(pk=ana.pk).update(attendance="PRESENT")
    with pytest.raises(InvalidTransition):
        go(member, ana, there)
    with pytest.raises(InvalidTransition):
        services.cancel_registration(registration=ana, actor=member, now=NOW)
    assert states(here) == [State.REGISTERED]


def test_who_waits_cannot_take_a_place_that_is_not_offered(sessions):
    here, _there = sessions
    come(here, "Ana")
    cy = come(here, "Cy")
    with pytest.raises(InvalidTransition):
        services.take_offer(registration=cy, now=NOW)
    assert states(here) == [State.REGISTERED, State.WAITLISTED]


def test_a_place_in_a_session_that_is_called_off_cannot_be_taken(sessions):
    here, _there = sessions
    first, cy = come(here, "Ana"), come(here, "Cy")
    services.cancel_registration(registration=first, now=NOW)
    Session.objects.filter(pk=here.pk).update(state="CANCELLED")
    with pytest.raises(InvalidTransition):
        services.take_offer(registration=cy, now=NOW)


def test_an_offer_of_a_session_that_was_moved_forward_ends_when_it_begins(sessions):
    here, _there = sessions
    first, cy = come(here, "Ana"), come(here, "Cy")
    services.cancel_registration(registration=first, now=NOW)
    Session.objects.filter(pk=here.pk).update(starts_at=NOW + timedelta(hours=2))
    with pytest.raises(InvalidTransition):
        services.take_offer(registration=cy, now=NOW + timedelta(hours=2))
    assert services.expire_offers(now=NOW + timedelta(hours=2)) == 1
    cy.refresh_from_db()
    assert cy.state == State.EXPIRED


def test_a_long_line_is_not_read_where_no_place_is_free(sessions, django_assert_num_queries):
    here, _there = sessions
    come(here, "Ana")
    for number in range(3):
        come(here, f"Person {number}")
    with django_assert_num_queries(2):
        assert not services.registrations.has_place_for(here, None)


def test_who_took_or_refused_an_offer_for_somebody_is_on_record(sessions, member):
    for session, act in zip(sessions, (services.take_offer, services.decline_offer), strict=True):
        first, cy = come(session, "Ana"), come(session, "Cy")
        services.cancel_registration(registration=first, now=NOW)
        act(registration=cy, actor=member, now=NOW)
    rows = AuditEntry.objects.filter(verb__in=["take_offer", "decline_offer"]).order_by("pk")
    assert [(row.verb, row.actor) for row in rows] == [
        ("take_offer", member),
        ("decline_offer", member),
    ]
