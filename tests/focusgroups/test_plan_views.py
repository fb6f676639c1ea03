"""The plan and the settings of recruiting: one form, and what it refuses."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from focusgroups.models import Guide, Place, Recruiting, SegmentPlan, Target
from tests.factories import InitiativeFactory, SegmentFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def coordinator(initiative, client):
    user = make_member(initiative, "coordinator")
    client.force_login(user)
    return user


def address(name):
    return reverse(f"focusgroups:{name}", args=["river"])


def row_of(segment, **fields):
    values = {
        "groups": "3",
        "people_per_group": "8",
        "guide": "",
        "stipend": "40",
        "incentive": "a gift card of $40",
        "how_to_reach": "the kin support group",
    }
    return {f"segment_{segment.pk}-{name}": value for name, value in (values | fields).items()}


def target(kind, number, **fields):
    return {f"{kind}_{number}-{name}": value for name, value in fields.items()}


def targets():
    rows = Target.objects.order_by("dimension", "question", "value")
    return [(row.dimension, row.question, row.value, row.people) for row in rows]


def test_segments_and_targets_are_saved_together(client, initiative, coordinator):
    kin, youth = (SegmentFactory(initiative=initiative, name=name) for name in ("Kin", "Youth"))
    guide = Guide.objects.create(initiative=initiative, name="For kin")
    place = Place.objects.create(initiative=initiative, name="Library")
    values = row_of(kin, guide=guide.pk) | row_of(youth, groups="0")
    values |= target("language", 0, value="so", people="6")
    values |= target("language", 1, value="", people="")
    values |= target("place", 0, value=str(place.pk), people="10")
    values |= target("asked", 0, question="Where do you live?", value="Country", people="5")
    assert client.post(address("plan"), values).url == address("board")
    row = SegmentPlan.objects.get(segment=kin)
    assert (row.groups, row.people, row.guide, row.stipend, row.incentive) == (
        3,
        24,
        guide,
        40,
        "a gift card of $40",
    )
    assert targets() == [
        ("ASKED", "Where do you live?", "Country", 5),
        ("LANGUAGE", "", "so", 6),
        ("PLACE", "", str(place.pk), 10),
    ]
    assert AuditEntry.objects.get(verb="write_plan").actor == coordinator


def test_a_row_that_is_emptied_is_taken_away_and_one_of_two_alike_counts(
    client, initiative, coordinator
):
    segment = SegmentFactory(initiative=initiative)
    for value in ("so", "hmn"):
        Target.objects.create(initiative=initiative, dimension="LANGUAGE", value=value, people=4)
    page = client.get(address("plan")).context["forms"]
    assert [form["value"].value() for form in page.languages] == ["so", "hmn", None, None]
    values = row_of(segment) | target("language", 0, value="", people="")
    values |= target("language", 1, value="hmn", people="9")
    values |= target("language", 2, value="hmn", people="2")
    client.post(address("plan"), values)
    assert targets() == [("LANGUAGE", "", "hmn", 9)]


def test_half_a_row_and_numbers_that_cannot_be_are_said(client, initiative, coordinator):
    segment = SegmentFactory(initiative=initiative)
    values = row_of(segment, groups="-1", people_per_group="0", stipend="x")
    values |= target("language", 0, value="so", people="")
    values |= target("asked", 0, question="", value="Country", people="5")
    forms = client.post(address("plan"), values).context["forms"]
    assert set(forms.segments[0].errors) == {"groups", "people_per_group", "stipend"}
    assert forms.languages[0].errors == {"people": ["Fill the whole row, or empty it."]}
    assert forms.asked[0].errors == {"question": ["Fill the whole row, or empty it."]}
    assert (SegmentPlan.objects.count(), targets()) == (0, [])


@pytest.mark.parametrize(
    ("groups", "people", "begins"),
    [(3, 8, ""), (3, 12, "In a group of 12"), (3, 4, "A group of 4"), (1, 8, "With fewer")],
)
def test_the_guidance_speaks_where_a_plan_leaves_it(
    client, initiative, coordinator, groups, people, begins
):
    segment = SegmentFactory(initiative=initiative)
    SegmentPlan.objects.create(
        initiative=initiative, segment=segment, groups=groups, people_per_group=people
    )
    (form,) = client.get(address("plan")).context["forms"].segments
    assert (form.advice[: len(begins)], bool(form.advice)) == (begins, bool(begins))


def test_the_settings_are_read_and_written(client, initiative, coordinator):
    form = client.get(address("recruiting")).context["form"]
    assert (form["reminder_hours"].value(), Recruiting.objects.count()) == ("72, 24, 2", 0)
    values = {
        "buffer_minutes": "45",
        "offer_hours": "24",
        "reminder_hours": "2, 48 24,2",
        "name_source": "Your school gave us your name.",
        "call_name": "Rosa",
        "call_phone": "555-0100",
    }
    assert client.post(address("recruiting"), values).url == address("plan")
    row = Recruiting.objects.get()
    assert (row.buffer_minutes, row.offer_hours, row.reminder_hours, row.call_phone) == (
        45,
        24,
        [48, 24, 2],
        "555-0100",
    )
    client.post(address("recruiting"), values | {"reminder_hours": ""})
    row.refresh_from_db()
    assert row.reminder_hours == []


@pytest.mark.parametrize("words", ["soon", "0", "-3", "721", "9" * 30, "1 2 3 4 5 6 7", "1.5"])
def test_reminders_that_cannot_be_are_refused(client, initiative, coordinator, words):
    values = {"buffer_minutes": "30", "offer_hours": "48", "reminder_hours": words}
    page = client.post(address("recruiting"), values)
    assert list(page.context["form"].errors) == ["reminder_hours"]


def test_strangers_and_weak_roles_are_refused(client, initiative):
    pages = [address("plan"), address("recruiting")]
    for user, status in (
        (UserFactory(), 404),
        (make_member(InitiativeFactory(), "coordinator"), 404),
        (make_member(initiative, "facilitator", "analyst", "approver", "reader"), 403),
    ):
        client.force_login(user)
        found = {client.get(page).status_code for page in pages}
        assert found | {client.post(page).status_code for page in pages} == {status}
