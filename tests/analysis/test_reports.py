"""What waits for whom: the analyst's review, the approver's queue, and nobody else's."""

import pytest
from django.urls import reverse

from analysis import reports, services
from analysis.models import SummaryVersion
from feedback import services as feedback
from initiatives.access import get_initiative_for
from tests import factories as make
from tests.analysis.theme_helpers import approve

pytestmark = pytest.mark.django_db


def waits(person, initiative) -> list[tuple[str, int, str]]:
    seen = get_initiative_for(person, initiative.slug)
    return [(row.step, row.count, row.what) for row in reports.waiting_for(person, seen)]


@pytest.fixture
def approver(initiative):
    return make.make_member(initiative, "approver")


def version(theme, by, state, number=1, **fields) -> SummaryVersion:
    summary = make.make_summary(theme)
    return SummaryVersion.objects.create(
        summary=summary, number=number, begun_by=by, state=state, **fields
    )


def test_nothing_waits_where_nothing_is(initiative, analyst, approver):
    assert waits(analyst, initiative) == []
    assert waits(approver, initiative) == []


def test_comments_to_review_are_counted_once_each(initiative, analyst, codebook):
    run = make.make_run(codebook)
    first, second = (make.make_comment(initiative, f"waiting {n}") for n in range(2))
    for theme in codebook.theme_set.all():
        make.make_suggestion(run, first, theme)
    suggestion = make.make_suggestion(run, second, codebook.theme_set.first())
    assert waits(analyst, initiative) == [("understand", 2, "comments to review")]
    services.decide_suggestions(actor=analyst, comment=second, accept=[suggestion.pk], reject=[])
    assert waits(analyst, initiative) == [("understand", 1, "comment to review")]
    feedback.withdraw_submission(actor=None, submission=first.submission)
    assert waits(analyst, initiative) == []


def test_a_run_that_failed_waits_until_another_is_made(initiative, analyst, codebook):
    make.make_run(codebook, state="FAILED")
    assert waits(analyst, initiative) == [("understand", 1, "run that failed")]
    make.make_run(codebook)
    assert waits(analyst, initiative) == []


def test_what_was_returned_waits_until_somebody_goes_on(initiative, analyst, approver, waiting):
    version(waiting, analyst, "RETURNED", reason="Say who.", decided_by=approver)
    assert waits(analyst, initiative) == [("decide", 1, "summary returned to you")]
    version(waiting, analyst, "DRAFT", number=2)
    assert waits(analyst, initiative) == []


def test_an_approver_waits_for_what_they_did_not_write(initiative, analyst, approver, codebook):
    waiting, lawyer, school = codebook.theme_set.all()
    version(waiting, analyst, "SUBMITTED")
    version(lawyer, approver, "SUBMITTED")
    wrote_in = version(school, analyst, "SUBMITTED")
    assert waits(approver, initiative) == [("decide", 2, "summaries to approve")]
    sentence = wrote_in.sentence_set.create(order=1, words="They wait.")
    sentence.authors.add(approver)
    assert waits(approver, initiative) == [("decide", 1, "summary to approve")]
    [row] = reports.waiting_for(approver, get_initiative_for(approver, "ours"))
    assert row.url == reverse("analysis:approvals", args=["ours"])


def test_a_summary_that_lost_its_words_waits_again(initiative, analyst, approver, waiting):
    comment = make.make_comment(initiative, "I waited.")
    approve(waiting, analyst, "They wait.", quote=comment)
    assert waits(approver, initiative) == []
    feedback.withdraw_submission(actor=None, submission=comment.submission)
    assert waits(approver, initiative) == [("decide", 1, "summary to approve again")]


@pytest.mark.parametrize("role", ["coordinator", "facilitator", "reader"])
def test_for_others_nothing_waits_here(initiative, analyst, codebook, waiting, role):
    make.make_run(codebook, state="FAILED")
    version(waiting, analyst, "SUBMITTED")
    assert waits(make.make_member(initiative, role), initiative) == []


def test_another_initiative_waits_elsewhere(initiative, analyst, approver):
    elsewhere = make.InitiativeFactory()
    codebook = make.make_codebook(elsewhere, "Theirs")
    theirs = codebook.theme_set.get()
    make.make_suggestion(make.make_run(codebook), make.make_comment(elsewhere, "theirs"), theirs)
    version(theirs, make.make_member(elsewhere, "analyst"), "SUBMITTED")
    make.make_codebook(initiative, "Ours")
    assert waits(analyst, initiative) == []
    assert waits(approver, initiative) == []
