"""The public page: You said, we did, or why not."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.services.withdrawal import withdraw_submission
from followup.models import Action
from initiatives.models import Initiative
from tests.factories import DecisionPointFactory, InitiativeFactory, SegmentFactory, make_log
from tests.followup.helpers import another, make_action

pytestmark = pytest.mark.django_db
URL = "/i/river/what-changed/"


def page(client, url=URL):
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def plain(text):
    """What is read, without marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", text[text.index("<main") :]).split())


def test_it_is_for_everybody_where_the_initiative_is_public(client, team):
    assert "You said. We did. Or why not." in page(client)
    Initiative.objects.update(is_public=False)
    assert client.get(URL).status_code == 404
    assert client.get("/i/nowhere/what-changed/").status_code == 404


@pytest.mark.parametrize(
    ("state", "heading", "word"),
    [
        ("ACCEPTED", "We will do", "Agreed, not begun"),
        ("TESTING", "We are doing", "Being tried"),
        ("ADOPTED", "We did", "Done, and it stays"),
        ("ADAPTED", "We are doing it another way", "Changed after a first try"),
        ("ABANDONED", "We tried and stopped, and why", "Stopped"),
        ("DECLINED", "We will not, and why", "Not done"),
    ],
)
def test_each_state_is_said_in_plain_words(client, team, state, heading, word):
    point = DecisionPointFactory(initiative=team.initiative, name="Removal")
    make_action(team, state, decision_point=point)
    text = page(client)
    assert f"<h3>{heading}</h3>" in text
    read = plain(text)
    assert f" {word} " in read
    assert "The decision it is about: Removal" in read
    given_up = state in ("DECLINED", "ABANDONED")
    assert ("Why not: The law forbids it." in read) == given_up
    assert ("Who sees to it: Intake lead" in read) == (not given_up)
    assert ("by Jan. 15, 2027" in read) == (not given_up and state != "ADOPTED")
    assert state not in read


def test_a_finding_with_its_quote_and_who_said_it(client, team):
    segment = SegmentFactory(initiative=team.initiative, name="Youth")
    other = another(team, "Papers")
    other.approved(other.said("Firmé tres papeles.", segment=segment, language="es"))
    text = page(client)
    assert '<b lang="en">Papers</b>' in text
    assert '<div lang="es"><div class="quote"><blockquote>“Firmé tres papeles.”' in text
    assert "Youth" in text


def test_nothing_that_is_not_approved_or_decided_is_shown(client, team):
    make_action(team, "PROPOSED", what="A secret plan.", owner="Secret office")
    draft = another(team, "Secret draft")
    draft.draft(draft.said("Secret words."), words="Secret sentence.")
    waiting = another(team, "Secret waiting")
    waiting.handed_in(waiting.said("More secret words."), words="Secret too.")
    text = page(client)
    assert "secret" not in text.lower()
    assert "No answer yet" in text


def test_words_that_back_a_sentence_without_being_quoted_stay_inside(client, team):
    silent = team.said("He works at the mill.", may_quote=False)
    other = another(team, "Work")
    other.approved(silent, words="People say where they work.")
    text = page(client)
    assert "People say where they work." in text
    assert "the mill" not in text


def test_sessions_are_the_only_thing_that_is_counted(client, team):
    start = datetime(2026, 9, 3, 23, tzinfo=UTC)
    logs = [
        make_log(team.initiative, state="CLOSED", starts_at=start + timedelta(days=31 * number))
        for number in range(3)
    ]
    for _ in range(7):
        team.said("They never call.", session_log=logs[0], voice="NOTED")
    for _ in range(12):
        team.said("They never call.")
    Initiative.objects.update(name="Family voices")
    read = plain(page(client))
    assert "Raised in 1 of 3 group sessions" in read
    assert "Groups met 3 times between September 2026 and November 2026." in read
    # 7 notes, 13 submissions, 20 comments: none of these numbers, nor any other.
    numbers = re.findall(r"\d+", read[: read.index("Need help now?")])
    assert numbers == ["3", "2026", "2026", "1", "1", "3"]


def test_the_name_of_who_wrote_or_decided_is_not_shown(client, team):
    make_action(team)
    text = page(client)
    for person in (team.analyst, team.approver):
        assert person.name not in plain(text)
        assert person.email not in text


def test_what_is_late_is_said(client, team):
    action = make_action(team)
    Action.objects.filter(pk=action.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    read = plain(page(client))
    assert " Late " in read
    assert "was due" in read


def test_a_withdrawal_takes_the_words_off_the_page_at_once(client, team):
    other = another(team, "Papers")
    comment = other.said("I signed three papers.")
    other.approved(comment, words="Papers are signed unread.")
    make_action(other, what="Read them aloud.")
    assert "I signed three papers." in page(client)
    withdraw_submission(actor=None, submission=comment.submission)
    text = page(client)
    for gone in ("I signed three papers.", "Papers are signed unread.", "Read them aloud."):
        assert gone not in text
    assert "They never call." in text


def test_the_empty_page_teaches(client):
    InitiativeFactory(slug="river")
    text = page(client)
    assert "Nothing to show yet" in text
    assert "also where the answer is no, with the reason" in text
    assert 'href="/i/river/"' in text


def test_one_session_is_told_in_the_singular(client, team):
    make_log(team.initiative, state="CLOSED", starts_at=datetime(2026, 11, 3, 23, tzinfo=UTC))
    assert "One group met, in November 2026." in page(client)


def test_the_page_is_offered_in_spanish(client, team):
    make_action(team)
    text = page(client, "/es" + URL)
    assert '<html lang="es">' in text
    assert "enero de 2027" in text
    assert '<b lang="en">Calls</b>' in text


def test_headings_follow_each_other_for_who_listens(client, team):
    make_action(team)
    levels = [int(level) for level in re.findall(r"<h([1-6])", page(client))]
    assert levels[:3] == [1, 2, 3]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_more_themes_make_no_more_queries(client, team):
    counts = []
    for part in range(2):
        for number in range(3):
            other = another(team, f"Theme {part} {number}")
            segment = SegmentFactory(initiative=team.initiative)
            other.approved(other.said(f"Said {part} {number}.", segment=segment))
            make_action(other, decision_point=DecisionPointFactory(initiative=team.initiative))
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]
