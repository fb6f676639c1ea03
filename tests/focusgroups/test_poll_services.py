"""Polls of times: made once, answered once, closed, decided, and forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from focusgroups.models import Session, TimePoll, TimePollAnswer, TimePollPerson
from focusgroups.services import polls as services
from focusgroups.session_plan import SessionPlan
from initiatives.models.texts import random_number
from tests.factories import InitiativeFactory, make_member, make_session

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
STARTS = [NOW + timedelta(days=days) for days in (9, 10, 11)]
ZONE = "America/Chicago"


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def actor(initiative):
    return make_member(initiative, "coordinator")


@pytest.fixture
def poll(initiative, actor):
    group = make_session(initiative).group
    return services.make_poll(
        actor=actor, group=group, plan=services.PollPlan(zone=ZONE), starts=STARTS
    )


def answer(poll, name="Ana", number=None, **says):
    """`says` by letter of the time: a, b, c."""
    times = dict(zip("abc", poll.timepolltime_set.all(), strict=True))
    return services.answer_poll(
        poll=poll,
        name=name,
        zone=ZONE,
        says={times[letter].pk: said for letter, said in says.items()},
        number=number or random_number(),
        now=NOW,
    )


def said(person):
    rows = TimePollAnswer.objects.filter(person=person).order_by("time__starts_at")
    return [row.says for row in rows]


def everybody(poll):
    return [person.name for person in poll.timepollperson_set.all()]


def test_each_time_is_there_once_and_a_second_click_makes_no_second_poll(poll, actor):
    again = services.make_poll(
        actor=actor,
        group=poll.group,
        plan=services.PollPlan(zone=ZONE),
        starts=[*STARTS, STARTS[0]],
    )
    assert again == poll
    assert [time.starts_at for time in poll.timepolltime_set.all()] == STARTS
    other = services.make_poll(
        actor=actor, group=poll.group, plan=services.PollPlan(zone=ZONE), starts=STARTS[:2]
    )
    assert other != poll


def test_what_is_said_is_kept_and_nothing_said_is_no_row(poll):
    person = answer(poll, a="YES", c="IF_NEED")
    assert (person.name, said(person)) == ("Ana", ["YES", "IF_NEED"])


def test_a_form_that_is_sent_twice_is_one_answer(poll):
    first = answer(poll, number=77, a="YES")
    again = answer(poll, number=77, a="NO")
    assert (again, said(again), everybody(poll)) == (first, ["NO"], ["Ana"])


def test_a_form_that_was_left_open_overwrites_nobody(poll):
    first = answer(poll, number=77, a="YES")
    other = answer(poll, name="Bo", number=77, a="NO")
    assert (said(first), said(other), everybody(poll)) == (["YES"], ["NO"], ["Ana", "Bo"])


def test_a_closed_poll_keeps_no_answer_and_no_change(poll, actor):
    person = answer(poll, a="YES")
    services.close_poll(actor=actor, poll=poll)
    with pytest.raises(services.PollClosed):
        answer(poll, name="Bo", a="YES")
    with pytest.raises(services.PollClosed):
        services.change_poll_answer(person=person, name="Bo", zone=ZONE, says={}, now=NOW)
    person.refresh_from_db()
    assert (everybody(poll), said(person)) == (["Ana"], ["YES"])


def test_a_poll_takes_only_as_many_as_anybody_can_look_through(poll, monkeypatch):
    monkeypatch.setattr(services, "MOST_PEOPLE", 1)
    answer(poll, a="YES")
    with pytest.raises(services.PollFull):
        answer(poll, name="Bo", a="YES")
    assert everybody(poll) == ["Ana"]


def test_one_changes_what_one_said_but_not_about_a_time_that_is_over(poll):
    person = answer(poll, a="YES", b="YES")
    times = list(poll.timepolltime_set.all())
    services.change_poll_answer(
        person=person,
        name=" Anita ",
        zone="America/Denver",
        says={times[0].pk: "NO", times[2].pk: "YES"},
        now=STARTS[0] + timedelta(hours=1),
    )
    person.refresh_from_db()
    assert (person.name, person.zone) == ("Anita", "America/Denver")
    assert said(person) == ["YES", "YES"]
    assert [a.time for a in person.timepollanswer_set.order_by("time__starts_at")] == [
        times[0],
        times[2],
    ]


def test_an_answer_that_is_taken_back_is_gone_and_taking_it_back_twice_is_the_same(poll):
    person = answer(poll, a="YES")
    for _ in range(2):
        services.delete_poll_answer(person=TimePollPerson(pk=person.pk, poll=poll))
    assert (everybody(poll), TimePollAnswer.objects.count()) == ([], 0)
    assert AuditEntry.objects.filter(verb="delete_poll_answer").count() == 1
    with pytest.raises(TimePollPerson.DoesNotExist):
        services.change_poll_answer(person=person, name="Ana", zone=ZONE, says={}, now=NOW)


def test_a_session_is_planned_once_and_closes_the_poll(poll, actor):
    plan = SessionPlan(zone=ZONE, minutes=60)

    def decide(start):
        return services.plan_session_from_poll(actor=actor, poll=poll, starts_at=start, plan=plan)

    before = Session.objects.count()
    session = decide(STARTS[1])
    assert (session.group, session.starts_at, session.minutes) == (poll.group, STARTS[1], 60)
    assert decide(STARTS[1]) == session
    assert Session.objects.count() == before + 1
    poll.refresh_from_db()
    assert (poll.session, poll.is_open) == (session, False)
    with pytest.raises(InvalidTransition):
        decide(STARTS[0])
    with pytest.raises(InvalidTransition):
        services.reopen_poll(actor=actor, poll=poll, now=NOW)


def test_a_poll_opens_again_where_nothing_is_decided_and_times_are_to_come(poll, actor):
    services.close_poll(actor=actor, poll=poll)
    assert services.reopen_poll(actor=actor, poll=poll, now=NOW).is_open
    services.close_poll(actor=actor, poll=poll)
    with pytest.raises(InvalidTransition):
        services.reopen_poll(actor=actor, poll=poll, now=STARTS[2])


def test_a_poll_closes_when_its_last_time_is_over_and_is_forgotten_30_days_later(poll):
    answer(poll, a="YES")
    services.tidy_polls(now=STARTS[2] - timedelta(seconds=1))
    poll.refresh_from_db()
    assert poll.is_open
    services.tidy_polls(now=STARTS[2])
    poll.refresh_from_db()
    assert poll.closed_at == STARTS[2]
    assert services.tidy_polls(now=STARTS[2] + timedelta(days=29, hours=23)) == 0
    assert everybody(poll) == ["Ana"]
    assert services.tidy_polls(now=STARTS[2] + timedelta(days=30)) == 1
    assert (everybody(poll), TimePollAnswer.objects.count()) == ([], 0)
    assert TimePoll.objects.filter(pk=poll.pk).exists()


def test_the_record_names_nobody_who_answered(poll, actor):
    answer(poll, name="Ana of the river", a="YES")
    services.close_poll(actor=actor, poll=poll)
    rows = AuditEntry.objects.filter(subject_kind="TimePoll").order_by("id")
    assert [(row.verb, row.actor, row.subject_id, row.reason) for row in rows] == [
        ("make_poll", actor, str(poll.pk), ""),
        ("answer_poll", None, str(poll.pk), ""),
        ("close_poll", actor, str(poll.pk), ""),
    ]
