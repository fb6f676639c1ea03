"""A person looks at what the rules were unsure of, and what waits is said on the home page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.models import Comment, Import
from feedback.reports import waiting_for
from initiatives.access import get_initiative_for
from tests.factories import (
    InitiativeFactory,
    UserFactory,
    make_comment,
    make_log,
    make_member,
)

pytestmark = pytest.mark.django_db

WORDS = "Mail a@b.org. My name is Ana Lee, case 123456789."


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def analyst(initiative, client):
    user = make_member(initiative, "analyst")
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"feedback:{name}", args=["river", *args])


def doubtful(comment):
    return list(comment.redaction_set.in_force().filter(is_doubtful=True))


def test_both_pages_are_refused_to_strangers_and_weak_roles(client, initiative):
    comment = make_comment(initiative, WORDS)
    stranger = make_member(InitiativeFactory(), "analyst")
    weak = make_member(initiative, "coordinator", "facilitator", "reader")
    for user, status in ((UserFactory(), 404), (stranger, 404), (weak, 403)):
        client.force_login(user)
        assert client.get(address("protect")).status_code == status
        assert client.post(address("settle", comment.pk)).status_code == status
    comment.refresh_from_db()
    assert comment.state == "REDACTED"


def test_doubtful_words_are_shown_in_place_and_sure_ones_stay_hidden(client, initiative, analyst):
    make_comment(initiative, WORDS)
    make_comment(initiative, "Nothing doubtful.")
    page = client.get(address("protect"))
    (row,) = page.context["rows"]
    shown = [(piece.words, piece.number) for piece in row.pieces]
    assert shown == [
        ("Mail ", 0),
        ("[e-mail]", 0),
        (". My name is ", 0),
        ("Ana Lee", 1),
        (", case ", 0),
        ("123456789", 2),
        (".", 0),
    ]
    assert "a@b.org" not in page.content.decode()


def test_each_place_is_hidden_or_shown_and_the_comment_is_ready(client, initiative, analyst):
    comment = make_comment(initiative, WORDS)
    name, number = doubtful(comment)
    values = {f"place-{name.pk}": "hide", f"place-{number.pk}": "show"}
    assert client.post(address("settle", comment.pk), values).url == address("protect")
    comment.refresh_from_db()
    assert comment.redacted_text == "Mail [e-mail]. My name is [name], case 123456789."
    assert comment.state == "READY"
    assert client.get(address("protect")).context["rows"] == []
    client.post(address("settle", comment.pk), values)
    comment.refresh_from_db()
    assert comment.redaction_version == 2


def test_a_place_without_an_answer_settles_nothing(client, initiative, analyst):
    comment = make_comment(initiative, WORDS)
    name, _number = doubtful(comment)
    for values in ({}, {f"place-{name.pk}": "show"}, {f"place-{name.pk}": "x"}):
        client.post(address("settle", comment.pk), values)
    comment.refresh_from_db()
    assert (comment.state, len(doubtful(comment))) == ("REDACTED", 2)


def test_a_place_of_another_comment_is_not_shown(client, initiative, analyst):
    comment, other = make_comment(initiative, WORDS), make_comment(initiative, WORDS)
    values = {f"place-{row.pk}": "hide" for row in doubtful(comment)}
    values |= {f"place-{row.pk}": "show" for row in doubtful(other)}
    client.post(address("settle", comment.pk), values)
    other.refresh_from_db()
    assert len(doubtful(other)) == 2


def test_a_comment_of_another_initiative_is_not_found(client, analyst):
    other = make_comment(InitiativeFactory(), WORDS)
    assert client.post(address("settle", other.pk)).status_code == 404


def test_a_comment_that_was_taken_back_is_not_found(client, initiative, analyst):
    comment = make_comment(initiative, WORDS)
    Comment.objects.update(state="WITHDRAWN", original="", redacted_text="")
    assert client.post(address("settle", comment.pk)).status_code == 404


def test_an_address_is_not_read_by_a_get(client, initiative, analyst):
    comment = make_comment(initiative, WORDS)
    assert client.get(address("settle", comment.pk)).status_code == 405


def test_the_empty_page_teaches(client, initiative, analyst):
    assert "Nothing was said yet" in client.get(address("protect")).content.decode()
    make_comment(initiative, "They came.")
    assert "Nothing waits for you" in client.get(address("protect")).content.decode()


def test_more_comments_make_no_more_queries(client, initiative, analyst):
    counts = []
    for _ in range(2):
        make_comment(initiative, WORDS)
        make_comment(initiative, WORDS)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("protect"))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20


def waiting(initiative, user):
    initiative = get_initiative_for(user, initiative.slug)
    return [(w.step, w.count, w.what, w.url) for w in waiting_for(user, initiative)]


def test_each_role_is_told_what_waits_for_it(initiative):
    facilitator = make_member(initiative, "facilitator")
    log = make_log(initiative, facilitator=facilitator)
    make_log(initiative)
    make_log(initiative, state="CLOSED", facilitator=facilitator)
    make_comment(initiative, WORDS)
    make_comment(InitiativeFactory(), WORDS)
    for state, problems in (("DONE", 2), ("DONE", 0), ("FAILED", 0), ("UNDONE", 3)):
        Import.objects.create(
            initiative=initiative, name="a.csv", digest="x", state=state, problems=problems
        )
    to_look_at = ("protect", 1, "comment to look at before analysis", address("protect"))
    assert waiting(initiative, facilitator) == [
        ("listen", 1, "session with open notes", address("session_log", log.session_id))
    ]
    assert waiting(initiative, make_member(initiative, "approver")) == [to_look_at]
    assert waiting(initiative, make_member(initiative, "coordinator", "analyst")) == [
        to_look_at,
        ("listen", 2, "imports with problems", address("listen")),
    ]
    assert waiting(initiative, make_member(initiative, "reader")) == []
