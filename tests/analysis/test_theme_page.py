"""One theme's page: all of it for the team, and for a reader what was approved."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from analysis import services
from analysis.models import Theme
from feedback import services as feedback
from tests import factories as make
from tests.analysis.theme_helpers import approve, page_of, queries, said_in_session

pytestmark = pytest.mark.django_db


def words_on(page) -> list[str]:
    return [row.comment.redacted_text for row in page.context["said"]]


def test_the_team_sees_definition_counts_shares_and_words(
    as_team, initiative, waiting, parents, youth
):
    point = make.DecisionPointFactory(initiative=initiative, name="Removal")
    for words in ("waited", "waited long"):
        comment = make.make_comment(initiative, words, segment=parents, decision_point=point)
        make.make_tag(comment, waiting)
    make.make_comment(initiative, "a lawyer", segment=parents)
    make.make_comment(initiative, "a school", segment=youth)
    said_in_session(initiative, youth, waiting, "waits in the room")
    page = as_team.get(page_of(waiting))
    shown = page.context
    assert (shown["sessions"], shown["of_sessions"]) == (1, 1)
    assert (shown["raised"].comments, shown["raised"].submissions) == (3, 2)
    assert shown["figure"].title == (
        "Share of comments that raise Waiting: Parents 2 of 3, Youth 1 of 2"
    )
    assert [(row.name, row.comments) for row in shown["points"]] == [("Removal", 2)]
    assert words_on(page) == ["waited", "waited long", "waits in the room"]
    html = page.content.decode()
    assert "“waited long”" in html
    assert "“waits in the room" not in html, "what was noted stands in no quotation marks"


def test_what_was_said_is_narrowed_in_the_address(as_team, initiative, waiting, parents, youth):
    point = make.DecisionPointFactory(initiative=initiative, code="removal")
    first = make.make_comment(initiative, "No call", segment=parents, decision_point=point)
    other = make.make_comment(initiative, "No lift", segment=youth, voice="NOTED")
    for comment in (first, other):
        make.make_tag(comment, waiting)

    def listed(query):
        return words_on(as_team.get(page_of(waiting, query)))

    assert listed("") == ["No call", "No lift"]
    assert listed("?q=LIFT") == ["No lift"]
    assert listed("?segment=parents") == ["No call"]
    assert listed("?point=removal") == ["No call"]
    assert listed("?voice=NOTED") == ["No lift"]
    assert listed("?voice=NOTED&segment=parents") == []
    assert listed("?voice=OBSERVED&segment=nobody") == ["No call", "No lift"]
    html = as_team.get(page_of(waiting, "?q=bus")).content.decode()
    assert "Nothing said matches." in html


def test_tagged_words_are_marked_over_what_is_hidden(as_team, initiative, waiting, analyst):
    comment = make.make_comment(initiative, "😀 Call 651-266-4500. I waited a <long> time.")
    start = comment.original.index("I waited")
    make.make_tag(comment, waiting, analyst, start=start, end=start + 8)
    html = as_team.get(page_of(waiting)).content.decode()
    assert "“😀 Call [phone]. <mark>I waited</mark> a &lt;long&gt; time.”" in html
    assert "coded by Ana" in html
    assert "651-266" not in html


def test_withdrawn_words_are_gone_from_list_and_counts(as_team, initiative, waiting, parents):
    gone, stays = (make.make_comment(initiative, w, segment=parents) for w in ("gone", "stays"))
    for comment in (gone, stays):
        make.make_tag(comment, waiting)
    feedback.withdraw_submission(actor=None, submission=gone.submission)
    page = as_team.get(page_of(waiting))
    assert words_on(page) == ["stays"]
    assert page.context["raised"].comments == 1
    assert page.context["figure"].rows[0].share.count == "1 of 1"


@pytest.mark.parametrize(
    ("state", "offer"),
    [
        (None, "Draft a summary from quotes"),
        ("DRAFT", "Go on with the summary"),
        ("SUBMITTED", "The summary that waits for approval"),
        ("APPROVED", "The summary and its versions"),
    ],
)
def test_the_next_step_is_offered(as_team, initiative, analyst, waiting, state, offer):
    make.make_tag(make.make_comment(initiative, "waited"), waiting)
    if state:
        make.make_summary(waiting).summaryversion_set.create(
            number=1, begun_by=analyst, state=state
        )
    assert offer in as_team.get(page_of(waiting)).content.decode()


def test_nothing_said_yet_leads_to_the_review(as_team, initiative, codebook, waiting):
    html = as_team.get(page_of(waiting)).content.decode()
    assert "A run of the engine suggests where it is said." in html
    assert "No segment is known" in html
    assert "none closed yet" in html
    make.make_suggestion(make.make_run(codebook), make.make_comment(initiative, "wait"), waiting)
    assert "Review the 1 suggestion</a>" in as_team.get(page_of(waiting)).content.decode()


def test_history_says_who_changed_it(as_team, analyst, waiting):
    services.edit_theme(actor=analyst, theme=waiting, parent=None, name="Delay")
    services.retire_theme(actor=analyst, theme=waiting)
    services.take_up_theme(actor=analyst, theme=waiting)
    history = as_team.get(page_of(waiting)).context["history"]
    assert [(deed.by, deed.what) for deed in history] == [
        (analyst, "took it up again"),
        (analyst, "retired it"),
        (analyst, "changed its words"),
    ]


def test_queries_do_not_grow_with_the_tags(as_team, initiative, waiting, parents, youth):
    make.make_tag(make.make_comment(initiative, "waited", segment=parents), waiting)
    few = queries(as_team, page_of(waiting))
    for number in range(15):
        comment = make.make_comment(initiative, f"waited {number} 651-266-4500", segment=youth)
        make.make_tag(comment, waiting)
    assert queries(as_team, page_of(waiting)) == few


def test_a_reader_sees_the_approved_summary_and_sessions(
    as_reader, initiative, analyst, waiting, parents
):
    parent = Theme.objects.get(code="lawyer")
    Theme.objects.filter(pk=waiting.pk).update(
        parent=parent, includes="INCLUDED", excludes="EXCLUDED"
    )
    quoted = make.make_comment(initiative, "We waited for weeks.", segment=parents)
    unquoted = make.make_comment(initiative, "SECRET in private", may_quote=False)
    for comment in (quoted, unquoted):
        make.make_tag(comment, waiting)
    said_in_session(initiative, parents, waiting, "NOTED in the room")
    approve(waiting, analyst, "Families wait.", quote=quoted)
    waiting.summary.summaryversion_set.create(number=2, begun_by=analyst).sentence_set.create(
        order=1, words="DRAFTED later."
    )
    page = as_reader.get(page_of(waiting))
    html = page.content.decode()
    assert "Families wait." in html
    assert "“We waited for weeks.”" in html
    assert "In 1 of 1 session." in html
    for leak in (
        *("SECRET", "NOTED", "DRAFTED", "INCLUDED", "EXCLUDED", "Lawyer"),
        *("submission", "Everything said", "Who says it", "How sure", "comments/", "segments."),
    ):
        assert leak not in html
    team_only = ["raised", "figure", "points", "said", "sureness"]
    assert [name for name in team_only if name in page.context] == []


@pytest.mark.parametrize("may_quote", [True, False])
def test_a_reader_sees_no_sentence_whose_words_are_gone(
    as_reader, initiative, analyst, waiting, may_quote
):
    quoted = make.make_comment(initiative, "We waited for weeks.")
    make.make_tag(quoted, waiting)
    approve(waiting, analyst, "Families wait.", quote=quoted)
    if may_quote:
        feedback.withdraw_submission(actor=None, submission=quoted.submission)
    else:
        type(quoted).objects.filter(pk=quoted.pk).update(may_quote=False)
    html = as_reader.get(page_of(waiting)).content.decode()
    assert "It is being written anew." in html
    assert "wait." not in re.sub(r"What people say about waiting\.", "", html)
    assert "weeks" not in html


@pytest.mark.parametrize("state", ["DRAFT", "RETIRED"])
def test_for_a_reader_other_themes_do_not_exist(as_reader, waiting, state):
    Theme.objects.filter(pk=waiting.pk).update(state=state)
    assert as_reader.get(page_of(waiting)).status_code == 404


# The figure as files


def file_of(theme, kind) -> str:
    return reverse(f"analysis:segments_{kind}", args=["ours", theme.pk])


def test_the_figure_as_csv(as_team, initiative, waiting, parents, youth):
    parents.name = "=HYPERLINK(1)"
    parents.save()
    for number in range(4):
        comment = make.make_comment(initiative, f"waited {number}", segment=parents)
        if number:
            make.make_tag(comment, waiting)
    make.make_comment(initiative, "school", segment=youth)
    response = as_team.get(file_of(waiting, "csv"))
    assert response["Content-Disposition"] == (
        f'attachment; filename="team-only-theme-{waiting.pk}-segments.csv"'
    )
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows[0][:3] == ["Segment", "Comments that raise it", "Comments"]
    assert rows[1:] == [
        ["'=HYPERLINK(1)", "3", "4", "75.0", "30.1", "95.4"],
        ["Youth", "0", "1", "0.0", "0.0", "79.3"],
    ]


def test_the_figure_as_svg_stands_by_itself(as_team, initiative, waiting, parents):
    """A decimal comma or a class without a stylesheet would make it empty."""
    Theme.objects.filter(pk=waiting.pk).update(name="Waiting & <hoping>")
    make.make_tag(make.make_comment(initiative, "waited", segment=parents), waiting)
    response = as_team.get(file_of(waiting, "svg"), headers={"accept-language": "es"})
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"].startswith('attachment; filename="team-only-theme-')
    drawing = ElementTree.fromstring(response.content)  # noqa: S314, our own
    spaces = {"s": "http://www.w3.org/2000/svg"}
    assert drawing.find("s:title", spaces).text == (
        "Share of comments that raise Waiting & <hoping>: Parents 1 of 1"
    )
    [circle] = drawing.findall(".//s:circle", spaces)
    assert circle.attrib["fill"] == "#1a4480"
    assert float(circle.attrib["cy"]) == 16.0
    assert "small counts are not" in response.content.decode()
    assert "class=" not in response.content.decode()


@pytest.mark.parametrize("kind", ["csv", "svg"])
def test_files_of_the_figure_are_for_the_team(client, initiative, waiting, kind):
    Theme.objects.filter(pk=waiting.pk).update(state="APPROVED")
    found = {}
    for role in ("analyst", "approver", "coordinator", "facilitator", "reader"):
        client.force_login(make.make_member(initiative, role))
        found[role] = client.get(file_of(waiting, kind)).status_code
    client.force_login(make.make_member(make.InitiativeFactory(), "analyst"))
    found["stranger"] = client.get(file_of(waiting, kind)).status_code
    assert found == {
        "analyst": 200,
        "approver": 200,
        "coordinator": 403,
        "facilitator": 403,
        "reader": 403,
        "stranger": 404,
    }
