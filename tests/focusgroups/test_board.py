"""The recruitment board: numbers, who is missing, and the next useful step."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from focusgroups.models import Invitee, Place, SegmentPlan, Target
from focusgroups.planning import board as boards
from tests.factories import InitiativeFactory, SegmentFactory, UserFactory, make_member
from tests.focusgroups.plans import make_group, make_meeting, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def kin(initiative):
    return SegmentFactory(initiative=initiative, name="Kin")


def plan(segment, groups=1, people=8):
    SegmentPlan.objects.create(
        initiative=segment.initiative, segment=segment, groups=groups, people_per_group=people
    )


def address(name, *args):
    return reverse(f"focusgroups:{name}", args=["river", *args])


def only(initiative):
    (row,) = boards.board_of(initiative).segments
    return row


def steps(initiative):
    row = only(initiative)
    return row.step and (row.step.words, row.step.url, row.step.is_urgent)


def test_people_are_counted_by_segment_their_own_or_that_of_the_group(initiative, kin):
    plan(kin)
    other = SegmentFactory(initiative=initiative, name="Youth")
    group = make_group(initiative, segment=kin)
    session = make_meeting(group)
    now = timezone.now()
    register(session, 2)
    register(session, 1, segment=kin, confirmed_at=now, attendance="LATE")
    register(session, 1, segment=other)
    register(session, 1, state="WAITLISTED")
    register(make_meeting(group, state="CANCELLED"), 3)
    row = only(initiative)
    assert (row.target, row.registered, row.confirmed, row.came, row.missing) == (8, 3, 1, 1, 5)


def test_the_next_step_is_to_plan_what_is_not_planned(initiative, kin):
    plan(kin, groups=3)
    url = f"{address('group_new')}?segment={kin.pk}"
    assert steps(initiative) == ("Plan 3 groups", url, False)
    make_group(initiative, segment=kin)
    assert steps(initiative) == ("Plan 2 more groups", url, False)
    make_group(initiative, segment=kin)
    assert steps(initiative) == ("Plan 1 more group", url, False)


def test_then_to_reach_somebody_and_that_stands_out(initiative, kin):
    plan(kin)
    group = make_group(initiative, segment=kin)
    url = address("outreach_group", group.pk)
    assert steps(initiative) == ("Nobody has been reached yet", url, True)
    assert only(initiative).is_unreached is True
    Invitee.objects.create(group=group)
    assert steps(initiative) == ("Invite", url, False)
    assert only(initiative).is_unreached is False


def test_then_to_call_those_who_have_not_confirmed(initiative, kin):
    plan(kin)
    group = make_group(initiative, segment=kin)
    soon = make_meeting(group, starts_at=timezone.now() + timedelta(days=2))
    register(soon, 3)
    register(soon, 1, confirmed_at=timezone.now())
    later = make_meeting(group, starts_at=timezone.now() + timedelta(days=3))
    register(later, 1)
    url = address("session_people", soon.pk)
    assert steps(initiative) == ("Call the 4 who have not confirmed", url, True)


def test_nothing_is_left_to_do_where_enough_are_coming(initiative, kin):
    plan(kin, people=2)
    register(make_meeting(make_group(initiative, segment=kin)), 2)
    assert steps(initiative) is None


def test_a_segment_without_plan_and_groups_is_left_out(initiative, kin):
    plan(kin, groups=0)
    SegmentFactory(initiative=initiative)
    assert boards.board_of(initiative).segments == []


def test_targets_beside_the_segments(initiative, kin):
    place = Place.objects.create(initiative=initiative, name="Library")
    session = make_meeting(make_group(initiative, segment=kin), place=place)
    register(session, 2, language="so", asked={"Where do you live?": "Country"})
    register(session, 1, language="so", asked={"Where do you live?": "City"})
    for dimension, question, value in (
        ("LANGUAGE", "", "so"),
        ("PLACE", "", str(place.pk)),
        ("ASKED", "Where do you live?", "Country"),
        ("ASKED", "Where do you live?", "Reservation"),
    ):
        Target.objects.create(
            initiative=initiative, dimension=dimension, question=question, value=value, people=5
        )
    rows = boards.board_of(initiative).targets
    assert sorted((row.label, row.registered, row.missing) for row in rows) == [
        ("Library", 3, 2),
        ("Somali", 3, 2),
        ("Where do you live? Country", 2, 3),
        ("Where do you live? Reservation", 0, 5),
    ]


def test_the_board_and_its_file_say_the_same(client, initiative, kin):
    client.force_login(make_member(initiative, "coordinator"))
    kin.name = "=Kin"
    kin.save()
    plan(kin)
    register(make_meeting(make_group(initiative, segment=kin)), 2)
    page = client.get(address("board"))
    assert "People towards the target of each segment: =Kin 2 of 8" in page.content.decode()
    file = client.get(address("board_csv"))
    rows = list(csv.reader(file.getvalue().decode("utf-8-sig").splitlines()))
    assert rows == [
        ["Of", "Target", "Registered", "Confirmed", "Came", "Still missing", "Next step"],
        ["'=Kin", "8", "2", "0", "0", "6", "Invite"],
    ]


def test_an_empty_board_says_how_to_begin(client, initiative):
    client.force_login(make_member(initiative, "coordinator"))
    assert "Plan who must be heard" in client.get(address("board")).content.decode()


def test_more_of_everything_is_not_more_queries(client, initiative):
    client.force_login(make_member(initiative, "coordinator"))
    counts = []
    for turn in range(2):
        for n in range(5):
            segment = SegmentFactory(initiative=initiative)
            plan(segment)
            group = make_group(initiative, segment=segment)
            register(make_meeting(group), 3, asked={"Where?": f"{turn}{n}"})
            Invitee.objects.create(group=group)
            Target.objects.create(
                initiative=initiative,
                dimension="ASKED",
                question="Where?",
                value=f"{turn}{n}",
                people=2,
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(address("board"))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 25


def test_only_coordinators_see_the_numbers(client, initiative):
    pages = [address("board"), address("board_csv")]
    for user, status in (
        (UserFactory(), 404),
        (make_member(InitiativeFactory(), "coordinator"), 404),
        (make_member(initiative, "facilitator", "analyst", "approver", "reader"), 403),
    ):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {status}
