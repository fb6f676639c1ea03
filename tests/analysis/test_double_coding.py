"""Giving out a sample, coding it blind, and closing it."""

from random import Random

import pytest

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis import services
from analysis.models import Assignment, CodingTask, Tag
from analysis.services.double_coding import draw, uncoded
from feedback.services.withdrawal import withdraw_comment
from tests import factories as make
from tests.analysis.double import make_double

pytestmark = pytest.mark.django_db


@pytest.fixture
def double():
    return make_double()


def deeds() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_each_coder_has_the_same_comments_in_an_order_of_their_own():
    double = make_double(*(f"Comment number {n} of many." for n in range(30)))
    orders = {
        coder: list(
            double.task.assignment_set.filter(coder=coder)
            .order_by("order")
            .values_list("comment", flat=True)
        )
        for coder in (double.ana, double.ben)
    }
    assert sorted(orders[double.ana]) == sorted(orders[double.ben])
    assert orders[double.ana] != orders[double.ben]
    assert list(double.task.themes.values_list("code", flat=True)) == ["waiting", "manner"]
    entry = AuditEntry.objects.get(verb="start_double_coding")
    assert (entry.actor, entry.initiative) == (double.ana, double.initiative.pk)


def test_the_sample_leaves_out_what_somebody_saw_a_theme_on(double):
    tagged, decided, free = (make.make_comment(double.initiative, f"More {n}.") for n in range(3))
    make.make_tag(tagged, double.theme("manner"))
    run = make.make_run(double.codebook)
    suggestion = make.make_suggestion(run, decided, double.theme("manner"))
    services.decide_suggestions(
        actor=double.ana, comment=decided, accept=(), reject=[suggestion.pk]
    )
    assert list(uncoded(double.codebook)) == [free]


def test_a_small_segment_is_in_the_sample():
    free = [(n, 1) for n in range(200)] + [(1000, 2), (1001, 2)]
    for seed in range(5):
        chosen = draw(free, 10, Random(seed))
        assert len(set(chosen)) == 10
        assert {1000, 1001} <= set(chosen)


@pytest.mark.parametrize("case", ["one coder", "the same twice", "no theme", "no comment"])
def test_what_cannot_begin_says_why(case):
    initiative = make.InitiativeFactory()
    ana, ben = (make.make_member(initiative, "analyst") for _ in range(2))
    codebook = make.make_codebook(initiative, *([] if case == "no theme" else ["Waiting"]))
    if case != "no comment":
        make.make_comment(initiative, "We waited long.")
    coders = {"one coder": [ana], "the same twice": [ana, ana]}.get(case, [ana, ben])
    with pytest.raises(services.NothingToCode):
        services.start_double_coding(actor=ana, codebook=codebook, coders=coders, size=5)
    assert not CodingTask.objects.exists()


def test_what_is_coded_blind_does_not_count(double):
    double.put(double.ana, double.comments[0], "waiting")
    tag = Tag.objects.get()
    assert (tag.coder, tag.source, tag.is_final) == (double.ana, "BY_HAND", False)
    assert not Tag.objects.counted().exists()


def test_a_double_click_puts_on_takes_off_and_finishes_once(double):
    row = double.assignment(double.ana, double.comments[0])
    theme = double.theme("waiting")
    for _ in range(2):
        services.code_blind(assignment=row, theme=theme, start=0, end=3)
    assert Tag.objects.count() == 1
    for _ in range(2):
        services.take_off_blind(assignment=row, theme=theme.pk)
    assert not Tag.objects.exists()
    for _ in range(2):
        services.finish_assignment(assignment=row)
    assert deeds()[-3:] == ["code_blind", "take_off_blind", "finish_assignment"]


def test_one_takes_off_only_what_is_ones_own(double):
    comment = double.comments[0]
    double.put(double.ben, comment, "waiting")
    mine = double.assignment(double.ana, comment)
    services.take_off_blind(assignment=mine, theme=double.theme("waiting").pk)
    assert Tag.objects.get().coder == double.ben


def test_a_theme_that_is_not_looked_for_is_refused(double):
    new = make.make_codebook(double.initiative, "New").theme_set.get(code="new")
    row = double.assignment(double.ana, double.comments[0])
    with pytest.raises(InvalidTransition, match="not looked for"):
        services.code_blind(assignment=row, theme=new, start=0, end=3)


def test_the_last_one_done_closes_it_and_takes_the_last_run(double):
    earlier, last = (make.make_run(double.codebook) for _ in range(2))
    make.make_run(double.codebook, state="FAILED")
    for coder in (double.ana, double.ben):
        for comment in double.comments:
            double.task.refresh_from_db()
            assert double.task.state == "OPEN"
            double.put(coder, comment)
    double.task.refresh_from_db()
    assert (double.task.state, double.task.run) == ("CLOSED", last)
    assert double.task.closed_at
    assert deeds()[-2:] == ["finish_assignment", "close_coding_task"]
    assert earlier != last


def test_what_is_withdrawn_meanwhile_holds_nobody_up(double):
    *others, gone = double.comments
    double.put(double.ana, gone, "waiting")
    for coder in (double.ana, double.ben):
        for comment in others[1:]:
            double.put(coder, comment)
    double.put(double.ana, others[0])
    withdraw_comment(actor=double.ana, comment=gone, reason="asked")
    with pytest.raises(InvalidTransition, match="taken back"):
        services.finish_assignment(assignment=double.assignment(double.ben, gone))
    double.put(double.ben, others[0])
    double.task.refresh_from_db()
    assert double.task.state == "CLOSED"
    assert Assignment.objects.waiting().count() == 1


def test_who_is_away_holds_nobody_up(double):
    double.put(double.ana, double.comments[0])
    for _ in range(2):
        services.close_coding_task(actor=double.lee, task=double.task)
    assert deeds().count("close_coding_task") == 1
    row = double.assignment(double.ben, double.comments[0])
    for late in (
        lambda: services.code_blind(assignment=row, theme=double.theme("waiting"), start=0, end=3),
        lambda: services.take_off_blind(assignment=row, theme=1),
        lambda: services.finish_assignment(assignment=row),
    ):
        with pytest.raises(InvalidTransition, match="closed"):
            late()
