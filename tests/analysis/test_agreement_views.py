"""Beginning a double coding, how far people agree, and settling where they differ."""

import csv
import io

import pytest
from django.urls import reverse

from analysis import services
from analysis.double_coding.figures import comparison
from analysis.double_coding.matrix import matrix_of
from analysis.models import CodingTask, Tag
from analysis.reports import waiting_for
from feedback.services.withdrawal import withdraw_comment
from tests import factories as make
from tests.analysis.double import make_double

pytestmark = pytest.mark.django_db


@pytest.fixture
def double():
    return make_double()


def address(name: str, *args) -> str:
    return reverse(f"analysis:{name}", args=["river", *args])


def figures(row) -> tuple:
    """Percent, kappa, alpha and coded only to two digits, None where they are not defined."""
    found = (row.percent, row.kappa, row.alpha, row.coded_only)
    return tuple(None if f.value is None else round(f.value, 2) for f in found)


def test_agreement_theme_by_theme(double):
    """Waiting: yes-yes, yes-yes, no-yes, no-no. Manner: no-no, yes-no, no-no, yes-no."""
    found = comparison(double.code("w wm - m", "w w w -"))
    assert found.comments == 4
    assert {row.name: (row.put_on, *figures(row)) for row in found.themes} == {
        "Waiting": (3, 75.0, 0.5, 0.53, 66.67),
        "Manner": (2, 50.0, 0.0, -0.17, 0.0),
    }
    assert [row.name for row in found.themes] == ["Manner", "Waiting"]
    assert figures(found.overall) == (62.5, 0.25, 0.29, 40.0)
    assert (found.disagreements, found.open, found.agreed_open) == (3, 3, 1)
    assert [(p.first, p.second, p.comments) for p in found.pairs] == [("Ana", "Ben", 4)]


def test_a_theme_that_nobody_put_on_is_named_and_has_no_figure(double):
    found = comparison(double.code("w - - -", "- - - -"))
    assert [row.name for row in found.themes] == ["Waiting"]
    assert [theme.name for theme in found.never] == ["Manner"]


def test_the_engine_is_one_more_coder(double):
    run = make.make_run(double.codebook, cursor=double.comments[2].pk)
    waiting = double.theme("waiting")
    make.make_suggestion(run, double.comments[0], waiting, score=0.9)
    make.make_suggestion(run, double.comments[1], waiting, score=0.3)
    found = comparison(double.code("w w - -", "w w - -"))
    assert found.has_machine
    pairs = {(p.first, p.second): (p.comments, round(p.percent.value, 1)) for p in found.pairs}
    assert pairs == {
        ("Ana", "Ben"): (4, 100.0),
        ("Ana", "the engine"): (3, 83.3),
        ("Ben", "the engine"): (3, 83.3),
    }
    (row,) = found.themes
    assert row.alpha.value == 1.0
    assert row.with_machine.value < 1.0


def test_the_engine_is_not_asked_where_people_had_decided_before_the_run(double):
    comment = double.comments[0]
    services.add_tag(
        actor=double.ana, comment=comment, theme=double.theme("waiting"), start=0, end=3
    )
    make.make_run(double.codebook, cursor=double.comments[-1].pk)
    matrix = matrix_of(double.code("w w - -", "w w - -"))
    assert 0 not in matrix.done[comment.pk]
    assert 0 in matrix.done[double.comments[1].pk]


def test_nothing_is_compared_while_people_code(double):
    with pytest.raises(ValueError, match="nobody sees"):
        matrix_of(double.task)


def test_withdrawal_reaches_every_figure(double):
    task = double.code("w wm - m", "w w w -")
    withdraw_comment(actor=double.ana, comment=double.comments[0], reason="asked")
    found = comparison(task)
    assert found.comments == 3
    assert {row.name: row.put_on for row in found.themes} == {"Waiting": 2, "Manner": 2}
    assert (found.open, found.agreed_open) == (3, 0)


def test_a_number_of_queries_that_does_not_grow(double, django_assert_num_queries):
    task = double.code("w wm - m", "w w w -")
    task = CodingTask.objects.select_related("run").get(pk=task.pk)
    with django_assert_num_queries(6):
        comparison(task)


def test_beginning_one(client, double):
    for n in range(6):
        make.make_comment(double.initiative, f"One more about number {n}.")
    client.force_login(double.lee)
    body = {"coders": [double.ana.pk, double.lee.pk], "size": 5}
    response = client.post(address("agreement_new"), body)
    task = CodingTask.objects.latest("pk")
    assert response.url == address("double_coding", task.pk)
    assert task.made_by == double.lee
    assert task.assignment_set.count() == 10
    page = client.get(address("agreement")).content.decode()
    assert "Code blind: 5 comments wait for you" in page


@pytest.mark.parametrize("case", ["one", "stranger", "reader", "size"])
def test_what_is_typed_wrong_begins_nothing(client, double, case):
    make.make_comment(double.initiative, "One more.")
    other = {
        "one": [double.ana],
        "stranger": [double.ana, make.UserFactory()],
        "reader": [double.ana, make.make_member(double.initiative, "reader")],
        "size": [double.ana, double.ben],
    }[case]
    client.force_login(double.ana)
    body = {"coders": [user.pk for user in other], "size": 2 if case == "size" else 5}
    response = client.post(address("agreement_new"), body)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert CodingTask.objects.count() == 1


def test_while_it_is_open_the_page_says_how_far_each_is(client, double):
    double.put(double.ana, double.comments[0])
    client.force_login(double.ben)
    html = client.get(address("double_coding", double.task.pk)).content.decode()
    assert "1 of 4 comments" in html
    assert "0 of 4 comments" in html


def test_ending_it_early_asks_once(client, double):
    double.put(double.ana, double.comments[0])
    client.force_login(double.ana)
    html = client.get(address("double_coding_close", double.task.pk)).content.decode()
    assert "7 comments are not coded yet and left out." in html
    response = client.post(address("double_coding_close", double.task.pk), follow=True)
    assert "No comment was coded by two people" in response.content.decode()
    again = client.get(address("double_coding_close", double.task.pk))
    assert again.url == address("double_coding", double.task.pk)


def test_the_figures_as_a_page_and_as_a_file(client, double):
    task = double.code("w wm - m", "w w w -")
    client.force_login(double.lee)
    html = client.get(address("double_coding", task.pk)).content.decode()
    assert "Settle 3 comments on which we differ" in html
    assert html.index('<th scope="row"><a') > 0
    response = client.get(address("agreement_csv", task.pk))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Theme"] for row in rows] == ["All themes together", "Manner", "Waiting"]
    assert rows[2]["Krippendorff's alpha"] == "0.5333"
    assert rows[1]["Alpha with the engine"] == rows[1]["Krippendorff's alpha"]


def test_disagreements_side_by_side_are_settled_on_the_page(client, double):
    task = double.code("w wm - m", "w w w -")
    client.force_login(double.lee)
    page = address("disagreements", task.pk)
    rows = client.get(page).context["rows"]
    assert [row.comment for row in rows] == list(double.comments[1:])
    lines = [
        (line.theme.code, line.stays, [c.put_on for c in line.cells]) for line in rows[0].lines
    ]
    assert lines == [("waiting", True, [True, True]), ("manner", False, [True, False])]
    body = {
        "comment": double.comments[1].pk,
        "stays": [double.theme("manner").pk],
        "kept": "theme=&settled=too",
    }
    response = client.post(address("adjudicate", task.pk), body)
    assert response.url == f"{page}?theme=&settled=too"
    assert Tag.objects.counted().get().theme.code == "manner"
    assert len(client.get(page).context["rows"]) == 2
    settled = client.get(page, {"settled": "too"}).context["rows"]
    assert [(row.settled, row.settled_by) for row in settled][-1] == (True, "Lee")
    of_theme = client.get(page, {"theme": double.theme("waiting").pk}).context["rows"]
    assert [row.comment for row in of_theme] == [double.comments[2]]


def test_a_comment_outside_the_sample_is_not_settled(client, double):
    task = double.code("w - - -", "w - - -")
    other = make.make_comment(double.initiative, "We waited long.")
    client.force_login(double.lee)
    for number in (other.pk, "x", ""):
        body = {"comment": number, "stays": [double.theme("waiting").pk]}
        assert client.post(address("adjudicate", task.pk), body).status_code == 404


def test_keeping_what_all_agree_on_by_the_button(client, double):
    task = double.code("w - - -", "w - - -")
    client.force_login(double.lee)
    response = client.post(address("adjudicate_agreed", task.pk), follow=True)
    assert "1 comment has the themes" in response.content.decode()
    assert Tag.objects.counted().get().source == "ADJUDICATED"


def test_what_waits_to_be_coded_blind_stands_on_ones_first_page(double):
    double.initiative.roles = {"analyst"}
    double.put(double.ana, double.comments[0], "waiting")

    def waiting(user) -> list[tuple[int, str]]:
        return [(row.count, row.what) for row in waiting_for(user, double.initiative)]

    assert waiting(double.ana) == [(3, "comments to code blind")]
    assert waiting(double.lee) == []
    double.code("- - - -", "- - - -")
    assert waiting(double.ana) == []
