"""You said / We did in a real browser: on a phone, for who listens, and on paper."""

import re

import pytest

from tests.analysis.helpers import make_team
from tests.factories import DecisionPointFactory, make_log
from tests.followup.helpers import another, make_action

pytestmark = pytest.mark.django_db(transaction=True)
STATES = ("ACCEPTED", "TESTING", "ADOPTED", "ADAPTED", "DECLINED", "ABANDONED")
WORDS = (
    "My sister was ready to take the kids that night, and they said no, since the paper takes "
    "weeks. So they went to people whom they had never seen."
)


@pytest.fixture
def address(live_server):
    """The public page of eight findings, six of them answered."""
    team = make_team()
    log = make_log(team.initiative, state="CLOSED")
    point = DecisionPointFactory(initiative=team.initiative, name="Removal from the home")
    for number in range(8):
        theme = another(team, f"Relatives are ready and the paper is not {number}")
        said = [theme.said(f"{WORDS} {part}", session_log=log) for part in range(4)]
        theme.approved(*said, words="Relatives were passed over because of a licence.")
        if number < len(STATES):
            make_action(theme, STATES[number], decision_point=point, what=f"We call back. {WORDS}")
    return f"{live_server.url}/i/river/what-changed/"


def test_it_fits_a_phone_and_can_be_listened_to(
    phone, page, address, axe, is_wider_than_its_screen
):
    phone.goto(address)
    assert not is_wider_than_its_screen(phone)
    assert phone.get_by_role("heading", level=2).count() == 8
    phone.get_by_text("More of what people said").first.click()
    assert phone.locator("details[open] blockquote").count() == 2


def test_it_can_be_listened_to(page, address, axe):
    page.goto(address)
    assert axe(page) == []


def test_it_prints_on_two_pages(page, address):
    page.goto(address)
    for paper in ("Letter", "A4"):
        printed = page.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 2
