"""What leads into a summary is counted, and follows a withdrawal."""

import pytest

from analysis.models import Summary
from analysis.summaries.lead_ins import LeadIn, lead_in
from feedback.services.withdrawal import withdraw_comment
from initiatives.models import DecisionPoint
from tests import factories as make
from tests.analysis.helpers import make_team

pytestmark = pytest.mark.django_db


def test_sessions_for_all_and_submissions_for_the_team(django_assert_num_queries):
    team = make_team()
    summary = Summary.of(team.theme)
    summary.initiative = team.initiative
    assert lead_in(summary).open == ""
    logs = [make.make_log(team.initiative, "CLOSED") for _ in range(2)]
    team.said("Nobody called us back.", session_log=logs[0], voice="NOTED", actor=team.analyst)
    written = team.said("They never call.")
    with django_assert_num_queries(3):
        found = lead_in(summary)
    assert found.open == "Raised in 1 of 2 sessions."
    assert found.team == "2 comments raise it, in 1 submission and 1 session, from 1 segment."
    withdraw_comment(actor=team.analyst, comment=written, reason="asked")
    found = lead_in(Summary.of(team.theme))
    assert found.team == "1 comment raises it, in 0 submissions and 1 session, from 1 segment."


def test_of_a_segment_and_of_a_decision_point(django_assert_num_queries):
    team = make_team()
    initiative = team.initiative
    youth = make.SegmentFactory(initiative=initiative, name="Youth")
    visits = DecisionPoint.objects.create(initiative=initiative, code="visits", name="Visits")
    assert lead_in(Summary.of(youth)) == LeadIn("", "Nothing was said yet.")
    log = make.make_log(initiative, "CLOSED", segment=youth)
    for about in ({"decision_point": visits}, {}):
        noted = {"session_log": log, "voice": "NOTED", "actor": team.analyst}
        make.make_comment(initiative, "Nobody called us back.", **noted | about)
    make.make_comment(initiative, "The bus comes late.")
    both = {"segment": youth, "decision_point": visits}
    written = make.make_comment(initiative, "They never call.", **both)
    summary = Summary.of(youth)
    with django_assert_num_queries(1):
        found = lead_in(summary)
    assert found == LeadIn("Heard in 1 session.", "3 comments, in 1 submission and 1 session.")
    found = lead_in(Summary.of(visits))
    assert found.open == "Heard in 1 session."
    assert found.team == "2 comments, in 1 submission and 1 session, from 1 segment."
    withdraw_comment(actor=team.analyst, comment=written, reason="asked")
    assert lead_in(summary).team == "2 comments, in 0 submissions and 1 session."


def test_a_theme_that_nobody_raised():
    team = make_team()
    make.make_log(team.initiative, "CLOSED")
    found = lead_in(Summary.of(team.theme))
    assert (found.open, found.team) == ("Raised in 0 of 1 session.", "Nobody has raised it yet.")
