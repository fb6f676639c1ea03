"""Places, rooms and interpreters: written down, no longer offered, and never lost while booked."""

import pytest
from django.db import connection
from django.urls import reverse

from focusgroups.models import Interpreter, Place, Room
from tests.factories import InitiativeFactory, UserFactory, make_member
from tests.focusgroups.plans import make_group, make_meeting, make_room

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


def said(client, url):
    """The messages after posting to a page that asks."""
    page = client.post(url, follow=True)
    return [str(message) for message in page.context["messages"]]


def test_a_place_is_written_down_with_its_rooms(client, initiative, coordinator):
    values = {
        "name": "Library",
        "address": "1 Main Street",
        "access_notes": "No steps.",
        "transit": "Bus 3",
        "has_childcare_space": "on",
        "is_in_use": "on",
        "room_new0_name": "Hall",
        "room_new0_chairs": "12",
    }
    assert client.post(address("place_new"), values).url == address("places")
    place = Place.objects.get()
    assert (place.address, place.has_childcare_space, place.is_agency_office) == (
        "1 Main Street",
        True,
        False,
    )
    room = place.room_set.get()
    assert (room.name, room.chairs) == ("Hall", 12)
    values |= {f"room_{room.pk}_name": "Big hall", f"room_{room.pk}_chairs": "20"}
    values |= {"room_new0_name": "Den", "room_new0_chairs": "4"}
    del values["is_in_use"]
    client.post(address("place", place.pk), values)
    assert list(Room.objects.order_by("pk").values_list("name", "chairs")) == [
        ("Big hall", 20),
        ("Den", 4),
    ]
    assert Place.objects.get().is_in_use is False


def test_rooms_of_one_name_and_half_a_room_are_refused(client, coordinator):
    values = {"name": "Library", "room_new0_name": "Hall", "room_new1_name": "hall"}
    values |= {"room_new0_chairs": "12", "room_new1_chairs": "9", "room_new2_chairs": "3"}
    page = client.post(address("place_new"), values)
    assert page.context["form"].errors == {
        "room_new1_name": ["There is a room of this name already."],
        "room_new2_name": ["Give a name and how many chairs there are."],
    }
    assert Place.objects.count() == 0


def test_what_is_booked_cannot_be_removed_and_the_sessions_are_named(
    client, initiative, coordinator
):
    room = make_room(initiative)
    session = make_meeting(make_group(initiative), room=room)
    ayan = Interpreter.objects.create(initiative=initiative, name="Ayan", languages=["so"])
    session.interpreters.add(ayan)
    found = [
        said(client, address("room_remove", room.pk)),
        said(client, address("place_remove", room.place_id)),
        said(client, address("interpreter_remove", ayan.pk)),
    ]
    begin = "cannot be removed: it is booked for Kin, Tue 7 Nov."
    assert [
        words[0].startswith(f"{name} {begin}")
        for (name, words) in zip(("Hall", "Library", "Ayan"), found, strict=True)
    ] == [True] * 3
    assert (Room.objects.count(), Place.objects.count(), Interpreter.objects.count()) == (1, 1, 1)


def test_what_is_not_booked_goes_after_a_page_that_asks(client, initiative, coordinator):
    room = make_room(initiative)
    ayan = Interpreter.objects.create(initiative=initiative, name="Ayan")
    pages = [
        address("room_remove", room.pk),
        address("place_remove", room.place_id),
        address("interpreter_remove", ayan.pk),
    ]
    assert {client.get(page).status_code for page in pages} == {200}
    assert (Place.objects.count(), Interpreter.objects.count()) == (1, 1)
    assert {client.post(page).url for page in pages} == {address("places")}
    assert (Place.objects.count(), Interpreter.objects.count()) == (0, 0)


def test_how_to_reach_an_interpreter_is_kept_encrypted(client, initiative, coordinator):
    values = {"name": "Ayan", "languages": ["so", "ar"], "contact": "555-0142", "is_in_use": "on"}
    client.post(address("interpreter_new"), values)
    row = Interpreter.objects.get()
    assert (row.languages, row.contact) == (["so", "ar"], "555-0142")
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM focusgroups_interpreter")
        assert "555-0142" not in cursor.fetchone()[0]
    client.post(address("interpreter", row.pk), values | {"contact": ""})
    row.refresh_from_db()
    assert row.contact == ""
    page = client.post(address("interpreter_new"), {"name": "X", "languages": ["xx"]})
    assert list(page.context["form"].errors) == ["languages"]


def test_strangers_and_weak_roles_are_refused(client, initiative):
    room = make_room(initiative)
    ayan = Interpreter.objects.create(initiative=initiative, name="Ayan")
    pages = [
        address("places"),
        address("place_new"),
        address("place", room.place_id),
        address("place_remove", room.place_id),
        address("room_remove", room.pk),
        address("interpreter_new"),
        address("interpreter", ayan.pk),
        address("interpreter_remove", ayan.pk),
    ]
    for user, status in (
        (UserFactory(), 404),
        (make_member(InitiativeFactory(), "coordinator"), 404),
        (make_member(initiative, "facilitator", "analyst", "approver", "reader"), 403),
    ):
        client.force_login(user)
        found = {client.get(page).status_code for page in pages}
        assert found | {client.post(page).status_code for page in pages} == {status}
    assert (Room.objects.count(), Interpreter.objects.count()) == (1, 1)
