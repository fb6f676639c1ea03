"""The Plan page and the people's page: who sees them, who changes what."""

import pytest
from django.urls import reverse

from initiatives.models import DecisionPoint, Invitation, Membership, Segment
from tests.factories import (
    DecisionPointFactory,
    InitiativeFactory,
    SegmentFactory,
    UserFactory,
    make_member,
    make_notice,
)

pytestmark = pytest.mark.django_db
LOOK = ["plan", "notice"]
CHANGE = ["about", "members", "point_new", "segment_new"]
POST_ONLY = ["points_start", "segments_start"]


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def coordinator(initiative, client):
    user = make_member(initiative, "coordinator")
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"initiatives:{name}", args=["river", *args])


def page(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", LOOK + CHANGE + POST_ONLY)
def test_a_stranger_finds_nothing(client, initiative, name):
    client.force_login(make_member(InitiativeFactory(), "coordinator"))
    assert client.post(address(name)).status_code == 404


@pytest.mark.parametrize("name", CHANGE + POST_ONLY)
@pytest.mark.parametrize("role", ["facilitator", "analyst", "approver", "reader"])
def test_only_the_coordinator_changes(client, initiative, name, role):
    client.force_login(make_member(initiative, role))
    assert client.post(address(name)).status_code == 403


@pytest.mark.parametrize("name", LOOK)
@pytest.mark.parametrize(
    ("role", "status"), [("facilitator", 200), ("analyst", 200), ("approver", 200), ("reader", 403)]
)
def test_staff_look(client, initiative, name, role, status):
    client.force_login(make_member(initiative, role))
    assert client.get(address(name)).status_code == status


@pytest.mark.parametrize("name", ["point", "point_remove", "segment", "segment_remove"])
def test_a_row_of_another_initiative_is_not_found(client, coordinator, name):
    factory = DecisionPointFactory if name.startswith("point") else SegmentFactory
    row = factory(initiative=InitiativeFactory())
    assert client.post(address(name, row.pk), {"name": "Mine"}).status_code == 404
    row.refresh_from_db()
    assert row.name != "Mine"


@pytest.mark.parametrize("name", ["point", "point_move", "point_remove"])
def test_a_facilitator_changes_no_decision_point(client, initiative, name):
    point = DecisionPointFactory(initiative=initiative)
    client.force_login(make_member(initiative, "facilitator"))
    assert client.post(address(name, point.pk)).status_code == 403
    assert DecisionPoint.objects.count() == 1


@pytest.mark.parametrize("name", ["segment", "segment_remove"])
def test_a_facilitator_changes_no_segment(client, initiative, name):
    segment = SegmentFactory(initiative=initiative)
    client.force_login(make_member(initiative, "facilitator"))
    assert client.post(address(name, segment.pk)).status_code == 403
    assert Segment.objects.count() == 1


def test_an_empty_plan_teaches_and_a_full_one_shows(client, coordinator, initiative):
    empty = page(client.get(address("plan")))
    assert empty.count("To do") == 5
    client.post(address("points_start"))
    client.post(address("segments_start"))
    client.post(address("notice"), {"en": "You choose.", "es": ""})
    full = page(client.get(address("plan")))
    assert full.count("To do") == 2
    assert "Kin caregivers" in full
    assert "Version 1" in full


def test_those_who_look_are_offered_no_change(client, initiative):
    DecisionPointFactory(initiative=initiative)
    client.force_login(make_member(initiative, "analyst"))
    text = page(client.get(address("plan")))
    assert text.count("<form") == 1  # to sign out
    assert address("about") not in text


def test_the_coordinator_says_what_it_is_about(client, coordinator, initiative):
    data = {"name": "Kin", "aim": "Kin first.", "agency_name": "River", "is_public": "on"}
    assert client.post(address("about"), data).status_code == 302
    initiative.refresh_from_db()
    assert (initiative.name, initiative.aim, initiative.is_public) == ("Kin", "Kin first.", True)
    assert (initiative.agency_contact, initiative.slug) == ("", "river")


def test_a_decision_point_is_added_changed_moved_and_removed(client, coordinator, initiative):
    data = {"name": "Report", "favourable_direction": "down"}
    client.post(address("point_new"), data)
    client.post(
        address("point_new"),
        {"name": "Removal", "favourable_direction": "down", "denominator": "report"},
    )
    report, removal = initiative.decisionpoint_set.all()
    again = client.post(address("point_new"), data)
    assert "There is a decision point called “Report” already." in page(again)
    client.post(address("point", report.pk), data | {"name": "Report received"})
    client.post(address("point_move", removal.pk), {"way": "up"})
    rows = initiative.decisionpoint_set.values_list("name", "code", "denominator")
    assert list(rows) == [("Removal", "removal", "report"), ("Report received", "report", "")]
    refused = client.post(address("point_remove", report.pk), follow=True)
    assert "Another decision point is counted from this one." in page(refused)
    assert "Remove “Removal”?" in page(client.get(address("point_remove", removal.pk)))
    client.post(address("point_remove", removal.pk))
    assert list(initiative.decisionpoint_set.all()) == [report]


def test_a_segment_is_added_changed_and_removed(client, coordinator, initiative):
    client.post(address("segment_new"), {"name": "Kin"})
    segment = initiative.segment_set.get()
    client.post(address("segment", segment.pk), {"name": "Kin caregivers"})
    segment.refresh_from_db()
    assert (segment.code, segment.name) == ("kin", "Kin caregivers")
    client.post(address("segment_remove", segment.pk))
    assert not initiative.segment_set.exists()


def test_the_notice_starts_with_the_starter_and_keeps_its_versions(client, coordinator, initiative):
    assert "We do not ask for your name." in page(client.get(address("notice")))
    make_notice(initiative, "The first wording.")
    client.post(address("notice"), {"en": "The second wording.", "es": "La segunda."})
    text = page(client.get(address("notice")))
    assert "<p>The first wording.</p>" in text
    assert "La segunda." in text
    assert initiative.privacynotice_set.count() == 2


def test_the_coordinator_invites_and_takes_back(client, coordinator, initiative):
    data = {"email": "new@example.org", "role": "analyst"}
    text = page(client.post(address("members"), data, follow=True))
    invitation = Invitation.objects.get()
    assert f"/join/{invitation.pk}/" in text
    again = client.post(address("members"), {"email": coordinator.email, "role": "coordinator"})
    assert "is coordinator here already" in page(again)
    revoke = address("invitation_revoke", invitation.pk)
    assert "Take the invitation of new@example.org back?" in page(client.get(revoke))
    client.post(revoke)
    assert f"/join/{invitation.pk}/" not in page(client.get(address("members")))


def test_roles_end_except_the_last_coordinators(client, coordinator, initiative):
    analyst = make_member(initiative, "analyst", name="Bo")
    own, other = (Membership.objects.get(user=user) for user in (coordinator, analyst))
    assert "End the role of Bo as analyst?" in page(client.get(address("role_end", other.pk)))
    client.post(address("role_end", other.pk))
    text = page(client.post(address("role_end", own.pk), follow=True))
    assert "An initiative needs a coordinator." in text
    assert list(Membership.objects.current()) == [own]


@pytest.mark.parametrize("name", ["role_end", "invitation_revoke"])
def test_people_are_managed_by_their_own_coordinator(client, initiative, name):
    outside = make_member(InitiativeFactory(), "coordinator")
    member = Membership.objects.create(initiative=initiative, user=UserFactory(), role="analyst")
    offer = Invitation.objects.create(
        initiative=initiative,
        email="x@example.org",
        role="reader",
        invited_by=outside,
        expires_at="2030-01-01T00:00Z",
    )
    pk = member.pk if name == "role_end" else offer.pk
    client.force_login(outside)
    assert client.post(address(name, pk)).status_code == 404
    client.force_login(make_member(initiative, "approver"))
    assert client.post(address(name, pk)).status_code == 403
    assert Membership.objects.current().filter(pk=member.pk).exists()
    assert Invitation.objects.get().revoked_at is None
