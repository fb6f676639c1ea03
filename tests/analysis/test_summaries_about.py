"""Summaries of what a segment says, and of what is said at a decision point."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from analysis.models import Summary, SummaryVersion, Theme
from analysis.services import approval, drafting, summaries
from analysis.services.summaries import Span
from analysis.summaries.reports import approved_view_of, needing_renewed_approval
from feedback.services.withdrawal import withdraw_comment
from initiatives.models import DecisionPoint
from initiatives.services.setup import NotPossible, remove_segment
from tests import factories as make
from tests.analysis.helpers import make_team, quotes_of, span_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_weights")]


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def youth(team):
    return make.SegmentFactory(initiative=team.initiative, code="youth", name="Youth")


@pytest.fixture
def visits(team):
    return DecisionPoint.objects.create(initiative=team.initiative, code="visits", name="Visits")


@pytest.fixture(params=["segments", "points"])
def about(request, youth, visits):
    """Each test is of both."""
    return {"segments": youth, "points": visits}[request.param]


def field_of(about) -> dict:
    return {"decision_point" if isinstance(about, DecisionPoint) else "segment": about}


def say(team, about, words, **fields):
    return make.make_comment(team.initiative, words, **field_of(about) | fields)


def approved(team, about, *comments) -> SummaryVersion:
    version = summaries.begin_summary(actor=team.analyst, about=about)
    spans = [span_of(comment) for comment in comments]
    summaries.add_sentence(
        actor=team.analyst, version=version, words="They are not called.", evidence=spans
    )
    for span in spans:
        summaries.add_quote(actor=team.analyst, version=version, span=span)
    summaries.submit_summary(actor=team.analyst, version=version)
    return approval.approve_summary(
        actor=team.approver,
        version=version,
        found_safe=quotes_of(version),
        seen=approval.token_of(version),
    )


def address(name, about):
    kind = "points" if isinstance(about, DecisionPoint) else "segments"
    return reverse(f"analysis:{name}", args=["river", kind, about.pk])


def test_a_summary_is_about_one_thing(team, youth, visits):
    for fields in (
        {},
        {"segment": youth, "decision_point": visits},
        {"theme": team.theme, "segment": youth},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Summary.objects.create(initiative=team.initiative, **fields)
    for one, kind, noun in (
        (team.theme, "themes", "theme"),
        (youth, "segments", "segment"),
        (visits, "points", "decision point"),
    ):
        summary = make.make_summary(one)
        assert (summary.about, summary.about_id, summary.name) == (one, one.pk, one.name)
        assert (summary.kind, summary.kind.label) == (kind, noun)
        assert (Summary.of(one), summary.initiative) == (summary, team.initiative)


def test_it_is_drafted_from_all_that_was_said_there(
    client, team, about, django_capture_on_commit_callbacks
):
    here = say(team, about, "Nobody called me back for three whole weeks.")
    say(team, about, "My caseworker never picked up the telephone.", may_quote=False)
    make.make_comment(team.initiative, "The bus to the court runs only twice a day.")
    client.force_login(team.analyst)
    assert (
        "2 comments, in 2 submissions and 0 sessions" in client.get(address("summary", about)).text
    )
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("summary_begin", about))
    version = SummaryVersion.objects.get()
    [row] = version.sentence_set.get().sentenceevidence_set.all()
    assert (row.comment, row.is_quoted) == (here, True)
    page = client.get(address("summary", about))
    assert [source.may_quote for source in page.context["sources"]] == [True, False]
    assert "Whole" not in page.text
    key = page.context["sources"][1].key
    data = {"words": "Calls are not answered.", "evidence": [key]}
    client.post(address("sentence_add", about), data)
    assert version.sentence_set.last().words == "Calls are not answered."
    assert (
        "Each counts, whether it has a theme or not."
        in client.get(address("summary_made", about)).text
    )


def test_at_a_decision_point_every_segment_has_its_turn(
    team, youth, visits, django_capture_on_commit_callbacks
):
    for number in range(30):
        say(team, visits, f"They came late to the visit for the time number {number} again.")
    small = say(team, visits, "Nobody asked me whether I wanted to go home.", segment=youth)
    with django_capture_on_commit_callbacks(execute=True):
        version = drafting.draft_summary(actor=team.analyst, about=visits)
    assert small.pk in version.sentence_set.values_list("sentenceevidence__comment", flat=True)


def test_its_approval_leaves_themes_and_the_public_page_as_they_are(team, about, client):
    version = approved(team, about, say(team, about, "They never call."))
    assert version.state == "APPROVED"
    assert set(Theme.objects.values_list("state", "approved_name")) == {("DRAFT", "")}
    team.initiative.is_public = True
    team.initiative.save()
    assert "They never call." not in client.get("/i/river/what-changed/").text


def test_who_wrote_it_cannot_approve_it_and_a_new_name_is_read_first(team, about):
    version = summaries.begin_summary(actor=team.approver, about=about)
    comment = say(team, about, "They never call.")
    summaries.add_quote(actor=team.analyst, version=version, span=span_of(comment))
    summaries.submit_summary(actor=team.analyst, version=version)
    with pytest.raises(approval.WroteIt):
        approval.approve_summary(
            actor=team.approver,
            version=version,
            found_safe=quotes_of(version),
            seen=approval.token_of(version),
        )
    seen = approval.token_of(version)
    about.name = "Another name"
    about.save()
    other = make.make_member(team.initiative, "approver")
    with pytest.raises(approval.InvalidTransition, match="Read it once more"):
        approval.approve_summary(
            actor=other, version=version, found_safe=quotes_of(version), seen=seen
        )


def test_readers_read_it_without_any_count_of_people(team, about, client):
    """Promise 2: no number from 1 to 10 stands on the page, however many said it."""
    comments = [say(team, about, "They never call."), say(team, about, "Nor write.")]
    reader = make.make_member(team.initiative, "reader")
    client.force_login(reader)
    assert client.get(address("summary_read", about)).status_code == 404
    listed = reverse("analysis:summaries", args=["river"])
    assert "Nothing is approved yet" in client.get(listed).text
    approved(team, about, *comments)
    text = client.get(listed).text
    assert about.name in text
    assert address("summary", about) not in text
    assert "comments" not in text[text.index("<main") :]
    text = client.get(address("summary_read", about)).text
    main = re.sub(
        r"<[^>]*>|Approved \d+ \w+", " ", text[text.index("<main") : text.index("</main")]
    )
    assert "They never call." in main
    assert "They are not called." in main
    assert re.findall(r"\b\d+\b", main) == []
    assert client.get(address("summary", about)).status_code == 403
    client.force_login(team.analyst)
    assert "2 comments" in client.get(listed).text


def test_a_withdrawal_marks_it_for_renewed_approval(team, about, client):
    comments = [say(team, about, "They never call."), say(team, about, "Nor write.")]
    version = approved(team, about, *comments)
    withdraw_comment(actor=team.analyst, comment=comments[0], reason="asked")
    assert list(needing_renewed_approval(team.initiative)) == [version]
    view = approved_view_of(Summary.of(about))
    assert [quote.words for row in view.sentences for quote in row.quotes] == ["Nor write."]
    client.force_login(team.approver)
    text = client.get(reverse("analysis:approvals", args=["river"])).text
    assert "Needs renewed approval" in text
    assert address("summary", about) in text
    assert "They never call." not in client.get(address("summary_read", about)).text


def test_strangers_and_weak_roles_are_refused(team, about, client):
    comment = say(team, about, "They never call.")
    version = summaries.begin_summary(actor=team.analyst, about=about)
    summaries.add_quote(actor=team.analyst, version=version, span=Span(comment.pk, 0, 4))
    stranger = make.make_member(make.InitiativeFactory(), "analyst", "approver")
    weak = make.make_member(team.initiative, "coordinator", "facilitator", "reader")
    names = ("summary", "summary_made", "summary_begin", "quotes_ask", "summary_submit")
    for user, status in ((stranger, 404), (weak, 403)):
        client.force_login(user)
        for name in names:
            assert client.post(address(name, about)).status_code == status
            assert client.get(address(name, about)).status_code in {status, 405}
        assert client.get(address("summary_read", about)).status_code == 404
    version.refresh_from_db()
    assert (version.state, version.sentence_set.count()) == ("DRAFT", 1)


def test_one_of_another_initiative_is_not_found(team, about, client):
    elsewhere = make.SegmentFactory(initiative=make.InitiativeFactory())
    client.force_login(team.analyst)
    for kind in ("segments", "points"):
        url = reverse("analysis:summary", args=["river", kind, elsewhere.pk + 1000])
        assert client.get(url).status_code == 404
    assert client.get(address("summary", elsewhere)).status_code == 404


def test_what_is_summed_up_is_not_removed(team, youth):
    make.make_summary(youth)
    with pytest.raises(NotPossible, match="used by a summary"):
        remove_segment(actor=team.analyst, segment=youth)


def test_where_one_reads_of_a_group_one_can_sum_it_up(team, youth, visits, client):
    say(team, visits, "They never call.", segment=youth)
    client.force_login(team.analyst)
    for url in (
        reverse("feedback:comments", args=["river"]),
        reverse("analysis:theme", args=["river", team.theme.pk]),
    ):
        assert address("summary", youth) not in client.get(url).text
        text = client.get(f"{url}?segment=youth&point=visits").text
        assert address("summary", youth) in text
        assert address("summary", visits) in text


def test_the_list_asks_the_database_the_same_number_of_times(
    team, youth, visits, client, django_assert_max_num_queries
):
    client.force_login(team.analyst)
    url = reverse("analysis:summaries", args=["river"])
    client.get(url)
    with django_assert_max_num_queries(20) as first:
        client.get(url)
    for number in range(4):
        segment = make.SegmentFactory(initiative=team.initiative)
        approved(team, segment, say(team, segment, f"Said {number}."))
    with django_assert_max_num_queries(len(first) + 1):
        client.get(url)
