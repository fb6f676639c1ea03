"""Pages that merge, split, move and undo: what they show, and to whom."""

import pytest
from django.urls import reverse

from analysis import services
from analysis.models import CodebookChange, Tag, Theme
from tests import factories as make
from tests.analysis.theme_helpers import queries

pytestmark = pytest.mark.django_db


def address(name: str, pk: int | None = None) -> str:
    return reverse(f"analysis:{name}", args=["ours", pk] if pk else ["ours"])


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def said(initiative, analyst, waiting):
    words = ("The bus was late.", "Nobody called for weeks.")
    comments = [make.make_comment(initiative, each) for each in words]
    return [make.make_tag(comment, waiting, coder=analyst) for comment in comments]


def test_the_tree_shows_what_stands_below(as_team, analyst, codebook, waiting):
    school = codebook.theme_set.get(code="school")
    services.edit_theme(actor=analyst, theme=waiting, parent=school)
    lines = as_team.get(address("codebook")).context["lines"]
    assert [(line.theme.code, line.depth) for line in lines] == [
        ("lawyer", 0),
        ("school", 0),
        ("waiting", 1),
    ]


def test_memo_counter_examples_and_decision_point_are_kept(as_team, initiative, waiting):
    point = make.DecisionPointFactory(initiative=initiative, name="Screening")
    data = {
        "name": "Waiting",
        "memo": "Ask Lee about <b>hold</b> time.",
        "counter_phrases": "I wait tables",
        "keywords": "es: espera",
        "decision_point": point.pk,
    }
    as_team.post(address("theme_edit", waiting.pk), data)
    waiting.refresh_from_db()
    assert (waiting.memo, waiting.counter_phrases) == (data["memo"], "I wait tables")
    assert (waiting.keywords, waiting.decision_point) == ("es: espera", point)
    form = as_team.get(address("theme_edit", waiting.pk)).context["form"]
    assert form["decision_point"].value() == point.pk
    page = as_team.get(address("codebook")).content.decode()
    assert "Screening" in page
    assert "&lt;b&gt;hold&lt;/b&gt;" in page


def test_a_point_of_another_initiative_is_refused(as_team, waiting):
    foreign = make.DecisionPointFactory(initiative=make.InitiativeFactory())
    data = {"name": "Waiting", "decision_point": foreign.pk}
    response = as_team.post(address("theme_edit", waiting.pk), data)
    assert "decision_point" in response.context["form"].errors


def test_merge_says_what_moves_and_history_undoes_it(as_team, codebook, waiting, said):
    lawyer = codebook.theme_set.get(code="lawyer")
    page = as_team.get(address("theme_merge", waiting.pk))
    assert "Its 2 tags" in page.content.decode()
    assert waiting not in page.context["form"].fields["into"].queryset
    response = as_team.post(address("theme_merge", waiting.pk), {"into": lawyer.pk}, follow=True)
    assert told(response) == [
        "“Waiting” is merged into “Lawyer”: 2 tags moved. The history can undo it."
    ]
    row = response.context["rows"][0]
    assert (row.what, row.change.tags_moved, row.may_undo) == ("merged it into “Lawyer”", 2, True)
    response = as_team.post(address("change_undo", row.change.pk), follow=True)
    assert told(response) == ["Undone: “Waiting” is as it was."]
    assert set(Tag.objects.values_list("theme__code", flat=True)) == {"waiting"}
    assert [(r.what, r.undone) for r in response.context["rows"]] == [
        ("undid: merged it", False),
        ("merged it into “Lawyer”", True),
    ]
    again = as_team.post(address("change_undo", row.change.pk), follow=True)
    assert told(again) == ["This was undone already."]


def test_split_by_words(as_team, waiting, said):
    url = address("theme_split", waiting.pk) + "?q=bus"
    page = as_team.get(url)
    assert [pk for pk, _ in page.context["said"]] == [said[0].pk]
    refused = as_team.post(url, {"name": "Bus", "tag": said[1].pk})
    assert "Choose at least one comment" in refused.content.decode()
    response = as_team.post(url, {"name": "Bus", "tag": said[0].pk}, follow=True)
    new = Theme.objects.get(name="Bus")
    assert response.redirect_chain[-1][0] == address("theme_edit", new.pk)
    assert Tag.objects.get(pk=said[0].pk).theme == new
    assert Tag.objects.get(pk=said[1].pk).theme == waiting


def test_history_shows_words_before_and_after_of_one_theme(as_team, analyst, codebook, waiting):
    services.edit_theme(actor=analyst, theme=waiting, parent=None, name="Waits <i>")
    lawyer = codebook.theme_set.get(code="lawyer")
    services.edit_theme(actor=analyst, theme=lawyer, parent=waiting)
    services.move_threshold(actor=analyst, theme=lawyer, threshold=0.4)
    rows = as_team.get(address("codebook_history")).context["rows"]
    assert [row.words for row in rows] == [
        (("Threshold", "as the engine sets it", "0.40"),),
        (("Stands below", "", "Waits <i>"),),
        (("Name", "Waiting", "Waits <i>"),),
    ]
    only = as_team.get(address("codebook_history") + f"?theme={waiting.pk}")
    assert [row.change.theme for row in only.context["rows"]] == [waiting]
    assert b"Waits &lt;i&gt;" in only.content
    odd = as_team.get(address("codebook_history") + "?theme=x")
    assert len(odd.context["rows"]) == 3


def test_move_by_a_button(as_team, codebook, waiting):
    as_team.post(address("theme_move", waiting.pk), {"to": "down"})
    assert list(codebook.theme_set.values_list("code", flat=True))[:2] == ["lawyer", "waiting"]


def test_the_history_asks_as_much_for_thirty_changes(as_team, analyst, codebook, waiting):
    services.edit_theme(actor=analyst, theme=waiting, parent=None, memo="0")
    few = queries(as_team, address("codebook_history"))
    lawyer = codebook.theme_set.get(code="lawyer")
    for number in range(1, 15):
        services.edit_theme(
            actor=analyst, theme=waiting, parent=lawyer if number % 2 else None, memo=str(number)
        )
    # The names of themes that it stood below are one query more.
    assert queries(as_team, address("codebook_history")) <= few + 1


@pytest.mark.parametrize("name", ["theme_merge", "theme_split", "theme_threshold", "theme_audit"])
@pytest.mark.parametrize("role", ["coordinator", "approver", "reader", "facilitator"])
def test_who_does_not_code_moves_no_tags(client, initiative, waiting, name, role):
    client.force_login(make.make_member(initiative, role))
    assert client.get(address(name, waiting.pk)).status_code == 403
    assert client.post(address(name, waiting.pk), {"into": waiting.pk}).status_code == 403
    assert CodebookChange.objects.count() == 0


def test_a_coordinator_undoes_words_and_no_merge(client, initiative, analyst, codebook, waiting):
    services.edit_theme(actor=analyst, theme=waiting, parent=None, memo="One.")
    edit = CodebookChange.objects.first()
    lawyer = codebook.theme_set.get(code="lawyer")
    merge = services.merge_theme(
        actor=analyst, theme=lawyer, into=codebook.theme_set.get(code="school")
    )
    client.force_login(make.make_member(initiative, "coordinator"))
    assert client.post(address("change_undo", merge.pk)).status_code == 403
    assert client.post(address("change_undo", edit.pk)).status_code == 302
    lawyer.refresh_from_db(), waiting.refresh_from_db()
    assert (lawyer.state, waiting.memo) == ("RETIRED", "")
    client.force_login(make.make_member(initiative, "reader"))
    assert client.post(address("change_undo", edit.pk)).status_code == 403
    client.force_login(make.make_member(make.InitiativeFactory(), "analyst"))
    assert client.post(address("change_undo", edit.pk)).status_code == 404
