"""An action in any state, as the services leave it."""

from datetime import date

from followup import services
from followup.models import Action
from tests.analysis.helpers import Team
from tests.factories import make_codebook

DUE = date(2027, 1, 15)
PATHS = {
    "PROPOSED": [],
    "ACCEPTED": ["ACCEPTED"],
    "TESTING": ["ACCEPTED", "TESTING"],
    "ADOPTED": ["ACCEPTED", "ADOPTED"],
    "ADAPTED": ["ACCEPTED", "TESTING", "ADAPTED"],
    "ABANDONED": ["ACCEPTED", "TESTING", "ABANDONED"],
    "DECLINED": ["DECLINED"],
}


def make_action(team: Team, state: str = "ACCEPTED", **fields) -> Action:
    """An answer to the team's theme, taken to `state` step by step."""
    values = {
        "decision_point": None,
        "what": "Call back in two days.",
        "owner": "Intake lead",
        "due_on": DUE,
    }
    action = services.propose_action(actor=team.approver, theme=team.theme, **values | fields)
    for step in PATHS[state]:
        action = services.move_action(
            actor=team.approver, action=action, state=step, reason="The law forbids it."
        )
    return action


def another(team: Team, name: str) -> Team:
    """The same people with one more theme, a draft."""
    theme = make_codebook(team.initiative, name).theme_set.last()
    return Team(team.initiative, team.analyst, team.approver, theme)
