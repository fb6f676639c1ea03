"""Themes as the team sees them, and as a reader does: what is approved and sessions, no more."""

import re
from datetime import date

import pytest
from django.urls import reverse

from analysis.models import Theme
from tests import factories as make
from tests.analysis.theme_helpers import approve, page_of, queries, said_in_session

pytestmark = pytest.mark.django_db


LIST = "/work/ours/themes/"


def shape(tree) -> list:
    return [(branch.theme.name, shape(branch.below)) for branch in tree]


def names(response) -> list[str]:
    return [branch.theme.name for branch in response.context["tree"]]


def test_the_tree_with_counts_charts_and_summary(
    as_team, initiative, analyst, codebook, waiting, parents, youth
):
    Theme.objects.filter(code="lawyer").update(parent=waiting)
    for segment, day in [(parents, date(2026, 9, 3)), (youth, date(2026, 10, 3))]:
        make.make_tag(
            make.make_comment(initiative, "waiting", segment=segment, said_on=day), waiting
        )
    said_in_session(initiative, youth, waiting, "waited", "waited more", on=date(2026, 10, 4))
    make.make_summary(waiting).summaryversion_set.create(number=1, begun_by=analyst)
    response = as_team.get(LIST)
    tree = response.context["tree"]
    assert shape(tree) == [("Waiting", [("Lawyer", [])]), ("School", [])]
    raised = tree[0].raised
    assert (raised.comments, raised.submissions, raised.sessions, raised.segments) == (4, 2, 1, 2)
    assert tree[0].by_segment.title == "Comments by segment: Parents 1, Youth 3"
    assert tree[0].trend.title == "Comments by month: Sep 2026 1, Oct 2026 3"
    assert tree[0].summary == "draft"
    html = response.content.decode()
    assert "1 session<br>2 submissions" in html
    assert html.count("not raised yet") == 2


def test_retired_themes_are_shown_where_they_are_asked_for(as_team, codebook):
    Theme.objects.filter(code="lawyer").update(state="RETIRED")
    Theme.objects.filter(code="school").update(parent=Theme.objects.get(code="lawyer"))
    assert shape(as_team.get(LIST).context["tree"]) == [("Waiting", []), ("School", [])]
    assert names(as_team.get(LIST, {"state": "RETIRED"})) == ["Lawyer"]


def test_filters_and_orders_are_in_the_address(as_team, initiative, codebook, waiting):
    lawyer, school = Theme.objects.get(code="lawyer"), Theme.objects.get(code="school")
    said_in_session(initiative, None, school, "school")
    for _ in range(2):
        make.make_tag(make.make_comment(initiative, "lawyer"), lawyer)
    make.make_tag(make.make_comment(initiative, "waiting"), waiting)

    def listed(**query):
        return names(as_team.get(LIST, query))

    assert listed() == ["Waiting", "Lawyer", "School"]
    assert listed(q="about SCHOOL") == ["School"]
    assert listed(q="nothing of the kind") == []
    assert listed(state="DRAFT", sort="name") == ["Lawyer", "School", "Waiting"]
    assert listed(state="APPROVED") == []
    assert listed(sort="submissions") == ["Lawyer", "Waiting", "School"]
    assert listed(sort="sessions")[0] == "School"
    assert listed(sort="rubbish", state="rubbish") == ["Waiting", "Lawyer", "School"]
    assert "No theme matches." in as_team.get(LIST, {"q": "nothing"}).content.decode()


def test_an_order_makes_a_list_of_the_whole_tree(as_team, waiting):
    Theme.objects.filter(code="lawyer").update(parent=waiting)
    tree = as_team.get(LIST, {"sort": "name"}).context["tree"]
    assert shape(tree) == [("Lawyer", []), ("School", []), ("Waiting", [])]


def test_a_filter_lifts_a_theme_from_below_what_is_not_shown(as_team, waiting):
    Theme.objects.filter(code="lawyer").update(parent=waiting)
    assert names(as_team.get(LIST, {"q": "lawyer"})) == ["Lawyer"]


def test_an_empty_codebook_says_how_to_begin(as_team, initiative):
    html = as_team.get(LIST).content.decode()
    assert "No theme yet" in html
    assert reverse("analysis:codebook", args=["ours"]) in html


def test_queries_of_the_tree_do_not_grow(as_team, initiative, codebook, waiting, parents, youth):
    make.make_tag(make.make_comment(initiative, "waiting", segment=parents), waiting)
    few = queries(as_team, LIST)
    for number in range(20):
        theme = Theme.objects.create(
            codebook=codebook, code=f"t{number}", name=f"T{number}", parent=waiting
        )
        make.make_tag(make.make_comment(initiative, "waiting", segment=youth), theme)
    assert queries(as_team, LIST) == few


def test_a_readers_list_has_approved_themes_and_sessions_only(
    as_reader, initiative, analyst, codebook, waiting, parents
):
    """Eleven people and a theme below a draft: nothing of either shows."""
    lawyer = Theme.objects.get(code="lawyer")
    Theme.objects.filter(pk=waiting.pk).update(parent=lawyer)
    comments = [make.make_comment(initiative, f"waiting {n}", segment=parents) for n in range(13)]
    for comment in comments:
        make.make_tag(comment, waiting)
    said_in_session(initiative, parents, waiting, "waited in the room")
    said_in_session(initiative, parents, lawyer, "no lawyer in the room")
    approve(waiting, analyst, "They wait.", quote=comments[0])
    response = as_reader.get(LIST)
    assert shape(response.context["tree"]) == [("Waiting", [])]
    branch = response.context["tree"][0]
    assert (branch.sessions, branch.of_sessions) == (1, 2)
    assert (branch.raised, branch.by_segment, branch.trend, branch.summary) == (
        None,
        None,
        None,
        "",
    )
    html = response.content.decode()
    assert "raised in 1 of 2 sessions" in html
    for leak in ("Lawyer", "School", "submission", "Parents", '<svg class="columns"'):
        assert leak not in html
    # As a number of its own: a random token may hold the digits.
    assert re.search(r"\b13\b", html) is None
    assert list(response.context["form"].fields) == ["q", "sort"]
    assert "submissions" not in dict(response.context["form"].fields["sort"].choices)


def test_a_reader_cannot_ask_for_more_in_the_address(as_reader, codebook):
    for query in ({"state": "DRAFT"}, {"sort": "submissions"}, {"q": "Lawyer"}):
        assert names(as_reader.get(LIST, query)) == []
    assert "Nothing is approved yet" in as_reader.get(LIST).content.decode()


def test_queries_of_a_readers_list_do_not_grow(as_reader, initiative, codebook, waiting):
    Theme.objects.filter(pk=waiting.pk).update(state="APPROVED")
    few = queries(as_reader, LIST)
    for number in range(10):
        theme = Theme.objects.create(
            codebook=codebook, code=f"t{number}", name=f"T{number}", state="APPROVED"
        )
        make.make_tag(make.make_comment(initiative, "waiting"), theme)
    assert queries(as_reader, LIST) == few


def test_to_a_stranger_there_are_no_themes(client, waiting):
    client.force_login(make.make_member(make.InitiativeFactory(), "analyst"))
    assert client.get(LIST).status_code == 404
    assert client.get(page_of(waiting)).status_code == 404
