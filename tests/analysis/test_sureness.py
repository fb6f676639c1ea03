"""How sure: Wilson's interval against published values, and what counts as right and as found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import services
from analysis.themes.sureness import Share, sureness, wilson
from tests import factories as make


@pytest.mark.parametrize(
    ("right", "of", "bounds"),
    [
        # Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3.
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        # By hand from the formula, as its docstring says.
        (84, 100, (0.7558, 0.8990)),
        # Nothing seen says nothing; none and all reach the end.
        (0, 0, (0.0, 1.0)),
        (0, 10, (0.0, 0.2775)),
        (10, 10, (0.7225, 1.0)),
    ],
)
def test_wilson_against_published_values(right, of, bounds):
    assert tuple(round(bound, 4) for bound in wilson(right, of)) == bounds


@given(st.integers(1, 100_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilson_holds_the_share_and_is_the_same_from_both_ends(numbers):
    right, of = numbers
    low, high = wilson(right, of)
    assert 0 <= low <= right / of + 1e-12
    assert right / of - 1e-12 <= high <= 1
    other_low, other_high = wilson(of - right, of)
    assert (low, high) == pytest.approx((1 - other_high, 1 - other_low), abs=1e-9)


def test_share_in_whole_per_cent():
    assert (Share(84, 100).percent, Share(84, 100).interval) == (84, (76, 90))
    assert (Share(0, 0).percent, Share(0, 0).interval) == (0, (0, 100))


@pytest.fixture
def initiative():
    return make.InitiativeFactory()


@pytest.fixture
def analyst(initiative):
    return make.make_member(initiative, "analyst")


@pytest.fixture
def codebook(initiative):
    return make.make_codebook(initiative, "waiting", "lawyer", "school")


@pytest.fixture
def suggest(initiative, codebook):
    run = make.make_run(codebook)

    def suggest(code):
        comment = make.make_comment(initiative, "Waiting for a lawyer at school.")
        return make.make_suggestion(run, comment, codebook.theme_set.get(code=code))

    return suggest


def decide(analyst, row, *, accept):
    kept, rejected = ([row.pk], []) if accept else ([], [row.pk])
    services.decide_suggestions(actor=analyst, comment=row.comment, accept=kept, reject=rejected)


def counted(codebook, code=None) -> tuple[Share, Share]:
    found = sureness(codebook, codebook.theme_set.get(code=code) if code else None)
    return found.right, found.found


@pytest.mark.django_db
def test_accepted_and_rejected(codebook, analyst, suggest):
    decide(analyst, suggest("waiting"), accept=True)
    decide(analyst, suggest("waiting"), accept=False)
    decide(analyst, suggest("lawyer"), accept=True)
    assert counted(codebook) == (Share(2, 3), Share(2, 2))
    assert counted(codebook, "waiting") == (Share(1, 2), Share(1, 1))
    assert counted(codebook, "school") == (Share(0, 0), Share(0, 0))


@pytest.mark.django_db
def test_added_by_hand_was_not_found(codebook, analyst, suggest):
    row = suggest("waiting")
    decide(analyst, row, accept=True)
    school = codebook.theme_set.get(code="school")
    services.add_tag(actor=analyst, comment=row.comment, theme=school, start=0, end=7)
    assert counted(codebook) == (Share(1, 1), Share(1, 2))
    assert counted(codebook, "school") == (Share(0, 0), Share(0, 1))


@pytest.mark.django_db
def test_changed_was_wrong_for_one_theme_and_missed_for_the_other(codebook, analyst, suggest):
    services.change_suggestion(
        actor=analyst, suggestion=suggest("waiting"), theme=codebook.theme_set.get(code="lawyer")
    )
    assert counted(codebook) == (Share(0, 1), Share(0, 1))
    assert counted(codebook, "waiting") == (Share(0, 1), Share(0, 0))
    assert counted(codebook, "lawyer") == (Share(0, 0), Share(0, 1))


@pytest.mark.django_db
def test_undone_counts_nowhere(initiative, codebook, analyst, suggest):
    decide(analyst, suggest("waiting"), accept=True)
    decide(analyst, suggest("lawyer"), accept=False)
    services.undo_last(actor=analyst, initiative_id=initiative.pk)
    assert counted(codebook) == (Share(1, 1), Share(1, 1))


@pytest.mark.django_db
def test_a_tag_taken_off_by_hand_is_no_decision_on_a_suggestion(codebook, analyst, suggest):
    row = suggest("waiting")
    tag = make.make_tag(row.comment, codebook.theme_set.get(code="school"), analyst)
    services.remove_tag(actor=analyst, tag=tag)
    assert counted(codebook) == (Share(0, 0), Share(0, 0))


@pytest.mark.django_db
def test_one_query(codebook, django_assert_num_queries):
    with django_assert_num_queries(1):
        sureness(codebook)


@pytest.mark.django_db
def test_nothing_is_said_after_few_decisions(codebook, analyst, suggest):
    for _ in range(19):
        decide(analyst, suggest("waiting"), accept=True)
    few = sureness(codebook)
    assert (few.is_enough, few.missing) == (False, 1)
    decide(analyst, suggest("waiting"), accept=False)
    enough = sureness(codebook)
    assert (enough.is_enough, enough.missing) == (True, 0)
