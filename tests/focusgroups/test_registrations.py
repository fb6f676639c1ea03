"""Registering, the line, offers: exact, in order, and told to each alone."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from focusgroups import services
from focusgroups.models import Registration
from focusgroups.services import Closed, Contact
from focusgroups.services.registrations import Source
from letters.models import Letter
from tests.factories import InitiativeFactory, SegmentFactory, make_member, make_session

pytestmark = pytest.mark.django_db
State = Registration.State
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
START = NOW + timedelta(days=10)


@pytest.fixture
def session():
    return make_session(InitiativeFactory(), starts_at=START, chairs=2)


def come(session, name, segment=None, now=NOW, **source):
    contact = Contact(name, email=f"{name.lower()}@mail.example")
    return services.register(
        session=session, contact=contact, segment=segment, source=Source(**source), now=now
    )


def states(session):
    rows = Registration.objects.filter(session=session).order_by("position")
    return [(row.name, row.state) for row in rows]


def kinds(registration):
    rows = Letter.objects.filter(subject=registration.pk).order_by("id")
    return [row.kind for row in rows]


def test_places_are_given_until_there_are_none_then_one_waits_in_order(session):
    for name in ("Ana", "Bo", "Cy", "Di"):
        come(session, name)
    assert states(session) == [
        ("Ana", State.REGISTERED),
        ("Bo", State.REGISTERED),
        ("Cy", State.WAITLISTED),
        ("Di", State.WAITLISTED),
    ]


def test_each_is_told_what_came_of_it(session):
    told = [kinds(come(session, name).registration) for name in ("Ana", "Bo", "Cy")]
    assert told == [
        ["registration_confirmed"],
        ["registration_confirmed"],
        ["registration_waitlisted"],
    ]


def test_a_second_form_of_one_person_changes_nothing_and_sends_the_link_again(session):
    first = come(session, "Ana")
    again = services.register(
        session=session,
        contact=Contact("Someone else", email="ANA@mail.example"),
        segment=None,
        now=NOW,
    )
    assert (again.registration, again.is_double) == (first.registration, True)
    assert states(session) == [("Ana", State.REGISTERED)]
    assert kinds(first.registration) == ["registration_confirmed", "registration_link"]


def test_who_cancelled_may_come_again_and_stands_at_the_end(session):
    first = come(session, "Ana").registration
    come(session, "Bo")
    services.cancel_registration(registration=first, now=NOW)
    again = come(session, "Ana").registration
    assert (again.pk != first.pk, again.state, again.position) == (True, State.REGISTERED, 3)


def test_a_place_that_is_freed_is_offered_to_the_first_in_line(session):
    ana = come(session, "Ana").registration
    for name in ("Bo", "Cy", "Di"):
        come(session, name)
    services.cancel_registration(registration=ana, now=NOW)
    assert states(session) == [
        ("Ana", State.CANCELLED),
        ("Bo", State.REGISTERED),
        ("Cy", State.OFFERED),
        ("Di", State.WAITLISTED),
    ]


def test_nobody_who_comes_later_gets_the_place_that_is_offered(session):
    ana = come(session, "Ana").registration
    for name in ("Bo", "Cy"):
        come(session, name)
    services.cancel_registration(registration=ana, now=NOW)
    assert come(session, "Di").registration.state == State.WAITLISTED


def test_an_offer_passes_on_by_itself_and_is_gone_for_the_one_who_waited(session):
    ana = come(session, "Ana").registration
    for name in ("Bo", "Cy", "Di"):
        come(session, name)
    services.cancel_registration(registration=ana, now=NOW)
    cy = Registration.objects.get(session=session, state=State.OFFERED)
    after = cy.offered_until + timedelta(seconds=1)
    assert services.expire_offers(now=cy.offered_until - timedelta(seconds=1)) == 0
    assert services.expire_offers(now=after) == 1
    assert states(session)[2:] == [("Cy", State.EXPIRED), ("Di", State.OFFERED)]
    assert kinds(cy)[-1] == "registration_offer_ended"
    with pytest.raises(InvalidTransition):
        services.take_offer(registration=cy, now=after)


def test_an_offer_that_is_taken_late_but_before_the_sweep_goes_to_the_next(session):
    ana = come(session, "Ana").registration
    for name in ("Bo", "Cy", "Di"):
        come(session, name)
    services.cancel_registration(registration=ana, now=NOW)
    cy = Registration.objects.get(session=session, state=State.OFFERED)
    taken = services.take_offer(registration=cy, now=cy.offered_until)
    assert taken.state == State.EXPIRED
    assert states(session)[3] == ("Di", State.OFFERED)


def test_an_offer_is_taken_once_and_a_second_tap_changes_nothing(session):
    ana = come(session, "Ana").registration
    for name in ("Bo", "Cy"):
        come(session, name)
    services.cancel_registration(registration=ana, now=NOW)
    cy = Registration.objects.get(session=session, state=State.OFFERED)
    for _ in range(2):
        assert services.take_offer(registration=cy, now=NOW).state == State.REGISTERED


def test_an_offer_can_be_refused_and_a_place_in_line_given_up(session):
    ana = come(session, "Ana").registration
    for name in ("Bo", "Cy", "Di", "Ed"):
        come(session, name)
    di = Registration.objects.get(session=session, position=4)
    services.decline_offer(registration=di, now=NOW)
    services.cancel_registration(registration=ana, now=NOW)
    cy = Registration.objects.get(session=session, position=3)
    services.decline_offer(registration=cy, now=NOW)
    assert [state for _, state in states(session)[2:]] == [
        State.CANCELLED,
        State.CANCELLED,
        State.OFFERED,
    ]


def test_quotas_are_kept_and_who_waits_for_a_full_segment_blocks_nobody_else(session):
    initiative = session.group.initiative
    kin, youth = (SegmentFactory(initiative=initiative) for _ in range(2))
    session.sessionquota_set.create(segment=kin, places=1)
    come(session, "Ana", kin)
    come(session, "Bo", kin)
    come(session, "Cy", youth)
    assert [state for _, state in states(session)] == [
        State.REGISTERED,
        State.WAITLISTED,
        State.REGISTERED,
    ]


def test_chairs_that_are_added_are_offered(session):
    for name in ("Ana", "Bo", "Cy", "Di"):
        come(session, name)
    session.chairs = 3
    session.save()
    assert services.offer_places(session=session, now=NOW) == 1
    assert [state for _, state in states(session)[2:]] == [State.OFFERED, State.WAITLISTED]


def test_a_session_that_has_begun_or_is_called_off_takes_nobody(session):
    with pytest.raises(Closed):
        come(session, "Ana", now=START)
    services.cancel_session(actor=None, session=session)
    with pytest.raises(Closed):
        come(session, "Ana")


def test_a_walk_in_is_written_down_also_when_all_places_are_taken(session):
    member = make_member(session.group.initiative, "facilitator")
    for name in ("Ana", "Bo"):
        come(session, name)
    walked_in = services.register(
        session=session,
        contact=Contact("Cy"),
        segment=None,
        source=Source(way="WALK_IN", made_by=member),
        now=START + timedelta(minutes=5),
    ).registration
    assert (walked_in.state, walked_in.attendance) == (State.REGISTERED, "PRESENT")
    assert kinds(walked_in) == []


def test_moving_keeps_why_and_frees_the_place(session):
    initiative = session.group.initiative
    member = make_member(initiative, "coordinator")
    other = make_session(initiative, starts_at=START + timedelta(days=1), chairs=1)
    ana = come(session, "Ana").registration
    for name in ("Bo", "Cy"):
        come(session, name)
    moved = services.move_registration(
        actor=member, registration=ana, to=other, reason="The bus does not run.", now=NOW
    )
    assert (moved.session, moved.state) == (other, State.REGISTERED)
    assert [move.reason for move in moved.registrationmove_set.all()] == ["The bus does not run."]
    assert states(session) == [("Bo", State.REGISTERED), ("Cy", State.OFFERED)]


def test_the_record_of_who_did_what_names_nobody(session):
    come(session, "Ana")
    entry = AuditEntry.objects.get(verb="register")
    assert (entry.actor, entry.reason) == (None, "")
