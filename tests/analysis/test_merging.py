"""Merging and splitting themes, and undoing both: every tag is where it was."""

import json

import pytest

from analysis import services
from analysis.models import CodebookChange, Decision, Suggestion, Tag, Theme
from feedback import services as feedback
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer(codebook):
    return codebook.theme_set.get(code="lawyer")


@pytest.fixture
def tag(initiative, analyst):
    def tag(theme, words="We waited for weeks.", comment=None, **fields):
        comment = comment or make.make_comment(initiative, words)
        return make.make_tag(comment, theme, coder=analyst, **fields)

    return tag


def tags() -> set[tuple]:
    """Every tag but for its number: a tag that is put back may have another."""
    return set(
        Tag.objects.values_list(
            "comment", "theme", "start", "end", "coder", "source", "is_final", "decision", "voice"
        )
    )


def merged(analyst, theme, into) -> CodebookChange:
    return services.merge_theme(actor=analyst, theme=theme, into=into)


def test_tags_suggestions_and_themes_below_go_to_the_other(analyst, codebook, waiting, lawyer, tag):
    only, both = tag(waiting), tag(waiting, "Both.")
    there = tag(lawyer, comment=both.comment, start=1, end=3)
    school = codebook.theme_set.get(code="school")
    services.edit_theme(actor=analyst, theme=school, parent=waiting)
    run = make.make_run(codebook)
    row = make.make_suggestion(run, make.make_comment(codebook.initiative, "wait"), waiting)
    version = services.codebook_of(codebook.initiative).version
    change = merged(analyst, waiting, lawyer)
    assert {(t.comment_id, t.theme_id, t.start) for t in Tag.objects.all()} == {
        (only.comment_id, lawyer.pk, 0),
        (both.comment_id, lawyer.pk, there.start),
    }
    assert change.tags_moved == 2
    assert change.version == version + 1
    waiting.refresh_from_db(), school.refresh_from_db(), row.refresh_from_db()
    assert (waiting.state, school.parent_id, row.theme_id) == ("RETIRED", lawyer.pk, lawyer.pk)


def test_undo_puts_everything_back(analyst, codebook, waiting, lawyer, tag):
    both = tag(waiting, "Both.", start=2, end=4)
    tag(lawyer, comment=both.comment)
    tag(waiting)
    school = codebook.theme_set.get(code="school")
    services.edit_theme(actor=analyst, theme=school, parent=waiting)
    run = make.make_run(codebook)
    row = make.make_suggestion(run, make.make_comment(codebook.initiative, "wait"), waiting)
    before = tags()
    change = merged(analyst, waiting, lawyer)
    assert tags() != before
    undo = services.undo_change(actor=analyst, change=change)
    waiting.refresh_from_db(), school.refresh_from_db(), row.refresh_from_db()
    assert tags() == before
    assert undo.tags_moved == 2
    assert (waiting.state, school.parent_id, row.theme_id) == ("DRAFT", waiting.pk, waiting.pk)
    with pytest.raises(services.ThemeRefused, match="undone already"):
        services.undo_change(actor=analyst, change=change)


def test_what_was_taken_back_or_off_since_does_not_come_again(analyst, waiting, lawyer, tag):
    gone, off, both = tag(waiting, "Gone."), tag(waiting, "Off."), tag(waiting, "Both.")
    tag(lawyer, comment=both.comment)
    change = merged(analyst, waiting, lawyer)
    services.remove_tag(actor=analyst, tag=Tag.objects.get(comment=off.comment))
    feedback.withdraw_comment(actor=analyst, comment=both.comment, reason="by telephone")
    services.undo_change(actor=analyst, change=change)
    assert not Tag.objects.filter(comment=off.comment).exists()
    assert not Tag.objects.filter(theme=waiting, comment=both.comment).exists()
    assert Tag.objects.filter(theme=waiting, comment=gone.comment).exists()


def test_blind_codings_stay_as_they_were_coded(initiative, analyst, waiting, lawyer):
    comment = make.make_comment(initiative, "We waited for weeks.")
    blind = make.make_blind_tag(comment, waiting, analyst)
    merged(analyst, waiting, lawyer)
    blind.refresh_from_db()
    assert blind.theme_id == waiting.pk


def test_an_undone_decision_takes_its_moved_tag_along(
    initiative, analyst, codebook, waiting, lawyer
):
    comment = make.make_comment(initiative, "We waited.")
    services.add_tag(actor=analyst, comment=comment, theme=waiting, start=0, end=2)
    merged(analyst, waiting, lawyer)
    services.undo_last(actor=analyst, initiative_id=initiative.pk)
    assert tags() == set()
    assert Decision.objects.count() == 2


def test_nothing_that_is_kept_has_words_of_people(analyst, waiting, lawyer, tag):
    secret = "Rosalind was there."
    both = tag(waiting, secret)
    tag(lawyer, comment=both.comment)
    tag(waiting, secret)
    merged(analyst, waiting, lawyer)
    kept = [[c.before, c.after, c.moved] for c in CodebookChange.objects.all()]
    assert kept
    assert "Rosalind" not in json.dumps(kept)


@pytest.mark.parametrize(
    ("into", "says"),
    [("itself", "another theme"), ("below", "stands below"), ("retired", "retired")],
)
def test_what_cannot_be_one_is_refused_and_nothing_moves(
    analyst, codebook, waiting, lawyer, tag, into, says
):
    tag(waiting)
    before = tags()
    if into == "below":
        services.edit_theme(actor=analyst, theme=lawyer, parent=waiting)
    if into == "retired":
        services.retire_theme(actor=analyst, theme=lawyer)
    changes = CodebookChange.objects.count()
    with pytest.raises(services.ThemeRefused, match=says):
        merged(analyst, waiting, waiting if into == "itself" else lawyer)
    assert tags() == before
    assert CodebookChange.objects.count() == changes


def test_a_theme_of_another_initiative_is_refused(analyst, waiting):
    other = make.make_codebook(make.InitiativeFactory(), "Waiting").theme_set.get()
    with pytest.raises(services.ThemeRefused):
        merged(analyst, waiting, other)


def test_split_moves_the_chosen_tags_only(analyst, waiting, lawyer, tag):
    moved, stays, foreign = tag(waiting, "Bus."), tag(waiting, "Call."), tag(lawyer, "Law.")
    before = tags()
    change = services.split_theme(
        actor=analyst, theme=waiting, name="Bus", tags={moved.pk, foreign.pk, 99_999}
    )
    assert change.other.name == "Bus"
    assert change.tags_moved == 1
    assert {t.pk: t.theme.name for t in Tag.objects.all()} == {
        moved.pk: "Bus",
        stays.pk: "Waiting",
        foreign.pk: "Lawyer",
    }
    services.undo_change(actor=analyst, change=change)
    assert tags() == before
    assert not Theme.objects.filter(name="Bus").exists()


def test_the_new_theme_stays_retired_where_it_was_used_since(analyst, waiting, tag):
    moved = tag(waiting)
    change = services.split_theme(actor=analyst, theme=waiting, name="Bus", tags={moved.pk})
    tag(change.other, "Used since.")
    services.undo_change(actor=analyst, change=change)
    assert Theme.objects.get(name="Bus").state == "RETIRED"
    assert Tag.objects.get(pk=moved.pk).theme_id == waiting.pk


@pytest.mark.parametrize(("name", "with_tag"), [("Lawyer", True), ("Bus", False), (" ", True)])
def test_a_split_without_a_name_of_its_own_or_a_comment_is_refused(
    analyst, waiting, tag, name, with_tag
):
    chosen = {tag(waiting).pk} if with_tag else set()
    with pytest.raises(services.ThemeRefused):
        services.split_theme(actor=analyst, theme=waiting, name=name, tags=chosen)
    assert set(Theme.objects.values_list("name", flat=True)) == {"Waiting", "Lawyer", "School"}
    assert Suggestion.objects.count() == 0


def test_a_merge_is_a_few_queries_however_many_tags(
    analyst, waiting, lawyer, tag, django_assert_max_num_queries
):
    for number in range(30):
        tag(waiting, f"Again {number}.")
    with django_assert_max_num_queries(25):
        merged(analyst, waiting, lawyer)
