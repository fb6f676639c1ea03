"""The accommodation board: who sees which need, who arranges it, and what is late."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from focusgroups import services
from focusgroups.models import Accommodation, Session
from focusgroups.services import Need
from focusgroups.services.arranging import remind_of_late_needs
from letters.models import Letter
from letters.services import send_due_letters
from tests.factories import InitiativeFactory, UserFactory, make_member
from tests.focusgroups.people import come, open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river", name="Family Voices")


@pytest.fixture
def coordinator(initiative, client):
    user = make_member(initiative, "coordinator")
    client.force_login(user)
    return user


def need_of(initiative, name="Ana", *, days=10, kind="CHILDCARE"):
    """What somebody needs for a session in so many days."""
    session = open_session(initiative, starts_at=timezone.now() + timedelta(days=days))
    services.set_needs(registration=come(session, name), needs=[Need(kind, 2, "4 and 7")])
    return Accommodation.objects.get(registration__session=session)


def address(name, *args):
    return reverse(f"focusgroups:{name}", args=["river", *args])


def arrange(client, need, **fields):
    values = {"state": "ARRANGED", "arranger": "", "due_on": "", "answer": ""}
    return client.post(address("need_arrange", need.pk), values | fields)


def late_letters():
    rows = Letter.objects.filter(kind="accommodation_overdue").order_by("occasion")
    return {row.occasion.split()[0] for row in rows}


def test_strangers_and_weak_roles_are_refused(client, initiative):
    need = need_of(initiative)
    pages = [address("needs"), address("need_arrange", need.pk)]
    refused = [(UserFactory(), 404), (make_member(InitiativeFactory(), "coordinator"), 404)]
    refused += [(make_member(initiative, role), 403) for role in ("analyst", "approver", "reader")]
    for user, status in refused:
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {status}


def test_a_facilitator_sees_and_changes_what_they_arrange_and_nothing_else(client, initiative):
    mine, other = need_of(initiative), need_of(initiative, "Bo")
    facilitator = make_member(initiative, "facilitator")
    Accommodation.objects.filter(pk=mine.pk).update(arranger=facilitator)
    client.force_login(facilitator)
    assert list(client.get(address("needs")).context["page_obj"]) == [mine]
    assert client.get(address("need_arrange", mine.pk)).status_code == 200
    assert arrange(client, other).status_code == 403
    other.refresh_from_db()
    assert other.state == "ASKED"


def test_what_is_late_is_said_until_it_has_an_answer(client, initiative, coordinator):
    late, early = need_of(initiative, days=2), need_of(initiative, "Bo", days=10)
    page = client.get(address("needs")).context
    assert [(need.pk, need.is_late) for need in page["page_obj"]] == [
        (late.pk, True),
        (early.pk, False),
    ]
    assert (page["counts"].open, page["counts"].late) == (2, 1)
    assert list(client.get(address("needs"), {"state": "LATE"}).context["page_obj"]) == [late]
    arrange(client, late)
    page = client.get(address("needs")).context
    assert (page["counts"].open, page["counts"].late) == (1, 0)


def test_who_arranges_it_until_when_and_what_the_person_is_told(client, initiative, coordinator):
    need = need_of(initiative)
    words = {"answer": "Ms Lee meets you at the door.", "tell": "on"}
    arrange(client, need, arranger=coordinator.pk, due_on="2090-11-01", **words)
    need.refresh_from_db()
    assert (need.state, need.arranger, f"{need.due_on}") == ("ARRANGED", coordinator, "2090-11-01")
    send_due_letters(now=timezone.now() + timedelta(hours=12))
    told = [letter for letter in mail.outbox if "Ms Lee meets you at the door." in letter.body]
    assert [letter.to for letter in told] == [["ana@mail.example"]]
    page = arrange(client, need, answer=" ", tell="on")
    assert set(page.context["form"].errors) == {"answer"}


def test_late_is_mailed_once_a_day_to_who_arranges_it_and_to_coordinators(initiative):
    coordinator = make_member(initiative, "coordinator")
    make_member(InitiativeFactory(), "coordinator")
    facilitator = make_member(initiative, "facilitator")
    make_member(initiative, "facilitator")
    need = need_of(initiative, days=2)
    need_of(initiative, "Bo", days=4)
    Accommodation.objects.filter(pk=need.pk).update(arranger=facilitator)
    now = timezone.now()
    assert (remind_of_late_needs(now=now), remind_of_late_needs(now=now)) == (2, 2)
    assert Letter.objects.filter(kind="accommodation_overdue").count() == 2
    assert late_letters() == {str(coordinator.pk), str(facilitator.pk)}
    Letter.objects.exclude(kind="accommodation_overdue").delete()
    Letter.objects.update(due_at=now)
    send_due_letters(now=now)
    assert {letter.to[0] for letter in mail.outbox} == {coordinator.email, facilitator.email}
    for letter in mail.outbox:
        assert ("1 need has no answer" in letter.body, "Ana" in letter.body) == (True, False)


@pytest.mark.parametrize("gone", ["answered", "cancelled", "called off"])
def test_nobody_is_mailed_about_what_is_no_longer_needed(initiative, gone):
    make_member(initiative, "coordinator")
    need = need_of(initiative, days=2)
    if gone == "answered":
        Accommodation.objects.update(state="CANNOT")
    elif gone == "cancelled":
        services.cancel_registration(registration=need.registration)
    else:
        Session.objects.update(state="CANCELLED")
    assert remind_of_late_needs(now=timezone.now()) == 0


def test_the_board_makes_the_same_number_of_queries(client, initiative, coordinator):
    counts = []
    for name in ("Ana", "Bo", "Cy"):
        need_of(initiative, name)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("needs"))
        counts.append(len(queries))
    assert len(set(counts[1:])) == 1
    assert max(counts) < 25
