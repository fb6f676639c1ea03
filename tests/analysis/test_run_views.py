"""Runs as people start and watch them; the page asks again only while the engine works."""

import pytest
from django.urls import reverse

from analysis import services
from analysis.models import Run, Theme
from tests import factories as make
from tests.analysis.theme_helpers import queries

pytestmark = pytest.mark.django_db
LIST = "/work/ours/runs/"
POLLS = 'hx-trigger="every 2s"'


@pytest.fixture
def as_approver(client, initiative):
    client.force_login(make.make_member(initiative, "approver"))
    return client


def url(name, run) -> str:
    return reverse(f"analysis:{name}", args=["ours", run.pk])


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_without_themes_the_codebook_comes_first(as_team, initiative):
    html = as_team.get(LIST).content.decode()
    assert "Fill the codebook first" in html
    assert "Start a run" not in html
    assert "Runs so far" not in html


def test_without_comments_the_ways_in_come_first(as_team, initiative, codebook):
    make.make_comment(initiative, "My name is Ana Ruiz and I wait.")
    html = as_team.get(LIST).content.decode()
    assert "No comment is ready yet." in html
    assert "1 more waits for somebody to look at what is hidden." in html
    assert "Start a run" not in html


@pytest.mark.parametrize("missing", ["themes", "comments"])
def test_starting_without_what_it_needs_says_what(as_team, initiative, missing):
    if missing == "comments":
        make.make_codebook(initiative, "Waiting")
    response = as_team.post(reverse("analysis:run_start", args=["ours"]), follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    [message] = told(response)
    assert message.startswith(
        {
            "themes": "The codebook has no theme yet.",
            "comments": "No comment is ready yet.",
        }[missing]
    )
    assert not Run.objects.exists()


def test_start_and_see_what_came_of_it(
    as_team, initiative, codebook, django_capture_on_commit_callbacks
):
    make.make_comment(initiative, "waiting for a lawyer")
    make.make_comment(initiative, "nothing at all")
    assert "2 comments · 3 themes" in as_team.get(LIST).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = as_team.post(reverse("analysis:run_start", args=["ours"]))
    run = Run.objects.get()
    assert response.url == url("run", run)
    page = as_team.get(response.url)
    view = page.context["view"]
    assert (view.run.state, view.suggestions, view.comments, view.without) == ("DONE", 2, 1, 1)
    rows = [(r.theme.name, r.suggested, r.waiting, r.kept, r.rejected) for r in view.themes]
    assert rows == [("Waiting", 1, 1, 0, 0), ("Lawyer", 1, 1, 0, 0)]
    html = page.content.decode()
    assert POLLS not in html
    assert "2 suggestions wait<" in html


def test_what_people_decided_is_counted_by_theme(as_team, initiative, analyst, codebook):
    run = make.make_run(codebook, done=4, total=4)
    waiting, lawyer, _ = codebook.theme_set.all()
    rows = [
        make.make_suggestion(run, make.make_comment(initiative, f"waiting {n}"), waiting)
        for n in range(4)
    ]
    for row, accept in zip(rows, [True, False], strict=False):
        services.decide_suggestions(
            actor=analyst,
            comment=row.comment,
            accept=[row.pk] if accept else [],
            reject=[] if accept else [row.pk],
        )
    services.change_suggestion(actor=analyst, suggestion=rows[2], theme=lawyer)
    [row] = as_team.get(url("run", run)).context["view"].themes
    assert (row.suggested, row.waiting, row.kept, row.rejected) == (4, 1, 1, 2)


@pytest.mark.parametrize("state", ["QUEUED", "RUNNING"])
def test_while_at_work_page_and_fragment_ask_again(as_team, codebook, state):
    run = make.make_run(codebook, state=state, done=3, total=12)
    for name in ("run", "run_progress"):
        html = as_team.get(url(name, run)).content.decode()
        assert POLLS in html
        assert f'hx-get="{url("run_progress", run)}"' in html
        assert "3 of 12 comments read" in html
        assert "Cancel this run" in html


@pytest.mark.parametrize("state", ["DONE", "FAILED", "CANCELLED"])
def test_at_its_end_the_fragment_asks_no_more(as_team, codebook, state):
    run = make.make_run(codebook, state=state, failure="It stopped.")
    response = as_team.get(url("run_progress", run))
    html = response.content.decode()
    assert response.templates[0].name == "analysis/partials/run_progress.html"
    assert "<html" not in html
    assert "hx-" not in html
    assert "Cancel this run" not in html
    assert ("It stopped." in html) == (state == "FAILED")


def test_a_codebook_that_changed_since_is_said(as_team, initiative, analyst, codebook):
    run = make.make_run(codebook)
    assert "Start another run" not in as_team.get(url("run", run)).content.decode()
    services.make_theme(actor=analyst, initiative=initiative, name="Kin")
    html = as_team.get(url("run", run)).content.decode()
    assert "it is at version 2 now. Start another run to use it." in html


def test_cancel_once(as_team, codebook):
    run = make.make_run(codebook, state="RUNNING")
    response = as_team.post(url("run_cancel", run), follow=True)
    assert told(response) == ["Cancelled. What it had suggested so far is put aside."]
    assert Run.objects.get().state == "CANCELLED"
    response = as_team.post(url("run_cancel", run), follow=True)
    assert told(response) == [
        "This run is cancelled and cannot become cancelled. Load the page again."
    ]


def test_a_second_run_at_once_is_refused(as_team, initiative, codebook):
    make.make_comment(initiative, "waiting")
    make.make_run(codebook, state="RUNNING")
    html = as_team.get(LIST).content.decode()
    assert "A run is at work." in html
    assert "Start a run" not in html
    response = as_team.post(reverse("analysis:run_start", args=["ours"]), follow=True)
    assert told(response) == ["A run is at work already. Wait for it, or cancel it."]
    assert Run.objects.count() == 1


def test_an_approver_watches_and_neither_starts_nor_cancels(as_approver, initiative, codebook):
    make.make_comment(initiative, "waiting")
    run = make.make_run(codebook, state="RUNNING")
    listed, page = (as_approver.get(u).content.decode() for u in (LIST, url("run", run)))
    assert "Watch it" in listed
    assert "Start a run" not in listed
    assert POLLS in page
    assert "Cancel this run" not in page
    assert as_approver.post(reverse("analysis:run_start", args=["ours"])).status_code == 403
    assert as_approver.post(url("run_cancel", run)).status_code == 403
    assert Run.objects.get().state == "RUNNING"


@pytest.mark.parametrize(
    ("role", "status"), [("coordinator", 403), ("facilitator", 403), ("reader", 403), (None, 404)]
)
def test_others_are_refused(client, initiative, codebook, role, status):
    run = make.make_run(codebook, state="RUNNING")
    where = initiative if role else make.InitiativeFactory()
    client.force_login(make.make_member(where, role or "analyst"))
    start = reverse("analysis:run_start", args=["ours"])
    answers = [
        *(client.get(u) for u in (LIST, url("run", run), url("run_progress", run))),
        *(client.post(u) for u in (start, url("run_cancel", run))),
    ]
    assert [answer.status_code for answer in answers] == [status] * 5


def test_newest_first_with_what_was_decided(as_team, initiative, analyst, codebook):
    runs = [make.make_run(codebook, done=n, total=n, asked_by=analyst) for n in range(30)]
    comment = make.make_comment(initiative, "waiting")
    for run, state in ((runs[28], "ACCEPTED"), (runs[29], "PENDING")):
        make.make_suggestion(run, comment, codebook.theme_set.first(), state=state)
    page = as_team.get(LIST).context["page_obj"]
    rows = [(row.run.done, row.suggestions, row.decided) for row in page]
    assert rows[:3] == [(29, 1, 0), (28, 1, 1), (27, 0, 0)]
    assert len(rows) == 25
    second = as_team.get(LIST, {"page": 2}).context["page_obj"]
    assert [row.run.done for row in second] == [4, 3, 2, 1, 0]


def test_queries_do_not_grow(as_team, initiative, analyst, codebook):
    run = make.make_run(codebook, asked_by=analyst)
    comment = make.make_comment(initiative, "waiting")
    make.make_suggestion(run, comment, codebook.theme_set.first())
    few = queries(as_team, LIST), queries(as_team, url("run", run))
    for number in range(10):
        make.make_run(codebook, asked_by=make.make_member(initiative, "analyst"))
        theme = Theme.objects.create(codebook=codebook, code=f"t{number}", name=f"T{number}")
        make.make_suggestion(run, comment, theme)
    assert (queries(as_team, LIST), queries(as_team, url("run", run))) == few
