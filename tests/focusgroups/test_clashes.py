"""Conflicts of rooms, people and interpreters are said before saving, with what is free."""

from datetime import timedelta

import pytest
from django.urls import reverse

from focusgroups.models import Interpreter, Recruiting, Session
from tests.factories import InitiativeFactory, make_member
from tests.focusgroups.plans import (
    START,
    edit_form,
    make_group,
    make_meeting,
    make_room,
    new_form,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture(autouse=True)
def coordinator(initiative, client):
    user = make_member(initiative, "coordinator")
    client.force_login(user)
    return user


@pytest.fixture
def group(initiative):
    return make_group(initiative, "Kin")


@pytest.fixture
def room(initiative):
    return make_room(initiative)


def address(name, *args):
    return reverse(f"focusgroups:{name}", args=["river", *args])


def post(client, values):
    return client.post(address("session_new"), values)


def sentences(page):
    return [clash.sentence for clash in page.context["check"].clashes]


def choices(page):
    return {
        words: [choice.label for choice in found] for words, found in page.context["check"].instead
    }


def test_a_room_that_is_booked_is_said_and_nothing_is_saved(client, initiative, group, room):
    make_meeting(make_group(initiative, "Youth"), room=room)
    page = post(client, new_form(group, where=f"room:{room.pk}"))
    assert sentences(page) == [
        "Hall, Library is booked for Youth, Tue 7 Nov 2090, 6:00 PM to 7:30 PM."
    ]
    assert Session.objects.count() == 1


def test_the_buffer_lies_between_two_sessions(client, initiative, group, room):
    make_meeting(group, room=room)
    near = new_form(group, where=f"room:{room.pk}", time="19:45", until="21:00")
    assert len(sentences(post(client, near))) == 1
    Recruiting.objects.create(initiative=initiative, buffer_minutes=15)
    assert post(client, near).status_code == 302


def test_one_tap_takes_a_room_that_is_free(client, initiative, group, room):
    make_meeting(group, room=room, facilitator=make_member(initiative, "facilitator"))
    small, other = make_room(initiative, "Den", chairs=4), make_room(initiative, "Loft")
    busy = make_room(initiative, "Attic")
    make_meeting(group, room=busy)
    values = new_form(make_group(initiative, "Youth"), where=f"room:{room.pk}")
    page = post(client, values)
    assert choices(page)["Other rooms that are free"] == [
        "Loft, Library (12 chairs)",
        "Den, Library (4 chairs)",
    ]
    assert post(client, values | {"take": f"room:{other.pk}"}).status_code == 302
    session = Session.objects.latest("pk")
    assert (session.room, session.starts_at) == (other, START)
    assert small.pk != other.pk


def test_one_tap_takes_another_time_of_that_day(client, initiative, group, room):
    make_meeting(group, room=room)
    values = new_form(make_group(initiative, "Youth"), where=f"room:{room.pk}")
    page = post(client, values)
    assert choices(page)["The same day at another time"] == [
        "2:30 PM",
        "3:00 PM",
        "3:30 PM",
        "4:00 PM",
        "8:00 PM",
        "8:30 PM",
    ]
    post(client, values | {"take": "time:16:00"})
    session = Session.objects.latest("pk")
    assert (session.starts_at, session.minutes) == (START - timedelta(hours=2), 90)


def test_a_facilitator_or_assistant_is_not_in_two_rooms(client, initiative, group):
    ana, bo = (make_member(initiative, "facilitator", name=name) for name in ("Ana", "Bo"))
    make_meeting(group, assistant=ana)
    values = new_form(make_group(initiative, "Youth"), facilitator=ana.pk)
    page = post(client, values)
    assert sentences(page) == ["Ana is booked for Kin, Tue 7 Nov 2090, 6:00 PM to 7:30 PM."]
    assert choices(page)["Who is free as facilitator"] == ["Bo"]
    post(client, values | {"take": f"facilitator:{bo.pk}"})
    assert Session.objects.latest("pk").facilitator == bo


def test_an_interpreter_is_not_in_two_rooms(client, initiative, group):
    ayan, omar, mai = (
        Interpreter.objects.create(initiative=initiative, name=name, languages=[code])
        for name, code in (("Ayan", "so"), ("Omar", "so"), ("Mai", "hmn"))
    )
    make_meeting(group).interpreters.add(ayan)
    values = new_form(make_group(initiative, "Youth"), interpreters=[ayan.pk, mai.pk])
    page = post(client, values)
    assert choices(page)["Who is free instead of Ayan"] == ["Omar"]
    post(client, values | {"take": f"interpreter:{ayan.pk}:{omar.pk}"})
    assert set(Session.objects.latest("pk").interpreters.all()) == {mai, omar}


def test_of_an_initiative_one_is_not_in_only_elsewhere_is_said(client, initiative, group, room):
    secret = InitiativeFactory(name="Secret inquiry")
    ana = make_member(initiative, "facilitator", name="Ana")
    its_room = make_room(secret, " hall", place="LIBRARY ")
    make_meeting(make_group(secret, "Hidden group"), room=its_room, facilitator=ana)
    page = post(client, new_form(group, where=f"room:{room.pk}", facilitator=ana.pk))
    assert sentences(page) == [
        "Ana is booked elsewhere at that time (Tue 7 Nov 2090, 6:00 PM).",
        "Hall, Library is booked elsewhere at that time (Tue 7 Nov 2090, 6:00 PM).",
    ]
    text = page.content.decode()
    assert [words for words in ("Secret", "Hidden") if words in text] == []


def test_in_another_initiative_of_ones_own_its_name_is_said(client, initiative, coordinator, group):
    other = InitiativeFactory(name="Second")
    other.membership_set.create(user=coordinator, role="reader")
    ana = make_member(initiative, "facilitator", name="Ana")
    make_meeting(make_group(other, "Elders"), facilitator=ana)
    page = post(client, new_form(group, facilitator=ana.pk))
    assert sentences(page) == [
        "Ana is booked for Elders (Second), Tue 7 Nov 2090, 6:00 PM to 7:30 PM."
    ]
    assert page.context["check"].clashes[0].session is None


def test_planned_all_the_same_only_after_exactly_this_was_seen(client, initiative, group, room):
    make_meeting(group, room=room)
    values = new_form(make_group(initiative, "Youth"), where=f"room:{room.pk}")
    assert post(client, values | {"anyway": "1"}).context["check"] is not None
    digest = post(client, values).context["check"].digest
    make_meeting(make_group(initiative, "Elders"), room=room)
    assert len(sentences(post(client, values | {"anyway": digest}))) == 2
    digest = post(client, values).context["check"].digest
    assert post(client, values | {"anyway": digest}).status_code == 302


def test_a_cancelled_session_books_nothing_and_nobody_clashes_with_themselves(
    client, initiative, group, room
):
    make_meeting(group, room=room, state="CANCELLED")
    session = make_meeting(group, room=room)
    values = edit_form(session, time="18:30", until="20:00")
    assert client.post(address("session_edit", session.pk), values).status_code == 302


def test_a_series_says_each_clash_and_offers_what_is_free_each_time(
    client, initiative, group, room
):
    other = make_room(initiative, "Loft")
    make_meeting(group, room=room, starts_at=START + timedelta(weeks=1))
    make_meeting(group, room=other, starts_at=START + timedelta(weeks=2))
    third = make_room(initiative, "Den")
    values = new_form(
        make_group(initiative, "Youth"), where=f"room:{room.pk}", repeat="weekly", times="3"
    )
    page = post(client, values)
    assert sentences(page) == [
        "Hall, Library is booked for Kin, Tue 14 Nov 2090, 6:00 PM to 7:30 PM."
    ]
    assert choices(page)["Other rooms that are free"] == ["Den, Library (12 chairs)"]
    post(client, values | {"take": f"room:{third.pk}"})
    assert set(Session.objects.filter(group__name="Youth").values_list("room", flat=True)) == {
        third.pk
    }


def test_a_tap_on_something_made_up_plans_nothing(client, group, room):
    for take in ("room:999", "time:99:99", "facilitator:x", "interpreter:1", "nothing"):
        values = new_form(group, where=f"room:{room.pk}", take=take, date="2026-01-01")
        assert post(client, values).status_code == 200
    assert Session.objects.count() == 0
