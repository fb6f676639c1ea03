"""The second person on screen: approve with a tick at each quote, or return with a reason."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.services import approval
from feedback.services.withdrawal import withdraw_comment
from tests.analysis.helpers import Team, make_team, quotes_of
from tests.factories import InitiativeFactory, make_codebook, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    team = make_team()
    client.force_login(team.approver)
    return team


def address(name, *args):
    return reverse(f"analysis:{name}", args=["river", *args])


def page(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_only_approvers_decide(client, team):
    version = team.handed_in(team.said("They never call."))
    urls = [address(name, version.pk) for name in ("approval", "approve", "approval_return")]
    stranger = make_member(InitiativeFactory(), "approver")
    weak = make_member(team.initiative, "analyst", "coordinator", "facilitator", "reader")
    for user, status in ((stranger, 404), (weak, 403)):
        client.force_login(user)
        data = {"safe": list(quotes_of(version)), "reason": "No."}
        assert {client.post(url, data).status_code for url in urls} == {status}
        assert client.get(urls[0]).status_code == status
    version.refresh_from_db()
    assert version.state == "SUBMITTED"


def test_approving_asks_for_each_quote_and_keeps_the_ticks(client, team):
    version = team.handed_in(team.said("They never call."), team.said("Nor write."))
    one, two = sorted(quotes_of(version))
    text = page(client.get(address("approval", version.pk)))
    assert text.count('type="checkbox" name="safe"') == 2
    assert " checked>" not in text
    seen = approval.token_of(version)
    data = {"safe": [one, "x", "²"], "seen": seen}
    text = page(client.post(address("approve", version.pk), data), 422)
    assert "Say for each quote" in text
    assert text.count(" checked>") == 1
    response = client.post(address("approve", version.pk), {"safe": [one, two], "seen": seen})
    assert response.url == address("theme", team.theme.pk)
    version.refresh_from_db()
    assert (version.state, version.decided_by) == ("APPROVED", team.approver)


def test_who_wrote_it_is_told_and_refused(client, team):
    writer = make_member(team.initiative, "analyst", "approver")
    team = Team(team.initiative, writer, team.approver, team.theme)
    version = team.handed_in(team.said("They never call."))
    client.force_login(writer)
    text = page(client.get(address("approval", version.pk)))
    assert "Another person decides" in text
    assert 'name="safe"' not in text
    data = {"safe": list(quotes_of(version)), "seen": approval.token_of(version)}
    assert client.post(address("approve", version.pk), data).status_code == 403
    assert "you wrote in it; another person decides" in page(client.get(address("approvals")))


def test_returning_needs_a_reason(client, team):
    version = team.handed_in(team.said("They never call."))
    url = address("approval_return", version.pk)
    assert "Write what has to change" in page(client.post(url, {"reason": "  "}), 422)
    data = {"reason": "Name no street.", "seen": approval.token_of(version)}
    assert client.post(url, data).url == address("approvals")
    version.refresh_from_db()
    assert (version.state, version.reason) == ("RETURNED", "Name no street.")
    text = page(client.get(address("approvals")))
    assert "Lee: Name no street." in text


def test_the_slower_of_two_approvers_is_told(client, team):
    version = team.handed_in(team.said("They never call."))
    other = make_member(team.initiative, "approver")
    approval.approve_summary(
        actor=other, version=version, found_safe=quotes_of(version), seen=approval.token_of(version)
    )
    for name, data in (("approve", {"safe": list(quotes_of(version))}), ("approval_return", {})):
        data = data or {"reason": "No."}
        response = client.post(address(name, version.pk), data, follow=True)
        [message] = response.context["messages"]
        assert str(message).startswith("This summary is approved and cannot become")
    version.refresh_from_db()
    assert version.decided_by == other


def test_words_that_went_meanwhile_are_said(client, team):
    comment = team.said("They never call.")
    version = team.handed_in(comment)
    safe = list(quotes_of(version))
    withdraw_comment(actor=team.analyst, comment=comment, reason="asked")
    text = page(client.get(address("approval", version.pk)))
    assert text.count("Words gone") == 2
    assert "They never call" not in text
    data = {"safe": safe, "seen": approval.token_of(version)}
    text = page(client.post(address("approve", version.pk), data), 422)
    assert "Return the summary." in text


def test_what_differs_from_the_version_that_readers_see_is_marked(client, team):
    team.approved(team.said("They never call."))
    client.force_login(team.analyst)
    client.post(address("summary_begin", "themes", team.theme.pk))
    comment = team.said("Nor write.")
    client.post(
        address("quote_add", "themes", team.theme.pk),
        {"source": f"{comment.pk}-0-{len(comment.original)}"},
    )
    client.post(address("summary_submit", "themes", team.theme.pk))
    client.force_login(team.approver)
    version = team.theme.summary.summaryversion_set.first()
    text = page(client.get(address("approval", version.pk)))
    assert "Readers see version 1 until you decide." in text
    assert text.count("new or changed") == 1


def test_an_analyst_is_led_to_the_summary_not_to_the_decision(client, team):
    version = team.handed_in(team.said("They never call."))
    decision, summary = address("approval", version.pk), address("summary", "themes", team.theme.pk)
    assert f'href="{decision}"' in page(client.get(address("approvals")))
    client.force_login(team.analyst)
    text = page(client.get(address("approvals")))
    assert f'href="{decision}"' not in text
    assert f'href="{summary}"' in text


def test_a_draft_or_a_version_of_others_is_not_found(client, team):
    draft = team.draft(team.said("They never call."))
    other = make_codebook(InitiativeFactory(), "Elsewhere").theme_set.get()
    theirs = Team(other.codebook.initiative, team.analyst, team.approver, other)
    version = theirs.handed_in(theirs.said("Of others."))
    for pk in (draft.pk, version.pk):
        assert client.get(address("approval", pk)).status_code == 404


def test_more_summaries_make_no_more_queries(client, team):
    counts = []
    for round_of in range(2):
        for number in range(4):
            theme = make_codebook(team.initiative, f"{round_of} {number}").theme_set.last()
            other = Team(team.initiative, team.analyst, team.approver, theme)
            write = (other.draft, other.handed_in, other.approved)[number % 3]
            write(other.said(f"Said {number}."))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("approvals"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_empty_list_teaches(client, team):
    assert "Nothing to decide yet" in page(client.get(address("approvals")))
