"""Setting an initiative up: what the services do and refuse."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from initiatives import reports, services
from initiatives.access import get_initiative_for
from initiatives.models import Initiative, Membership
from tests.factories import (
    DecisionPointFactory,
    InitiativeFactory,
    SegmentFactory,
    UserFactory,
    make_member,
    make_submission,
    make_survey,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def actor(initiative):
    return make_member(initiative, "coordinator")


def verbs():
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def names(rows):
    return [row.name for row in rows]


def make(slug="family-voices", email="", actor=None):
    return services.make_initiative(
        actor=actor or UserFactory(),
        name=" Family voices ",
        slug=slug,
        agency_name="River County",
        coordinator_email=email,
    )


def test_an_existing_member_coordinates_at_once():
    user = UserFactory(email="mo@example.org")
    made = make(email="MO@example.org")
    assert made.name == "Family voices"
    assert [(row.user, row.role) for row in made.membership_set.all()] == [(user, "coordinator")]
    assert verbs() == ["make_initiative", "give_role"]


def test_anybody_else_is_invited():
    made = make(email="new@example.org")
    assert [(row.email, row.role) for row in made.invitation_set.all()] == [
        ("new@example.org", "coordinator")
    ]
    assert not made.membership_set.exists()


@pytest.mark.parametrize("slug", ["administration", "profile", "new", "roles", "river", ""])
def test_an_address_that_is_reserved_or_taken_is_refused(initiative, slug):
    with pytest.raises(services.NotPossible):
        make(slug=slug)
    assert Initiative.objects.count() == 1


def test_the_starter_list_is_added_once(initiative, actor):
    services.add_decision_point(actor=actor, initiative=initiative, name="Our own")
    added = services.start_from_list(actor=actor, initiative=initiative)
    points = list(initiative.decisionpoint_set.all())
    assert added == len(points) - 1 > 5
    assert [point.order for point in points] == list(range(1, len(points) + 1))
    codes = {point.code for point in points}
    assert {"report", "screened_in", "removal"} <= codes
    assert {point.denominator for point in points} - {""} <= codes
    assert services.start_from_list(actor=actor, initiative=initiative) == 0


def test_starter_segments_are_added_once(initiative, actor):
    added = services.start_segments(actor=actor, initiative=initiative)
    assert added == initiative.segment_set.count() > 3
    assert initiative.segment_set.filter(code="kin", name="Kin caregivers").exists()
    assert services.start_segments(actor=actor, initiative=initiative) == 0


def test_two_names_may_lead_to_one_code(initiative, actor):
    rows = [
        services.add_segment(actor=actor, initiative=initiative, name=name)
        for name in ("Kin care", "Kin: care", "家")
    ]
    assert [row.code for row in rows] == ["kin-care", "kin-care-2", "segment"]
    with pytest.raises(services.NotPossible):
        services.add_segment(actor=actor, initiative=initiative, name=" KIN CARE ")


def test_a_decision_point_moves_one_place(initiative, actor):
    first, second, third = (
        services.add_decision_point(actor=actor, initiative=initiative, name=name)
        for name in ("One", "Two", "Three")
    )
    services.move_decision_point(actor=actor, point=third, up=True)
    assert names(initiative.decisionpoint_set.all()) == ["One", "Three", "Two"]
    services.move_decision_point(actor=actor, point=first, up=True)
    services.move_decision_point(actor=actor, point=second, up=False)
    assert names(initiative.decisionpoint_set.all()) == ["One", "Three", "Two"]


def test_what_is_used_is_not_removed(initiative, actor):
    segment, point = (
        SegmentFactory(initiative=initiative),
        DecisionPointFactory(initiative=initiative),
    )
    make_submission(initiative, segment=segment)
    question = make_survey(initiative).surveyversion_set.get().question_set.first()
    question.decision_point = point
    question.save()
    with pytest.raises(services.NotPossible, match="used by a"):
        services.remove_segment(actor=actor, segment=segment)
    with pytest.raises(services.NotPossible, match="used by a question"):
        services.remove_decision_point(actor=actor, point=point)
    unused = SegmentFactory(initiative=initiative)
    services.remove_segment(actor=actor, segment=unused)
    assert list(initiative.segment_set.all()) == [segment]


def test_what_another_is_counted_from_is_not_removed(initiative, actor):
    base = services.add_decision_point(actor=actor, initiative=initiative, name="Report")
    services.add_decision_point(
        actor=actor, initiative=initiative, name="Removal", denominator="report"
    )
    with pytest.raises(services.NotPossible, match="counted from"):
        services.remove_decision_point(actor=actor, point=base)


def test_a_new_wording_is_a_new_version_and_the_same_is_none(initiative, actor):
    words = {"en": "You choose.\r\n", "es": "Usted decide."}
    first = services.write_notice(actor=actor, initiative=initiative, words=words)
    same = services.write_notice(actor=actor, initiative=initiative, words=words)
    spanish = services.write_notice(
        actor=actor, initiative=initiative, words=words | {"es": "Usted elige."}
    )
    assert (first.number, same.pk, spanish.number) == (1, first.pk, 2)
    first.refresh_from_db()
    assert first.text.in_language("es") == "Usted decide."
    assert spanish.text.in_language("es") == "Usted elige."
    assert verbs() == ["write_notice", "write_notice"]


def test_the_starter_notice_is_there_in_both_languages():
    assert set(services.starter_notice()) == {"en", "es"}


def test_only_known_fields_are_edited(initiative, actor):
    services.edit_initiative(actor=actor, initiative=initiative, aim=" Kin first. ")
    assert Initiative.objects.get().aim == "Kin first."
    with pytest.raises(TypeError):
        services.edit_initiative(actor=actor, initiative=initiative, slug="other")


def test_the_set_up_waits_for_its_coordinator_until_it_is_whole(initiative, actor):
    mine = get_initiative_for(actor, "river")
    (waiting,) = reports.waiting_for(actor, mine)
    assert (waiting.step, waiting.count) == ("plan", 5)
    assert waiting.what == "steps of the set-up, next: what it is about"
    services.edit_initiative(
        actor=actor, initiative=initiative, aim="Kin first.", help_now="Call 988."
    )
    mine.refresh_from_db()
    services.start_from_list(actor=actor, initiative=initiative)
    services.start_segments(actor=actor, initiative=initiative)
    words = services.starter_notice()
    services.write_notice(actor=actor, initiative=initiative, words=words)
    (waiting,) = reports.waiting_for(actor, mine)
    assert (waiting.count, waiting.what) == (1, "step of the set-up, next: people")
    make_member(initiative, "analyst")
    make_member(initiative, "approver")
    with CaptureQueriesContext(connection) as queries:
        assert reports.waiting_for(actor, mine) == ()
    assert len(queries) == 2


def test_nobody_else_is_waited_for(initiative):
    reader = make_member(initiative, "reader", "analyst")
    assert reports.waiting_for(reader, get_initiative_for(reader, "river")) == ()
    assert Membership.objects.count() == 2
