"""Keeping the codebook: every change on record, every version its own, nobody's work deleted."""

import pytest

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis import services
from analysis.models import Codebook, Decision, SummaryVersion, Theme
from feedback import services as feedback
from followup.models import Action
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return make.InitiativeFactory()


@pytest.fixture
def analyst(initiative):
    return make.make_member(initiative, "analyst")


@pytest.fixture
def codebook(initiative):
    return make.make_codebook(initiative, "waiting", "lawyer", "school")


def version(codebook) -> int:
    return Codebook.objects.get(pk=codebook.pk).version


def on_record() -> list[tuple[str, str, str]]:
    entries = AuditEntry.objects.order_by("pk")
    return list(entries.values_list("verb", "subject_kind", "reason"))


def put_below(codebook, **pairs):
    for code, parent in pairs.items():
        parent = codebook.theme_set.get(code=parent)
        codebook.theme_set.filter(code=code).update(parent=parent)


def row(code, label, **more) -> dict[str, str]:
    return {"code": code, "label": label} | more


def test_starter_codebook_as_it_stands_in_the_domain(initiative, analyst):
    added = services.add_themes(actor=analyst, initiative=initiative, rows=services.starter_rows())
    codebook = services.codebook_of(initiative)
    assert len(added) == codebook.theme_set.count() == len(services.starter_rows()) == 19
    first = codebook.theme_set.first()
    assert (first.code, first.name, first.state) == ("POV", "Poverty as neglect", "DRAFT")
    assert first.keywords.splitlines()[:2] == ["rent", "evict*"]
    assert len(first.phrases.splitlines()) == 2
    assert first.made_by == analyst
    assert all(theme.definition for theme in added)
    assert codebook.version == 2
    assert on_record() == [("add_themes", "Codebook", "")]


def test_themes_that_are_there_stay_and_adding_nothing_changes_nothing(initiative, analyst):
    mine = row("POV", "Money", definition="Ours.")
    services.add_themes(actor=analyst, initiative=initiative, rows=[mine])
    added = services.add_themes(actor=analyst, initiative=initiative, rows=services.starter_rows())
    codebook = services.codebook_of(initiative)
    assert len(added) == 18
    assert codebook.theme_set.get(code="POV").name == "Money"
    assert codebook.version == 3
    again = services.add_themes(actor=analyst, initiative=initiative, rows=services.starter_rows())
    assert again == []
    assert version(codebook) == 3
    assert len(on_record()) == 2


def test_rows_stand_below_each_other_whatever_their_order(initiative, analyst):
    rows = [row("b", "B", parent="a"), row("a", "A"), row("c", "C", parent="nowhere")]
    services.add_themes(actor=analyst, initiative=initiative, rows=rows)
    parents = Theme.objects.values_list("code", "parent__code").order_by("code")
    assert list(parents) == [("a", None), ("b", "a"), ("c", None)]


@pytest.mark.parametrize(
    "rows",
    [
        [row("a", "A", parent="a")],
        [row("a", "A", parent="b"), row("b", "B", parent="a")],
        [row("a", "A", parent="c"), row("b", "B", parent="a"), row("c", "C", parent="b")],
    ],
)
def test_rows_in_a_circle_are_refused_as_a_whole(initiative, analyst, rows):
    with pytest.raises(services.ThemeRefused, match="below itself"):
        services.add_themes(actor=analyst, initiative=initiative, rows=rows)
    assert not Theme.objects.exists()
    assert on_record() == []


def test_codes_come_from_the_name_and_differ(initiative, analyst):
    def code(name):
        return services.make_theme(actor=analyst, initiative=initiative, name=name).code

    assert code("Kin & caregivers") == "kin_caregivers"
    assert code("Kin – caregivers") == "kin_caregivers_2"
    assert code("親") == "theme"
    assert code("母") == "theme_2"
    assert code("w" * 150) == "w" * 70


def test_a_new_theme_is_a_draft_at_the_end(initiative, analyst, codebook):
    parent = codebook.theme_set.get(code="waiting")
    theme = services.make_theme(
        actor=analyst,
        initiative=initiative,
        name="  Waiting lists\x00 ",
        parent=parent,
        definition="What\r\nthey say.",
    )
    assert list(codebook.theme_set.all())[-1] == theme
    assert (theme.name, theme.definition, theme.parent, theme.state, theme.made_by) == (
        "Waiting lists",
        "What\nthey say.",
        parent,
        "DRAFT",
        analyst,
    )
    assert version(codebook) == 2
    assert on_record() == [("make_theme", "Theme", "")]


@pytest.mark.parametrize(
    ("name", "why"), [("", "Give the theme a name"), (" \x00", "a name"), ("WAITING", "already")]
)
def test_a_name_that_is_none_or_taken_is_refused(initiative, analyst, codebook, name, why):
    with pytest.raises(services.ThemeRefused, match=why):
        services.make_theme(actor=analyst, initiative=initiative, name=name)
    with pytest.raises(services.ThemeRefused, match=why):
        services.edit_theme(
            actor=analyst, theme=codebook.theme_set.get(code="school"), parent=None, name=name
        )
    assert list(codebook.theme_set.values_list("name", flat=True)) == [
        "waiting",
        "lawyer",
        "school",
    ]
    assert version(codebook) == 1
    assert on_record() == []


def test_editing_keeps_code_and_state(initiative, analyst, codebook):
    """Somebody may retire a theme while a colleague has its form open."""
    open_form = codebook.theme_set.get(code="lawyer")
    services.retire_theme(actor=analyst, theme=open_form)
    services.edit_theme(
        actor=analyst,
        theme=open_form,
        parent=codebook.theme_set.get(code="waiting"),
        name="Lawyers",
        keywords="attorney",
    )
    theme = codebook.theme_set.get(code="lawyer")
    assert (theme.name, theme.keywords, theme.parent.code, theme.state) == (
        "Lawyers",
        "attorney",
        "waiting",
        "RETIRED",
    )
    assert theme.definition == "What people say about lawyer."
    assert version(codebook) == 3
    assert [verb for verb, *_ in on_record()] == ["retire_theme", "edit_theme"]


def test_only_the_spelling_of_its_own_name_changes(analyst, codebook):
    theme = codebook.theme_set.get(code="waiting")
    services.edit_theme(actor=analyst, theme=theme, parent=None, name="Waiting")
    assert codebook.theme_set.get(code="waiting").name == "Waiting"


@pytest.mark.parametrize("below", ["waiting", "lawyer", "school"])
def test_a_theme_never_stands_below_itself(analyst, codebook, below):
    put_below(codebook, lawyer="waiting", school="lawyer")
    with pytest.raises(services.ThemeRefused, match="below itself"):
        services.edit_theme(
            actor=analyst,
            theme=codebook.theme_set.get(code="waiting"),
            parent=codebook.theme_set.get(code=below),
        )
    assert codebook.theme_set.get(code="waiting").parent is None
    assert version(codebook) == 1


def approve(theme, by) -> None:
    SummaryVersion.objects.create(
        summary=make.make_summary(theme), number=1, begun_by=by, state="APPROVED"
    )
    Theme.objects.filter(pk=theme.pk).update(state="APPROVED")


@pytest.mark.parametrize(("is_approved", "state"), [(True, "APPROVED"), (False, "DRAFT")])
def test_a_retired_theme_is_taken_up_as_what_it_was(analyst, codebook, is_approved, state):
    theme = codebook.theme_set.get(code="waiting")
    if is_approved:
        approve(theme, analyst)
    assert services.retire_theme(actor=analyst, theme=theme).state == "RETIRED"
    assert theme not in codebook.theme_set.in_use()
    assert services.take_up_theme(actor=analyst, theme=theme).state == state
    assert codebook.theme_set.get(code="waiting").state == state
    assert version(codebook) == 3
    assert on_record() == [("retire_theme", "Theme", ""), ("take_up_theme", "Theme", "")]


def test_steps_that_are_none_are_refused(analyst, codebook):
    theme = codebook.theme_set.get(code="waiting")
    with pytest.raises(InvalidTransition):
        services.take_up_theme(actor=analyst, theme=theme)
    services.retire_theme(actor=analyst, theme=theme)
    with pytest.raises(InvalidTransition):
        services.retire_theme(actor=analyst, theme=theme)
    assert version(codebook) == 2
    assert [verb for verb, *_ in on_record()] == ["retire_theme"]


def test_retiring_keeps_the_tags(initiative, analyst, codebook):
    theme = codebook.theme_set.get(code="waiting")
    tag = make.make_tag(make.make_comment(initiative, "waiting"), theme, analyst)
    services.retire_theme(actor=analyst, theme=theme)
    assert list(theme.tag_set.all()) == [tag]


def test_a_theme_that_nobody_used_is_deleted_with_what_was_suggested(initiative, analyst, codebook):
    theme = codebook.theme_set.get(code="waiting")
    make.make_suggestion(make.make_run(codebook), make.make_comment(initiative, "wait"), theme)
    services.remove_theme(actor=analyst, theme=theme)
    assert list(codebook.theme_set.values_list("code", flat=True)) == ["lawyer", "school"]
    assert version(codebook) == 2
    assert on_record() == [("remove_theme", "Theme", "")]


@pytest.mark.parametrize("use", ["tag", "withdrawn", "rejected", "changed", "undone", "below"])
def test_what_somebody_used_is_not_deleted(initiative, analyst, codebook, use):
    theme = codebook.theme_set.get(code="waiting")
    comment = make.make_comment(initiative, "waiting for a lawyer")
    suggestion = make.make_suggestion(make.make_run(codebook), comment, theme)
    if use in {"tag", "withdrawn"}:
        make.make_tag(comment, theme)
    if use == "withdrawn":
        feedback.withdraw_submission(actor=None, submission=comment.submission)
    if use in {"rejected", "undone"}:
        services.decide_suggestions(
            actor=analyst, comment=comment, accept=[], reject=[suggestion.pk]
        )
    if use == "undone":
        services.undo_last(actor=analyst, initiative_id=initiative.pk)
    if use == "changed":
        services.change_suggestion(
            actor=analyst, suggestion=suggestion, theme=codebook.theme_set.get(code="lawyer")
        )
    if use == "below":
        put_below(codebook, school="waiting")
    decisions = set(Decision.objects.values_list("pk", flat=True))
    with pytest.raises(services.ThemeRefused):
        services.remove_theme(actor=analyst, theme=theme)
    assert codebook.theme_set.filter(pk=theme.pk).exists()
    assert set(Decision.objects.values_list("pk", flat=True)) == decisions
    assert "remove_theme" not in [verb for verb, *_ in on_record()]


def test_what_something_is_done_about_is_not_deleted(initiative, analyst, codebook):
    """Actions stand to the right of this app; the database alone knows of them."""
    theme = codebook.theme_set.get(code="waiting")
    Action.objects.create(initiative=initiative, theme=theme, what="Call back.", made_by=analyst)
    with pytest.raises(services.ThemeRefused, match="being done about this theme"):
        services.remove_theme(actor=analyst, theme=theme)
    assert codebook.theme_set.filter(pk=theme.pk).exists()
    assert version(codebook) == 1
