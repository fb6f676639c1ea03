"""Themes that the review only offers: one key puts them on, and to leave them is nothing."""

import pytest
from django.urls import reverse

from analysis import services
from analysis.models import Decision, NextThemes, Suggestion, Tag, Theme
from analysis.review.queue import next_themes, open_suggestions, progress
from analysis.runs.reports import run_view
from analysis.services.taken import settled_in
from analysis.themes.sureness import sureness
from analysis.themes.threshold_reports import steps_of
from feedback import services as feedback
from tests import factories as make

pytestmark = pytest.mark.django_db
WORDS = "Nobody told me. I could ask a lawyer. School was closed."


@pytest.fixture
def run(codebook):
    return make.make_run(codebook, cursor=10**6)


@pytest.fixture
def comment(initiative, run):
    """The first theme is suggested, the two others are offered, the likelier first."""
    comment = make.make_comment(initiative, WORDS)
    offer(run, comment, ("school", 38, 56), ("lawyer", 16, 37))
    theme = run.codebook.theme_set.get(code="waiting")
    make.make_suggestion(run, comment, theme, score=0.9, start=0, end=15)
    return comment


def offer(run, comment, *rows) -> None:
    numbers = dict(run.codebook.theme_set.values_list("code", "pk"))
    places = [[numbers[code], start, end] for code, start, end in rows]
    NextThemes.objects.create(run=run, comment=comment, themes=places)


@pytest.fixture
def page(as_team, comment):
    return reverse("analysis:review_comment", args=["ours", comment.pk])


def theme_of(code: str) -> Theme:
    return Theme.objects.get(code=code)


def number(code: str) -> int:
    return theme_of(code).pk


def shown(comment) -> list[int]:
    return list(Suggestion.objects.filter(comment=comment).values_list("pk", flat=True))


def tags(comment) -> list[tuple]:
    rows = Tag.objects.filter(comment=comment).order_by("theme__code")
    return list(rows.values_list("theme__code", "start", "end", "source"))


def offered(codebook, comment) -> list[str]:
    return [theme.code for theme, _, _ in next_themes(codebook, comment)]


def test_they_stand_below_the_suggestions_unticked_and_the_numbers_go_on(as_team, page):
    response = as_team.get(page)
    rows = [(row.number, row.theme.code, row.words) for row in response.context["review"].next]
    assert rows == [(2, "school", "School was closed."), (3, "lawyer", "I could ask a lawyer.")]
    html = response.content.decode()
    assert f'name="also" form="decide" value="{number("school")}" data-key="2">' in html
    assert '<mark class="y">Nobody told me.</mark>' in html
    assert '<mark class="b">' not in html


def test_the_tenth_has_the_key_0_and_an_eleventh_is_not_offered(as_team, initiative, codebook, run):
    for n in range(12):
        Theme.objects.create(codebook=codebook, code=f"m{n}", name=f"More {n}")
    comment = make.make_comment(initiative, WORDS)
    offer(run, comment, *[(f"m{n}", 0, 15) for n in range(12)])
    url = reverse("analysis:review_comment", args=["ours", comment.pk])
    found = as_team.get(url).context["review"].next
    assert [row.key for row in found] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]


def test_what_is_ticked_is_put_on_the_words_nearest_to_it(as_team, page, comment):
    data = {"do": "keep", "shown": shown(comment), "keep": shown(comment)}
    as_team.post(page, data | {"also": number("lawyer")})
    assert tags(comment) == [("lawyer", 16, 37, "BY_HAND"), ("waiting", 0, 15, "ACCEPTED")]
    decisions = Decision.objects.values_list("verb", "theme__code", "suggestion__theme__code")
    assert set(decisions) == {("ADD", "lawyer", None), ("ACCEPT", "waiting", "waiting")}
    # A double click changes nothing.
    as_team.post(page, data | {"also": number("lawyer")})
    assert Decision.objects.count() == 2


def test_one_undo_takes_back_all_of_the_key_stroke(as_team, page, comment):
    data = {"do": "keep", "shown": shown(comment), "keep": shown(comment)}
    as_team.post(page, data | {"also": [number("lawyer"), number("school")]})
    as_team.post(reverse("analysis:review_undo", args=["ours"]))
    assert tags(comment) == []
    assert Suggestion.objects.get().state == "PENDING"
    assert len(as_team.get(page).context["review"].next) == 2


def test_to_leave_them_decides_nothing(as_team, page, analyst, codebook, comment):
    as_team.post(page, {"do": "reject", "shown": shown(comment), "also": number("school")})
    assert list(Decision.objects.values_list("verb", "theme__code")) == [("REJECT", "waiting")]
    assert offered(codebook, comment) == ["school", "lawyer"]
    settled = settled_in(codebook, [comment.pk], frozenset())
    assert not settled.has(comment.pk, number("school"))
    assert sureness(codebook).right.of == 1


def test_they_count_nowhere(codebook, initiative, run, analyst, comment):
    other = make.make_comment(initiative, WORDS)
    offer(run, other, ("school", 0, 15))
    assert progress(codebook).total == 1
    assert list(open_suggestions(codebook).values_list("comment", flat=True)) == [comment.pk]
    view = run_view(run)
    assert (view.suggestions, view.comments, view.waiting) == (1, 1, 1)
    assert [row.theme.code for row in view.themes] == ["waiting"]
    assert steps_of(theme_of("school"))[0].waits == 0


def test_without_a_suggestion_the_ticked_are_in_it_and_else_nothing(as_team, initiative, run):
    with_one = make.make_comment(initiative, WORDS)
    with_none = make.make_comment(initiative, WORDS)
    for each in (with_one, with_none):
        offer(run, each, ("lawyer", 16, 37))
    for each, data in ((with_one, {"also": number("lawyer")}), (with_none, {})):
        url = reverse("analysis:review_comment", args=["ours", each.pk]) + "?queue=nothing"
        assert "Nothing is in it but what is ticked, go on" in as_team.get(url).content.decode()
        as_team.post(url, {"do": "nothing"} | data)
    assert tags(with_one) == [("lawyer", 16, 37, "BY_HAND")]
    verbs = Decision.objects.order_by("pk").values_list("comment", "verb")
    assert list(verbs) == [(with_one.pk, "ADD"), (with_none.pk, "NONE")]


def test_what_is_decided_or_suggested_is_not_offered(codebook, analyst, run, comment):
    make.make_tag(comment, Theme.objects.get(code="school"), analyst)
    assert offered(codebook, comment) == ["lawyer"]
    row = make.make_suggestion(run, comment, Theme.objects.get(code="lawyer"))
    assert offered(codebook, comment) == []
    services.decide_suggestions(actor=analyst, comment=comment, accept=[], reject=[row.pk])
    assert offered(codebook, comment) == []
    assert Tag.objects.get().theme.code == "school"


def test_a_retired_theme_and_one_of_another_initiative_are_left_out(
    as_team, analyst, codebook, page, comment
):
    Theme.objects.filter(code="school").update(state="RETIRED")
    assert offered(codebook, comment) == ["lawyer"]
    theirs = make.make_codebook(make.InitiativeFactory(), "Theirs").theme_set.get()
    as_team.post(page, {"do": "keep", "also": [number("school"), theirs.pk, "x"]})
    assert tags(comment) == []


def test_repeated_texts_get_it_too_unless_it_was_decided_against_there(
    as_team, analyst, initiative, codebook, run
):
    words = "We could not park anywhere near the court, and so we came late again."
    first, second, third = (make.make_comment(initiative, words) for _ in range(3))
    school = Theme.objects.get(code="school")
    for each in (first, second):
        offer(run, each, ("school", 0, 20))
    row = make.make_suggestion(run, third, school)
    services.place_comments(run=run)
    services.decide_suggestions(actor=analyst, comment=third, accept=[], reject=[row.pk])
    url = reverse("analysis:review_comment", args=["ours", first.pk])
    as_team.post(url, {"do": "nothing", "also": school.pk, "alike": 1})
    assert tags(first) == tags(second) == [("school", 0, 20, "BY_HAND")]
    assert tags(third) == []


def test_a_later_run_takes_their_place_and_a_cancelled_one_leaves_none(
    initiative, analyst, codebook, django_capture_on_commit_callbacks
):
    comment = make.make_comment(initiative, "All of that waiting. Then a lawyer came.")
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            run = services.start_run(actor=analyst, codebook=codebook)
    [row] = NextThemes.objects.all()
    assert (row.run_id, row.comment_id) == (run.pk, comment.pk)
    assert [theme for theme, _, _ in row.themes] == [number("school")]
    again = services.start_run(actor=analyst, codebook=codebook)
    NextThemes.objects.create(run=again, comment=comment, themes=[[number("lawyer"), 0, 3]])
    assert offered(codebook, comment) == ["school"]
    services.cancel_run(actor=analyst, run=again)
    assert NextThemes.objects.get() == row


def test_positions_are_those_of_the_original(as_team, analyst, run, initiative, comment, page):
    feedback.hide_words(actor=analyst, comment=comment, start=0, end=6)
    row = as_team.get(page).context["review"].next[1]
    assert row.words == "I could ask a lawyer."
    as_team.post(page, {"do": "keep", "also": number("lawyer")})
    assert tags(comment) == [("lawyer", 16, 37, "BY_HAND")]


def test_two_more_queries_whatever_is_offered(codebook, comment, django_assert_num_queries):
    with django_assert_num_queries(2):
        next_themes(codebook, comment)
