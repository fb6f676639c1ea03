"""Writing a summary on screen: who may, what is refused, and what is kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.models import SummaryVersion
from analysis.services import approval, summaries
from feedback.services.withdrawal import withdraw_comment
from tests.analysis.helpers import Team, make_team, span_of
from tests.factories import (
    InitiativeFactory,
    SegmentFactory,
    UserFactory,
    make_codebook,
    make_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    team = make_team()
    client.force_login(team.analyst)
    return team


def address(name, *args):
    return reverse(f"analysis:{name}", args=["river", *args])


def key_of(comment):
    return f"{comment.pk}-0-{len(comment.original)}"


def page(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def told(response):
    """The messages on the page that a step leads to."""
    return [str(message) for message in response.context["messages"]]


def test_strangers_and_weak_roles_are_refused(client, team):
    version = team.draft(team.said("They never call."))
    ours, quote = version.sentence_set.all()
    theme = team.theme.pk
    addresses = [
        address("summary", "themes", theme),
        address("summary_made", "themes", theme),
        address("summary_begin", "themes", theme),
        address("sentence_add", "themes", theme),
        address("quote_add", "themes", theme),
        address("summary_submit", "themes", theme),
        address("summary_take_back", "themes", theme),
        address("sentence_edit", ours.pk),
        address("sentence_replace", quote.pk),
        address("quote_shorten", quote.pk),
        address("sentence_remove", ours.pk),
        address("sentence_move", ours.pk),
        address("approvals"),
    ]
    stranger = make_member(InitiativeFactory(), "analyst", "approver")
    administrator = UserFactory(is_administrator=True)
    weak = make_member(team.initiative, "coordinator", "facilitator", "reader")
    for user, status in ((stranger, 404), (administrator, 404), (weak, 403)):
        client.force_login(user)
        assert {client.post(url).status_code for url in addresses} == {status}
        assert {client.get(url).status_code for url in addresses} <= {status, 405}
    version.refresh_from_db()
    assert (version.state, version.sentence_set.count()) == ("DRAFT", 2)


def test_from_no_summary_to_one_that_is_handed_in(
    client, team, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr("analysis.engine.summary.available", tuple)
    comment = team.said("Nobody called me back for three weeks.")
    assert "No summary yet" in page(client.get(address("summary", "themes", team.theme.pk)))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("summary_begin", "themes", team.theme.pk))
    version = SummaryVersion.objects.get()
    assert version.sentence_set.count() == 1
    client.post(
        address("sentence_add", "themes", team.theme.pk),
        {"words": "Calls are not answered.", "evidence": [key_of(comment)]},
    )
    assert list(version.sentence_set.values_list("words", flat=True)) == [
        "",
        "Calls are not answered.",
    ]
    text = page(client.get(address("summary", "themes", team.theme.pk)))
    assert reverse("feedback:comment", args=["river", comment.pk]) in text
    done = client.post(address("summary_submit", "themes", team.theme.pk), follow=True)
    assert told(done) == ["Handed in. An approver who did not write it decides."]
    version.refresh_from_db()
    assert version.state == "SUBMITTED"
    client.post(address("summary_take_back", "themes", team.theme.pk))
    version.refresh_from_db()
    assert version.state == "DRAFT"


def test_a_sentence_without_evidence_keeps_what_was_typed(client, team):
    comment = team.said("They never call.")
    version = team.draft(comment)
    url = address("sentence_add", "themes", team.theme.pk)
    text = page(client.post(url, {"words": "Half typed."}), 422)
    assert "Choose at least one comment" in text
    assert "Half typed.</textarea>" in text
    withdraw_comment(actor=team.analyst, comment=comment, reason="asked")
    data = {"words": "Half typed.", "evidence": [key_of(comment)]}
    text = page(client.post(url, data), 422)
    assert "taken back meanwhile" in text
    assert version.sentence_set.count() == 2


def test_who_writes_is_told_to_leave_numbers_of_people_out(client, team):
    """Promise 2: nobody can count for them in words of ours."""
    team.draft(team.said("They never call."))
    text = page(client.get(address("summary", "themes", team.theme.pk)))
    assert "what is said, and not how many say it" in text


def test_evidence_may_be_on_another_page_of_the_list(client, team):
    for number in range(14):
        last = team.said(f"Said {number}.")
    version = team.draft(last)
    data = {"words": "The last one.", "evidence": [key_of(last)]}
    assert client.post(address("sentence_add", "themes", team.theme.pk), data).status_code == 302
    assert version.sentence_set.last().words == "The last one."
    found = client.get(address("summary", "themes", team.theme.pk), {"page": 2}).context["sources"]
    assert [row.words for row in found] == ["Said 12.", "Said 13."]


def test_the_list_of_what_was_said_is_narrowed_by_the_address(client, team):
    youth = SegmentFactory(initiative=team.initiative, code="youth", name="Youth")
    team.said("They never call.", segment=youth)
    team.said("Nor write.")

    def words(**query):
        found = client.get(address("summary", "themes", team.theme.pk), query).context["sources"]
        return [row.words for row in found]

    assert words(segment="youth") == ["They never call."]
    assert words(q="write") == ["Nor write."]
    assert words(segment="nobody") == []


def test_a_sentence_is_edited_with_what_it_rests_on(client, team):
    comment, other = team.said("They never call."), team.said("Nor write.")
    version = team.draft(comment)
    ours = version.sentence_set.first()
    url = address("sentence_edit", ours.pk)
    form = client.get(url).context["form"]
    assert form.initial == {"words": "Nobody calls back.", "evidence": [key_of(comment)]}
    client.post(url, {"words": "Silence.", "evidence": [key_of(other)]})
    ours.refresh_from_db()
    assert ours.words == "Silence."
    assert ours.sentenceevidence_set.get().comment == other
    assert "Choose at least one" in page(client.post(url, {"words": "Silence."}))


def test_a_quote_is_added_replaced_shortened_moved_and_removed(client, team):
    comment, other = team.said("They never call. Not once."), team.said("Nor write.")
    version = team.draft(comment)
    quote = version.sentence_set.last()
    text = page(client.get(address("summary", "themes", team.theme.pk), {"replace": quote.pk}))
    assert "Choose what stands in the place of sentence 2." in text
    client.post(address("sentence_replace", quote.pk), {"source": key_of(other)})
    assert quote.sentenceevidence_set.get().comment == other
    client.post(address("quote_add", "themes", team.theme.pk), {"source": key_of(comment)})
    added = version.sentence_set.last()
    url = address("quote_shorten", added.pk)
    assert "They never call. Not once.</textarea>" in page(client.get(url))
    assert "do not stand so" in page(client.post(url, {"words": "They always call."}))
    client.post(url, {"words": "They never call."})
    row = added.sentenceevidence_set.get()
    assert (row.start, row.end, row.is_quoted) == (0, 16, True)
    client.post(address("sentence_move", added.pk), {"way": "up"})
    assert list(version.sentence_set.all())[1] == added
    client.post(address("sentence_remove", added.pk))
    assert version.sentence_set.count() == 2


def test_a_source_that_is_gone_is_said(client, team):
    comment, goes = team.said("They never call."), team.said("Nor write.")
    version = team.draft(comment)
    withdraw_comment(actor=team.analyst, comment=goes, reason="asked")
    url = address("quote_add", "themes", team.theme.pk)
    for source in (key_of(goes), "nonsense", ""):
        response = client.post(url, {"source": source}, follow=True)
        assert told(response) == ["These words were taken back meanwhile. Choose others."]
    assert version.sentence_set.count() == 2


def test_the_reason_of_a_return_stays_in_sight_while_one_works_on_it(client, team):
    version = team.handed_in(team.said("They never call."))
    approval.return_summary(
        actor=team.approver, version=version, reason="Too short.", seen=approval.token_of(version)
    )
    assert "Too short." in page(client.get(address("summary", "themes", team.theme.pk)))
    client.post(address("summary_begin", "themes", team.theme.pk))
    text = page(client.get(address("summary", "themes", team.theme.pk)))
    assert "Lee returned the version before:" in text
    assert "Too short." in text


def test_lost_evidence_is_shown_without_words(client, team):
    comment = team.said("They never call.")
    team.approved(comment)
    withdraw_comment(actor=team.analyst, comment=comment, reason="asked")
    text = page(client.get(address("summary", "themes", team.theme.pk)))
    assert "2 sentences rested on words that were taken back or changed." in text
    assert "They never call" not in text


def test_how_it_was_made(client, team):
    comment = team.said("They never call.")
    team.approved(comment)
    summaries.begin_summary(actor=team.analyst, about=team.theme)
    text = page(client.get(address("summary_made", "themes", team.theme.pk), {"version": 1}))
    assert "1 comment in 1 submission and 0 sessions" in text
    assert "Lee approved it" in text
    assert "Written or chosen by Ana" in text


@pytest.mark.parametrize("name", ["summary", "summary_made"])
def test_more_sentences_and_sources_make_no_more_queries(client, team, name):
    version = team.draft(team.said("They never call."))
    counts = []
    for part in range(2):
        for number in range(5):
            segment = SegmentFactory(initiative=team.initiative)
            comment = team.said(f"Said {part} {number}.", segment=segment)
            summaries.add_quote(actor=team.analyst, version=version, span=span_of(comment))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(name, "themes", team.theme.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_theme_of_another_initiative_is_not_found(client, team):
    other = make_codebook(InitiativeFactory(), "Elsewhere").theme_set.get()
    theirs = Team(other.codebook.initiative, team.analyst, team.approver, other)
    version = theirs.draft(theirs.said("Of others."))
    for url in (
        address("summary", "themes", other.pk),
        address("summary_made", "themes", other.pk),
        address("sentence_edit", version.sentence_set.first().pk),
    ):
        assert client.get(url).status_code == 404


def test_a_quote_is_replaced_by_the_next_best_of_the_engine(client, team):
    first, second, third = (
        team.said(words)
        for words in (
            "They never called me back about my son.",
            "The letter came three weeks after the meeting.",
            "My caseworker was kind and explained it all.",
        )
    )
    silent = team.said("Nobody answers when I ring the office.", may_quote=False)
    version = team.draft(first)
    client.force_login(team.analyst)
    quote = version.sentence_set.last()
    stood = [first.pk]
    for _ in range(3):
        client.post(address("sentence_replace", quote.pk), {"next": "best"})
        stood.append(quote.sentenceevidence_set.get().comment_id)
    assert set(stood[1:3]) == {second.pk, third.pk}
    assert stood[3] != stood[2]
    assert silent.pk not in stood


def test_where_there_is_no_other_quote_the_page_says_so(client, team):
    version = team.draft(team.said("They never called me back about my son."))
    client.force_login(team.analyst)
    quote = version.sentence_set.last()
    text = page(client.post(address("sentence_replace", quote.pk), {"next": "best"}, follow=True))
    assert "The engine finds no other quote for this place." in text
