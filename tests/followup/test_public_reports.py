"""What the public may read: what is approved and decided, and no count of people."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.services import retire_theme
from feedback.services import set_may_quote
from feedback.services.withdrawal import withdraw_submission
from followup import public_reports
from tests.factories import DecisionPointFactory, InitiativeFactory, make_log
from tests.followup.helpers import DUE, another, make_action

pytestmark = pytest.mark.django_db


def pairs(team, today=DUE):
    return public_reports.pairs(team.initiative, today)


def states(team):
    return [answer.action.state for pair in pairs(team) for answer in pair.answers]


def test_a_pair_is_an_approved_theme_with_its_answers(team):
    first, second = make_action(team, "DECLINED"), make_action(team, "TESTING")
    [pair] = pairs(team)
    assert pair.theme == team.theme
    assert pair.sentences == (("Nobody calls back.", "en"),)
    assert [quote.words for quote in pair.quotes] == ["They never call."]
    assert [answer.action for answer in pair.answers] == [first, second]


def test_what_is_only_proposed_is_not_public(team):
    make_action(team, "PROPOSED")
    assert states(team) == []
    assert [pair.theme for pair in pairs(team)] == [team.theme]


def test_what_is_not_approved_is_not_public(team):
    draft = another(team, "Draft")
    draft.draft(draft.said("Secret words."))
    waiting = another(team, "Waiting")
    waiting.handed_in(waiting.said("Other secret words."))
    assert [pair.theme for pair in pairs(team)] == [team.theme]


def test_what_is_retired_stays_on_record_with_its_answer(team):
    declined = make_action(team, "DECLINED")
    retire_theme(actor=team.analyst, theme=team.theme)
    [pair] = pairs(team)
    assert [answer.action for answer in pair.answers] == [declined]


def test_what_was_taken_back_is_gone_at_once_and_the_rest_stands(team):
    other = another(team, "Letters")
    comment = other.said("I signed three papers.")
    other.approved(comment)
    assert [pair.theme for pair in pairs(team)] == [team.theme, other.theme]
    withdraw_submission(actor=None, submission=comment.submission)
    assert [pair.theme for pair in pairs(team)] == [team.theme]


def test_a_quote_that_may_not_be_shown_any_more_is_not(team):
    evidence = team.theme.summary.summaryversion_set.get().sentence_set.last()
    comment = evidence.sentenceevidence_set.get().comment
    set_may_quote(actor=None, submission=comment.submission, given=False)
    [pair] = pairs(team)
    assert (pair.sentences, pair.quotes) == ((("Nobody calls back.", "en"),), ())


def test_answered_themes_come_first(team):
    other = another(team, "Letters")
    other.approved(other.said("I signed three papers."))
    make_action(other)
    assert [pair.theme.name for pair in pairs(team)] == ["Letters", "Calls"]


def test_two_quotes_stand_open_and_the_rest_is_one_click_away(team):
    other = another(team, "Letters")
    other.approved(*(other.said(f"Said {number}.") for number in range(5)))
    pair = next(pair for pair in pairs(team) if pair.theme == other.theme)
    assert [quote.words for quote in pair.first_quotes] == ["Said 0.", "Said 1."]
    assert [quote.words for quote in pair.more_quotes] == ["Said 2.", "Said 3.", "Said 4."]


def test_sessions_are_counted_and_never_people(team):
    logs = [make_log(team.initiative, state="CLOSED") for _ in range(3)]
    for _ in range(4):
        team.said("They never call.", session_log=logs[0], voice="NOTED")
    team.said("Nor write.", session_log=make_log(team.initiative), voice="NOTED")
    [pair] = pairs(team)
    assert (pair.sessions, pair.of_sessions) == (1, 3)


def test_late_is_said(team):
    make_action(team, "ACCEPTED")
    make_action(team, "ADOPTED")
    [pair] = pairs(team, DUE + timedelta(days=1))
    assert [answer.is_late for answer in pair.answers] == [True, False]
    [pair] = pairs(team, DUE)
    assert [answer.is_late for answer in pair.answers] == [False, False]


def test_the_answers_in_five_numbers(team):
    for state in ("ADOPTED", "TESTING", "ADAPTED", "ACCEPTED", "DECLINED", "ABANDONED", "PROPOSED"):
        make_action(team, state)
    other = another(team, "Letters")
    other.approved(other.said("I signed three papers."))
    expected = public_reports.Tally(did=1, doing=2, agreed=1, not_done=2, unanswered=1)
    assert public_reports.tally(pairs(team)) == expected


def test_when_we_listened(team):
    assert public_reports.listened(team.initiative) == public_reports.Listened(0, None, None)
    days = [datetime(2026, month, 3, 23, tzinfo=UTC) for month in (9, 10, 11)]
    for day in days:
        make_log(team.initiative, state="CLOSED", starts_at=day)
    make_log(team.initiative, starts_at=datetime(2027, 1, 1, tzinfo=UTC))
    make_log(InitiativeFactory(), state="CLOSED")
    found = public_reports.listened(team.initiative)
    assert found == public_reports.Listened(3, days[0], days[2])


def test_more_themes_take_no_more_queries(team, django_assert_num_queries):
    make_action(team)
    for number in range(3):
        other = another(team, f"Theme {number}")
        other.approved(other.said(f"Said {number}."), other.said(f"Again {number}."))
        point = DecisionPointFactory(initiative=team.initiative)
        make_action(other, decision_point=point)
    with django_assert_num_queries(10):
        found = pairs(team)
        assert len({a.action.decision_point for pair in found for a in pair.answers}) == 4
