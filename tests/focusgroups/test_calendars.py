"""Weeks and months: each session on the day of its own clock, filtered by the address."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from focusgroups.sessions import calendars
from tests.factories import InitiativeFactory, UserFactory, make_member
from tests.focusgroups.plans import START, make_group, make_meeting, make_room

TODAY = date(2026, 11, 25)
DAYS = st.dates(date(2001, 1, 1), date(2190, 1, 1))


def asked(query, today=TODAY):
    return calendars.asked_for(QueryDict(query), today)


@given(DAYS)
def test_an_address_of_a_day_leads_to_its_week_and_its_month(day):
    week = asked(calendars.address_of("week", day))
    assert (week.first.weekday(), week.first <= day <= week.last, len(week.days)) == (0, True, 7)
    month = asked(calendars.address_of("month", day))
    assert (month.middle, len(month.days) % 7, month.first.weekday()) == (day.replace(day=1), 0, 0)
    assert {each for each in month.days if each.month == day.month and each.year == day.year} == {
        day.replace(day=1) + timedelta(days=n) for n in range(31)
    } & {each for each in month.days if each.month == day.month}


@given(DAYS, st.sampled_from(["week", "month"]))
def test_one_step_on_and_one_back_is_the_same(day, kind):
    here = asked(calendars.address_of(kind, day))
    assert asked(asked(here.after).before) == here
    assert asked(asked(here.before).after) == here


@pytest.mark.parametrize(
    "query",
    ["", "week=2026-W99", "week=0000-W01", "month=2026-13", "month=9999-12", "week=x&month=%00"],
)
def test_what_cannot_be_read_is_this_week(query):
    found = asked(query)
    assert (found.kind, found.first) == ("week", date(2026, 11, 23))


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


def address():
    return reverse("focusgroups:calendar", args=["river"])


def shown(page):
    return [
        (cell.day.isoformat(), line.label, str(session.group))
        for line in page.context["grid"]
        for cell in line.cells
        for session in cell.sessions
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["coordinator", "facilitator", "analyst", "approver"])
def test_staff_see_the_week_on_the_clock_of_the_place(client, initiative, role):
    client.force_login(make_member(initiative, role))
    make_meeting(make_group(initiative, "Kin"))
    make_meeting(
        make_group(initiative, "Hawaii"),
        zone="Pacific/Honolulu",
        starts_at=datetime(2090, 11, 13, 8, tzinfo=UTC),
    )
    make_meeting(make_group(initiative, "Called off"), state="CANCELLED")
    page = client.get(address(), {"week": "2090-W45"})
    assert shown(page) == [
        ("2090-11-07", "Evening", "Kin"),
        ("2090-11-12", "Evening", "Hawaii"),
    ]
    assert page.context["may_plan"] == (role == "coordinator")


@pytest.mark.django_db
def test_strangers_and_readers_see_nothing(client, initiative):
    statuses = []
    for user in (UserFactory(), make_member(initiative, "reader")):
        client.force_login(user)
        statuses.append(client.get(address()).status_code)
    assert statuses == [404, 403]


@pytest.mark.django_db
def test_the_filters_stay_in_each_address(client, initiative):
    client.force_login(make_member(initiative, "coordinator"))
    ana = make_member(initiative, "facilitator")
    room = make_room(initiative)
    make_meeting(make_group(initiative, "Kin"), facilitator=ana, room=room, language="so")
    make_meeting(make_group(initiative, "Youth"))
    query = {"month": "2090-11", "facilitator": ana.pk, "place": room.place.pk, "language": "so"}
    page = client.get(address(), query)
    assert shown(page) == [("2090-11-07", "Week 45", "Kin")]
    kept = f"&amp;facilitator={ana.pk}&amp;place={room.place.pk}&amp;language=so"
    assert page.content.decode().count(f"month=2090-12{kept}") == 1
    for odd in ("x", "9" * 30, "0"):
        query = {"month": "2090-11", "facilitator": odd, "place": odd, "language": odd}
        assert len(shown(client.get(address(), query))) == 2


@pytest.mark.django_db
def test_today_is_marked(client, initiative, monkeypatch):
    monkeypatch.setattr("focusgroups.sessions.calendar_views.timezone.localdate", lambda: TODAY)
    client.force_login(make_member(initiative, "coordinator"))
    for query in ({}, {"month": "2026-11"}):
        grid = client.get(address(), query).context["grid"]
        marked = {cell.day for line in grid for cell in line.cells if cell.is_today}
        assert marked == {TODAY}


@pytest.mark.django_db
def test_more_sessions_are_not_more_queries(client, initiative):
    client.force_login(make_member(initiative, "coordinator"))
    counts = []
    for _ in range(2):
        for n in range(3):
            ana = make_member(initiative, "facilitator")
            make_meeting(
                make_group(initiative), facilitator=ana, starts_at=START + n * timedelta(1)
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(address(), {"month": "2090-11"})
        counts.append(len(queries))
    assert counts[0] == counts[1]
