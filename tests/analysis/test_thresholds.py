"""Thresholds: the effect is told before, hides at once, and accepting all is undone as one."""

import pytest
from django.urls import reverse

from analysis import services
from analysis.models import CodebookChange, Decision, Suggestion, Tag, Theme
from analysis.review.queue import open_suggestions
from analysis.services.thresholds import ChangedMeanwhile
from analysis.themes.draws import drawn
from analysis.themes.sureness import sureness
from analysis.themes.threshold_reports import bulk_of, steps_of
from feedback import services as feedback
from tests import factories as make
from tests.analysis.theme_helpers import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(codebook):
    return make.make_run(codebook)


@pytest.fixture
def suggest(initiative, run, waiting):
    def suggest(*scores, theme=waiting, **fields):
        return [
            make.make_suggestion(
                run, make.make_comment(initiative, "We waited."), theme, score=score, **fields
            )
            for score in scores
        ]

    return suggest


def by(theme, threshold):
    return next(step for step in steps_of(theme) if step.threshold == threshold)


def page(theme, name="theme_threshold") -> str:
    return reverse(f"analysis:{name}", args=["ours", theme.pk])


def test_each_step_tells_what_waits_and_how_much_of_it_is_right(suggest, waiting):
    suggest(0.35, 0.55, 0.75, 0.95)
    suggest(0.6, 0.8, state="ACCEPTED")
    suggest(0.5, state="REJECTED")
    suggest(0.9, state="SUPERSEDED")
    step = by(waiting, 0.5)
    assert (step.waits, step.hidden, step.percent) == (3, 1, 75)
    assert step.wrong == pytest.approx(0.75)
    assert (step.seen.right, step.seen.of) == (2, 3)
    assert (step.is_known, by(waiting, 0.3).is_known) == (True, False)
    assert (by(waiting, 0.9).seen.of, by(waiting, 0.9).waits) == (0, 1)


def test_what_was_taken_back_counts_in_no_step(suggest, waiting):
    row, *_ = suggest(0.8, 0.9)
    feedback.withdraw_submission(actor=None, submission=row.comment.submission)
    assert by(waiting, 0.5).waits == 1


def test_nothing_waits_and_nothing_is_expected(waiting):
    assert {(step.waits, step.percent) for step in steps_of(waiting)} == {(0, None)}


def test_moving_hides_at_once_and_lowering_shows_again(analyst, codebook, suggest, waiting):
    suggest(0.4, 0.6)
    assert open_suggestions(codebook).count() == 2
    services.move_threshold(actor=analyst, theme=waiting, threshold=0.6)
    assert [row.score for row in open_suggestions(codebook)] == [0.6]
    assert codebook.theme_set.get(pk=waiting.pk).threshold == 0.6
    services.move_threshold(actor=analyst, theme=waiting, threshold=0.3)
    assert open_suggestions(codebook).count() == 2
    services.undo_change(actor=analyst, change=CodebookChange.objects.first())
    assert open_suggestions(codebook).count() == 1


def test_the_same_threshold_again_is_no_change(analyst, waiting):
    services.move_threshold(actor=analyst, theme=waiting, threshold=0.6)
    services.move_threshold(actor=analyst, theme=waiting, threshold=0.6)
    assert CodebookChange.objects.count() == 1


@pytest.mark.parametrize("threshold", [0, 1, -0.5, 2, float("nan")])
def test_what_is_no_probability_is_refused(analyst, waiting, threshold):
    with pytest.raises(services.ThemeRefused):
        services.move_threshold(actor=analyst, theme=waiting, threshold=threshold)
    waiting.refresh_from_db()
    assert waiting.threshold is None


def test_a_run_looks_as_low_as_people_want(analyst, initiative, codebook, waiting):
    """A lower threshold brings more of the theme, and no other theme changes."""
    for words in ("school, then waiting", "lawyer", "weeks and weeks", "we wait and wait"):
        make.make_comment(initiative, words)

    def found():
        run = services.start_run(actor=analyst, codebook=codebook)
        services.work_on_run(run_id=run.pk)
        rows = run.suggestion_set.values_list("comment", "theme__code")
        return {row for row in rows if row[1] == "waiting"}, {
            row for row in rows if row[1] != "waiting"
        }

    before, others = found()
    services.move_threshold(actor=analyst, theme=waiting, threshold=0.0001)
    after, others_after = found()
    assert before <= after
    assert others == others_after


def test_accept_all_above_is_one_decision(analyst, initiative, suggest, waiting):
    _, *rows = suggest(0.5, 0.8, 0.9, 0.95)
    make.make_tag(rows[0].comment, waiting, coder=analyst)
    bulk = bulk_of(waiting, 0.8)
    assert (bulk.count, round(bulk.errors, 2)) == (3, 0.35)
    assert [score for score, *_ in bulk.least_sure] == [0.8, 0.9, 0.95]
    assert services.accept_above(actor=analyst, theme=waiting, floor=0.8, shown=3) == 3
    states = Suggestion.objects.order_by("score").values_list("state", flat=True)
    assert list(states) == ["PENDING", "MERGED", "ACCEPTED", "ACCEPTED"]
    assert Tag.objects.count() == 3
    assert Decision.objects.values("together").distinct().count() == 1
    shown = services.undo_last(actor=analyst, initiative_id=initiative.pk)
    assert shown == rows[0].comment
    assert set(Suggestion.objects.values_list("state", flat=True)) == {"PENDING"}
    assert Tag.objects.count() == 1
    assert services.undo_last(actor=analyst, initiative_id=initiative.pk) is None


def test_what_is_accepted_unread_says_nothing_of_how_sure_one_is(analyst, suggest, waiting):
    run = suggest(0.8, 0.9, 0.95)[0].run
    services.accept_above(actor=analyst, theme=waiting, floor=0.9, shown=2)
    assert sureness(waiting.codebook).right.of == 0
    assert by(waiting, 0.5).seen.of == 0
    sample = services.draw_audit_sample(actor=analyst, theme=waiting)
    assert [row.score for row in drawn(sample)] == [0.8]
    services.undo_last(actor=analyst, initiative_id=waiting.codebook.initiative_id)
    assert len(drawn(sample)) == 3
    assert sample.run == run


def test_another_number_than_was_shown_writes_nothing(analyst, suggest, waiting):
    suggest(0.8, 0.9)
    with pytest.raises(ChangedMeanwhile):
        services.accept_above(actor=analyst, theme=waiting, floor=0.8, shown=1)
    assert Decision.objects.count() == Tag.objects.count() == 0


def test_the_pages_from_the_effect_to_the_undo(as_team, analyst, suggest, waiting):
    suggest(0.4, 0.7, 0.9)
    html = as_team.get(page(waiting)).content.decode()
    assert "accept all above" in html
    response = as_team.post(page(waiting), {"threshold": "0.5"}, follow=True)
    assert response.context["now"] == "0.5"
    accept = page(waiting, "theme_accept")
    html = as_team.get(accept + "?floor=0.5").content.decode()
    assert "about 0.4 of 2" in html
    assert "We waited." in html
    stale = as_team.post(accept, {"floor": "0.5", "shown": 3}, follow=True)
    assert "changed meanwhile" in str(*stale.context["messages"])
    assert Tag.objects.count() == 0
    done = as_team.post(accept, {"floor": "0.5", "shown": 2}, follow=True)
    assert [str(m) for m in done.context["messages"]] == [
        "Accepted: 2. Undo takes them back as one."
    ]
    as_team.post(reverse("analysis:review_undo", args=["ours"]))
    assert Tag.objects.count() == 0
    as_team.post(page(waiting), {"threshold": ""})
    waiting.refresh_from_db()
    assert waiting.threshold is None


@pytest.mark.parametrize("sent", [None, "0.55", "x", "2"])
def test_what_was_not_offered_moves_nothing(as_team, waiting, sent):
    data = {} if sent is None else {"threshold": sent}
    services.move_threshold(actor=None, theme=waiting, threshold=0.7)
    response = as_team.post(page(waiting), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    waiting.refresh_from_db()
    assert waiting.threshold == 0.7


@pytest.mark.parametrize("query", ["", "?floor=", "?floor=x", "?floor=7", "?floor=nan"])
def test_an_address_without_a_floor_leads_back(as_team, waiting, query):
    response = as_team.get(page(waiting, "theme_accept") + query)
    assert response.url == page(waiting)


def test_the_page_asks_as_much_for_forty_suggestions(as_team, suggest, waiting):
    suggest(0.5)
    pages = (page(waiting), page(waiting, "theme_accept") + "?floor=0.1")
    few = [queries(as_team, each) for each in pages]
    suggest(*[0.6] * 40)
    assert [queries(as_team, each) for each in pages] == few


def test_a_retired_theme_has_no_threshold_page(as_team, analyst, waiting):
    services.retire_theme(actor=analyst, theme=Theme.objects.get(pk=waiting.pk))
    assert as_team.get(page(waiting)).status_code == 404
