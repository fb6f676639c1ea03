"""What a person does with a candidate: a theme, one of two, two of one, nothing; and undo."""

import pytest

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis import services
from analysis.models import Candidate, Suggestion, Theme
from analysis.services import candidates
from feedback.services import withdraw_comment
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return make.InitiativeFactory()


@pytest.fixture
def analyst(initiative):
    return make.make_member(initiative, "analyst")


@pytest.fixture
def search(initiative, analyst):
    return make.make_discovery(make.make_codebook(initiative, "waiting"), analyst)


@pytest.fixture
def vans(initiative, search):
    words = ("The van was late", "The van never came", "A lawyer called", "My lawyer came")
    return make.make_candidate(search, *(make.make_comment(initiative, w) for w in words))


@pytest.fixture
def bus(initiative, search):
    return make.make_candidate(search, make.make_comment(initiative, "The bus was late"))


def ids(candidate: Candidate) -> list[int]:
    return [comment.pk for comment in candidates.comments_of(candidate)]


def state(candidate: Candidate) -> str:
    return Candidate.objects.get(pk=candidate.pk).state


def take(analyst, candidate, **fields) -> Theme:
    defaults = {"name": "Late vans", "suggest": False, "keywords": "van"}
    return services.take_candidate(actor=analyst, candidate=candidate, **defaults | fields)


def test_it_becomes_a_theme_in_words_of_ours(analyst, vans):
    theme = take(analyst, vans)
    assert (theme.name, theme.keywords, theme.state) == ("Late vans", "van", "DRAFT")
    vans.refresh_from_db()
    assert (vans.state, vans.theme) == ("TAKEN", theme)
    assert not Suggestion.objects.exists()
    entry = AuditEntry.objects.get(verb="take_candidate")
    assert (entry.actor, entry.subject_id) == (analyst, str(vans.pk))


def test_it_is_suggested_on_its_comments_and_decided_by_people(analyst, vans):
    run = make.make_run(vans.discovery.codebook)
    theme = take(analyst, vans, suggest=True)
    rows = Suggestion.objects.order_by("comment")
    assert list(rows.values_list("run", "comment", "theme", "state")) == [
        (run.pk, pk, theme.pk, "PENDING") for pk in sorted(ids(vans))
    ]
    assert {(row.start, row.end) for row in rows} == {
        (0, len(c.original)) for c in candidates.comments_of(vans)
    }
    assert "van" not in str(list(rows.values_list("reason", flat=True))).lower()


def test_it_is_not_suggested_before_the_first_run(analyst, vans):
    with pytest.raises(services.CandidateRefused, match="No run has ended"):
        take(analyst, vans, suggest=True)
    assert state(vans) == "OPEN"
    assert not Theme.objects.filter(name="Late vans").exists()


def test_a_name_that_is_taken_leaves_it_open(analyst, vans):
    with pytest.raises(services.ThemeRefused):
        take(analyst, vans, name="waiting")
    assert state(vans) == "OPEN"


def test_undo_takes_the_theme_back_while_nobody_used_it(analyst, vans):
    make.make_run(vans.discovery.codebook)
    theme = take(analyst, vans, suggest=True)
    services.reopen_candidate(actor=analyst, candidate=vans)
    assert state(vans) == "OPEN"
    assert not Theme.objects.filter(pk=theme.pk).exists()
    assert not Suggestion.objects.exists()


def test_undo_is_refused_where_the_theme_is_on_a_comment(analyst, vans):
    theme = take(analyst, vans)
    make.make_tag(candidates.comments_of(vans)[0], theme, analyst)
    with pytest.raises(services.ThemeRefused):
        services.reopen_candidate(actor=analyst, candidate=vans)
    assert state(vans) == "TAKEN"


def test_merged_ones_are_one_and_can_be_undone(analyst, vans, bus):
    whole = [*ids(vans), *ids(bus)]
    services.merge_candidates(actor=analyst, into=vans, others=[vans, bus])
    assert sorted(ids(vans)) == sorted(whole)
    assert state(bus) == "MERGED"
    services.reopen_candidate(actor=analyst, candidate=bus)
    assert (ids(vans), ids(bus)) == (whole[:4], whole[4:])


def test_what_was_merged_before_comes_along(analyst, vans, bus, search, initiative):
    third = make.make_candidate(search, make.make_comment(initiative, "Trains are late"))
    services.merge_candidates(actor=analyst, into=bus, others=[third])
    services.merge_candidates(actor=analyst, into=vans, others=[bus])
    assert len(ids(vans)) == 6


def test_merging_needs_two_of_one_search(analyst, vans, bus):
    with pytest.raises(services.CandidateRefused, match="at least one other"):
        services.merge_candidates(actor=analyst, into=vans, others=[vans])
    other = make.make_candidate(make.make_discovery(vans.discovery.codebook, analyst))
    with pytest.raises(services.CandidateRefused, match="different searches"):
        services.merge_candidates(actor=analyst, into=vans, others=[other])
    services.dismiss_candidate(actor=analyst, candidate=bus)
    with pytest.raises(InvalidTransition):
        services.merge_candidates(actor=analyst, into=vans, others=[bus])
    with pytest.raises(InvalidTransition):
        services.merge_candidates(actor=analyst, into=bus, others=[vans])


def test_undo_of_a_merge_waits_for_what_was_done_since(analyst, vans, bus):
    services.merge_candidates(actor=analyst, into=vans, others=[bus])
    services.dismiss_candidate(actor=analyst, candidate=vans)
    with pytest.raises(InvalidTransition, match="Undo first"):
        services.reopen_candidate(actor=analyst, candidate=bus)
    assert state(bus) == "MERGED"


def test_split_by_hand(analyst, vans):
    whole = ids(vans)
    parts = services.split_candidate(actor=analyst, candidate=vans, apart=whole[2:])
    assert [ids(part) for part in parts] == [whole[2:], whole[:2]]
    assert state(vans) == "SPLIT"
    kinds = [set(part.candidateplace_set.values_list("kind", flat=True)) for part in parts]
    assert all({"NAME", "CLOSEST"} <= kind for kind in kinds)


def test_split_by_the_engine(analyst, vans):
    whole = ids(vans)
    parts = services.split_candidate(actor=analyst, candidate=vans)
    assert sorted(sorted(ids(part)) for part in parts) == [whole[:2], whole[2:]]


@pytest.mark.parametrize("which", ["all", "none of them"])
def test_a_split_that_leaves_one_empty_is_refused(analyst, vans, which):
    apart = ids(vans) if which == "all" else [0]
    with pytest.raises(services.CandidateRefused, match="without a comment"):
        services.split_candidate(actor=analyst, candidate=vans, apart=apart)
    assert state(vans) == "OPEN"
    assert Candidate.objects.count() == 1


def test_undo_of_a_split_puts_its_parts_away(analyst, vans):
    parts = services.split_candidate(actor=analyst, candidate=vans)
    services.reopen_candidate(actor=analyst, candidate=vans)
    assert [state(vans), *map(state, parts)] == ["OPEN", "UNDONE", "UNDONE"]


def test_undo_of_a_split_waits_for_what_was_done_with_its_parts(analyst, vans):
    first, _ = services.split_candidate(actor=analyst, candidate=vans)
    services.dismiss_candidate(actor=analyst, candidate=first)
    with pytest.raises(InvalidTransition):
        services.reopen_candidate(actor=analyst, candidate=vans)
    assert state(vans) == "SPLIT"


def test_comments_are_added_once_and_taken_out(analyst, vans, bus):
    more = candidates.comments_of(bus)
    for expected in (1, 0):
        added = services.add_to_candidate(actor=analyst, candidate=vans, comments=more)
        assert added == expected
    assert ids(vans)[-1] == more[0].pk
    whole = ids(vans)
    gone = {more[0].pk, whole[0]}
    for expected in (2, 0):
        removed = services.remove_from_candidate(actor=analyst, candidate=vans, comments=gone)
        assert removed == expected
    assert ids(vans) == whole[1:4]
    examples = vans.candidateplace_set.standing().filter(kind="CLOSEST")
    assert not examples.filter(comment__in=gone).exists()
    back = candidates.Comment.objects.filter(pk=whole[0])
    assert services.add_to_candidate(actor=analyst, candidate=vans, comments=back) == 1
    assert ids(vans) == whole[:4]
    assert examples.get().comment_id == whole[0]
    verbs = AuditEntry.objects.filter(verb__endswith="_candidate").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "add_to_candidate",
        "remove_from_candidate",
        "add_to_candidate",
    ]


def test_what_came_by_a_merge_is_taken_out_and_put_back_where_it_was(analyst, vans, bus):
    whole, [late] = ids(vans), candidates.comments_of(bus)
    services.merge_candidates(actor=analyst, into=vans, others=[bus])
    services.remove_from_candidate(actor=analyst, candidate=vans, comments=[late.pk])
    assert ids(vans) == whole
    assert services.add_to_candidate(actor=analyst, candidate=vans, comments=[late]) == 1
    services.reopen_candidate(actor=analyst, candidate=bus)
    assert (ids(vans), ids(bus)) == (whole, [late.pk])


def test_the_last_comment_stays(analyst, bus):
    with pytest.raises(services.CandidateRefused, match="Dismiss it instead"):
        services.remove_from_candidate(actor=analyst, candidate=bus, comments=ids(bus))
    assert len(ids(bus)) == 1


def test_a_double_click_is_one_step(analyst, vans):
    services.dismiss_candidate(actor=analyst, candidate=vans)
    with pytest.raises(InvalidTransition):
        services.dismiss_candidate(actor=analyst, candidate=vans)
    assert AuditEntry.objects.filter(verb="dismiss_candidate").count() == 1


def test_what_is_withdrawn_counts_nowhere(analyst, vans):
    first = candidates.comments_of(vans)[0]
    withdraw_comment(actor=analyst, comment=first, reason="asked by letter")
    assert first.pk not in ids(vans)
    assert not vans.candidateplace_set.standing().exists()
    make.make_run(vans.discovery.codebook)
    take(analyst, vans, suggest=True)
    assert not Suggestion.objects.filter(comment=first).exists()
