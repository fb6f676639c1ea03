"""What pages of members show about actions, and to whom."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from feedback.services.withdrawal import withdraw_comment
from followup import reports
from followup.models import Action
from initiatives.access import get_initiative_for
from tests.factories import (
    DecisionPointFactory,
    InitiativeFactory,
    make_comment,
    make_member,
    make_tag,
)
from tests.followup.helpers import DUE, another, make_action

pytestmark = pytest.mark.django_db


def as_member(team, *roles):
    """The initiative as somebody with these roles has it."""
    return get_initiative_for(make_member(team.initiative, *roles), "river")


def test_a_theme_is_unanswered_until_something_is_decided(team):
    def unanswered():
        return [(theme, theme.is_proposed) for theme in reports.unanswered_themes(team.initiative)]

    another(team, "Only a draft")
    assert unanswered() == [(team.theme, False)]
    proposal = make_action(team, "PROPOSED")
    assert unanswered() == [(team.theme, True)]
    proposal.delete()
    make_action(team, "DECLINED")
    assert unanswered() == []


@pytest.mark.parametrize(
    ("state", "late"),
    [
        ("PROPOSED", 6),
        ("ACCEPTED", 6),
        ("TESTING", 6),
        ("ADAPTED", 6),
        ("ADOPTED", 0),
        ("ABANDONED", 0),
        ("DECLINED", 0),
    ],
)
def test_late_is_what_is_neither_done_nor_given_up(team, state, late):
    action = make_action(team, state)
    six_days_on = DUE + timedelta(days=6)
    assert reports.days_late(action, six_days_on) == late
    assert reports.days_late(action, DUE) == 0
    assert Action.objects.overdue(six_days_on).count() == (1 if late else 0)
    assert Action.objects.overdue(DUE).count() == 0
    action.due_on = None
    assert reports.days_late(action, six_days_on) == 0


def test_more_actions_take_one_query(team, django_assert_num_queries):
    for _ in range(4):
        make_action(team, decision_point=DecisionPointFactory(initiative=team.initiative))
    with django_assert_num_queries(1):
        rows = reports.action_rows(Action.objects.all(), DUE)
        assert {(row.action.theme.name, row.late) for row in rows} == {("Calls", 0)}
        assert len({row.action.decision_point.name for row in rows}) == 4


def test_the_file_holds_our_words_and_the_days(team):
    make_action(team, "DECLINED", owner="", due_on=None, what="=A peer")
    point = DecisionPointFactory(initiative=team.initiative, name="Removal")
    action = make_action(team, "TESTING", decision_point=point)
    rows = list(reports.rows_for_file(Action.objects.all(), date(2027, 1, 16)))
    assert rows == [
        ("Calls", "=A peer", "", "", "", "declined", 0, "The law forbids it."),
        ("Calls", action.what, "Removal", "Intake lead", "2027-01-15", "testing", 1, ""),
    ]


def test_the_likely_decision_point_is_the_one_most_is_said_about(team):
    assert reports.likely_point(team.theme) is None
    removal, visits = (DecisionPointFactory(initiative=team.initiative) for _ in range(2))
    for point in (visits, removal, visits):
        team.said("They never call.", decision_point=point)
    gone = [team.said("They never call.", decision_point=removal) for _ in range(3)]
    assert reports.likely_point(team.theme) == removal
    for comment in gone:
        withdraw_comment(actor=team.analyst, comment=comment, reason="asked")
    assert reports.likely_point(team.theme) == visits


def test_what_is_not_public_is_told_by_role(team):
    proposal = make_action(team, "PROPOSED")
    waiting = another(team, "Visits")
    version = waiting.handed_in(waiting.said("Two buses for an hour."))
    lost = another(team, "Papers")
    comment = lost.said("I signed three papers.")
    renewal = lost.approved(comment)
    withdraw_comment(actor=team.analyst, comment=comment, reason="asked")
    unanswered = (team.theme, lost.theme)
    expected = {
        "reader": reports.NotPublic(unanswered),
        "coordinator": reports.NotPublic(unanswered, (proposal,)),
        "facilitator": reports.NotPublic(unanswered, (proposal,)),
        "analyst": reports.NotPublic(unanswered, (proposal,), (version,), (renewal,)),
        "approver": reports.NotPublic(unanswered, (proposal,), (version,), (renewal,)),
    }
    found = {role: reports.not_public(as_member(team, role)) for role in expected}
    assert found == expected
    assert not found["reader"].is_empty
    make_action(team, "DECLINED")
    make_action(lost, "DECLINED")
    assert reports.not_public(as_member(team, "reader")).is_empty


def test_an_approver_is_told_of_themes_and_of_what_is_late(team):
    initiative = get_initiative_for(team.approver, "river")
    url = "/work/river/actions/"

    def waiting():
        found = reports.waiting_for(team.approver, initiative)
        return [(row.step, row.count, row.what, row.url) for row in found]

    assert waiting() == [("act", 1, "theme without an answer", url)]
    passed = timezone.localdate() - timedelta(days=1)
    make_action(team, due_on=passed)
    assert waiting() == [("act", 1, "action that is late", f"{url}?late=yes")]
    make_action(team, due_on=passed)
    assert waiting() == [("act", 2, "actions that are late", f"{url}?late=yes")]
    for role in ("coordinator", "facilitator", "analyst", "reader"):
        member = as_member(team, role)
        assert reports.waiting_for(team.analyst, member) == ()


def test_nothing_of_another_initiative_is_counted(team):
    make_action(team, "PROPOSED", due_on=timezone.localdate() - timedelta(days=1))
    elsewhere = InitiativeFactory(slug="elsewhere")
    user = make_member(elsewhere, "approver")
    initiative = get_initiative_for(user, "elsewhere")
    make_tag(make_comment(team.initiative, "More."), team.theme)
    assert reports.waiting_for(user, initiative) == ()
    assert reports.not_public(initiative).is_empty
