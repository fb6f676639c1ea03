"""Random days of two sessions, on the real services: after each step the line is as it must be."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.states import InvalidTransition
from focusgroups import services
from focusgroups.models import Registration, Session
from focusgroups.services import Closed, Contact
from focusgroups.services.line import line_of, room_of
from letters.models import Letter
from tests.factories import InitiativeFactory, SegmentFactory, make_member, make_session

pytestmark = pytest.mark.django_db
State = Registration.State
BEGIN = datetime(2030, 6, 1, 12, tzinfo=UTC)
sessions = st.integers(0, 1)
people = st.integers(0, 9)
numbers = st.integers(0, 30)


class Line(RuleBasedStateMachine):
    """Two sessions of an initiative; one has a quota. Everybody does what they like."""

    def __init__(self):
        super().__init__()
        initiative = InitiativeFactory()
        self.now = BEGIN
        self.member = make_member(initiative, "coordinator")
        self.segments = [None, *(SegmentFactory(initiative=initiative) for _ in range(2))]
        self.sessions = [
            make_session(initiative, starts_at=BEGIN + timedelta(days=days), chairs=1)
            for days in (6, 9)
        ]
        self.sessions[0].sessionquota_set.create(segment=self.segments[1], places=1)
        for who in range(4):  # lines from the beginning
            self.come(which=who % 2, who=who, by_member=False)

    def rows(self):
        return Registration.objects.filter(session__in=self.sessions).order_by(
            "session_id", "position"
        )

    def one(self, number: int) -> Registration | None:
        """Those who may still come, and now and then one who does not."""
        found = [*self.rows().active(), *self.rows()[:2]]
        return found[number % len(found)] if found else None

    def session(self, which: int) -> Session:
        return Session.objects.get(pk=self.sessions[which].pk)

    @rule(which=sessions, who=people, by_member=st.booleans())
    def come(self, which, who, by_member):
        contact = Contact(f"Person {who}", email=f"person{who}@mail.example")
        source = services.registrations.Source(made_by=self.member if by_member else None)
        try:
            services.register(
                session=self.sessions[which],
                contact=contact,
                segment=self.segments[who % 3],
                source=source,
                now=self.now,
            )
        except Closed:
            assert self.session(which).starts_at <= self.now

    @rule(number=numbers, what=st.sampled_from(["cancel", "decline", "take"]))
    def answer(self, number, what):
        registration = self.one(number)
        if registration is None:
            return
        does = {
            "cancel": services.cancel_registration,
            "decline": services.decline_offer,
            "take": services.take_offer,
        }
        try:
            does[what](registration=registration, now=self.now)
        except InvalidTransition:
            assert what != "cancel" or self.now >= registration.session.starts_at

    @rule(number=numbers, which=sessions)
    def be_moved(self, number, which):
        registration = self.one(number)
        if registration is None:
            return
        with suppress(Closed, InvalidTransition):
            services.move_registration(
                actor=self.member,
                registration=registration,
                to=self.sessions[which],
                reason="Nearer to home.",
                now=self.now,
            )

    @rule(hours=st.integers(1, 40))
    def time_goes_by(self, hours):
        self.now += timedelta(hours=hours)
        services.expire_offers(now=self.now)

    @rule(which=sessions)
    def a_chair_is_added(self, which):
        session = self.session(which)
        session.chairs += 1
        session.save()
        services.offer_places(session=session, now=self.now)

    @invariant()
    def no_more_places_are_held_than_there_are(self):
        for which in (0, 1):
            session = self.session(which)
            held = Registration.objects.filter(session=session).holding()
            assert held.count() <= session.places

    @invariant()
    def the_quota_is_kept(self):
        held = Registration.objects.filter(session=self.sessions[0]).holding()
        assert held.filter(segment=self.segments[1]).count() <= 1

    @invariant()
    def nobody_waits_for_a_place_that_is_free(self):
        for which in (0, 1):
            session = self.session(which)
            if session.starts_at > self.now:
                room = room_of(session)
                free = [w for w in line_of(session) if room.has_place_for(w.segment)]
                assert free == []

    @invariant()
    def nobody_is_there_twice(self):
        for session in self.sessions:
            rows = Registration.objects.filter(session=session)
            positions = Counter(rows.values_list("position", flat=True))
            active = Counter(rows.active().values_list("contact_hash", flat=True))
            assert max([0, *positions.values(), *active.values()]) <= 1

    @invariant()
    def each_offer_is_open_and_was_told(self):
        for row in self.rows().filter(state=State.OFFERED).select_related("session"):
            assert self.now < row.offered_until <= row.session.starts_at
            occasion = f"session {row.session_id} until {row.offered_until:%Y-%m-%d %H:%M}"
            told = Letter.objects.filter(kind="registration_offer", subject=row.pk)
            assert told.filter(occasion=occasion).count() == 1
        assert not self.rows().exclude(state=State.OFFERED).exclude(offered_until=None).exists()

    @invariant()
    def each_who_has_a_place_was_told_so_since_they_got_it(self):
        """Once when they came, and anew for each offer taken and each move to a place."""
        for row in self.rows().filter(state=State.REGISTERED):
            told = Letter.objects.filter(kind="registration_confirmed", subject=row.pk).count()
            assert told >= 1


def test_whatever_people_do_the_line_is_as_it_must_be():
    run_state_machine_as_test(
        Line,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
