"""What somebody settles after double coding: final tags, and decisions that are kept."""

import pytest

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis import services
from analysis.double_coding.matrix import agreed, disagreed, is_settled, matrix_of, settled_in
from analysis.models import Decision, Suggestion, Tag
from analysis.services.taken import settled_in as settled_for_runs
from feedback.models import Comment
from feedback.services.withdrawal import withdraw_comment
from tests import factories as make
from tests.analysis.double import make_double

pytestmark = pytest.mark.django_db


@pytest.fixture
def double():
    double = make_double()
    double.code("w wm - m", "w w w -")
    return double


def settle(double, place: int, *codes: str) -> Comment:
    comment = double.comments[place]
    themes = {double.theme(code).pk for code in codes}
    services.adjudicate(actor=double.lee, task=double.task, comment=comment, themes=themes)
    return comment


def final(comment: Comment) -> list[tuple[str, str, str]]:
    tags = Tag.objects.counted().filter(comment=comment).order_by("theme__code")
    return list(tags.values_list("theme__code", "source", "coder__name"))


def verbs(comment: Comment) -> list[tuple[str, str]]:
    rows = Decision.objects.filter(comment=comment).order_by("pk")
    return list(rows.values_list("verb", "theme__code"))


def test_what_stays_counts_and_what_does_not_is_on_record(double):
    comment = settle(double, 1, "waiting")
    assert final(comment) == [("waiting", "ADJUDICATED", "Lee")]
    assert verbs(comment) == [("ADD", "waiting"), ("REJECT", "manner")]
    together = set(Decision.objects.values_list("together", "coding_task"))
    assert [task for _, task in together] == [double.task.pk]
    assert AuditEntry.objects.filter(verb="adjudicate", actor=double.lee).count() == 1
    assert Tag.objects.filter(is_final=False, comment=comment).count() == 3


def test_a_double_click_changes_nothing(double):
    settle(double, 1, "waiting")
    before = Decision.objects.count(), AuditEntry.objects.count()
    settle(double, 1, "waiting")
    assert (Decision.objects.count(), AuditEntry.objects.count()) == before


def test_it_can_be_settled_anew_and_each_step_is_kept(double):
    comment = settle(double, 2, "waiting")
    settle(double, 2)
    assert final(comment) == []
    assert verbs(comment) == [("ADD", "waiting"), ("UNDO", "waiting"), ("REJECT", "waiting")]
    settle(double, 2, "waiting")
    assert final(comment) == [("waiting", "ADJUDICATED", "Lee")]


def test_a_theme_that_nobody_put_on_is_not_added(double):
    assert final(settle(double, 3, "manner", "waiting")) == [("manner", "ADJUDICATED", "Lee")]


def test_the_shortest_words_that_somebody_chose_stay():
    double = make_double("We waited two hours. Then she came.")
    (comment,) = double.comments
    row = double.assignment(double.ben, comment)
    services.code_blind(assignment=row, theme=double.theme("waiting"), start=0, end=20)
    services.finish_assignment(assignment=row)
    double.put(double.ana, comment, "waiting")
    double.task.refresh_from_db()
    settle(double, 0, "waiting")
    tag = Tag.objects.counted().get()
    assert (tag.start, tag.end) == (0, 20)


def test_the_engine_is_answered_and_does_not_ask_again(double):
    run = make.make_run(double.codebook)
    kept, refused = (
        make.make_suggestion(run, double.comments[1], double.theme(code))
        for code in ("waiting", "manner")
    )
    comment = settle(double, 1, "waiting")
    states = dict(Suggestion.objects.values_list("pk", "state"))
    assert states == {kept.pk: "ACCEPTED", refused.pk: "REJECTED"}
    nobody_asked = settle(double, 2)
    ids = [comment.pk, nobody_asked.pk]
    settled = settled_for_runs(double.codebook, ids, frozenset())
    assert settled.has(comment.pk, double.theme("manner").pk)
    assert settled.has(nobody_asked.pk, double.theme("waiting").pk)
    assert not settled.has(nobody_asked.pk, double.theme("manner").pk)


def test_what_review_put_on_meanwhile_gives_way(double):
    comment = double.comments[2]
    services.add_tag(
        actor=double.ana, comment=comment, theme=double.theme("waiting"), start=0, end=3
    )
    settle(double, 2)
    assert final(comment) == []


def test_undo_of_review_takes_it_back(double):
    comment = settle(double, 2, "waiting")
    services.undo_last(actor=double.lee, initiative_id=double.initiative.pk)
    assert final(comment) == []
    assert settled_in(double.task) == frozenset()


def test_keeping_what_all_agree_on(double):
    matrix = matrix_of(double.task)
    assert disagreed(matrix) == tuple(c.pk for c in double.comments[1:])
    found = agreed(matrix, settled_in(double.task))
    assert found == {double.comments[0].pk: {double.theme("waiting").pk}}
    services.adjudicate_agreed(actor=double.lee, task=double.task, comments=found)
    assert final(double.comments[0]) == [("waiting", "ADJUDICATED", "Lee")]
    assert agreed(matrix, settled_in(double.task)) == {}
    assert is_settled(matrix, settled_in(double.task), double.comments[0].pk)


def test_nothing_is_settled_while_people_code():
    double = make_double()
    double.put(double.ana, double.comments[0], "waiting")
    with pytest.raises(InvalidTransition, match="still being coded"):
        settle(double, 0, "waiting")
    assert not Decision.objects.exists()


def test_what_was_withdrawn_in_between_is_refused_and_leaves_every_count(double):
    comment = double.comments[1]
    withdraw_comment(actor=double.ana, comment=comment, reason="asked")
    with pytest.raises(InvalidTransition, match="taken back"):
        settle(double, 1, "waiting")
    matrix = matrix_of(double.task)
    assert comment.pk not in matrix.compared
    assert comment.pk not in disagreed(matrix)
    gone = {comment.pk: {double.theme("waiting").pk}}
    assert services.adjudicate_agreed(actor=double.lee, task=double.task, comments=gone) == 0
