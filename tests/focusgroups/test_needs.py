"""What a person says they need: kept while it is the same, answered anew when it changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from focusgroups import services
from focusgroups.models import FocusGroup, Stipend
from focusgroups.services import Details, Need
from tests.focusgroups.people import come, open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    session = open_session(chairs=1)
    FocusGroup.objects.filter(pk=session.group_id).update(stipend=40)
    session.group.refresh_from_db()
    return come(session, "Ana")


def needs(registration):
    rows = registration.accommodation_set.order_by("kind")
    return [(row.kind, row.number, row.detail, row.state) for row in rows]


def test_needs_are_written_down_with_a_day_by_which_they_need_an_answer(ana):
    services.set_needs(registration=ana, needs=[Need("CHILDCARE", 2, " 4 and 7 ")])
    assert needs(ana) == [("CHILDCARE", 2, "4 and 7", "ASKED")]
    day = ana.session.local_start.date() - timedelta(days=3)
    assert ana.accommodation_set.get().due_on == day


def test_the_day_is_never_in_the_past():
    soon = come(open_session(starts_at=timezone.now() + timedelta(hours=30)), "Bo")
    services.set_needs(registration=soon, needs=[Need("FOOD")])
    today = timezone.now().astimezone(soon.session.local_start.tzinfo).date()
    assert soon.accommodation_set.get().due_on == today


def test_what_is_arranged_stays_unless_it_changes(ana):
    services.set_needs(registration=ana, needs=[Need("RIDE", 0, "Frogtown"), Need("FOOD")])
    ana.accommodation_set.update(state="ARRANGED", answer="Yes.")
    services.set_needs(registration=ana, needs=[Need("RIDE", 0, "Como"), Need("FOOD")])
    assert needs(ana) == [("FOOD", 0, "", "ARRANGED"), ("RIDE", 0, "Como", "ASKED")]
    assert ana.accommodation_set.get(kind="RIDE").answer == ""


def test_what_is_gone_is_kept_as_not_needed_and_can_come_back(ana):
    services.set_needs(registration=ana, needs=[Need("RIDE", 0, "Frogtown")])
    services.set_needs(registration=ana, needs=[])
    assert needs(ana) == [("RIDE", 0, "", "NOT_NEEDED")]
    services.set_needs(registration=ana, needs=[Need("RIDE")])
    assert needs(ana) == [("RIDE", 0, "", "ASKED")]


def test_the_record_holds_no_need(ana):
    services.set_needs(registration=ana, needs=[Need("FOOD", detail="no nuts")])
    entry = AuditEntry.objects.get(verb="set_needs")
    assert (entry.subject_id, entry.reason) == (str(ana.pk), "")


@pytest.mark.parametrize(
    ("form", "state", "kept"),
    [("CASH", "PROMISED", "CASH"), ("NONE", "DECLINED", "CARD"), ("", "PROMISED", "CARD")],
)
def test_the_stipend_is_promised_as_they_like_it(ana, form, state, kept):
    services.give_details(registration=ana, details=Details(stipend=form))
    stipend = Stipend.objects.get(registration=ana)
    assert (stipend.amount, stipend.state, stipend.form) == (40, state, kept)


def test_a_stipend_that_was_given_is_not_touched(ana):
    services.give_details(registration=ana, details=Details(stipend="CASH"))
    Stipend.objects.update(state="GIVEN")
    services.give_details(registration=ana, details=Details(stipend="NONE"))
    assert Stipend.objects.get().state == "GIVEN"


def test_who_has_no_place_is_asked_for_nothing(ana):
    waits = come(ana.session, "Bo")
    with pytest.raises(InvalidTransition):
        services.give_details(registration=waits, details=Details(needs=[Need("FOOD")]))
    assert needs(waits) == []
