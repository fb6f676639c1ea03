"""Answering a theme: what an answer needs, its steps, and what stays on record."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis.services import retire_theme
from followup import services
from followup.models import Action, ActionUpdate
from followup.services import Incomplete
from tests.analysis.helpers import Team
from tests.factories import DecisionPointFactory, make_codebook

pytestmark = pytest.mark.django_db
DUE = date(2027, 1, 15)


def propose(team, **fields):
    values = {"decision_point": None, "what": "Call back in two days.", "owner": "", "due_on": None}
    return services.propose_action(actor=team.approver, theme=team.theme, **values | fields)


def move(team, action, state, **words):
    return services.move_action(actor=team.approver, action=action, state=state, **words)


def accepted(team, **fields):
    action = propose(team, owner="Intake lead", due_on=DUE, **fields)
    return move(team, action, "ACCEPTED")


def updates(action):
    return list(action.actionupdate_set.values_list("from_state", "to_state", "note"))


def test_an_answer_is_proposed_then_accepted(team):
    point = DecisionPointFactory(initiative=team.initiative)
    action = propose(team, decision_point=point, what="  Call back.\r\n", owner="Intake lead")
    assert (action.what, action.state, action.decision_point) == ("Call back.", "PROPOSED", point)
    with pytest.raises(Incomplete, match="owner and a date"):
        move(team, action, "ACCEPTED")
    action.refresh_from_db()
    assert action.state == "PROPOSED"
    services.edit_action(
        actor=team.approver,
        action=action,
        decision_point=point,
        what=action.what,
        owner="Intake lead",
        due_on=DUE,
    )
    assert move(team, action, "ACCEPTED", note="Agreed on Monday.").state == "ACCEPTED"
    assert updates(action) == [
        ("", "PROPOSED", ""),
        ("PROPOSED", "PROPOSED", "Changed the due day: none → 15 Jan 2027."),
        ("PROPOSED", "ACCEPTED", "Agreed on Monday."),
    ]
    entries = AuditEntry.objects.filter(subject_kind="Action").order_by("pk")
    assert [(entry.verb, entry.reason) for entry in entries] == [
        ("action_proposed", ""),
        ("edit_action", ""),
        ("action_accepted", ""),
    ]


def test_only_an_approved_theme_is_answered(team):
    theme = make_codebook(team.initiative, "Draft").theme_set.last()
    with pytest.raises(InvalidTransition, match="not approved"):
        propose(Team(team.initiative, team.analyst, team.approver, theme))
    retire_theme(actor=team.analyst, theme=team.theme)
    with pytest.raises(InvalidTransition, match="not approved"):
        propose(team)
    assert not Action.objects.exists()


def test_an_answer_has_words(team):
    with pytest.raises(Incomplete, match="Write what is done"):
        propose(team, what=" \n")


@pytest.mark.parametrize(
    ("old", "steps"),
    [
        ("PROPOSED", {"ACCEPTED", "DECLINED"}),
        ("ACCEPTED", {"TESTING", "ADOPTED", "ABANDONED", "DECLINED"}),
        ("TESTING", {"ADOPTED", "ADAPTED", "ABANDONED"}),
        ("ADAPTED", {"TESTING", "ADOPTED", "ABANDONED"}),
        ("ADOPTED", {"ADAPTED", "ABANDONED"}),
        ("ABANDONED", set()),
        ("DECLINED", {"ACCEPTED"}),
    ],
)
def test_each_state_allows_its_steps_and_no_other(team, old, steps):
    allowed = set()
    for new in Action.State.values:
        action = propose(team, owner="Intake lead", due_on=DUE)
        Action.objects.filter(pk=action.pk).update(state=old, reason="It cost too much.")
        try:
            move(team, action, new, reason="It cost too much.")
        except InvalidTransition:
            action.refresh_from_db()
            assert action.state == old
        else:
            allowed.add(new)
    assert allowed == steps


@pytest.mark.parametrize("state", ["DECLINED", "ABANDONED"])
def test_what_is_not_done_has_a_reason(team, state):
    action = accepted(team)
    with pytest.raises(Incomplete, match="Write the reason"):
        move(team, action, state, reason=" ")
    action.refresh_from_db()
    assert (action.state, action.reason) == ("ACCEPTED", "")
    moved = move(team, action, state, reason="The law forbids it.", note="Ask again in spring.")
    assert (moved.state, moved.reason) == (state, "The law forbids it.")
    assert updates(action)[-1] == (
        "ACCEPTED",
        state,
        "Reason: The law forbids it.\nAsk again in spring.",
    )


def test_a_reason_that_holds_no_longer_stays_in_the_history(team):
    action = move(team, accepted(team), "DECLINED", reason="No money.")
    again = move(team, action, "ACCEPTED")
    assert (again.state, again.reason) == ("ACCEPTED", "")
    assert updates(action)[-2:] == [
        ("ACCEPTED", "DECLINED", "Reason: No money."),
        ("DECLINED", "ACCEPTED", ""),
    ]


def test_the_database_refuses_what_the_services_refuse(team):
    fields = {"initiative": team.initiative, "theme": team.theme, "what": "Call."}
    for wrong in ({"state": "DECLINED"}, {"state": "ABANDONED"}, {"state": "TESTING"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Action.objects.create(**fields, **wrong)


def test_a_day_that_is_put_off_is_in_the_history(team):
    action = accepted(team)
    values = {"decision_point": None, "what": action.what, "owner": "Director"}
    services.edit_action(actor=team.approver, action=action, due_on=date(2027, 3, 1), **values)
    assert updates(action)[-1] == (
        "ACCEPTED",
        "ACCEPTED",
        "Changed the owner: Intake lead → Director.\n"
        "Changed the due day: 15 Jan 2027 → 1 Mar 2027.",
    )
    count = ActionUpdate.objects.count()
    services.edit_action(actor=team.approver, action=action, due_on=date(2027, 3, 1), **values)
    assert ActionUpdate.objects.count() == count
    with pytest.raises(Incomplete, match="owner and a date"):
        services.edit_action(actor=team.approver, action=action, due_on=None, **values)


def test_the_published_reason_can_be_put_right_and_never_left_out(team):
    action = move(team, accepted(team), "DECLINED", reason="No mony.")
    values = {"decision_point": None, "what": action.what, "owner": "", "due_on": None}
    with pytest.raises(Incomplete, match="Write the reason"):
        services.edit_action(actor=team.approver, action=action, reason="", **values)
    services.edit_action(actor=team.approver, action=action, reason="No money.", **values)
    action.refresh_from_db()
    assert action.reason == "No money."


def test_an_answer_decided_at_once_and_a_double_click(team):
    values = {
        "actor": team.approver,
        "theme": team.theme,
        "decision_point": None,
        "what": "A peer at the door.",
        "state": "DECLINED",
        "reason": "The law forbids it.",
    }
    first, second = services.answer_theme(**values), services.answer_theme(**values)
    assert first == second
    action = Action.objects.get()
    assert (action.state, action.reason) == ("DECLINED", "The law forbids it.")
    assert len(updates(action)) == 2
    services.answer_theme(**values | {"what": "Another answer.", "state": "PROPOSED"})
    assert Action.objects.count() == 2


def test_an_answer_that_lacks_something_leaves_nothing_behind(team):
    with pytest.raises(Incomplete):
        services.answer_theme(
            actor=team.approver,
            theme=team.theme,
            decision_point=None,
            what="Call back.",
            state="ACCEPTED",
        )
    assert not Action.objects.exists()


def test_only_a_proposal_is_removed(team):
    action = accepted(team)
    with pytest.raises(InvalidTransition, match="stays on record"):
        services.remove_action(actor=team.approver, action=action)
    proposal = propose(team)
    services.remove_action(actor=team.approver, action=proposal)
    assert list(Action.objects.all()) == [action]
    assert AuditEntry.objects.get(verb="remove_action").actor == team.approver
