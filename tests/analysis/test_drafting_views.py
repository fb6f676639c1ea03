"""What a page shows while the engine chooses quotes, and how one does without them."""

import pytest
from django.urls import reverse

from analysis.models import Drafting
from analysis.services import drafting
from tests import factories as make
from tests.analysis.helpers import make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    team = make_team()
    client.force_login(team.analyst)
    return team


@pytest.fixture
def asked(team):
    """Waiting: its message was lost."""
    return drafting.draft_summary(actor=team.analyst, about=team.theme).drafting_set.get()


def address(name, row):
    return reverse(f"analysis:{name}", args=["river", row.pk])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "DONE", "added": 1}, "1 quote is here."),
        ({"state": "DONE", "added": 2}, "2 quotes are here."),
        ({"state": "FAILED", "failure": drafting.FAULT}, drafting.FAULT),
        ({"state": "CANCELLED"}, "The engine stopped looking for quotes."),
    ],
)
def test_the_page_asks_until_it_ends_and_then_says_how(client, asked, fields, said):
    Drafting.objects.update(state="RUNNING", done=50, total=1_200)
    at_work = client.get(address("drafting_progress", asked)).text
    assert "50 of 1,200" in at_work
    assert f'hx-get="{address("drafting_progress", asked)}"' in at_work
    Drafting.objects.update(**fields)
    ended = client.get(address("drafting_progress", asked)).text
    assert said in ended
    assert "hx-get" not in ended


def test_one_does_without_them_until_they_are_there(client, team, asked):
    page = reverse("analysis:summary", args=["river", "themes", team.theme.pk])
    for _ in range(2):
        assert client.post(address("drafting_cancel", asked)).url == page
    asked.refresh_from_db()
    assert asked.state == "CANCELLED"
    assert "Have the engine suggest quotes" in client.get(page).text
    Drafting.objects.update(state="DONE")
    refused = client.post(address("drafting_cancel", asked), follow=True)
    assert len(list(refused.context["messages"])) == 1
    asked.refresh_from_db()
    assert asked.state == "DONE"


def test_strangers_and_weak_roles_are_refused(client, team, asked):
    stranger = make.make_member(make.InitiativeFactory(), "analyst", "approver")
    weak = make.make_member(team.initiative, "coordinator", "facilitator", "reader")
    for user, status in ((stranger, 404), (weak, 403)):
        client.force_login(user)
        assert client.get(address("drafting_progress", asked)).status_code == status
        assert client.post(address("drafting_cancel", asked)).status_code == status
    asked.refresh_from_db()
    assert asked.state == "QUEUED"
