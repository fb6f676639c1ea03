"""The first hour: one comment all the way from a family to a public answer, and back.

Each step is done in Chromium by the person whose task it is, on the real comments of the demo.
How `make demo` starts is tested in tests/home/test_demo.py.
"""

import pytest

from analysis.engine import embedding
from tests.journeys import understood, words_in
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.deeds import Someone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(open_browser, live_server):
    """`person()` is somebody new at a desk; `person(phone=True)` at an old phone, no script."""

    def make_one(phone: bool = False) -> Someone:
        options = {"viewport": PHONE, "java_script_enabled": False} if phone else {"viewport": DESK}
        return Someone(open_browser(**options), live_server.url)

    return make_one


@pytest.fixture
def clean(axe):
    """The page breaks no rule of accessibility and needs no scrolling sideways."""

    def check(someone: Someone) -> None:
        assert axe(someone.page) == [], someone.page.url
        assert not someone.is_wider_than_its_screen(), someone.page.url

    return check


@pytest.fixture
def _without_weights(monkeypatch):
    """To embed 4,420 comments takes a minute of two cores; tests/engine does it on fewer."""
    monkeypatch.setattr(embedding, "available", lambda: ())


@pytest.mark.usefixtures("_without_weights")
def test_the_first_hour(person, clean):
    team = words_in.set_up(person, clean)
    family, code = words_in.a_family_answers(person)
    words_in.a_session_is_noted(team["facilitator"], clean)
    words_in.a_call_is_typed(team["facilitator"], clean)
    words_in.what_points_to_a_person_is_hidden(team["analyst"], clean)
    words_in.the_real_file_comes_in(team["analyst"], clean)
    understood.the_engine_runs(team["analyst"], clean)
    understood.it_is_reviewed(team["analyst"], clean)
    understood.it_is_summed_up(team["analyst"], clean)
    understood.it_is_approved(team["analyst"], team["approver"], clean)
    understood.it_is_answered(team["approver"], clean)
    understood.readers_see_what_is_approved(team["reader"], clean)
    understood.the_public_reads_it(person, clean)
    understood.the_family_takes_it_back(family, code, team, person)
