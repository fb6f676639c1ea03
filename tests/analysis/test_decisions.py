"""Deciding on suggestions: kept with who and when, undone as one, never by two at once."""

import pytest
from django.db.models import ProtectedError

from accounts.states import InvalidTransition
from analysis import services
from analysis.models import Decision, Suggestion, Tag, Theme
from feedback import services as feedback
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return make.InitiativeFactory()


@pytest.fixture
def analyst(initiative):
    return make.make_member(initiative, "analyst")


@pytest.fixture
def colleague(initiative):
    return make.make_member(initiative, "analyst")


@pytest.fixture
def codebook(initiative):
    return make.make_codebook(initiative, "waiting", "lawyer", "school")


@pytest.fixture
def comment(initiative):
    return make.make_comment(initiative, "All of that waiting for a lawyer.")


@pytest.fixture
def suggestions(codebook, comment):
    run = make.make_run(codebook)
    themes = codebook.theme_set.order_by("order")
    return [
        make.make_suggestion(run, comment, themes[0], start=0, end=19),
        make.make_suggestion(run, comment, themes[1], start=20, end=33),
    ]


def decide(person, comment, accept=(), reject=()):
    services.decide_suggestions(
        actor=person,
        comment=comment,
        accept=[row.pk for row in accept],
        reject=[row.pk for row in reject],
    )


def states(*rows) -> list[str]:
    found = Suggestion.objects.in_bulk([row.pk for row in rows])
    return [found[row.pk].state for row in rows]


def tags(comment) -> list[tuple]:
    rows = Tag.objects.filter(comment=comment).order_by("start")
    return [(tag.theme.code, tag.start, tag.end, tag.source, tag.coder) for tag in rows]


def test_accept_and_reject_as_one(analyst, comment, suggestions):
    first, second = suggestions
    decide(analyst, comment, accept=[first], reject=[second])
    assert states(first, second) == ["ACCEPTED", "REJECTED"]
    assert tags(comment) == [("waiting", 0, 19, "ACCEPTED", analyst)]
    made = Decision.objects.order_by("pk")
    assert [(d.verb, d.by, d.theme.code) for d in made] == [
        ("ACCEPT", analyst, "waiting"),
        ("REJECT", analyst, "lawyer"),
    ]
    assert len({d.together for d in made}) == 1


def test_undo_takes_the_key_stroke_back_and_keeps_the_record(
    initiative, analyst, comment, suggestions
):
    first, second = suggestions
    decide(analyst, comment, accept=[first], reject=[second])
    assert services.undo_last(actor=analyst, initiative_id=initiative.pk) == comment
    assert states(first, second) == ["PENDING", "PENDING"]
    assert tags(comment) == []
    assert sorted(Decision.objects.values_list("verb", flat=True)) == [
        "ACCEPT",
        "REJECT",
        "UNDO",
        "UNDO",
    ]
    assert services.undo_last(actor=analyst, initiative_id=initiative.pk) is None


def test_undo_goes_back_step_by_step_and_only_over_ones_own(
    initiative, analyst, colleague, comment, suggestions
):
    first, second = suggestions
    decide(analyst, comment, accept=[first])
    decide(colleague, comment, accept=[second])
    services.undo_last(actor=analyst, initiative_id=initiative.pk)
    assert states(first, second) == ["PENDING", "ACCEPTED"]
    decide(analyst, comment, reject=[first])
    services.undo_last(actor=analyst, initiative_id=initiative.pk)
    assert states(first, second) == ["PENDING", "ACCEPTED"]


def test_undo_reaches_no_other_initiative(analyst, comment, suggestions):
    decide(analyst, comment, accept=suggestions)
    elsewhere = make.InitiativeFactory()
    assert services.undo_last(actor=analyst, initiative_id=elsewhere.pk) is None


def test_a_double_click_is_one_decision(analyst, comment, suggestions):
    first, second = suggestions
    for _ in range(2):
        decide(analyst, comment, accept=[first], reject=[second])
    assert Decision.objects.count() == 2
    assert len(tags(comment)) == 1


def test_two_analysts_on_one_comment(analyst, colleague, comment, suggestions):
    """The second is told, and nothing of the second's stroke is written."""
    first, second = suggestions
    decide(analyst, comment, accept=[first])
    with pytest.raises(InvalidTransition, match="Somebody has decided on “waiting” here"):
        decide(colleague, comment, reject=[second, first])
    assert states(first, second) == ["ACCEPTED", "PENDING"]
    assert not Decision.objects.filter(by=colleague).exists()


def test_change_keeps_the_span_with_another_theme(analyst, codebook, comment, suggestions):
    first = suggestions[0]
    school = codebook.theme_set.get(code="school")
    services.change_suggestion(actor=analyst, suggestion=first, theme=school)
    assert states(first) == ["CHANGED"]
    assert tags(comment) == [("school", 0, 19, "BY_HAND", analyst)]
    services.undo_last(actor=analyst, initiative_id=comment.initiative_id)
    assert states(first) == ["PENDING"]
    assert tags(comment) == []


def test_accepting_what_is_on_it_already_merges(
    initiative, analyst, colleague, codebook, comment, suggestions
):
    first = suggestions[0]
    make.make_tag(comment, first.theme, colleague, start=4, end=8)
    decide(analyst, comment, accept=[first])
    assert states(first) == ["MERGED"]
    assert tags(comment) == [("waiting", 4, 8, "BY_HAND", colleague)]
    services.undo_last(actor=analyst, initiative_id=initiative.pk)
    assert states(first) == ["PENDING"]
    assert tags(comment) == [("waiting", 4, 8, "BY_HAND", colleague)]


def test_a_new_theme_is_a_draft_and_on_the_words(initiative, analyst, comment):
    theme = services.add_new_theme(
        actor=analyst, comment=comment, name="  Told too late ", start=0, end=6
    )
    assert (theme.name, theme.code, theme.state) == ("Told too late", "told_too_late", "DRAFT")
    assert tags(comment) == [("told_too_late", 0, 6, "BY_HAND", analyst)]
    again = services.add_new_theme(
        actor=analyst, comment=comment, name="told TOO late", start=0, end=6
    )
    assert again == theme, "a double click"
    other = make.make_comment(initiative, "Told too late as well.")
    with pytest.raises(services.ThemeRefused, match="already"):
        services.add_new_theme(actor=analyst, comment=other, name="told TOO late", start=0, end=6)
    services.undo_last(actor=analyst, initiative_id=initiative.pk)
    assert tags(comment) == []
    assert Theme.objects.filter(pk=theme.pk).exists()


def test_taking_a_tag_off_is_on_record(analyst, codebook, comment, suggestions):
    decide(analyst, comment, accept=suggestions[:1])
    services.remove_tag(actor=analyst, tag=Tag.objects.get())
    assert tags(comment) == []
    assert Decision.objects.first().verb == "REJECT"


DEEDS = {
    "accept": lambda who, comment, theme: decide(who, comment, accept=Suggestion.objects.all()),
    "add": lambda who, comment, theme: services.add_tag(
        actor=who, comment=comment, theme=theme, start=0, end=3
    ),
    "new": lambda who, comment, theme: services.add_new_theme(
        actor=who, comment=comment, name="New", start=0, end=3
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_decided_on_what_was_taken_back(analyst, codebook, comment, suggestions, deed):
    feedback.withdraw_submission(actor=None, submission=comment.submission)
    with pytest.raises(InvalidTransition, match="taken back"):
        DEEDS[deed](analyst, comment, codebook.theme_set.first())
    assert not Decision.objects.exists()
    assert not Theme.objects.filter(name="New").exists()


def test_an_impression_is_never_evidence(initiative, analyst, codebook):
    observed = make.make_comment(initiative, "They seemed afraid.", voice="OBSERVED")
    theme = codebook.theme_set.first()
    with pytest.raises(InvalidTransition):
        services.add_tag(actor=analyst, comment=observed, theme=theme, start=0, end=4)


def test_a_withdrawal_takes_tags_out_of_every_count(analyst, comment, suggestions):
    decide(analyst, comment, accept=suggestions)
    assert Tag.objects.counted().count() == 2
    feedback.withdraw_submission(actor=None, submission=comment.submission)
    assert Tag.objects.counted().count() == 0
    assert not Suggestion.objects.of_standing_comments().exists()


def test_a_closed_account_keeps_its_decisions(analyst, comment, suggestions):
    decide(analyst, comment, accept=suggestions)
    with pytest.raises(ProtectedError):
        analyst.delete()


def test_a_theme_put_on_by_hand_answers_what_is_suggested_of_it(
    initiative, analyst, comment, suggestions
):
    waiting = suggestions[0]
    services.add_tag(actor=analyst, comment=comment, theme=waiting.theme, start=4, end=8)
    assert states(*suggestions) == ["MERGED", "PENDING"]
    services.undo_last(actor=analyst, initiative_id=initiative.pk)
    assert states(*suggestions) == ["PENDING", "PENDING"]
    assert tags(comment) == []
