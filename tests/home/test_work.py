"""Home per role, and the loop on the left."""

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.urls import MEMBERS_APPS
from home import reports
from initiatives.access import get_initiative_for
from initiatives.models import Membership
from tests.factories import (
    InitiativeFactory,
    UserFactory,
    make_comment,
    make_log,
    make_member,
    make_survey,
)

pytestmark = pytest.mark.django_db
STEPS = ["plan", "invite", "listen", "protect", "understand", "decide", "act", "report"]
READY = {"plan", "invite", "listen", "protect"}


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_signs_in_first(client):
    assert client.get("/work/")["Location"] == "/accounts/login/?next=/work/"


def test_without_a_role_the_page_says_what_will_be_here(client):
    client.force_login(UserFactory())
    text = page(client.get("/work/"))
    assert "You have no role yet" in text
    assert "Nothing waits for you." in text
    client.force_login(UserFactory(is_administrator=True))
    assert "You have no role in an initiative" in page(client.get("/work/"))


def test_one_sees_ones_own_initiatives_and_what_waits_in_each(client):
    kin, other, hidden = (InitiativeFactory(name=name) for name in ("Kin", "Other", "Hidden"))
    user = make_member(kin, "coordinator")
    Membership.objects.create(initiative=other, user=user, role="reader")
    make_survey(kin, published=False)
    make_survey(hidden, slug="hidden", published=False)
    client.force_login(user)
    response = client.get("/work/")
    text = page(response)
    assert [work.initiative for work in response.context["works"]] == [kin, other]
    assert "Hidden" not in text
    assert "Two things wait for you." in text
    assert text.index("steps of the set-up") < text.index("survey not published")
    assert text.count("Nothing waits for you here.") == 1


def test_a_role_that_ended_shows_nothing(client):
    user = make_member(InitiativeFactory(name="Kin"), "coordinator")
    Membership.objects.update(ended_at="2026-01-01T00:00Z")
    client.force_login(user)
    assert "Kin" not in page(client.get("/work/"))


def test_home_of_two_initiatives_with_every_role_takes_few_queries(client):
    user = UserFactory()
    for _ in range(2):
        initiative = InitiativeFactory()
        make_comment(initiative, "They came on a Friday.")
        make_survey(initiative, slug=f"survey-{initiative.pk}")
        make_log(initiative)
        for role in ("coordinator", "approver"):
            Membership.objects.create(initiative=initiative, user=user, role=role)
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        page(client.get("/work/"))
    # What waits in an initiative is a query or two for each of seven apps.
    assert len(queries) < 33, len(queries)


def test_the_loop_has_eight_steps_with_what_waits():
    initiative = InitiativeFactory(slug="river")
    user = make_member(initiative, "coordinator", "analyst")
    make_survey(initiative, published=False)
    steps = reports.loop_of(user, get_initiative_for(user, "river"))
    assert [step.key for step in steps] == STEPS
    counts = {step.key: step.count for step in steps}
    assert counts["plan"] == 4  # the survey brought a notice
    assert counts["invite"] == 1
    assert all(step.url for step in steps if step.built)


def test_every_app_that_knows_of_something_waiting_is_asked():
    found = [
        module
        for app in MEMBERS_APPS
        if find_spec(f"{app}.reports")
        and hasattr(module := import_module(f"{app}.reports"), "waiting_for")
    ]
    assert list(reports.ASKED) == found


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        ("coordinator", {"protect", "decide"}),
        ("facilitator", {"protect", "decide"}),
        ("analyst", set()),
        ("approver", set()),
        ("reader", {"plan", "invite", "listen", "protect", "decide", "act"}),
    ],
)
def test_a_step_is_a_link_exactly_where_its_page_opens(client, role, closed):
    initiative = InitiativeFactory(slug="river")
    user = make_member(initiative, role)
    client.force_login(user)
    steps = reports.loop_of(user, get_initiative_for(user, "river"))
    steps = [step for step in steps if step.key in READY]
    assert {step.key for step in steps if not step.url} == closed & READY
    for step in steps:
        if step.url:
            assert client.get(step.url).status_code == 200, step.key
    for key, _, name, _ in reports.LOOP:
        if key in closed & READY:
            assert client.get(reverse(name, args=["river"])).status_code == 403, key


def test_the_page_one_is_on_is_marked(client):
    initiative = InitiativeFactory(slug="river")
    client.force_login(make_member(initiative, "coordinator"))
    text = page(client.get("/work/river/"))
    assert text.count('aria-current="step"') == 1
    assert 'href="/work/river/" aria-current="step"' in text


def test_neither_home_nor_the_refusal_to_a_stranger_has_a_loop(client):
    InitiativeFactory(slug="river", name="Secret name")
    client.force_login(make_member(InitiativeFactory(), "coordinator"))
    assert 'class="loop"' not in page(client.get("/work/"))
    refused = client.get("/work/river/")
    assert refused.status_code == 404
    assert 'class="loop"' not in refused.content.decode()
    assert "Secret name" not in refused.content.decode()


def test_the_plan_asks_home_what_lies_in_other_apps(client):
    initiative = InitiativeFactory(slug="river")
    client.force_login(make_member(initiative, "coordinator"))
    assert page(client.get("/work/river/set-up/")).count("To do") == 3
    make_survey(initiative)
    make_log(initiative)
    assert page(client.get("/work/river/set-up/")).count("Done") == 2


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("analyst", 200)])
def test_the_set_up_is_for_staff(client, role, status):
    client.force_login(make_member(InitiativeFactory(slug="river"), role))
    assert client.get("/work/river/set-up/").status_code == status
    client.force_login(make_member(InitiativeFactory(), "coordinator"))
    assert client.get("/work/river/set-up/").status_code == 404
