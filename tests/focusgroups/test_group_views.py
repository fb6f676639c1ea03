"""Groups as people are invited to them: what the form keeps, and what it refuses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from focusgroups.models import FocusGroup, Guide, SegmentPlan
from tests.factories import InitiativeFactory, SegmentFactory, UserFactory, make_member
from tests.focusgroups.plans import make_group, make_meeting, register

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
def segment(initiative):
    return SegmentFactory(initiative=initiative, name="Kin caregivers")


def address(name, *args):
    return reverse(f"focusgroups:{name}", args=["river", *args])


def values_of(segment, **fields):
    values = {
        "name": "Kin, autumn",
        "segment": segment.pk,
        "title_en": "An evening for kin",
        "title_es": "Una noche para la familia",
        "about_en": "We meet and talk.",
        "about_es": "",
        "gets_en": "A card of $40",
        "gets_es": "",
        "visibility": "PUBLIC",
        "stipend": "40",
        "guide": "",
        "asked_1_en": "Do you care for a child of a relative?",
        "asked_1_es": "¿Cuida a un niño de un pariente?",
        "asked_1_is": "yes",
    }
    return values | fields


def asked(group):
    rows = group.eligibilityquestion_set.select_related("text")
    return [(row.text.words, row.text.in_language("es"), row.is_yes) for row in rows]


def test_a_group_is_made_with_its_words_in_both_languages(client, coordinator, segment):
    answer = client.post(address("group_new"), values_of(segment))
    group = FocusGroup.objects.get()
    assert answer.url == address("group", group.pk)
    assert (group.title.words, group.title.in_language("es")) == (
        "An evening for kin",
        "Una noche para la familia",
    )
    assert (group.about.is_in("es"), group.visibility, group.guide.name) == (
        False,
        "PUBLIC",
        "Starter guide",
    )
    assert asked(group) == [
        ("Do you care for a child of a relative?", "¿Cuida a un niño de un pariente?", True)
    ]


def test_a_new_group_begins_with_what_the_plan_says(client, initiative, coordinator, segment):
    guide = Guide.objects.create(initiative=initiative, name="For kin")
    SegmentPlan.objects.create(
        initiative=initiative, segment=segment, guide=guide, incentive="A meal", stipend=25
    )
    form = client.get(address("group_new"), {"segment": segment.pk}).context["form"]
    names = ("segment", "guide", "gets_en", "stipend")
    assert [form[name].value() for name in names] == [segment.pk, guide.pk, "A meal", 25]
    for nothing in ("", "0", "x", "9" * 30):
        assert client.get(address("group_new"), {"segment": nothing}).status_code == 200


def test_a_second_click_says_that_the_name_is_taken(client, coordinator, segment):
    client.post(address("group_new"), values_of(segment))
    page = client.post(address("group_new"), values_of(segment, name=" KIN, autumn"))
    assert page.context["form"].errors == {
        "name": ["There is a group called “KIN, autumn” already."]
    }
    assert FocusGroup.objects.count() == 1


def test_words_are_changed_and_taken_away_in_place(client, coordinator, segment):
    client.post(address("group_new"), values_of(segment))
    group = FocusGroup.objects.get()
    title = group.title_id
    page = client.get(address("group_edit", group.pk)).context["form"]
    assert (page["title_es"].value(), page["about_es"].value()) == ("Una noche para la familia", "")
    values = values_of(
        segment, title_en="For kin", gets_en="", asked_1_en="", asked_1_es="", asked_2_en="Are you?"
    )
    values |= {"asked_2_is": "no"}
    client.post(address("group_edit", group.pk), values)
    group.refresh_from_db()
    assert (group.title_id, group.title.words, group.gets) == (title, "For kin", None)
    assert [(words, is_yes) for words, _, is_yes in asked(group)] == [("Are you?", False)]


def test_spanish_without_english_is_asked_about(client, coordinator, segment):
    page = client.post(address("group_new"), values_of(segment, title_en="", asked_1_en=""))
    assert set(page.context["form"].errors) == {"title_en", "asked_1_en"}


def test_a_group_that_has_met_keeps_segment_and_guide(client, initiative, coordinator, segment):
    client.post(address("group_new"), values_of(segment))
    group = FocusGroup.objects.get()
    make_meeting(group, state="HELD")
    other = SegmentFactory(initiative=initiative)
    page = client.post(address("group_edit", group.pk), values_of(other))
    assert list(page.context["form"].errors) == ["name"]
    guide = Guide.objects.create(initiative=initiative, name="Another")
    page = client.post(address("group_edit", group.pk), values_of(segment, guide=guide.pk))
    assert list(page.context["form"].errors) == ["name"]
    group.refresh_from_db()
    assert (group.segment, group.guide.name) == (segment, "Starter guide")


def test_the_page_shows_how_far_each_session_is_filled(client, initiative, coordinator):
    group = make_group(initiative)
    session = make_meeting(group, chairs=2, overbooking=1)
    register(session, 3, confirmed_at="2026-01-01T00:00Z")
    register(session, 2, state="WAITLISTED")
    register(session, 1, state="CANCELLED")
    (row,) = client.get(address("group", group.pk)).context["rows"]
    assert (row.registered, row.confirmed, row.waiting, row.free, row.without_a_chair) == (
        3,
        3,
        2,
        0,
        1,
    )


def test_more_sessions_are_not_more_queries(client, initiative, coordinator):
    group, counts = make_group(initiative), []
    for _ in range(2):
        for _ in range(3):
            register(make_meeting(group), 2)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("group", group.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_strangers_and_weak_roles_are_refused(client, initiative, segment):
    group = make_group(initiative, segment=segment)
    pages = [
        address("group_new"),
        address("group_copy"),
        address("group", group.pk),
        address("group_edit", group.pk),
    ]
    for user, status in (
        (UserFactory(), 404),
        (make_member(InitiativeFactory(), "coordinator"), 404),
        (make_member(initiative, "facilitator", "analyst", "approver", "reader"), 403),
    ):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {status}
        assert {client.post(page, values_of(segment)).status_code for page in pages} == {status}
    assert FocusGroup.objects.count() == 1


def test_a_group_of_another_initiative_is_not_found(client, coordinator):
    group = make_group(InitiativeFactory())
    assert client.get(address("group", group.pk)).status_code == 404
