"""An approved theme to answer."""

import pytest

from tests.analysis.helpers import make_team


@pytest.fixture
def team():
    """An initiative whose theme is approved, with one quote of a parent."""
    team = make_team()
    team.approved(team.said("They never call."))
    return team
