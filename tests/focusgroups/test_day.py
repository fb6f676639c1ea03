"""The day: one tap each, taken back by another; walk-ins; and what is left to do afterwards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.states import InvalidTransition
from focusgroups import services
from focusgroups.models import Registration, Stipend
from focusgroups.services import Closed
from focusgroups.services.day import add_walk_in, seats_for, set_attendance, thank_people
from focusgroups.services.needs import Need, set_needs
from letters.models import Letter
from tests.factories import InitiativeFactory, UserFactory, make_member
from tests.focusgroups.people import come, open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return open_session(InitiativeFactory(slug="river"), chairs=2)


@pytest.fixture
def facilitator(session, client):
    user = make_member(session.group.initiative, "facilitator")
    session.facilitator = user
    session.save()
    client.force_login(user)
    return user


@pytest.fixture
def people(session):
    return [come(session, name) for name in ("Ana", "Bo", "Cy")]


def begin(session, *, hours_ago=0):
    session.starts_at = timezone.now() - timedelta(hours=hours_ago)
    session.save()


def address(name, session):
    return reverse(f"focusgroups:{name}", args=["river", session.pk])


def tap(client, session, person, attendance):
    return client.post(address("attendance", session), {"tap": f"{person.pk}:{attendance}"})


def attendances(session):
    return list(session.registration_set.order_by("position").values_list("attendance", flat=True))


def test_only_who_receives_people_and_coordinators_see_the_day(client, session, facilitator):
    pages = [address(name, session) for name in ("session_day", "day_sheet", "session_after")]
    initiative = session.group.initiative
    assistant = make_member(initiative, "facilitator")
    session.assistant = assistant
    session.save()
    for user in (facilitator, assistant, make_member(initiative, "coordinator")):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {200}
    client.force_login(UserFactory())
    assert {client.get(page).status_code for page in pages} == {404}
    for role in ("facilitator", "analyst", "approver", "reader"):
        client.force_login(make_member(initiative, role))
        assert {client.get(page).status_code for page in pages} == {403}


def test_a_facilitator_of_another_session_notes_nothing(client, session, facilitator, people):
    begin(session)
    client.force_login(make_member(session.group.initiative, "facilitator"))
    assert tap(client, session, people[0], "PRESENT").status_code == 403
    assert client.post(address("walk_in", session), {"name": "Di"}).status_code == 403
    assert attendances(session) == ["", "", ""]


def test_one_tap_notes_another_changes_and_the_same_takes_it_back(
    client, session, facilitator, people
):
    begin(session)
    found = []
    for attendance in ("PRESENT", "LATE", "LATE", "NO_SHOW"):
        answer = tap(client, session, people[0], attendance)
        assert answer.url == f"{address('session_day', session)}#person-{people[0].pk}"
        found.append(attendances(session)[0])
    assert found == ["PRESENT", "LATE", "", "NO_SHOW"]


def test_nobody_of_another_session_is_noted(client, session, facilitator):
    begin(session)
    other = come(open_session(session.group.initiative))
    assert tap(client, session, other, "PRESENT").status_code == 404
    assert client.post(address("attendance", session), {"tap": "x:PRESENT"}).status_code == 404


def test_a_word_that_is_none_of_ours_notes_nothing(client, session, facilitator, people):
    begin(session)
    for word in ("", "ASLEEP"):
        tap(client, session, people[0], word)
    assert attendances(session) == ["", "", ""]


def test_before_the_day_nothing_is_noted(session, facilitator, people):
    with pytest.raises(InvalidTransition, match="noted from that morning on"):
        set_attendance(actor=facilitator, registration=people[0], attendance="PRESENT")


def test_who_waited_and_finds_a_chair_has_a_place(session, facilitator, people):
    begin(session)
    waiting = people[2]
    assert waiting.state == "WAITLISTED"
    with pytest.raises(InvalidTransition):
        set_attendance(actor=facilitator, registration=waiting, attendance="NO_SHOW")
    let_in = set_attendance(actor=facilitator, registration=waiting, attendance="PRESENT")
    assert (let_in.state, let_in.attendance) == ("REGISTERED", "PRESENT")


def test_somebody_walks_in_also_when_the_facilitator_notes_it_at_night(
    client, session, facilitator
):
    begin(session, hours_ago=1)
    client.post(address("walk_in", session), {"name": "Di"})
    late = session.ends_at + timedelta(hours=1)
    add_walk_in(actor=facilitator, session=session, name="Ed", now=late)
    rows = Registration.objects.order_by("position")
    assert [(row.name, row.way, row.attendance, row.contact_hash) for row in rows] == [
        ("Di", "WALK_IN", "PRESENT", ""),
        ("Ed", "WALK_IN", "PRESENT", ""),
    ]


def test_a_walk_in_needs_a_name_that_fits(client, session, facilitator):
    begin(session)
    for name in ("", "n" * 300):
        page = client.post(address("walk_in", session), {"name": name})
        assert set(page.context["form"].errors) == {"name"}
    assert Registration.objects.count() == 0


def test_nobody_walks_into_what_was_called_off(session, facilitator):
    begin(session)
    session.state = "CANCELLED"
    session.save()
    with pytest.raises((Closed, InvalidTransition)):
        add_walk_in(actor=facilitator, session=session, name="Di")


def test_the_number_of_seats_is_how_many_came(session, facilitator, people):
    begin(session)
    for person, attendance in zip(people, ("PRESENT", "LATE", "LEFT_EARLY"), strict=True):
        set_attendance(actor=facilitator, registration=person, attendance=attendance)
    assert seats_for(session) == 3
    set_attendance(actor=facilitator, registration=people[0], attendance="NO_SHOW")
    assert seats_for(session) == 2


def test_the_day_and_the_sheet_say_what_one_must_know_and_no_way_to_reach_anybody(
    client, session, facilitator, people
):
    needs = [
        Need("INTERPRETER", 0, "Somali"),
        Need("CHILDCARE", 2, "ages 3 and 6"),
        Need("RIDE", 2, "near Payne Avenue"),
        Need("STIPEND_FORM", 0, "in cash"),
        Need("ACCESS", 0, "no steps"),
    ]
    set_needs(registration=people[0], needs=needs)
    for name in ("session_day", "day_sheet"):
        page = client.get(address(name, session)).content.decode()
        for word in ("Ana", "An interpreter: Somali", "Childcare for 2", "no steps"):
            assert word in page
        for word in ("mail.example", "Payne", "in cash", "ages 3 and 6"):
            assert word not in page


def test_a_stipend_is_promised_to_who_comes_and_given_afterwards(
    client, session, facilitator, people
):
    session.group.stipend = 40
    session.group.save()
    begin(session)
    tap(client, session, people[0], "PRESENT")
    tap(client, session, people[1], "NO_SHOW")
    (stipend,) = Stipend.objects.all()
    page = client.get(address("session_after", session))
    assert list(page.context["to_give"]) == [stipend]
    values = {"stipend": [stipend.pk], "form": "CASH", "given_on": str(timezone.localdate())}
    client.post(address("session_after", session), values | {f"receipt-{stipend.pk}": "7"})
    stipend.refresh_from_db()
    assert (stipend.state, stipend.form, stipend.receipt) == ("GIVEN", "CASH", "7")


def test_thanks_go_once_to_who_came_and_after_the_end(client, session, facilitator, people):
    coordinator = make_member(session.group.initiative, "coordinator")
    begin(session)
    set_attendance(actor=facilitator, registration=people[0], attendance="PRESENT")
    add_walk_in(actor=facilitator, session=session, name="Di")
    client.force_login(coordinator)
    client.post(address("session_thanks", session))
    assert not Letter.objects.filter(kind="registration_thanks").exists()
    begin(session, hours_ago=3)
    for _ in range(2):
        client.post(address("session_thanks", session))
    letters = Letter.objects.filter(kind="registration_thanks")
    assert [letter.subject for letter in letters] == [people[0].pk]
    assert thank_people(actor=coordinator, session=session) == 1


def test_afterwards_a_coordinator_sees_more_than_a_facilitator(
    client, session, facilitator, people
):
    begin(session)
    set_needs(registration=people[0], needs=[Need("RIDE")])
    set_attendance(actor=facilitator, registration=people[0], attendance="PRESENT")
    Registration.objects.update(may_contact_later=True)
    page = client.get(address("session_after", session))
    assert (page.context["later"], page.context["open_needs"]) == (None, None)
    assert client.post(address("session_thanks", session)).status_code == 403
    client.force_login(make_member(session.group.initiative, "coordinator"))
    page = client.get(address("session_after", session))
    assert [row.name for row in page.context["later"]] == ["Ana"]
    assert [row.kind for row in page.context["open_needs"]] == ["RIDE"]


def test_looking_notes_nothing(client, session, facilitator, people):
    begin(session)
    assert client.get(address("attendance", session)).status_code == 405
    assert client.get(address("walk_in", session)).status_code == 405
    assert client.get(address("session_thanks", session)).status_code == 405


def test_the_day_makes_the_same_number_of_queries(client, session, facilitator):
    counts = []
    for start in (0, 5):
        for n in range(start, start + 5):
            set_needs(registration=come(session, f"P{n}"), needs=[Need("FOOD"), Need("ACCESS")])
        counts.append([])
        for name in ("session_day", "day_sheet", "session_after"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address(name, session))
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
    assert max(counts[0]) < 25


def test_who_was_moved_meanwhile_is_noted_where_they_are(session, facilitator, people):
    """The page was open while a coordinator moved Ana to a session of next week."""
    member = make_member(session.group.initiative, "coordinator")
    next_week = open_session(session.group.initiative)
    ana = Registration.objects.get(pk=people[0].pk)
    services.move_registration(actor=member, registration=people[0], to=next_week, reason="Nearer.")
    begin(session)
    with pytest.raises(InvalidTransition, match="The session is on"):
        set_attendance(actor=facilitator, registration=ana, attendance="PRESENT")
    assert Registration.objects.get(pk=ana.pk).attendance == ""
