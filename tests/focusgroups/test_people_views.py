"""The pages of registrations: coordinators alone see who comes, and what they do is kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from focusgroups import services
from focusgroups.models import Registration
from focusgroups.services.needs import Need, set_needs
from letters.models import Letter
from tests.factories import InitiativeFactory, UserFactory, make_member
from tests.focusgroups.people import come, open_session

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def session():
    return open_session(InitiativeFactory(slug="river"), chairs=2)


@pytest.fixture
def coordinator(session, client):
    user = make_member(session.group.initiative, "coordinator")
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"focusgroups:{name}", args=["river", *args])


def pages(session, person):
    of_session = ("session_people", "person_new", "people_export")
    of_person = ("registration", "registration_move", "registration_cancel", "person_needs")
    return [
        address("registrations"),
        *(address(name, session.pk) for name in of_session),
        *(address(name, person.pk) for name in of_person),
    ]


def test_nobody_but_a_coordinator_sees_who_comes(client, session):
    person = come(session)
    all_pages = pages(session, person)
    other = make_member(open_session().group.initiative, "coordinator")
    for user in (UserFactory(), other):
        client.force_login(user)
        assert {client.get(page).status_code for page in all_pages} == {404}
    initiative = session.group.initiative
    for role in ("facilitator", "analyst", "approver", "reader"):
        client.force_login(make_member(initiative, role))
        assert {client.get(page).status_code for page in all_pages} == {403}
    client.force_login(make_member(initiative, "coordinator"))
    assert {client.get(page).status_code for page in all_pages} == {200}


def test_the_list_is_in_the_order_in_which_people_came(client, session, coordinator):
    for name in ("Ana", "Bo", "Cy"):
        come(session, name)
    page = client.get(address("session_people", session.pk))
    assert [(row.name, row.position) for row in page.context["page_obj"]] == [
        ("Ana", 1),
        ("Bo", 2),
        ("Cy", 3),
    ]
    places = page.context["places"]
    assert (places.registered, places.waiting, places.free) == (2, 1, 0)


def test_the_list_is_narrowed_by_what_stands_in_its_address(client, session, coordinator):
    ana, _bo, _cy = (come(session, name) for name in ("Ana", "Bo", "Cy"))
    set_needs(registration=ana, needs=[Need("RIDE")])
    services.confirm_registration(registration=ana)

    def shown(**query):
        page = client.get(address("session_people", session.pk), query)
        return [row.name for row in page.context["page_obj"]]

    assert shown(state="WAITLISTED") == ["Cy"]
    assert shown(confirmed="yes") == ["Ana"]
    assert shown(confirmed="no") == ["Bo"]
    assert shown(needs="open") == ["Ana"]
    assert shown(way="PHONE") == []
    assert shown(state="nonsense") == ["Ana", "Bo", "Cy"]


def test_somebody_who_calls_is_registered_by_telephone(client, session, coordinator):
    values = {"name": "Ana", "phone": "(651) 555-0100", "language": "so", "agreed": "on"}
    answer = client.post(address("person_new", session.pk), values)
    person = Registration.objects.get()
    assert answer.url == address("registration", person.pk)
    facts = (person.name, person.phone, person.language, person.way, person.made_by, person.state)
    assert facts == ("Ana", "+16515550100", "so", "PHONE", coordinator, State.REGISTERED)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"agreed": ""}, {"agreed"}),
        ({"phone": ""}, {"phone"}),
        ({"phone": "12"}, {"phone"}),
        ({"email": "no address"}, {"email"}),
        ({"name": "n" * 300}, {"name"}),
        ({"language": "xx"}, {"language"}),
    ],
)
def test_what_cannot_be_right_is_said_and_what_was_typed_stays(
    client, session, coordinator, values, wrong
):
    whole = {"name": "Ana", "phone": "651-555-0100", "language": "en", "agreed": "on"}
    page = client.post(address("person_new", session.pk), whole | values)
    assert set(page.context["form"].errors) == wrong
    assert page.context["form"]["name"].value() == (whole | values)["name"]
    assert Registration.objects.count() == 0


def test_somebody_who_was_there_before_keeps_what_they_have(client, session, coordinator):
    person = come(session, "Ana", email="ana@mail.example")
    values = {"name": "Zoe", "email": "ANA@mail.example", "language": "en", "agreed": "on"}
    answer = client.post(address("person_new", session.pk), values, follow=True)
    assert "was written down before" in answer.content.decode()
    assert [row.name for row in Registration.objects.all()] == ["Ana"]
    assert answer.context["person"] == person


@pytest.mark.parametrize("typed", ["ANA@mail.example", " ana@mail.example ", "An"])
def test_who_calls_is_found_by_contact_or_name(client, session, coordinator, typed):
    person = come(session, "Ana")
    come(session, "Bo")
    page = client.post(address("people_find"), {"who": typed})
    assert page.context["found"] == [person]


def test_who_calls_is_found_in_this_initiative_only_and_never_by_an_address(
    client, session, coordinator
):
    come(open_session(), "Ana")
    assert client.post(address("people_find"), {"who": "ana@mail.example"}).context["found"] == []
    assert client.get(address("people_find"), {"who": "ana@mail.example"}).status_code == 405


def test_moving_asks_why_and_keeps_it(client, session, coordinator):
    person = come(session)
    later = open_session(session.group.initiative, starts_at=session.starts_at + timedelta(days=1))
    page = client.post(address("registration_move", person.pk), {"to": later.pk, "reason": ""})
    assert set(page.context["form"].errors) == {"reason"}
    values = {"to": later.pk, "reason": "The bus does not run."}
    client.post(address("registration_move", person.pk), values)
    person.refresh_from_db()
    assert person.session == later
    page = client.get(address("registration", person.pk)).content.decode()
    assert "The bus does not run." in page


def test_nobody_is_moved_into_another_initiative(client, session, coordinator):
    person, foreign = come(session), open_session()
    values = {"to": foreign.pk, "reason": "Why not."}
    page = client.post(address("registration_move", person.pk), values)
    assert set(page.context["form"].errors) == {"to"}


def test_cancelling_asks_first_and_frees_the_place(client, session, coordinator):
    people = [come(session, name) for name in ("Ana", "Bo", "Cy")]
    client.get(address("registration_cancel", people[0].pk))
    people[0].refresh_from_db()
    assert people[0].state == State.REGISTERED
    client.post(address("registration_cancel", people[0].pk))
    states = [row.state for row in Registration.objects.order_by("position")]
    assert states == [State.CANCELLED, State.REGISTERED, State.OFFERED]


def test_what_somebody_says_by_telephone_is_noted_by_one_button(client, session, coordinator):
    people = [come(session, name) for name in ("Ana", "Bo", "Cy")]
    client.post(address("registration_step", people[0].pk), {"step": "confirm"})
    client.post(address("registration_cancel", people[1].pk))
    client.post(address("registration_step", people[2].pk), {"step": "take"})
    client.post(address("registration_step", people[0].pk), {"step": "nonsense"})
    ana, cy = (Registration.objects.get(pk=people[n].pk) for n in (0, 2))
    assert (ana.confirmed_at is not None, cy.state) == (True, State.REGISTERED)


def test_the_private_link_is_sent_again(client, session, coordinator):
    person = come(session)
    client.post(address("registration_step", person.pk), {"step": "link"})
    assert Letter.objects.filter(kind="registration_link", subject=person.pk).count() == 1


def test_chairs_that_are_added_are_offered_by_a_button(client, session, coordinator):
    for name in ("Ana", "Bo", "Cy"):
        come(session, name)
    session.chairs = 3
    session.save()
    client.post(address("places_offer", session.pk))
    assert Registration.objects.get(position=3).state == State.OFFERED


def test_the_file_asks_why_and_is_on_the_record(client, session, coordinator):
    ana = come(session, "=Ana", email="ana@mail.example")
    set_needs(registration=ana, needs=[Need("CHILDCARE", 2, "3 and 6")])
    page = client.post(address("people_export", session.pk), {"reason": ""})
    assert set(page.context["form"].errors) == {"reason"}
    assert not AuditEntry.objects.filter(verb="export_people").exists()
    file = client.post(address("people_export", session.pk), {"reason": "The desk on Tuesday."})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "1,has a place,'=Ana,ana@mail.example,,English," + session.group.segment.name
        + ",online,,,childcare (2): 3 and 6 [no answer yet]"
    ]  # fmt: skip
    entry = AuditEntry.objects.get(verb="export_people")
    assert (entry.actor, entry.reason) == (coordinator, "The desk on Tuesday.")


def test_what_somebody_needs_is_written_down(client, session, coordinator):
    session.group.stipend = 40
    session.group.save()
    person = come(session)
    values = {"CHILDCARE": "on", "children": "2", "CHILDCARE_more": "3 and 6",
              "INTERPRETER_more": "so", "stipend": "CASH", "may_contact_later": "on"}  # fmt: skip
    client.post(address("person_needs", person.pk), values)
    person.refresh_from_db()
    needs = [(need.kind, need.number, need.detail) for need in person.accommodation_set.all()]
    assert needs == [("CHILDCARE", 2, "3 and 6"), ("INTERPRETER", 0, "so")]
    assert (person.may_contact_later, person.stipend.form) == (True, "CASH")
    assert "Somali" in client.get(address("registration", person.pk)).content.decode()


def test_who_waits_is_asked_for_nothing_more(client, session, coordinator):
    waiting = [come(session, name) for name in ("Ana", "Bo", "Cy")][-1]
    answer = client.post(address("person_needs", waiting.pk), {"RIDE": "on"})
    assert answer.url == address("registration", waiting.pk)
    assert waiting.accommodation_set.count() == 0


def test_the_lists_make_the_same_number_of_queries(client, session, coordinator):
    counts = []
    for start in (0, 4):
        for n in range(start, start + 4):
            person = come(session, f"P{n}")
            set_needs(registration=person, needs=[Need("RIDE"), Need("FOOD")])
            open_session(session.group.initiative)
        counts.append([])
        for page in (address("registrations"), address("session_people", session.pk)):
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
    assert max(counts[0]) < 25


def test_a_coordinator_is_told_what_waits(client, session, coordinator):
    person = come(session)
    set_needs(registration=person, needs=[Need("RIDE"), Need("FOOD")])
    session.starts_at = timezone.now() + timedelta(days=2)
    session.save()
    page = client.get("/work/").content.decode()
    assert "needs without an answer, 2 of them late" in page
    assert "session in the next seven days" in page
    assert "about to end" not in page
    Registration.objects.update(state="OFFERED", offered_until=timezone.now() + timedelta(hours=3))
    assert "1 offer of a place about to end" in " ".join(
        client.get("/work/").content.decode().split()
    )
