"""Quotes for a draft, chosen in the background, and what may come in between."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis import tasks
from analysis.engine.embedding import Model
from analysis.models import Alternative, Drafting, SentenceEvidence, Tag
from analysis.services import approval, drafting, summaries, workers
from analysis.summaries.authorship import authors_of
from analysis.summaries.history import how_it_was_made
from feedback.services.withdrawal import withdraw_comment
from tests import factories as make
from tests.analysis.helpers import SEVERAL, make_team, span_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_weights")]


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def said(team):
    return [team.said(words) for words in SEVERAL]


@pytest.fixture
def draft(team, django_capture_on_commit_callbacks):
    def begin(about=None):
        with django_capture_on_commit_callbacks(execute=True):
            return drafting.draft_summary(actor=team.analyst, about=about or team.theme)

    return begin


@pytest.fixture
def asked(team):
    """A draft whose message was lost: nobody works on it yet."""
    return drafting.draft_summary(actor=team.analyst, about=team.theme).drafting_set.get()


def work(row: Drafting) -> Drafting:
    drafting.work_on_drafting(drafting_id=row.pk)
    row.refresh_from_db()
    return row


def quotes(version) -> list[int]:
    rows = SentenceEvidence.objects.standing().filter(sentence__version=version, is_quoted=True)
    return list(rows.order_by("sentence__order").values_list("comment", flat=True))


def test_a_first_draft_gets_quotes_that_may_be_shown(team, said, draft):
    silent = team.said("Nobody called me back for three weeks.", may_quote=False)
    version = draft()
    row = version.drafting_set.get()
    assert (row.state, row.added, row.features) == (
        "DONE",
        5,
        "words alone: no sentence model is installed",
    )
    found = quotes(version)
    assert len(set(found)) == 5
    assert silent.pk not in found
    assert authors_of(version) == {team.analyst.pk}
    verbs = AuditEntry.objects.filter(subject_kind="SummaryVersion").values_list("verb", flat=True)
    assert list(verbs) == ["ask_for_quotes", "begin_summary"]


def test_only_the_words_that_have_the_theme_are_quoted(team, draft):
    words = "The desk was closed at noon again. My caseworker was kind and explained it all."
    comment = make.make_comment(team.initiative, words)
    start = words.index("My caseworker")
    make.make_tag(comment, team.theme, coder=team.analyst, start=start, end=len(words))
    version = draft()
    row = SentenceEvidence.objects.get(sentence__version=version)
    assert (row.comment, row.start, row.end) == (comment, start, len(words))


def test_a_double_click_asks_once(team, said, asked):
    again = drafting.draft_summary(actor=team.analyst, about=team.theme)
    assert list(again.drafting_set.all()) == [asked]
    assert drafting.ask_for_quotes(actor=team.analyst, version=again) == asked
    with pytest.raises(IntegrityError), transaction.atomic():
        Drafting.objects.create(version=again, asked_by=team.analyst)


def test_nobody_waits_for_it(team, said, asked):
    version = asked.version
    summaries.add_quote(actor=team.analyst, version=version, span=span_of(said[0]))
    row = work(asked)
    assert row.state == "DONE"
    found = quotes(version)
    assert found[0] == said[0].pk
    assert len(found) == len(set(found)) == 6, "what was added by hand is not quoted twice"


def test_what_was_quoted_while_the_engine_chose_is_not_quoted_twice(team, said, asked, monkeypatch):
    finish = drafting._finish

    def meanwhile(row, found):
        taken = found[0][0]
        summaries.add_quote(actor=team.analyst, version=row.version, span=summaries.Span(*taken))
        finish(row, found)

    monkeypatch.setattr(drafting, "_finish", meanwhile)
    assert work(asked).added == 4
    assert len(set(quotes(asked.version))) == 5


def test_what_was_taken_back_while_the_engine_chose_stays_out(team, said, asked, monkeypatch):
    finish = drafting._finish

    def meanwhile(row, found):
        for comment in said[:6]:
            withdraw_comment(actor=team.analyst, comment=comment, reason="asked")
        finish(row, found)

    monkeypatch.setattr(drafting, "_finish", meanwhile)
    work(asked)
    assert set(quotes(asked.version)) <= {said[6].pk}
    assert set(Alternative.objects.values_list("comment", flat=True)) <= {said[6].pk}


def test_what_lost_the_theme_while_the_engine_chose_stays_out(team, said, asked, monkeypatch):
    finish = drafting._finish

    def meanwhile(row, found):
        Tag.objects.filter(comment__in=said[1:]).delete()
        finish(row, found)

    monkeypatch.setattr(drafting, "_finish", meanwhile)
    work(asked)
    assert set(quotes(asked.version)) <= {said[0].pk}
    assert set(Alternative.objects.values_list("comment", flat=True)) <= {said[0].pk}


def test_a_worker_that_was_taken_for_lost_adds_nothing(team, said, asked, monkeypatch):
    finish = drafting._finish

    def overtaken(row, found):
        Drafting.objects.filter(pk=row.pk).update(attempt=row.attempt + 1)
        finish(row, found)

    monkeypatch.setattr(drafting, "_finish", overtaken)
    assert (work(asked).state, quotes(asked.version)) == ("RUNNING", [])


def test_a_draft_that_is_handed_in_needs_no_more_quotes(team, said, asked):
    summaries.add_quote(actor=team.analyst, version=asked.version, span=span_of(said[0]))
    summaries.submit_summary(actor=team.analyst, version=asked.version)
    assert work(asked).state == "CANCELLED"
    assert quotes(asked.version) == [said[0].pk]
    with pytest.raises(InvalidTransition, match="waiting for approval"):
        drafting.ask_for_quotes(actor=team.analyst, version=asked.version)


def test_one_can_do_without_them(team, said, asked):
    for _ in range(2):
        drafting.cancel_drafting(actor=team.analyst, drafting=asked)
    assert work(asked).state == "CANCELLED"
    assert quotes(asked.version) == []
    assert AuditEntry.objects.filter(verb="cancel_drafting").count() == 1
    deeds = how_it_was_made(asked.version.summary).deeds
    assert deeds[0].what == "did without the engine's quotes"
    again = drafting.ask_for_quotes(actor=team.analyst, version=asked.version)
    assert work(again).state == "DONE"
    with pytest.raises(InvalidTransition):
        drafting.cancel_drafting(actor=team.analyst, drafting=again)


def test_the_sweep_takes_up_what_nobody_works_on(team, said, asked):
    tasks.sweep()
    asked.refresh_from_db()
    assert asked.state == "QUEUED", "its message may still come"
    old = timezone.now() - timedelta(minutes=2)
    Drafting.objects.filter(pk=asked.pk).update(beat_at=old, state="RUNNING", attempt=1)
    tasks.sweep()
    asked.refresh_from_db()
    assert (asked.state, asked.attempt, asked.added) == ("DONE", 2, 5)
    work(asked)
    assert len(quotes(asked.version)) == 5, "a message that comes twice adds nothing"


def test_a_fault_is_said_and_blocks_nothing(team, said, asked, monkeypatch):
    def fails(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("analysis.engine.draft", fails)
    with pytest.raises(ZeroDivisionError):
        work(asked)
    asked.refresh_from_db()
    assert (asked.state, asked.failure) == ("FAILED", drafting.FAULT)
    summaries.add_quote(actor=team.analyst, version=asked.version, span=span_of(said[0]))
    assert quotes(asked.version) == [said[0].pk]


def test_what_is_begun_again_and_again_ends(asked):
    Drafting.objects.filter(pk=asked.pk).update(attempt=workers.MOST_TRIES)
    assert work(asked).state == "FAILED"


def test_progress_is_told_and_a_cancelled_one_stops_reading(team, said, asked, monkeypatch):
    seen = []

    def encode(texts):
        seen.extend(texts)
        drafting.cancel_drafting(actor=team.analyst, drafting=asked)
        return np.eye(len(texts), 16, dtype=np.float32)

    models = (Model("one", 16, encode), Model("two", 16, encode))
    monkeypatch.setattr("analysis.engine.summary.available", lambda: models)
    assert work(asked).state == "CANCELLED"
    assert len(seen) == len(SEVERAL), "the second model reads nothing"
    assert quotes(asked.version) == []


def test_how_far_it_is_stands_on_the_row(team, said, asked, monkeypatch):
    model = Model("one", 16, lambda texts: np.eye(len(texts), 16, dtype=np.float32))
    monkeypatch.setattr("analysis.engine.summary.available", lambda: (model,))
    row = work(asked)
    assert (row.done, row.total, row.state) == (len(SEVERAL), len(SEVERAL), "DONE")


def test_the_next_version_is_a_copy_and_asks_for_nothing(team, said, draft):
    team.approved(said[0])
    version = draft()
    assert (version.number, version.drafting_set.count()) == (2, 0)
    assert quotes(version) == [said[0].pk]


def test_who_does_without_quotes_cannot_approve_the_rest(team, said, asked):
    assert team.approver.pk not in authors_of(asked.version)
    drafting.cancel_drafting(actor=team.approver, drafting=asked)
    assert team.approver.pk in authors_of(asked.version)


def test_who_asked_for_quotes_cannot_approve_them(team, said):
    both = make.make_member(team.initiative, "analyst", "approver")
    version = team.draft(said[0])
    drafting.ask_for_quotes(actor=both, version=version)
    summaries.submit_summary(actor=team.analyst, version=version)
    version.refresh_from_db()
    with pytest.raises(approval.WroteIt):
        approval.approve_summary(
            actor=both, version=version, found_safe=[], seen=approval.token_of(version)
        )
