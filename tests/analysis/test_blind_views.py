"""Coding blind as a member meets it, and everything one might try to see another's tags."""

import re

import pytest
from django.urls import reverse

from analysis import services
from analysis.models import Assignment, Tag
from feedback.services.withdrawal import withdraw_comment
from initiatives.models import Membership
from tests import factories as make
from tests.analysis.double import make_double

pytestmark = pytest.mark.django_db


@pytest.fixture
def double():
    return make_double()


def address(name: str, *args) -> str:
    return reverse(f"analysis:{name}", args=["river", *args])


def sign_in(client, user):
    client.force_login(user)
    return client


def test_one_codes_comment_after_comment(client, double):
    sign_in(client, double.ana)
    for _ in double.comments:
        response = client.get(address("blind", double.task.pk), follow=True)
        row = response.context["assignment"]
        assert row.coder == double.ana
        page = address("assignment", row.pk)
        client.post(page, {"do": "put", "theme": "waiting"})
        assert client.post(page, {"do": "done"}).url == address("blind", double.task.pk)
    assert double.task.assignment_set.waiting().filter(coder=double.ana).count() == 0
    assert Tag.objects.filter(is_final=False, coder=double.ana).count() == 4
    response = client.get(address("blind", double.task.pk))
    assert response.url == address("double_coding", double.task.pk)


def test_words_that_are_selected_are_counted_as_a_browser_counts(client):
    double = make_double("😀 The van came late. She was kind.")
    (comment,) = double.comments
    row = double.assignment(double.ana, comment)
    sign_in(client, double.ana)
    client.post(
        address("assignment", row.pk),
        {"do": "put", "theme": "Waiting", "start": 3, "end": 21, "version": 1},
    )
    tag = Tag.objects.get()
    assert comment.original[tag.start : tag.end] == "The van came late."


def test_a_theme_is_taken_off_again(client, double):
    row = double.assignment(double.ana, double.comments[0])
    sign_in(client, double.ana)
    client.post(address("assignment", row.pk), {"do": "put", "theme": "waiting"})
    tag = Tag.objects.get()
    client.post(address("assignment", row.pk), {"do": "off", "put": tag.theme_id})
    assert not Tag.objects.exists()
    assert client.post(address("assignment", row.pk), {"do": "off", "put": "x"}).status_code == 302


def test_a_theme_that_is_not_known_is_said_on_the_page(client, double):
    row = double.assignment(double.ana, double.comments[0])
    response = sign_in(client, double.ana).post(
        address("assignment", row.pk), {"do": "put", "theme": "weather"}
    )
    assert "No theme is called “weather”." in response.content.decode()


def test_the_page_has_no_suggestion_and_nothing_of_others(client, double):
    """What Ben put on, what the engine suggests, and what review has settled are not in it."""
    comment = double.comments[0]
    double.put(double.ben, comment, "manner")
    run = make.make_run(double.codebook)
    make.make_suggestion(run, comment, double.theme("manner"))
    mine = address("assignment", double.assignment(double.ana, comment).pk)
    sign_in(client, double.ana)
    with_theirs = _main(client.get(mine))
    Tag.objects.all().delete()
    Assignment.objects.filter(coder=double.ben).update(state="WAITING")
    run.delete()
    without = _main(client.get(mine))
    assert "The van came two hours late." in with_theirs
    assert _same(with_theirs) == _same(without)


def _main(response) -> str:
    """The page without the steps beside it, which count what waits in review."""
    return response.content.decode().partition("<main")[2]


def _same(html: str) -> str:
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "token", html)


def every_page(double) -> list[str]:
    task = double.task.pk
    return [
        address("agreement"),
        address("double_coding", task),
        address("double_coding_close", task),
        *(address("assignment", row.pk) for row in Assignment.objects.all()),
        address("disagreements", task),
        address("agreement_csv", task),
        address("review_comment", double.comments[0].pk),
        address("theme", double.theme("manner").pk),
        address("themes"),
    ]


@pytest.mark.parametrize("who", ["ana", "lee"])
def test_no_page_tells_what_ben_put_on_before_both_are_done(client, double, who):
    """Whatever is different on a page after Ben has coded is how many he has done."""
    sign_in(client, getattr(double, who))
    pages = every_page(double)
    before = [(r.status_code, _same(r.content.decode())) for r in map(client.get, pages)]
    double.put(double.ben, double.comments[0], "manner")
    after = [(r.status_code, _same(r.content.decode())) for r in map(client.get, pages)]
    assert after == [(code, _with_one_more_done(html)) for code, html in before]


def _with_one_more_done(html: str) -> str:
    """Ben stands after Ana, and of the eight codings seven are left."""
    html = re.sub(r"(Ben.{0,150}?)0 of 4", r"\g<1>1 of 4", html, flags=re.DOTALL)
    return html.replace("8 comments", "7 comments")


@pytest.mark.parametrize("who", ["ana", "lee"])
def test_the_assignment_of_another_is_not_found(client, double, who):
    theirs = double.assignment(double.ben, double.comments[0])
    sign_in(client, getattr(double, who))
    for body in ({"do": "put", "theme": "waiting"}, {"do": "done"}, {"do": "off", "put": "1"}):
        assert client.post(address("assignment", theirs.pk), body).status_code == 404
    assert client.get(address("assignment", theirs.pk)).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.state, Tag.objects.count()) == ("WAITING", 0)


def test_who_is_no_longer_of_the_team_codes_no_more(client, double):
    row = double.assignment(double.ben, double.comments[0])
    Membership.objects.filter(user=double.ben).update(role="reader")
    assert sign_in(client, double.ben).get(address("assignment", row.pk)).status_code == 403


def test_a_closed_one_cannot_be_coded_any_more(client, double):
    row = double.assignment(double.ben, double.comments[0])
    services.close_coding_task(actor=double.ana, task=double.task)
    response = sign_in(client, double.ben).post(
        address("assignment", row.pk), {"do": "put", "theme": "waiting"}
    )
    assert response.url == address("double_coding", double.task.pk)
    assert not Tag.objects.exists()


def test_what_is_withdrawn_while_one_reads_is_gone(client, double):
    comment = double.comments[0]
    row = double.assignment(double.ana, comment)
    sign_in(client, double.ana)
    assert client.get(address("assignment", row.pk)).status_code == 200
    withdraw_comment(actor=double.ana, comment=comment, reason="asked")
    assert client.get(address("assignment", row.pk)).status_code == 404
    assert client.post(address("assignment", row.pk), {"do": "done"}).status_code == 404


def test_the_number_of_queries_does_not_grow(client, double, django_assert_max_num_queries):
    row = double.assignment(double.ana, double.comments[0])
    sign_in(client, double.ana)
    with django_assert_max_num_queries(30):
        client.get(address("assignment", row.pk))
