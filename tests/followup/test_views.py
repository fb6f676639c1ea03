"""The pages on which themes are answered: who may, what is refused, what is shown."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from followup.models import Action
from initiatives.models import Initiative
from tests.factories import DecisionPointFactory, InitiativeFactory, UserFactory, make_member
from tests.followup.helpers import another, make_action

pytestmark = pytest.mark.django_db
STAFF = ("coordinator", "facilitator", "analyst", "approver")


@pytest.fixture
def approver(client, team):
    client.force_login(team.approver)
    return team.approver


def address(name, *args):
    return reverse(f"followup:{name}", args=["river", *args])


def page(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def answer(**fields):
    values = {"what": "Call back.", "owner": "Intake lead", "due_on": "", "state": "PROPOSED"}
    return values | fields


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_strangers_and_weak_roles_are_refused(client, team):
    action = make_action(team, "PROPOSED")
    reads = [address("actions"), address("action_export"), address("action", action.pk)]
    writes = [
        address("action", action.pk),
        address("action_edit", action.pk),
        address("action_remove", action.pk),
        address("action_add", team.theme.pk),
    ]
    stranger = make_member(InitiativeFactory(), "approver")
    administrator = UserFactory(is_administrator=True)
    for user in (stranger, administrator):
        client.force_login(user)
        assert {client.get(url).status_code for url in reads} == {404}
        assert {client.post(url, answer()).status_code for url in writes} == {404}
        assert client.get(address("report")).status_code == 404
    client.force_login(make_member(team.initiative, "reader"))
    assert {client.get(url).status_code for url in reads} == {403}
    client.force_login(make_member(team.initiative, "coordinator", "facilitator", "analyst"))
    assert {client.get(url).status_code for url in reads} == {200}
    assert {client.post(url, answer(state="ACCEPTED")).status_code for url in writes} == {403}
    action.refresh_from_db()
    assert action.state == "PROPOSED"


def test_what_one_may_not_do_is_not_offered(client, team):
    action = make_action(team, "PROPOSED")
    client.force_login(make_member(team.initiative, "analyst"))
    text = page(client.get(address("action", action.pk))) + page(client.get(address("actions")))
    for name, pk in (("action_edit", action.pk), ("action_add", team.theme.pk)):
        assert address(name, pk) not in text
    assert "Take it further" not in text


def test_a_theme_is_answered_with_its_decision_point(client, team, approver):
    point = DecisionPointFactory(initiative=team.initiative)
    DecisionPointFactory()
    url = address("action_add", team.theme.pk)
    form = client.get(url).context["form"]
    assert list(form.fields["decision_point"].queryset) == [point]
    assert "“They never call.”" in page(client.get(url))
    values = answer(state="ACCEPTED", due_on=tomorrow().isoformat())
    assert client.post(url, values).context["form"].errors == {
        "decision_point": ["This field is required."]
    }
    response = client.post(url, values | {"decision_point": point.pk})
    action = Action.objects.get()
    assert response.url == address("action", action.pk)
    assert (action.state, action.decision_point, action.due_on) == ("ACCEPTED", point, tomorrow())


def test_the_likely_decision_point_is_chosen_beforehand(client, team, approver):
    DecisionPointFactory(initiative=team.initiative)
    point = DecisionPointFactory(initiative=team.initiative, name="Visits")
    team.said("They never call.", decision_point=point)
    response = client.get(address("action_add", team.theme.pk))
    assert f'<option value="{point.pk}" selected>' in page(response)


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"state": "ACCEPTED", "owner": ""}, {"owner"}),
        ({"state": "ACCEPTED", "due_on": "2020-01-01"}, {"due_on"}),
        ({"state": "DECLINED", "reason": " "}, {"reason"}),
        ({"what": ""}, {"what"}),
        ({"state": "ADOPTED"}, {"state"}),
    ],
)
def test_what_an_answer_lacks_is_said(client, team, approver, values, errors):
    url = address("action_add", team.theme.pk)
    response = client.post(url, answer(due_on=tomorrow().isoformat()) | values)
    assert set(response.context["form"].errors) == errors
    assert not Action.objects.exists()


def test_a_double_click_answers_once(client, team, approver):
    values = answer(state="DECLINED", reason="The law forbids it.")
    urls = {client.post(address("action_add", team.theme.pk), values).url for _ in range(2)}
    action = Action.objects.get()
    assert urls == {address("action", action.pk)}
    for _ in range(2):
        moved = client.post(address("action", action.pk), {"state": "DECLINED", "reason": "Again."})
        assert moved.url == address("action", action.pk)
    assert action.actionupdate_set.count() == 2


def test_only_approved_themes_are_answered(client, team, approver):
    draft = another(team, "Draft")
    assert client.get(address("action_add", draft.theme.pk)).status_code == 404


def test_an_action_is_taken_further_with_a_reason(client, team, approver):
    action = make_action(team, "TESTING")
    url = address("action", action.pk)
    choices = [key for key, _ in client.get(url).context["form"].fields["state"].choices]
    assert choices == ["ADOPTED", "ADAPTED", "ABANDONED"]
    text = page(client.post(url, {"state": "ABANDONED"}))
    assert "Write the reason" in text
    client.post(url, {"state": "ABANDONED", "reason": "Nobody came.", "note": "Ask first."})
    text = page(client.get(url))
    for words in ("Nobody came.", "Ask first.", "Abandoned", "Answer the theme anew"):
        assert words in text
    assert client.post(url, {"state": "TESTING"}).status_code == 200
    action.refresh_from_db()
    assert action.state == "ABANDONED"


def test_a_step_that_somebody_else_took_is_said(client, team, approver):
    action = make_action(team, "PROPOSED", owner="", due_on=None)
    text = page(client.post(address("action", action.pk), {"state": "ACCEPTED"}))
    assert "Name an owner and a date first" in text


def test_an_action_is_edited_with_the_day_that_it_has(client, team, approver):
    action = make_action(team)
    url = address("action_edit", action.pk)
    assert 'value="2027-01-15"' in page(client.get(url))
    assert "reason" not in client.get(url).context["form"].fields
    client.post(url, answer(what="Call in a day.", due_on="2027-02-01"))
    action.refresh_from_db()
    assert (action.what, action.due_on) == ("Call in a day.", date(2027, 2, 1))
    text = page(client.get(address("action", action.pk)))
    assert "Changed the due day: 15 Jan 2027 → 1 Feb 2027." in text
    assert "Name an owner" in page(client.post(url, answer(owner="", due_on="")))


def test_a_proposal_is_removed_after_one_question(client, team, approver):
    proposal, decided = make_action(team, "PROPOSED"), make_action(team, what="Other.")
    url = address("action_remove", proposal.pk)
    assert "Nobody outside the team saw it." in page(client.get(url))
    assert client.post(url).url == address("actions")
    for method in (client.get, client.post):
        response = method(address("action_remove", decided.pk))
        assert response.url == address("action", decided.pk)
    assert list(Action.objects.all()) == [decided]


def test_the_list_is_narrowed_and_sorted_by_the_address(client, team, approver):
    point = DecisionPointFactory(initiative=team.initiative, code="removal")
    passed = timezone.localdate() - timedelta(days=6)
    make_action(team, "ACCEPTED", what="Late.", due_on=passed)
    make_action(team, "DECLINED", what="No day.", due_on=None)
    make_action(team, "TESTING", what="Later.", due_on=tomorrow(), decision_point=point)
    make_action(team, "TESTING", what="Soon.", due_on=timezone.localdate())

    def listed(**query):
        rows = client.get(address("actions"), query).context["rows"]
        return [(row.action.what, row.late) for row in rows]

    everything = [("Late.", 6), ("Soon.", 0), ("Later.", 0), ("No day.", 0)]
    assert listed() == everything
    assert listed(state="nonsense", point="x", late="maybe", sort="y") == everything
    assert listed(state="TESTING") == [("Soon.", 0), ("Later.", 0)]
    assert listed(point="removal") == [("Later.", 0)]
    assert listed(late="yes") == [("Late.", 6)]
    assert listed(late="yes", state="TESTING") == []
    assert [what for what, _ in listed(sort="newest")] == ["Soon.", "Later.", "No day.", "Late."]
    assert "Late by 6 days" in page(client.get(address("actions")))
    assert "No action matches." in page(client.get(address("actions"), {"state": "ADOPTED"}))


def test_the_same_rows_are_taken_as_a_file(client, team, approver):
    make_action(team, "TESTING", what="=Call()")
    make_action(team, "ADOPTED", what="Not this.")
    response = client.get(address("action_export"), {"state": "TESTING"})
    rows = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert rows == [
        "theme,what,decision point,owner,due,state,days late,reason",
        "Calls,'=Call(),,Intake lead,2027-01-15,testing,0,",
    ]


def test_the_empty_list_teaches(client, team, approver):
    text = page(client.get(address("actions")))
    assert "No action yet" in text
    assert address("action_add", team.theme.pk) in text


def test_more_actions_make_no_more_queries(client, team, approver):
    counts = []
    for _ in range(2):
        for _ in range(3):
            point = DecisionPointFactory(initiative=team.initiative)
            make_action(team, decision_point=point)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("actions"))
            client.get(address("theme_actions", team.theme.pk))
            client.get(address("report"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_answers_of_a_theme_as_a_page_and_as_a_fragment(client, team, approver):
    make_action(team, "PROPOSED", what="Only proposed.")
    make_action(team, "DECLINED", what="Declined openly.")
    url = address("theme_actions", team.theme.pk)
    assert "<html" in page(client.get(url))
    fragment = page(client.get(url, headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert "Only proposed." in fragment
    client.force_login(make_member(team.initiative, "reader"))
    fragment = page(client.get(url, headers={"HX-Request": "true"}))
    assert "Only proposed." not in fragment
    assert "Declined openly." in fragment
    assert "href" not in fragment
    draft = another(team, "Draft")
    assert client.get(address("theme_actions", draft.theme.pk)).status_code == 404


@pytest.mark.parametrize("role", [*STAFF, "reader"])
def test_the_report_shows_each_role_what_it_may_see(client, team, role):
    make_action(team, "PROPOSED", what="Only proposed.")
    decided = make_action(team, "TESTING", what="Decided openly.")
    waiting = another(team, "Waiting theme")
    version = waiting.handed_in(waiting.said("Secret words."))
    client.force_login(make_member(team.initiative, role))
    text = page(client.get(address("report")))
    assert "Decided openly." in text
    assert "/i/river/what-changed/" in text
    assert "Secret words." not in text
    assert ("Only proposed." in text) == (role != "reader")
    assert ("Waiting theme" in text) == (role in ("analyst", "approver"))
    assert (reverse("analysis:approval", args=["river", version.pk]) in text) == (
        role == "approver"
    )
    assert (address("action", decided.pk) in text) == (role != "reader")


def test_the_report_says_when_nobody_outside_can_read_it(client, team, approver):
    Initiative.objects.update(is_public=False)
    text = page(client.get(address("report")))
    assert "This initiative is not public yet" in text
    assert "/i/river/what-changed/" not in text


def test_the_empty_report_teaches(client):
    initiative = InitiativeFactory(slug="river")
    client.force_login(make_member(initiative, "reader"))
    text = page(client.get(address("report")))
    assert "Nothing is public yet" in text
    assert "Nothing waits." in text
