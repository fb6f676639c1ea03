"""What leads into a summary is counted, and follows a withdrawal."""

import pytest

from analysis.models import Summary
from analysis.summaries.lead_ins import lead_in
from feedback.services.withdrawal import withdraw_comment
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


def test_a_theme_that_nobody_raised():
    team = make_team()
    make.make_log(team.initiative, "CLOSED")
    found = lead_in(Summary.of(team.theme))
    assert (found.open, found.team) == ("Raised in 0 of 1 session.", "Nobody has raised it yet.")
