"""Every change of the codebook is kept with what was before, and undone by one more."""

import pytest

from accounts.models import AuditEntry
from analysis import services
from analysis.models import CodebookChange, Theme
from tests import factories as make

pytestmark = pytest.mark.django_db


def last() -> CodebookChange:
    return CodebookChange.objects.first()


def undo(analyst, change=None) -> CodebookChange:
    return services.undo_change(actor=analyst, change=change or last())


def words(theme) -> dict:
    theme.refresh_from_db()
    return {
        key: getattr(theme, key) for key in ("name", "memo", "keywords", "parent_id", "threshold")
    }


def test_an_edit_keeps_only_what_differs(analyst, waiting):
    services.edit_theme(actor=analyst, theme=waiting, parent=None, name="Waits", memo="Ask Lee.")
    change = last()
    assert (change.kind, change.by, change.theme, change.name) == (
        "EDIT",
        analyst,
        waiting,
        "Waits",
    )
    assert change.before == {"name": "Waiting", "memo": ""}
    assert change.after == {"name": "Waits", "memo": "Ask Lee."}
    assert change.version == waiting.codebook.version == 2


def test_an_edit_that_changes_nothing_is_no_change(analyst, waiting):
    services.edit_theme(actor=analyst, theme=waiting, parent=None, name="Waiting")
    assert CodebookChange.objects.count() == 0
    waiting.codebook.refresh_from_db()
    assert waiting.codebook.version == 1


def test_edit_move_retire_and_threshold_are_undone(analyst, codebook, waiting):
    lawyer = codebook.theme_set.get(code="lawyer")
    was = words(waiting)
    for deed in (
        lambda: services.edit_theme(
            actor=analyst, theme=waiting, parent=lawyer, name="W", keywords="es: espera"
        ),
        lambda: services.move_threshold(actor=analyst, theme=waiting, threshold=0.6),
    ):
        deed()
        assert words(waiting) != was
        undo(analyst)
        assert words(waiting) == was
    services.retire_theme(actor=analyst, theme=waiting)
    undo(analyst)
    waiting.refresh_from_db()
    assert waiting.state == "DRAFT"


def test_up_and_down_among_those_beside_it(analyst, codebook, waiting):
    def names():
        return list(codebook.theme_set.values_list("name", flat=True))

    services.move_theme(actor=analyst, theme=waiting, up=False)
    assert names() == ["Lawyer", "Waiting", "School"]
    undo(analyst)
    assert names() == ["Waiting", "Lawyer", "School"]
    count = CodebookChange.objects.count()
    services.move_theme(actor=analyst, theme=waiting, up=True)
    assert names() == ["Waiting", "Lawyer", "School"]
    assert CodebookChange.objects.count() == count


def test_a_deleted_theme_comes_again_with_its_words(analyst, waiting):
    services.edit_theme(actor=analyst, theme=waiting, parent=None, memo="Keep.")
    services.remove_theme(actor=analyst, theme=Theme.objects.get(pk=waiting.pk))
    assert not Theme.objects.filter(code="waiting").exists()
    undo(analyst)
    again = Theme.objects.get(code="waiting")
    assert (again.name, again.memo, again.state) == ("Waiting", "Keep.", "DRAFT")


def test_a_name_that_somebody_took_meanwhile_is_in_the_way(analyst, initiative, waiting):
    services.edit_theme(actor=analyst, theme=waiting, parent=None, name="Waits")
    change = last()
    services.make_theme(actor=analyst, initiative=initiative, name="Waiting")
    with pytest.raises(services.ThemeRefused, match="already"):
        undo(analyst, change)
    waiting.refresh_from_db()
    assert waiting.name == "Waits"


def test_the_newest_change_of_a_theme_comes_first(analyst, codebook, waiting):
    services.edit_theme(actor=analyst, theme=waiting, parent=None, memo="One.")
    first = last()
    other = codebook.theme_set.get(code="lawyer")
    services.edit_theme(actor=analyst, theme=other, parent=None, memo="Another theme.")
    services.edit_theme(actor=analyst, theme=waiting, parent=None, memo="Two.")
    second = last()
    with pytest.raises(services.ThemeRefused, match="newest change first"):
        undo(analyst, first)
    undo(analyst, second)
    undo(analyst, first)
    waiting.refresh_from_db()
    assert waiting.memo == ""


def test_a_circle_that_would_come_is_refused(analyst, codebook, waiting):
    lawyer = codebook.theme_set.get(code="lawyer")
    services.edit_theme(actor=analyst, theme=waiting, parent=lawyer)
    services.edit_theme(actor=analyst, theme=waiting, parent=None)
    out = last()
    services.edit_theme(actor=analyst, theme=lawyer, parent=waiting)
    with pytest.raises(services.ThemeRefused, match="below itself"):
        undo(analyst, out)
    waiting.refresh_from_db()
    assert waiting.parent_id is None


def test_a_decision_point_or_parent_that_is_gone_is_left_out(
    analyst, initiative, codebook, waiting
):
    point = make.DecisionPointFactory(initiative=initiative)
    services.edit_theme(actor=analyst, theme=waiting, parent=None, decision_point=point)
    services.edit_theme(actor=analyst, theme=waiting, parent=None, decision_point=None)
    point.delete()
    undo(analyst)
    waiting.refresh_from_db()
    assert waiting.decision_point_id is None


@pytest.mark.parametrize("kind", ["MAKE", "UNDO"])
def test_a_new_theme_and_an_undo_are_not_undone(analyst, initiative, waiting, kind):
    services.make_theme(actor=analyst, initiative=initiative, name="New")
    if kind == "UNDO":
        services.edit_theme(actor=analyst, theme=waiting, parent=None, memo="One.")
        undo(analyst)
    assert last().kind == kind
    with pytest.raises(services.ThemeRefused, match="cannot be undone"):
        undo(analyst)


def test_each_is_on_the_audit(analyst, waiting):
    services.edit_theme(actor=analyst, theme=waiting, parent=None, memo="One.")
    undo(analyst)
    verbs = AuditEntry.objects.filter(actor=analyst).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["edit_theme", "undo_change"]
