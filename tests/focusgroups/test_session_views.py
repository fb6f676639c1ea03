"""The form of sessions: what it plans, what it refuses, and what it says before it saves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from focusgroups.models import FocusGroup, Interpreter, Session
from tests.factories import InitiativeFactory, SegmentFactory, UserFactory, make_member
from tests.focusgroups.plans import (
    START,
    edit_form,
    make_group,
    make_meeting,
    make_room,
    new_form,
    register,
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


@pytest.fixture
def group(initiative):
    return make_group(initiative)


def address(name, *args):
    return reverse(f"focusgroups:{name}", args=["river", *args])


def post(client, values):
    return client.post(address("session_new"), values)


def starts():
    return list(Session.objects.order_by("starts_at").values_list("starts_at", flat=True))


def test_the_time_is_the_one_at_the_place(client, coordinator, group):
    answer = post(client, new_form(group, zone="America/Denver"))
    assert answer.url == address("group", group.pk)
    session = Session.objects.get()
    assert session.starts_at == datetime(2090, 11, 8, 1, tzinfo=UTC)
    assert (session.minutes, session.chairs, session.places, session.series) == (90, 8, 8, None)


def test_strangers_and_weak_roles_are_refused(client, initiative, group):
    pages = [address("session_new"), address("session_edit", make_meeting(group).pk)]
    for user, status in (
        (UserFactory(), 404),
        (make_member(InitiativeFactory(), "coordinator"), 404),
        (make_member(initiative, "facilitator", "analyst", "approver", "reader"), 403),
    ):
        client.force_login(user)
        found = [client.get(page).status_code for page in pages]
        found += [client.post(page, new_form(group)).status_code for page in pages]
        assert found == [status] * 4
    assert Session.objects.count() == 1


def test_all_that_is_chosen_is_kept(client, initiative, coordinator, group):
    room = make_room(initiative)
    facilitator, assistant = (make_member(initiative, "facilitator") for _ in range(2))
    interpreter = Interpreter.objects.create(initiative=initiative, name="Ayan", languages=["so"])
    values = new_form(
        group,
        where=f"room:{room.pk}",
        mode="BOTH",
        online_link="https://meet.example/1",
        language="so",
        interpreters=[interpreter.pk],
        facilitator=facilitator.pk,
        assistant=assistant.pk,
        closes_hours="24",
        **{f"quota_{group.segment_id}": "5"},
    )
    assert post(client, values).status_code == 302
    session = Session.objects.get()
    assert (session.room, session.place, session.mode) == (room, room.place, "BOTH")
    assert (session.facilitator, session.assistant) == (facilitator, assistant)
    assert (session.language, list(session.interpreters.all())) == ("so", [interpreter])
    assert session.starts_at - session.closes_at == timedelta(hours=24)
    assert list(session.sessionquota_set.values_list("segment", "places")) == [
        (group.segment_id, 5)
    ]
    assert session.online_link == "https://meet.example/1"


def test_a_group_can_be_named_with_its_first_session(client, initiative, coordinator):
    segment = SegmentFactory(initiative=initiative)
    values = new_form(new_group="Northside kin", segment=segment.pk)
    answers = [post(client, values) for _ in range(2)]
    group = FocusGroup.objects.get()
    assert [answer.url for answer in answers] == [address("group", group.pk)] * 2
    assert (group.segment, group.guide.name, Session.objects.count()) == (
        segment,
        "Starter guide",
        1,
    )


def test_a_group_of_another_segment_is_said_at_its_field(client, initiative, coordinator, group):
    other = SegmentFactory(initiative=initiative)
    page = post(client, new_form(new_group="KIN", segment=other.pk))
    assert list(page.context["form"].errors) == ["new_group"]
    page = post(client, new_form())
    assert list(page.context["form"].errors) == ["new_group", "segment"]


def test_others_people_places_and_groups_cannot_be_chosen(client, initiative, coordinator, group):
    other = InitiativeFactory()
    values = new_form(
        make_group(other),
        where=f"room:{make_room(other).pk}",
        facilitator=make_member(initiative, "analyst").pk,
        interpreters=[Interpreter.objects.create(initiative=other, name="X").pk],
    )
    page = post(client, values)
    assert set(page.context["form"].errors) == {"group", "where", "facilitator", "interpreters"}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"until": "17:00"},
            {"until": ["It ends before it begins (6:00 PM). Choose a later time."]},
        ),
        ({"until": "18:05"}, {"until": ["A session lasts from 15 minutes to 8 hours."]}),
        (
            {"date": "2091-03-11", "time": "02:30", "until": "04:00"},
            {
                "time": [
                    "Clocks jump over 2:30 AM in the night of Sun 11 Mar 2091. Choose another time."
                ]
            },
        ),
        ({"repeat": "weekly", "times": ""}, {"times": ["Say how many times."]}),
        ({"repeat": "dates"}, {"also_1": ["Choose at least one more day."]}),
        ({"date": "31 Feb"}, {"date": ["Enter a valid date."]}),
    ],
)
def test_times_that_cannot_be_are_said_at_their_field(client, coordinator, group, fields, errors):
    page = post(client, new_form(group, **fields))
    assert (page.context["form"].errors, Session.objects.count()) == (errors, 0)


def test_a_time_that_comes_twice_is_asked_about(client, coordinator, group):
    values = new_form(group, date="2090-11-05", time="01:30", until="03:00")
    page = post(client, values)
    assert page.context["form"].errors == {"which": ["Say which of the two is meant."]}
    assert "The second, an hour later" in page.content.decode()
    assert "which" not in client.get(address("session_new")).content.decode().split("<h2>Where")[0]
    post(client, values | {"which": "second"})
    assert starts() == [datetime(2090, 11, 5, 7, 30, tzinfo=UTC)]


def test_a_weekly_series_keeps_the_clock_over_the_end_of_summer_time(client, coordinator, group):
    post(client, new_form(group, date="2090-10-31", repeat="weekly", times="3"))
    assert starts() == [
        datetime(2090, 10, 31, 23, tzinfo=UTC),
        datetime(2090, 11, 8, 0, tzinfo=UTC),
        datetime(2090, 11, 15, 0, tzinfo=UTC),
    ]
    assert len(set(Session.objects.values_list("series", flat=True))) == 1


def test_chosen_days_are_planned_each_once(client, coordinator, group):
    days = {"also_1": "2090-11-20", "also_3": "2090-11-07"}
    post(client, new_form(group, repeat="dates", **days))
    assert [start.day for start in starts()] == [8, 21]


def test_a_double_click_plans_one_series(client, coordinator, group):
    for _ in range(2):
        post(client, new_form(group, repeat="weekly", times="2"))
    assert Session.objects.count() == 2


def test_what_is_over_is_planned_only_on_purpose(client, coordinator, group):
    values = new_form(group, date="2026-11-03")
    check = post(client, values).context["check"]
    assert (len(check.risks), check.clashes, Session.objects.count()) == (1, [], 0)
    assert post(client, values | {"anyway": check.digest}).status_code == 302
    assert Session.objects.count() == 1


def test_overbooking_and_too_few_chairs_are_said_in_numbers(client, initiative, coordinator, group):
    room = make_room(initiative, chairs=8)
    values = new_form(group, where=f"room:{room.pk}", chairs="10", overbooking="2")
    check = post(client, values).context["check"]
    assert check.risks == [
        "Hall has 8 chairs, and you plan 10: 2 must be brought, or people stand.",
        "12 may register and there are 10 chairs: if all 12 come, 2 have no chair.",
    ]
    assert Session.objects.count() == 0


def test_a_session_is_changed_by_the_same_form(client, initiative, coordinator, group):
    session = make_meeting(group, room=make_room(initiative))
    page = client.get(address("session_edit", session.pk))
    assert (page.context["form"]["time"].value(), page.context["form"]["until"].value()) == (
        "18:00",
        "19:30",
    )
    values = edit_form(session, time="17:00", until="18:30")
    assert client.post(address("session_edit", session.pk), values).url == address(
        "group", group.pk
    )
    session.refresh_from_db()
    assert (session.starts_at, session.minutes, session.revision) == (
        START - timedelta(hours=1),
        90,
        1,
    )


def test_a_session_that_was_held_meanwhile_stays_as_it_is(client, coordinator, group):
    session = make_meeting(group, state="HELD")
    values = edit_form(session, chairs="3")
    assert client.post(address("session_edit", session.pk), values).url == address("sessions")
    session.refresh_from_db()
    assert session.chairs == 10


def test_fewer_places_than_people_is_refused_with_numbers_or_keeps_them(client, coordinator, group):
    session = make_meeting(group, chairs=10)
    register(session, 9)
    values = edit_form(session, chairs="6")
    page = client.post(address("session_edit", session.pk), values)
    (said,) = page.context["form"].errors["chairs"]
    assert said.startswith("9 people have a place already, and you plan 6.")
    session.refresh_from_db()
    assert session.chairs == 10
    client.post(address("session_edit", session.pk), values | {"keep": "1"})
    session.refresh_from_db()
    assert (session.chairs, session.overbooking) == (6, 3)
    assert session.registration_set.registered().count() == 9


def test_the_list_of_choices_has_no_place_that_is_no_longer_offered(
    client, initiative, coordinator, group
):
    room = make_room(initiative)
    session = make_meeting(group, room=room)
    room.place.is_in_use = False
    room.place.save()
    page = post(client, new_form(group, where=f"room:{room.pk}"))
    assert list(page.context["form"].errors) == ["where"]
    client.post(address("session_edit", session.pk), edit_form(session, chairs="9"))
    session.refresh_from_db()
    assert (session.room, session.chairs) == (room, 9)
