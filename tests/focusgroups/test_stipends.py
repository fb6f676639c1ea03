"""The ledger: promised, given, not wanted; and nothing of what anybody said."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from focusgroups.models import Registration, Stipend
from focusgroups.needs.letters import stipend_given
from focusgroups.services import cancel_registration
from focusgroups.services import stipends as services
from letters.models import Letter
from tests.factories import InitiativeFactory, UserFactory, make_member
from tests.focusgroups.people import come, open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = open_session(InitiativeFactory(slug="river"))
    session.group.stipend = 40
    session.group.save()
    return session


@pytest.fixture
def coordinator(session, client):
    user = make_member(session.group.initiative, "coordinator")
    client.force_login(user)
    return user


def promised(session, name="Ana"):
    person = Registration.objects.select_related("session__group").get(pk=come(session, name).pk)
    return services.promise_stipend(registration=person)


def address(name, *args):
    return reverse(f"focusgroups:{name}", args=["river", *args])


def give(client, *stipends, **fields):
    values = {"stipend": [each.pk for each in stipends], "form": "CARD", "given_on": "2026-06-02"}
    return client.post(address("stipends"), values | fields)


def test_nobody_but_a_coordinator_sees_the_ledger(client, session):
    stipend = promised(session)
    client.force_login(UserFactory())
    assert client.get(address("stipends")).status_code == 404
    for role in ("facilitator", "analyst", "approver", "reader"):
        client.force_login(make_member(session.group.initiative, role))
        assert client.get(address("stipends")).status_code == 403
        assert client.get(address("stipends_export")).status_code == 403
        assert client.post(address("stipend_step", stipend.pk)).status_code == 403


def test_it_is_promised_once_and_only_where_the_group_gives_something(session):
    person = promised(session).registration
    services.promise_stipend(registration=person)
    assert [row.amount for row in Stipend.objects.all()] == [40]
    session.group.stipend = 0
    session.group.save()
    assert promised(session, "Bo") is None


def test_those_that_are_ticked_are_given_with_their_receipts(client, session, coordinator):
    ana, bo, cy = (promised(session, name) for name in ("Ana", "Bo", "Cy"))
    give(client, ana, bo, **{f"receipt-{ana.pk}": "A-17", f"receipt-{cy.pk}": "not ticked"})
    rows = Stipend.objects.order_by("pk")
    assert [(row.state, row.receipt) for row in rows] == [
        ("GIVEN", "A-17"),
        ("GIVEN", ""),
        ("PROMISED", ""),
    ]
    ana.refresh_from_db()
    assert (ana.form, ana.given_on, ana.given_by) == ("CARD", date(2026, 6, 2), coordinator)


def test_given_twice_is_given_once(client, session, coordinator):
    ana = promised(session)
    give(client, ana, **{f"receipt-{ana.pk}": "A-17"})
    give(client, ana, form="CASH", **{f"receipt-{ana.pk}": "B-1"})
    ana.refresh_from_db()
    assert (ana.form, ana.receipt) == ("CARD", "A-17")
    assert AuditEntry.objects.filter(verb="give_stipend").count() == 1


def test_a_stipend_of_another_initiative_is_not_given(client, session, coordinator):
    other = open_session()
    other.group.stipend = 40
    other.group.save()
    theirs = promised(other)
    give(client, theirs)
    theirs.refresh_from_db()
    assert theirs.state == "PROMISED"
    assert client.post(address("stipend_step", theirs.pk)).status_code == 404


def test_a_day_that_is_to_come_and_no_number_are_refused(client, session, coordinator):
    ana = promised(session)
    page = give(client, ana, given_on=f"{timezone.localdate().year + 1}-01-01")
    assert set(page.context["form"].errors) == {"given_on"}
    give(client, ana, stipend=["x", "", "99999"])
    ana.refresh_from_db()
    assert ana.state == "PROMISED"


def test_not_wanted_and_taken_back(client, session, coordinator):
    ana = promised(session)
    client.post(address("stipend_step", ana.pk), {"step": "decline"})
    ana.refresh_from_db()
    assert ana.state == "DECLINED"
    client.post(address("stipend_step", ana.pk), {"step": "reopen"})
    give(client, ana, **{f"receipt-{ana.pk}": "A-17"})
    ana.refresh_from_db()
    with pytest.raises(InvalidTransition):
        services.decline_stipend(actor=coordinator, stipend=ana)
    services.reopen_stipend(actor=coordinator, stipend=ana)
    ana.refresh_from_db()
    assert (ana.state, ana.given_by, ana.receipt) == ("PROMISED", None, "")


def test_totals_and_who_came_and_has_nothing(client, session, coordinator):
    ana, bo, cy = (promised(session, name) for name in ("Ana", "Bo", "Cy"))
    Registration.objects.filter(pk=bo.registration_id).update(attendance="PRESENT")
    give(client, ana)
    services.decline_stipend(actor=coordinator, stipend=cy)
    totals = client.get(address("stipends")).context["totals"]
    assert (totals.promised, totals.given, totals.declined_lines) == (40, 40, 1)
    page = client.get(address("stipends"), {"state": "TO_GIVE"})
    assert list(page.context["page_obj"]) == [bo]


def test_the_person_is_told_where_that_is_ticked(client, session, coordinator):
    ana, bo = promised(session, "Ana"), promised(session, "Bo")
    give(client, ana, tell="on")
    give(client, bo)
    letters = Letter.objects.filter(kind="stipend_given")
    assert [letter.subject for letter in letters] == [ana.registration_id]
    assert stipend_given(ana.registration_id, "").words["amount"] == "$40"
    services.reopen_stipend(actor=coordinator, stipend=ana)
    assert stipend_given(ana.registration_id, "") is None


def test_the_file_asks_why_and_is_safe_for_a_spreadsheet(client, session, coordinator):
    ana = promised(session, "=Ana")
    give(client, ana, **{f"receipt-{ana.pk}": "+17"})
    page = client.post(address("stipends_export"), {"reason": ""})
    assert set(page.context["form"].errors) == {"reason"}
    file = client.post(address("stipends_export"), {"reason": "For the treasurer."})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == (f"\"{session}\",'=Ana,40.00,given,gift card,2026-06-02,{coordinator},'+17")
    assert AuditEntry.objects.get(verb="export_stipends").reason == "For the treasurer."


def test_no_way_leads_from_a_stipend_to_what_was_said():
    names = {field.name for field in Stipend._meta.get_fields()}
    assert names == {
        "id", "registration", "amount", "form", "state", "given_on", "given_by", "receipt"
    }  # fmt: skip


def test_the_ledger_makes_the_same_number_of_queries(client, session, coordinator):
    counts = []
    for start in (0, 5):
        for n in range(start, start + 5):
            give(client, promised(session, f"P{n}"))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("stipends"))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 25


def test_what_was_promised_to_who_cancelled_is_owed_to_nobody(client, session, coordinator):
    ana, bo = promised(session), promised(session, "Bo")
    give(client, ana)
    for stipend in (ana, bo):
        cancel_registration(registration=stipend.registration)
    page = client.get(address("stipends"))
    totals = page.context["totals"]
    assert (totals.promised_lines, totals.promised, totals.given_lines) == (0, 0, 1)
    assert [row.pk for row in page.context["page_obj"]] == [ana.pk]
