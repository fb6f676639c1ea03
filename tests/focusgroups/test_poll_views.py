"""Polls of times as coordinators make, read and decide them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from focusgroups.models import Place, Room, Session, TimePoll
from focusgroups.polls import reports
from focusgroups.services import polls as services
from focusgroups.slots import on_the_clock
from initiatives.models.texts import random_number
from tests.factories import (
    InitiativeFactory,
    SessionFactory,
    UserFactory,
    make_member,
    make_session,
)

pytestmark = pytest.mark.django_db
ZONE = "America/Chicago"
DAY = (timezone.now() + timedelta(days=20)).date()


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="ours")


@pytest.fixture
def coordinator(initiative, client):
    user = make_member(initiative, "coordinator")
    client.force_login(user)
    return user


@pytest.fixture
def group(initiative):
    return make_session(initiative).group


@pytest.fixture
def poll(group):
    maker = make_member(group.initiative, "coordinator")
    starts = [datetime(DAY.year, DAY.month, DAY.day, hour, tzinfo=UTC) for hour in (18, 20)]
    plan = services.PollPlan(zone=ZONE)
    return services.make_poll(actor=maker, group=group, plan=plan, starts=starts)


def answer(poll, name, *says):
    times = [time.pk for time in poll.timepolltime_set.all()]
    return services.answer_poll(
        poll=poll,
        name=name,
        zone=ZONE,
        says=dict(zip(times, says, strict=False)),
        number=random_number(),
    )


def url(name, *args):
    return reverse(f"focusgroups:{name}", args=["ours", *args])


def typed(group, **fields):
    defaults = {
        "group": group.pk,
        "minutes": 90,
        "zone": ZONE,
        "day_1": DAY.isoformat(),
        "hour_1": "18:00",
        "hour_2": "20:00",
    }
    return defaults | fields


def words(form):
    return {name: list(errors) for name, errors in form.errors.items()}


def test_the_times_are_shown_first_and_then_the_poll_is_opened(client, coordinator, group):
    first = client.post(url("poll_new"), typed(group, question="When shall we meet?"))
    rows = first.context["shown"]["rows"]
    assert [row["ticked"] for row in rows] == [True, True]
    assert TimePoll.objects.count() == 0
    made = typed(group, question="When shall we meet?", times=rows[1]["value"], make="yes")
    client.post(url("poll_new"), made)
    poll = TimePoll.objects.get()
    assert (poll.group, poll.question, poll.made_by) == (group, "When shall we meet?", coordinator)
    assert [t.starts_at.isoformat() for t in poll.timepolltime_set.all()] == [rows[1]["value"]]


def test_nothing_ticked_opens_nothing(client, coordinator, group):
    response = client.post(url("poll_new"), typed(group, make="yes"))
    assert words(response.context["form"]) == {"__all__": ["Tick at least one time below."]}
    assert TimePoll.objects.count() == 0


def test_who_is_booked_and_what_is_taken_is_said_without_saying_by_what(
    client, coordinator, group, initiative
):
    runs = make_member(initiative, "facilitator", name="Ana Lee")
    elsewhere = make_session(InitiativeFactory(name="Secret project"))
    local = datetime(DAY.year, DAY.month, DAY.day, 18, 0)  # noqa: DTZ001 - what clocks show
    start = on_the_clock(local, ZONE)
    room = Room.objects.create(
        place=Place.objects.create(initiative=initiative, name="Library"), name="Room A"
    )
    SessionFactory(group=elsewhere.group, facilitator=runs, starts_at=start)
    SessionFactory(group=group, room=room, starts_at=start - timedelta(minutes=100))
    response = client.post(url("poll_new"), typed(group, facilitator=runs.pk, room=room.pk))
    rows = response.context["shown"]["rows"]
    assert [(sorted(row["conflicts"]), row["ticked"]) for row in rows] == [
        (["Ana Lee is booked then.", "Room A, Library is taken then."], False),
        ([], True),
    ]
    assert "Secret project" not in response.text


def test_what_is_over_is_not_asked_and_the_same_day_twice_is_once(client, coordinator, group):
    yesterday = (timezone.now() - timedelta(days=2)).date().isoformat()
    response = client.post(url("poll_new"), typed(group, day_2=yesterday, day_3=DAY.isoformat()))
    rows = response.context["shown"]["rows"]
    assert [row["is_over"] for row in rows] == [True, True, False, False]
    ticks = [row["value"] for row in rows]
    client.post(url("poll_new"), typed(group, day_2=yesterday, times=ticks, make="yes"))
    assert TimePoll.objects.get().timepolltime_set.count() == 2
    only_old = client.post(url("poll_new"), typed(group, day_1=yesterday))
    assert words(only_old.context["form"]) == {
        "day_1": ["All of these times are over. Choose days to come."]
    }


def test_hours_that_do_not_exist_or_come_twice_are_said(client, coordinator, group):
    spring = typed(group, day_1="2030-03-10", hour_1="02:30", hour_2="18:00")
    response = client.post(url("poll_new"), spring)
    assert len(response.context["shown"]["rows"]) == 1
    assert "Sun 10 Mar, 2:30 AM does not exist: clocks jump over it" in response.text
    response = client.post(url("poll_new"), spring | {"hour_2": ""})
    assert words(response.context["form"]) == {
        "day_1": ["Clocks jump over this time that night. Choose another."]
    }
    autumn = typed(group, day_1="2030-11-03", hour_1="01:30", hour_2="")
    response = client.post(url("poll_new"), autumn)
    assert [row["turn"] for row in response.context["shown"]["rows"]] == ["first", "second"]


def test_the_best_times_stand_first_with_who_is_left_out(client, coordinator, poll):
    answer(poll, "Ana", "NO", "YES")
    answer(poll, "Bo", "YES", "IF_NEED")
    table = client.get(url("poll", poll.pk)).context["table"]
    assert [(row.can, row.if_need, row.left_out, row.is_best) for row in table.ranked] == [
        (("Ana",), ("Bo",), (), True),
        (("Bo",), (), ("Ana",), False),
    ]
    assert [(person.name, [said for said, _ in person.says]) for person in table.people] == [
        ("Ana", ["NO", "YES"]),
        ("Bo", ["YES", "IF_NEED"]),
    ]


def test_a_poll_without_answers_has_no_best_time(poll):
    table = reports.table_of(poll, timezone.now())
    assert [row.is_best for row in table.ranked] == [False, False]


def test_the_page_asks_the_database_as_often_for_many_as_for_one(client, coordinator, poll):
    def queries(name):
        with CaptureQueriesContext(connection) as found:
            client.get(name)
        return len(found)

    answer(poll, "Ana", "YES", "NO")
    few = queries(url("poll", poll.pk)), queries(url("polls"))
    for number in range(12):
        answer(poll, f"Person {number}", "YES", "NO")
    for minutes in (30, 45, 60):
        services.make_poll(
            actor=coordinator,
            group=poll.group,
            plan=services.PollPlan(zone=ZONE, minutes=minutes),
            starts=[t.starts_at for t in poll.timepolltime_set.all()],
        )
    assert (queries(url("poll", poll.pk)), queries(url("polls"))) == few


def test_the_session_is_planned_at_a_time_in_one_step(client, coordinator, poll, group):
    time = poll.timepolltime_set.last()
    page = f"{url('poll_plan', poll.pk)}?time={time.pk}"
    assert client.get(page).context["clashes"] == ()
    client.post(page, {"mode": "ONLINE", "language": "so", "chairs": 8})
    session = Session.objects.get(starts_at=time.starts_at)
    assert (session.group, session.mode, session.language, session.chairs, session.zone) == (
        group,
        "ONLINE",
        "so",
        8,
        ZONE,
    )
    poll.refresh_from_db()
    assert (poll.session, poll.is_open) == (session, False)


def test_a_conflict_is_said_before_the_session_is_planned(client, coordinator, poll, group):
    runs = make_member(group.initiative, "facilitator", name="Ana Lee")
    time = poll.timepolltime_set.first()
    SessionFactory(group=group, facilitator=runs, starts_at=time.starts_at)
    page = f"{url('poll_plan', poll.pk)}?time={time.pk}"
    given = {"mode": "IN_PERSON", "language": "en", "chairs": 8, "facilitator": runs.pk}
    assert client.post(page, given).context["clashes"] == ("Ana Lee is booked then.",)
    poll.refresh_from_db()
    assert poll.session is None
    client.post(page, given | {"all-the-same": "yes"})
    poll.refresh_from_db()
    assert poll.session.starts_at == time.starts_at


def test_a_poll_is_closed_and_opened_and_its_link_renewed(client, coordinator, poll):
    client.post(url("poll_close", poll.pk))
    poll.refresh_from_db()
    assert not poll.is_open
    client.post(url("poll_close", poll.pk), {"open": "yes"})
    poll.refresh_from_db()
    assert poll.is_open
    old = reports.link_of(poll, "en")
    assert client.get(url("poll_renew", poll.pk)).status_code == 200
    client.post(url("poll_renew", poll.pk))
    poll.refresh_from_db()
    assert reports.link_of(poll, "en") != old


def test_an_answer_is_deleted_after_a_page_that_says_so(client, coordinator, poll):
    person = answer(poll, "Ana", "YES")
    page = url("answer_delete", poll.pk, person.pk)
    assert client.get(page).status_code == 200
    client.post(page)
    assert list(poll.timepollperson_set.all()) == []


@pytest.mark.parametrize("role", ["facilitator", "analyst", "approver", "reader"])
def test_names_and_answers_are_for_coordinators_only(client, poll, role):
    person = answer(poll, "Ana", "YES")
    pages = [
        url("polls"),
        url("poll_new"),
        url("poll", poll.pk),
        url("poll_close", poll.pk),
        url("poll_renew", poll.pk),
        url("poll_plan", poll.pk),
        url("answer_delete", poll.pk, person.pk),
    ]
    client.force_login(make_member(poll.group.initiative, role))
    assert [client.post(page).status_code for page in pages] == [403] * 7
    client.force_login(UserFactory())
    assert [client.post(page).status_code for page in pages] == [404] * 7


def test_a_group_or_an_answer_of_elsewhere_is_not_there(client, coordinator, poll):
    other = make_session(InitiativeFactory()).group
    response = client.post(url("poll_new"), typed(other))
    assert list(response.context["form"].errors) == ["group"]
    plan = services.PollPlan(zone=ZONE)
    theirs = services.make_poll(
        actor=coordinator, group=other, plan=plan, starts=[timezone.now() + timedelta(days=3)]
    )
    person = services.answer_poll(poll=theirs, name="Ana", zone=ZONE, says={}, number=5)
    assert client.get(url("poll", theirs.pk)).status_code == 404
    assert client.get(url("answer_delete", poll.pk, person.pk)).status_code == 404
    time = theirs.timepolltime_set.get()
    assert client.get(f"{url('poll_plan', poll.pk)}?time={time.pk}").status_code == 404
    assert client.get(f"{url('poll_plan', poll.pk)}?time=x").status_code == 404
