"""The list of letters, trying again, and what waits on a coordinator's home."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from initiatives.access import roles_of
from letters import registry, reports, services
from letters.models import Letter
from letters.registry import Subject
from tests.factories import InitiativeFactory, make_member
from tests.letters.conftest import MARIA, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(initiative, client):
    member = make_member(initiative, "coordinator")
    client.force_login(member)
    return member


def make_letters(initiative, *states, reason="", **fields):
    return [
        Letter.objects.create(
            kind="reminder",
            subject=100 + number,
            initiative=initiative.pk,
            due_at=timezone.now(),
            state=state,
            reason=reason if state == "FAILED" else "",
            **fields,
        )
        for number, state in enumerate(states)
    ]


def page(client, initiative, query=""):
    return client.get(reverse("letters:list", args=[initiative.slug]) + query)


def test_the_list_shows_what_when_and_how_and_names_nobody(
    client, coordinator, initiative, participants_kind
):
    registry._kinds["reminder"] = replace(
        registry._kinds["reminder"],
        describe=lambda numbers: {n: Subject(f"Session {n}", f"/mend/{n}/") for n in numbers},
    )
    participants_kind["now"] = replace(MARIA, initiative=initiative.pk)
    services.send_later(kind="reminder", subject=5, initiative=initiative.pk)
    send()
    response = page(client, initiative)
    [row] = response.context["rows"]
    assert (row.label, row.about.words, row.letter.state) == ("Reminder", "Session 5", "SENT")
    text = response.content.decode()
    assert 'href="/mend/5/"' in text
    assert [word for word in ("maria@", "Maria") if word in text] == []


def test_the_list_is_filtered_by_its_address(client, coordinator, initiative, participants_kind):
    make_letters(initiative, "SENT", "FAILED", "DUE", reason="ADDRESS")
    response = page(client, initiative, "?state=FAILED&kind=reminder")
    assert [row.letter.state for row in response.context["rows"]] == ["FAILED"]
    assert len(page(client, initiative, "?state=NONSENSE").context["rows"]) == 3
    assert page(client, initiative, "?kind=reminder&page=99").status_code == 200


def test_letters_of_another_initiative_are_not_seen(client, coordinator, participants_kind):
    other = InitiativeFactory()
    [letter] = make_letters(other, "FAILED", reason="AWAY")
    slug = coordinator_slug(coordinator)
    assert client.get(reverse("letters:list", args=[other.slug])).status_code == 404
    assert client.post(reverse("letters:again", args=[slug, letter.pk])).status_code == 404
    assert client.post(reverse("letters:again_all", args=[slug])).status_code == 302
    letter.refresh_from_db()
    assert letter.state == "FAILED"


def coordinator_slug(member):
    from initiatives.models import Initiative

    return Initiative.objects.of_member(member).get().slug


@pytest.mark.parametrize("reason", list(reports.WHAT_TO_DO))
def test_each_reason_says_what_to_do(client, coordinator, initiative, participants_kind, reason):
    make_letters(initiative, "FAILED", reason=reason)
    [row] = page(client, initiative).context["rows"]
    assert row.what_to_do == reports.WHAT_TO_DO[reason]


def test_a_failed_letter_is_tried_again_from_the_start(
    client, coordinator, initiative, participants_kind
):
    [letter] = make_letters(initiative, "FAILED", reason="UNSURE", attempts=5, is_handed_over=True)
    participants_kind["now"] = replace(MARIA, initiative=initiative.pk)
    client.post(reverse("letters:again", args=[initiative.slug, letter.pk]))
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.is_handed_over) == ("DUE", 0, False)
    entry = AuditEntry.objects.get(subject_kind="Letter")
    assert (entry.actor, entry.verb) == (coordinator, "send_again")
    assert send() == 1


def test_what_has_not_failed_is_not_sent_twice(client, coordinator, initiative, participants_kind):
    [letter] = make_letters(initiative, "SENT")
    url = reverse("letters:again", args=[initiative.slug, letter.pk])
    response = client.post(url, follow=True)
    [message] = response.context["messages"]
    assert str(message) == "This letter is sent and cannot become due. Load the page again."


def test_all_that_failed_for_a_reason_of_ours_is_tried_again(
    client, coordinator, initiative, participants_kind
):
    make_letters(initiative, "FAILED", "FAILED", "SENT", reason="AWAY")
    refused = Letter.objects.create(
        kind="reminder",
        subject=1,
        initiative=initiative.pk,
        due_at=timezone.now(),
        state="FAILED",
        reason="ADDRESS",
    )
    assert page(client, initiative).context["ours"] == 2
    client.post(reverse("letters:again_all", args=[initiative.slug]))
    assert sorted(Letter.objects.values_list("state", flat=True)) == [
        "DUE",
        "DUE",
        "FAILED",
        "SENT",
    ]
    refused.refresh_from_db()
    assert refused.state == "FAILED"


def test_what_was_settled_by_telephone_no_longer_waits(
    client, coordinator, initiative, participants_kind
):
    [letter] = make_letters(initiative, "FAILED", reason="ADDRESS")
    initiative.roles = roles_of(coordinator, initiative)
    assert [row.count for row in reports.waiting_for(coordinator, initiative)] == [1]
    client.post(reverse("letters:aside", args=[initiative.slug, letter.pk]))
    assert reports.waiting_for(coordinator, initiative) == ()


def test_what_waits_is_counted_in_one_query(coordinator, initiative, django_assert_num_queries):
    make_letters(initiative, "FAILED", "FAILED", reason="ADDRESS")
    Letter.objects.create(
        kind="reminder", subject=1, initiative=initiative.pk, due_at=timezone.now(), by_phone=True
    )
    initiative.roles = roles_of(coordinator, initiative)
    with django_assert_num_queries(1):
        rows = reports.waiting_for(coordinator, initiative)
    assert [(row.step, row.count, row.what) for row in rows] == [
        ("invite", 2, "letters that did not arrive"),
        ("invite", 1, "person to call or text"),
    ]


def test_they_wait_for_coordinators_alone(initiative):
    make_letters(initiative, "FAILED", reason="ADDRESS")
    for role in ("facilitator", "analyst", "approver", "reader"):
        member = make_member(initiative, role)
        initiative.roles = roles_of(member, initiative)
        assert reports.waiting_for(member, initiative) == ()


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    client, coordinator, initiative, participants_kind, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(connection) as found:
            page(client, initiative)
        return len(found)

    make_letters(initiative, "SENT", "FAILED", reason="ADDRESS")
    few = queries()
    for number in range(40):
        Letter.objects.create(
            kind="reminder", subject=number, initiative=initiative.pk, due_at=timezone.now()
        )
    assert queries() == few


@pytest.mark.parametrize("role", ["facilitator", "analyst", "approver", "reader"])
@pytest.mark.parametrize("name", ["list", "kinds", "calls"])
def test_other_roles_are_refused(client, initiative, role, name):
    client.force_login(make_member(initiative, role))
    assert client.get(reverse(f"letters:{name}", args=[initiative.slug])).status_code == 403


def test_a_kind_that_is_gone_still_has_a_line(client, coordinator, initiative, participants_kind):
    Letter.objects.create(
        kind="from_an_old_app", subject=1, initiative=initiative.pk, due_at=timezone.now()
    )
    [row] = page(client, initiative).context["rows"]
    assert row.label == "From an old app"
