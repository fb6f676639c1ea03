"""A group or a whole wave once more: its plan on the same clock, and nobody who came."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from focusgroups.models import FocusGroup, Interpreter, Registration, Session
from tests.factories import InitiativeFactory, make_member, make_text
from tests.focusgroups.plans import START, make_group, make_meeting, make_room, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture(autouse=True)
def coordinator(initiative, client):
    user = make_member(initiative, "coordinator")
    client.force_login(user)
    return user


def copy(client, *groups, **fields):
    values = {"groups": [group.pk for group in groups], "weeks": "4", "ending": ", wave 2"}
    return client.post(reverse("focusgroups:group_copy", args=["river"]), values | fields)


def test_a_wave_is_copied_with_its_plan_and_without_people(client, initiative):
    kin = make_group(
        initiative, "Kin", stipend=40, title=make_text(initiative, "For kin", "Para familia")
    )
    kin.eligibilityquestion_set.create(text=make_text(initiative, "Are you kin?"), is_yes=False)
    youth = make_group(initiative, "Youth")
    room = make_room(initiative)
    first = make_meeting(
        kin, room=room, chairs=9, closes_at=START - timedelta(hours=24), state="CLOSED"
    )
    first.sessionquota_set.create(segment=kin.segment, places=4)
    first.interpreters.add(Interpreter.objects.create(initiative=initiative, name="Ayan"))
    make_meeting(kin, state="CANCELLED")
    make_meeting(youth, starts_at=START + timedelta(days=1))
    register(first, 3)
    assert copy(client, kin, youth).url == reverse("focusgroups:board", args=["river"])
    new = FocusGroup.objects.get(name="Kin, wave 2")
    assert (new.stipend, new.title.in_language("es"), new.title_id != kin.title_id) == (
        40,
        "Para familia",
        True,
    )
    assert [(row.text.words, row.is_yes) for row in new.eligibilityquestion_set.all()] == [
        ("Are you kin?", False)
    ]
    session = new.session_set.get()
    later = START + timedelta(weeks=4)
    assert (session.starts_at, session.closes_at) == (later, later - timedelta(hours=24))
    assert (session.room, session.chairs, session.state, session.revision) == (
        room,
        9,
        "PLANNED",
        0,
    )
    assert [quota.places for quota in session.sessionquota_set.all()] == [4]
    assert [str(each) for each in session.interpreters.all()] == ["Ayan"]
    assert Registration.objects.filter(session__group=new).count() == 0
    assert FocusGroup.objects.get(name="Youth, wave 2").session_set.count() == 1


def test_the_clock_is_kept_over_the_end_of_summer_time(client, initiative):
    group = make_group(initiative)
    make_meeting(group, starts_at=datetime(2090, 10, 31, 23, tzinfo=UTC))
    copy(client, group, weeks="1")
    assert Session.objects.latest("pk").starts_at == datetime(2090, 11, 8, 0, tzinfo=UTC)


def test_a_series_is_a_new_series(client, initiative):
    group = make_group(initiative)
    series = "8f2bd3ce-0a8b-4a39-8c5f-6f7d3a1d9a01"
    for week in range(2):
        make_meeting(group, series=series, starts_at=START + timedelta(weeks=week))
    copy(client, group, weeks="10")
    copies = Session.objects.exclude(group=group).values_list("series", flat=True)
    assert (len(copies), len(set(copies))) == (2, 1)
    assert str(copies[0]) != series


def test_what_would_clash_is_said_first_with_weeks_that_are_free(client, initiative):
    room = make_room(initiative)
    group, other = make_group(initiative), make_group(initiative, "Youth")
    make_meeting(group, room=room)
    make_meeting(other, room=room, starts_at=START + timedelta(weeks=4))
    make_meeting(other, room=room, starts_at=START + timedelta(weeks=5))
    check = copy(client, group).context["check"]
    assert [clash.sentence for clash in check.clashes] == [
        "Hall, Library is booked for Youth, Tue 5 Dec 2090, 6:00 PM to 7:30 PM."
    ]
    assert (check.free_weeks, FocusGroup.objects.count()) == (6, 2)
    copy(client, group, take="6")
    assert Session.objects.latest("pk").starts_at == START + timedelta(weeks=6)


def test_copies_that_would_clash_with_each_other_are_said(client, initiative):
    """Two groups that were saved with one hall, as when one of them was to be moved still."""
    room = make_room(initiative)
    kin, youth = make_group(initiative), make_group(initiative, "Youth")
    for group in (kin, youth):
        make_meeting(group, room=room)
    check = copy(client, kin, youth).context["check"]
    when = "Tue 5 Dec 2090, 6:00 PM"
    assert [clash.sentence for clash in check.clashes] == [
        f"Hall, Library is wanted by two of these: {when} and {when}."
    ]
    assert (check.free_weeks, FocusGroup.objects.count()) == (None, 2)
    assert copy(client, kin).status_code == 302


def test_a_wave_of_long_ago_is_not_copied_into_the_past(client, initiative):
    group = make_group(initiative)
    long_ago = timezone.now() - timedelta(weeks=10, days=1)
    make_meeting(group, starts_at=long_ago, state="CLOSED")
    page = copy(client, group)
    assert page.context["form"].errors == {
        "weeks": ["The first of these would be in the past. From 11 weeks on all are to come."]
    }
    copy(client, group, weeks="11")
    assert Session.objects.latest("pk").starts_at > timezone.now()


def test_copied_all_the_same_after_it_was_seen(client, initiative):
    room = make_room(initiative)
    group = make_group(initiative)
    for weeks in (0, 4):
        make_meeting(group, room=room, starts_at=START + timedelta(weeks=weeks))
    digest = copy(client, group).context["check"].digest
    assert copy(client, group, anyway=digest, weeks="4").status_code == 302
    assert Session.objects.count() == 4


def test_a_time_that_does_not_exist_or_comes_twice_is_asked_about(client, initiative):
    night = make_group(initiative, "Night")
    make_meeting(night, starts_at=datetime(2090, 10, 29, 6, 30, tzinfo=UTC), minutes=30)
    page = copy(client, night, weeks="1")
    assert page.context["form"].errors == {"which": ["Say which of the two is meant."]}
    copy(client, night, weeks="1", which="second")
    assert Session.objects.latest("pk").starts_at == datetime(2090, 11, 5, 7, 30, tzinfo=UTC)
    spring = make_group(initiative, "Spring")
    make_meeting(spring, starts_at=datetime(2090, 3, 5, 8, 30, tzinfo=UTC), minutes=30)
    page = copy(client, spring, weeks="1")
    assert page.context["form"].errors == {
        "weeks": [
            "Clocks jump over 2:30 AM in the night of Sun 12 Mar 2090. Choose another number of "
            "weeks."
        ]
    }


def test_a_second_click_copies_nothing_more(client, initiative):
    group = make_group(initiative)
    copy(client, group)
    page = copy(client, group)
    assert page.context["form"].errors == {
        "ending": ["There is a group called “Kin, wave 2” already."]
    }
    assert FocusGroup.objects.count() == 2


def test_groups_of_others_are_not_copied(client):
    page = copy(client, make_group(InitiativeFactory()))
    assert list(page.context["form"].errors) == ["groups"]


def test_a_name_that_would_be_too_long_is_cut(client, initiative):
    group = make_group(initiative, "x" * 150)
    copy(client, group)
    assert FocusGroup.objects.exclude(pk=group.pk).get().name == "x" * 142 + ", wave 2"


def test_the_groups_of_the_address_are_ticked(client, initiative):
    one, other = make_group(initiative), make_group(initiative, "Youth")
    url = reverse("focusgroups:group_copy", args=["river"])
    ticked = [
        client.get(url, query).context["form"]["groups"].value()
        for query in ({}, {"group": other.pk}, {"group": "x"})
    ]
    assert [sorted(found) for found in ticked] == [[one.pk, other.pk], [other.pk], []]
