"""Audits: what a seed draws, what counts as right and as found, and when nothing is said yet."""

import pytest
from django.urls import reverse

from analysis import services
from analysis.models import AuditSample, CodingTask
from analysis.themes.audits import audit_of, recall
from analysis.themes.draws import drawn, waiting_in
from analysis.themes.sureness import DECISIONS_AT_LEAST, Share
from feedback import services as feedback
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(codebook):
    return make.make_run(codebook, cursor=10**6)


@pytest.fixture
def rows(initiative, run, waiting):
    return [
        make.make_suggestion(run, make.make_comment(initiative, f"We waited {n}."), waiting)
        for n in range(40)
    ]


@pytest.fixture
def sample(analyst, waiting, rows):
    return services.draw_audit_sample(actor=analyst, theme=waiting, seed=7)


def decide(analyst, row, *, right: bool):
    accept, reject = ([row.pk], []) if right else ([], [row.pk])
    services.decide_suggestions(actor=analyst, comment=row.comment, accept=accept, reject=reject)


def test_a_seed_draws_the_same_again_and_another_draws_others(analyst, waiting, sample):
    numbers = [row.pk for row in drawn(sample)]
    assert len(set(numbers)) == sample.size == 30
    assert numbers != sorted(numbers)
    again = services.draw_audit_sample(actor=analyst, theme=waiting, seed=7)
    other = services.draw_audit_sample(actor=analyst, theme=waiting, seed=8)
    assert [row.pk for row in drawn(again)] == numbers != [row.pk for row in drawn(other)]


def test_precision_with_its_interval_once_there_is_enough(analyst, waiting, sample):
    assert not audit_of(waiting).right_is_enough
    for number, row in enumerate(drawn(sample)[:DECISIONS_AT_LEAST]):
        decide(analyst, row, right=number % 4 != 0)
    audit = audit_of(waiting)
    assert audit.right == Share(15, 20)
    assert audit.right_is_enough
    assert audit.right.interval == (53, 89)
    assert (audit.drawn, audit.left, audit.right_missing) == (30, 10, 0)


def test_what_was_decided_in_another_order_does_not_count(analyst, waiting, sample):
    """Otherwise the least sure, which come first in the review, would make the figure."""
    first, second, *rest = drawn(sample)
    decide(analyst, rest[3], right=False)
    assert audit_of(waiting).right == Share(0, 0)
    assert audit_of(waiting).right_missing == DECISIONS_AT_LEAST - 1
    decide(analyst, first, right=True)
    decide(analyst, second, right=True)
    assert audit_of(waiting).right == Share(2, 2)


def test_what_is_taken_back_leaves_and_the_next_comes_in(waiting, sample):
    before = drawn(sample)
    feedback.withdraw_submission(actor=None, submission=before[0].comment.submission)
    after = drawn(sample)
    assert [row.pk for row in after[:-1]] == [row.pk for row in before[1:]]
    assert len(after) == 30


def test_a_newer_run_makes_the_sample_old(waiting, rows, sample):
    assert not audit_of(waiting).is_old
    row = drawn(sample)[5]
    row.state = "SUPERSEDED"
    row.save(update_fields=["state"])
    assert audit_of(waiting).is_old
    assert row.comment_id not in waiting_in(sample)


def test_without_a_suggestion_nothing_is_drawn(analyst, codebook, run):
    lawyer = codebook.theme_set.get(code="lawyer")
    with pytest.raises(services.NothingToDraw):
        services.draw_audit_sample(actor=analyst, theme=lawyer)
    assert AuditSample.objects.count() == 0


@pytest.fixture
def task(codebook, run, analyst, initiative):
    task = CodingTask.objects.create(
        codebook=codebook, codebook_version=1, made_by=analyst, run=run, state="CLOSED"
    )
    task.themes.set(codebook.theme_set.all())
    return task


def coded_blind(task, comment, theme, *coders, put=()):
    for coder in coders:
        task.assignment_set.create(coder=coder, comment=comment, order=1, state="DONE")
    for coder in put:
        make.make_blind_tag(comment, theme, coder, task)


def test_recall_is_of_comments_that_half_of_the_coders_put_it_on(
    initiative, analyst, run, task, waiting
):
    lee = make.make_member(initiative, "analyst", name="Lee")
    kim = make.make_member(initiative, "analyst", name="Kim")
    people = (analyst, lee, kim)
    comments = [make.make_comment(initiative, f"Waiting {n}.") for n in range(5)]
    for comment, put in zip(comments, [people, (lee, kim), (lee,), (), people], strict=True):
        coded_blind(task, comment, waiting, *people, put=put)
    for comment in (comments[0], comments[2], comments[3]):
        make.make_suggestion(run, comment, waiting)
    assert recall(waiting) == Share(1, 3)
    services.move_threshold(actor=analyst, theme=waiting, threshold=0.9)
    assert recall(waiting) == Share(0, 3)
    feedback.withdraw_submission(actor=None, submission=comments[4].submission)
    assert recall(waiting) == Share(0, 2)


def test_what_is_still_coded_blind_says_nothing(initiative, analyst, run, task, waiting):
    lee = make.make_member(initiative, "analyst")
    comment = make.make_comment(initiative, "Waiting.")
    coded_blind(task, comment, waiting, analyst, lee, put=(analyst, lee))
    assert recall(waiting) == Share(0, 1)
    CodingTask.objects.update(state="OPEN")
    assert recall(waiting) == Share(0, 0)


def page(theme) -> str:
    return reverse("analysis:theme_audit", args=["ours", theme.pk])


def test_from_the_draw_through_the_sample_to_the_figure(as_team, analyst, waiting, rows):
    html = as_team.get(page(waiting)).content.decode()
    assert "Draw a sample" in html
    assert "20 more comments" in html
    response = as_team.post(page(waiting))
    sample = AuditSample.objects.get()
    assert response.url == reverse("analysis:review", args=["ours"]) + f"?sample={sample.pk}"
    url = as_team.get(response.url).url
    for row in drawn(sample)[:20]:
        assert url == (
            reverse("analysis:review_comment", args=["ours", row.comment_id])
            + f"?sample={sample.pk}"
        )
        url = as_team.post(url, {"do": "keep", "shown": row.pk, "keep": row.pk}).url
    html = as_team.get(page(waiting)).content.decode()
    assert "20 of 20 were right: 100 % (95 % interval 84–100 %)." in html
    assert f"seed {sample.seed}" in html


def test_nothing_to_draw_is_said(as_team, waiting):
    response = as_team.post(page(waiting), follow=True)
    assert "Start a run first" in str(*response.context["messages"])


def test_a_sample_of_another_initiative_is_no_queue(as_team, analyst, rows):
    other = make.make_codebook(make.InitiativeFactory(slug="theirs"), "Waiting")
    run = make.make_run(other)
    comment = make.make_comment(other.initiative, "We waited.")
    make.make_suggestion(run, comment, other.theme_set.get())
    theirs = services.draw_audit_sample(actor=analyst, theme=other.theme_set.get())
    response = as_team.get(reverse("analysis:review", args=["ours"]) + f"?sample={theirs.pk}")
    assert f"/{comment.pk}/" not in response.url
    assert "sample" not in response.url
