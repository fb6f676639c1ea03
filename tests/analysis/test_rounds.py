"""A sample coded again: blind again, each round kept, and both beside each other."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis import services
from analysis.double_coding.figures import comparison
from analysis.double_coding.rounds import rounds_beside
from analysis.models import CodingTask, Tag
from analysis.themes.audits import Share, recall
from feedback.services.withdrawal import withdraw_comment
from tests import factories as make
from tests.analysis.double import Double, make_double

pytestmark = pytest.mark.django_db

FIRST = ("w wm - m", "w w w -")


@pytest.fixture
def double() -> Double:
    return make_double()


@pytest.fixture
def compared(double) -> Double:
    double.code(*FIRST)
    return double


def again(double: Double, *coders) -> Double:
    """The same people (or others) with the next round as their task."""
    task = services.start_next_round(
        actor=double.ana, task=double.task, coders=coders or (double.ana, double.ben)
    )
    return double.with_task(task)


def address(name: str, *args) -> str:
    return reverse(f"analysis:{name}", args=["river", *args])


def read(client, name: str, *args) -> str:
    response = client.get(address(name, *args))
    assert response.status_code == 200
    return response.content.decode()


def blind(task: CodingTask) -> set[tuple]:
    return set(Tag.objects.filter(coding_task=task).values_list("comment", "theme", "coder"))


def test_the_same_comments_are_coded_again_and_the_first_reading_stays(compared):
    before, figures = blind(compared.task), comparison(compared.task)
    second = again(compared)
    assert second.task.first == compared.task
    sample = second.task.assignment_set.values_list("comment", flat=True)
    assert set(sample) == {comment.pk for comment in compared.comments}
    # The same theme on the same comment by the same coder is one more reading.
    second.code("w w - m", "w w - m")
    assert blind(compared.task) == before
    assert comparison(compared.task) == figures
    assert comparison(second.task).overall.percent.value == 100
    verbs = AuditEntry.objects.filter(verb__startswith="start_").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["start_double_coding", "start_next_round"]


def test_both_rounds_stand_beside_each_other(compared):
    assert rounds_beside(compared.task) is None
    second = again(compared)
    assert rounds_beside(compared.task) is None
    second.code("w w - m", "w w - -")
    for task in (compared.task, second.task):
        found = rounds_beside(task)
        assert [row.number for row in found.rounds] == [1, 2]
        alphas = [round(row.overall.alpha.value, 2) for row in found.rounds]
        assert alphas == [0.29, 0.73]
        assert (found.comments, found.change, found.left_out) == (4, "more alike", ())
        assert [(row.name, row.change) for row in found.themes] == [
            ("Waiting", "more alike"),
            ("Manner", "more alike"),
        ]


def test_only_what_every_round_has_is_compared(compared):
    """A theme that is newer and a comment that was taken back would make figures of other words."""
    new = services.make_theme(actor=compared.ana, initiative=compared.initiative, name="Money")
    second = again(compared)
    second.code("w w - m", "w w - m")
    withdraw_comment(actor=compared.ana, comment=compared.comments[0], reason="asked by letter")
    found = rounds_beside(second.task)
    assert found.comments == 3
    assert found.left_out == (new,)
    assert [row.name for row in found.themes] == ["Waiting", "Manner"]


def test_others_can_code_it(compared):
    second = again(compared, compared.ben, compared.lee)
    assert {row.coder for row in second.task.assignment_set.all()} == {compared.ben, compared.lee}


def test_a_round_waits_for_the_one_before(double):
    with pytest.raises(InvalidTransition, match="being coded"):
        again(double)
    double.code(*FIRST)
    second = again(double)
    for task in (double.task, second.task):
        with pytest.raises(InvalidTransition, match="being coded"):
            services.start_next_round(actor=double.ana, task=task, coders=[double.ana, double.ben])
    assert CodingTask.objects.count() == 2


def test_one_coder_or_no_comment_is_no_round(compared):
    with pytest.raises(services.NothingToCode, match="two people"):
        again(compared, compared.ana, compared.ana)
    for comment in compared.comments:
        withdraw_comment(actor=compared.ana, comment=comment, reason="asked by letter")
    with pytest.raises(services.NothingToCode, match="taken back"):
        again(compared)


def test_while_it_is_coded_again_nobody_sees_what_was_put_on_before(compared, client):
    second = again(compared)
    client.force_login(compared.ana)
    shut = [address("disagreements", compared.task.pk), address("disagreements", second.task.pk)]
    assert [client.get(url).status_code for url in shut] == [404, 404]
    first = read(client, "double_coding", compared.task.pk)
    assert "being coded again" in first
    assert address("disagreements", compared.task.pk) not in first
    assert address("double_coding_again", compared.task.pk) not in first
    row = second.assignment(compared.ana, compared.comments[0])
    assert "Nothing yet" in read(client, "assignment", row.pk)
    with pytest.raises(InvalidTransition, match="coded again"):
        services.adjudicate(
            actor=compared.lee, task=compared.task, comment=compared.comments[0], themes=()
        )
    second.code("w w - m", "w w - m")
    assert client.get(shut[0]).status_code == 200


def test_a_round_begins_on_the_page_and_both_are_read_there(compared, client):
    client.force_login(compared.ana)
    assert address("double_coding_again", compared.task.pk) in read(
        client, "double_coding", compared.task.pk
    )
    form = read(client, "double_coding_again", compared.task.pk)
    assert form.count("checked") == 2
    refused = client.post(
        address("double_coding_again", compared.task.pk), {"coders": [compared.ana.pk]}
    )
    assert "Choose two people or more" in refused.content.decode()
    client.post(
        address("double_coding_again", compared.task.pk),
        {"coders": [compared.ana.pk, compared.ben.pk]},
    )
    second = compared.with_task(CodingTask.objects.get(first=compared.task))
    assert "round 2 on the sample of" in read(client, "agreement")
    assert "round 2" in read(client, "double_coding", second.task.pk)
    second.code("w w - m", "w w - m")
    text = read(client, "double_coding", second.task.pk)
    assert "How far we agree, round 2 of 2" in text
    assert "people now code <b>more alike</b> than in the first round" in text


def test_a_stranger_and_a_reader_begin_no_round(compared, client):
    url = address("double_coding_again", compared.task.pk)
    client.force_login(make.UserFactory())
    assert client.post(url).status_code == 404
    client.force_login(make.make_member(compared.initiative, "reader"))
    assert client.post(url).status_code == 403
    assert CodingTask.objects.count() == 1


def test_the_number_of_queries_grows_with_rounds_alone(compared, django_assert_max_num_queries):
    again(compared).code("w w - m", "w w - m")
    with django_assert_max_num_queries(15):
        rounds_beside(compared.task)


def test_how_much_the_engine_finds_is_counted_on_the_newest_round(double):
    run = make.make_run(double.codebook, cursor=10**6)
    make.make_suggestion(run, double.comments[0], double.theme("waiting"))
    double.code("w - - -", "w w - -")
    assert recall(double.theme("waiting")) == Share(1, 2)
    again(double).code("w - - -", "w - - -")
    assert recall(double.theme("waiting")) == Share(1, 1)


def test_a_merge_changes_nothing_of_what_was_coded_blind(compared):
    before, figures = blind(compared.task), comparison(compared.task)
    waiting, manner = compared.theme("waiting"), compared.theme("manner")
    change = services.merge_theme(actor=compared.ana, theme=waiting, into=manner)
    assert blind(compared.task) == before
    assert comparison(compared.task) == figures
    services.undo_change(actor=compared.ana, change=change)
    assert (blind(compared.task), comparison(compared.task)) == (before, figures)


def test_what_is_settled_on_a_merged_theme_is_a_tag_of_what_it_became(compared):
    waiting, manner = compared.theme("waiting"), compared.theme("manner")
    comment = compared.comments[1]
    services.merge_theme(actor=compared.ana, theme=waiting, into=manner)
    services.adjudicate(
        actor=compared.lee, task=compared.task, comment=comment, themes=[waiting.pk]
    )
    final = Tag.objects.get(comment=comment, is_final=True)
    assert (final.theme, final.source, final.decision.theme) == (manner, "ADJUDICATED", waiting)
    services.adjudicate(actor=compared.lee, task=compared.task, comment=comment, themes=())
    assert not Tag.objects.filter(comment=comment, is_final=True).exists()


def test_a_theme_that_is_retired_meanwhile_is_still_looked_for_by_all(double, client):
    """Else who codes later could not say what the first one said."""
    services.retire_theme(actor=double.ana, theme=double.theme("manner"))
    client.force_login(double.ben)
    row = double.assignment(double.ben, double.comments[0])
    client.post(
        address("assignment", row.pk),
        {"do": "put", "theme": "Manner", "version": row.comment.redaction_version},
    )
    assert list(Tag.objects.values_list("theme__code", "coder")) == [("manner", double.ben.pk)]


def test_a_round_that_ended_early_is_compared_on_what_it_has(compared):
    second = again(compared)
    for coder in (second.ana, second.ben):
        second.put(coder, second.comments[0], "waiting")
    services.close_coding_task(actor=second.ana, task=second.task)
    found = rounds_beside(compared.task)
    assert found.comments == 1
    # Over all its comments people agreed less in the first round.
    assert comparison(compared.task).overall.percent.value < 100
    assert [row.overall.percent.value for row in found.rounds] == [100, 100]
