"""Review as an analyst meets it: by forms, and so by keys."""

import pytest
from django.urls import reverse

from analysis import services
from analysis.models import Decision, Suggestion, Tag, Theme
from analysis.services.decisions import GONE
from feedback import services as feedback
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return make.InitiativeFactory(slug="ours")


@pytest.fixture
def analyst(initiative):
    return make.make_member(initiative, "analyst", name="Ana")


@pytest.fixture
def codebook(initiative):
    return make.make_codebook(initiative, "Waiting", "Lawyer", "Law school")


@pytest.fixture
def run(codebook):
    return make.make_run(codebook)


def suggest(run, comment, code, score=0.8, start=0, end=None):
    theme = run.codebook.theme_set.get(code=code)
    end = end or len(comment.original)
    return make.make_suggestion(run, comment, theme, score=score, start=start, end=end)


@pytest.fixture
def comment(initiative, run):
    comment = make.make_comment(initiative, "Nobody told me. 😀 I could ask a lawyer.")
    suggest(run, comment, "waiting", 0.9, 0, 15)
    suggest(run, comment, "lawyer", 0.4, 18, 39)
    return comment


@pytest.fixture
def page(client, analyst, comment):
    client.force_login(analyst)
    return reverse("analysis:review_comment", args=["ours", comment.pk])


def numbers(comment, *codes) -> list[int]:
    rows = Suggestion.objects.filter(comment=comment)
    rows = rows.filter(theme__code__in=codes) if codes else rows
    return list(rows.values_list("pk", flat=True))


def tags(comment) -> list[tuple[str, int, int]]:
    rows = Tag.objects.filter(comment=comment).order_by("theme__code")
    return list(rows.values_list("theme__code", "start", "end"))


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_one_comment_with_evidence_score_and_reason(client, page, comment):
    response = client.get(page)
    html = response.content.decode()
    assert '<mark class="y">Nobody told me.</mark> 😀 <mark class="b">I could ask a lawyer.' in html
    suggested = response.context["review"].suggested
    assert [(s.number, s.theme.code, s.ticked, s.in_words) for s in suggested] == [
        (1, "waiting", True, "very likely"),
        (2, "lawyer", False, "perhaps"),
    ]
    assert html.count("suggested ·") == 2


def test_keep_the_ticked_reject_the_rest_and_go_on(client, initiative, run, page, comment):
    following = make.make_comment(initiative, "waiting again")
    suggest(run, following, "waiting")
    response = client.post(
        page,
        {"do": "keep", "shown": numbers(comment), "keep": numbers(comment, "waiting")},
    )
    assert response.url == reverse("analysis:review_comment", args=["ours", following.pk])
    assert tags(comment) == [("waiting", 0, 15)]
    assert sorted(Decision.objects.values_list("verb", flat=True)) == ["ACCEPT", "REJECT"]


def test_reject_all_ends_the_review_when_nothing_is_left(client, page, comment):
    response = client.post(page, {"do": "reject", "shown": numbers(comment)}, follow=True)
    assert response.templates[0].name == "analysis/review_done.html"
    assert tags(comment) == []
    assert b"2 of" not in response.content
    assert response.context["progress"].label == "1 of 1 reviewed"


def test_undo_comes_back_to_the_comment(client, page, comment):
    client.post(page, {"do": "reject", "shown": numbers(comment)})
    undo = reverse("analysis:review_undo", args=["ours"])
    response = client.post(undo, follow=True)
    assert response.redirect_chain[-1][0] == page
    assert told(response) == ["Undone."]
    assert len(response.context["review"].suggested) == 2
    assert told(client.post(undo, follow=True)) == ["There is nothing of yours to undo."]


def test_another_theme_on_selected_words(client, page, comment):
    """Positions come in UTF-16 units: the smiley is two of them and one code point."""
    response = client.post(
        page,
        {"do": "add", "theme": "law s", "start": 19, "end": 26, "version": 1},
        follow=True,
    )
    assert told(response) == ["“Law school” is on it."]
    assert tags(comment) == [("law_school", 18, 25)]
    assert comment.original[18:25] == "I could"


def test_another_theme_instead_of_a_suggestion(client, page, comment):
    [wrong] = numbers(comment, "waiting")
    client.post(page, {"do": "add", "theme": "Law school", "instead": wrong})
    assert tags(comment) == [("law_school", 0, 15)]
    assert Decision.objects.get().verb == "CHANGE"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Type the name of a theme."),
        ("law", "Several themes fit: Law school, Lawyer. Type more of the name."),
        ("dentist", "No theme is called “dentist”. Choose one of the list, or make a new theme"),
    ],
)
def test_a_theme_that_is_not_found_is_said(client, page, comment, typed, error):
    response = client.post(page, {"do": "add", "theme": typed})
    assert error in str(response.context["find"].errors)
    assert tags(comment) == []


def test_new_theme_from_selected_words(client, page, comment):
    data = {"do": "new", "name": "Rights", "start": 19, "end": 26, "version": 1}
    client.post(page, data)
    assert tags(comment) == [("rights", 18, 25)]
    # A double click is one theme.
    assert client.post(page, data).status_code == 302
    assert tags(comment) == [("rights", 18, 25)]
    response = client.post(page, data | {"name": "Waiting"})
    assert "already" in str(response.context["new"].errors)


def test_selected_words_of_another_version_are_refused(client, analyst, page, comment):
    feedback.hide_words(actor=analyst, comment=comment, start=0, end=6)
    response = client.post(
        page, {"do": "add", "theme": "Lawyer", "start": 0, "end": 4, "version": 1}
    )
    assert "The text changed meanwhile" in str(response.context["find"].errors)


def test_hide_selected_words(client, page, comment):
    response = client.post(
        page, {"do": "hide", "start": 0, "end": 6, "version": 1, "words": ""}, follow=True
    )
    comment.refresh_from_db()
    assert comment.redacted_text.startswith("[hidden] told me.")
    assert response.redirect_chain[-1][0] == page
    assert '<mark class="y">[hidden] told me.</mark>' in response.content.decode()


def test_who_was_signed_out_comes_back_to_the_comment(client, page, comment):
    client.logout()
    response = client.post(page, {"do": "reject", "shown": numbers(comment)})
    assert response.url == f"/accounts/login/?next={page}"
    assert not Decision.objects.exists()


def test_a_colleague_was_quicker(client, initiative, page, comment):
    colleague = make.make_member(initiative, "analyst")
    services.decide_suggestions(
        actor=colleague, comment=comment, accept=numbers(comment, "waiting"), reject=[]
    )
    response = client.post(page, {"do": "reject", "shown": numbers(comment)}, follow=True)
    assert told(response) == ["Somebody has decided on “Waiting” here meanwhile: accepted."]
    assert tags(comment) == [("waiting", 0, 15)]


def test_a_withdrawal_while_one_looks_at_it(client, page, comment):
    feedback.withdraw_submission(actor=None, submission=comment.submission)
    response = client.post(page, {"do": "reject", "shown": numbers(comment)}, follow=True)
    assert told(response) == [GONE]
    assert client.get(reverse("analysis:review", args=["ours"])).status_code == 200


def test_a_number_that_was_not_on_the_page_is_left_alone(client, initiative, run, page, comment):
    other = make.make_comment(initiative, "waiting")
    stray = suggest(run, other, "waiting")
    client.post(page, {"do": "keep", "shown": [stray.pk], "keep": [stray.pk, "x"]})
    assert not Decision.objects.exists()


def test_skip_goes_round(client, initiative, run, page, comment):
    second = make.make_comment(initiative, "waiting")
    suggest(run, second, "waiting")
    review = reverse("analysis:review", args=["ours"])
    assert client.get(f"{review}?after={comment.pk}").url.endswith(f"/{second.pk}/")
    assert client.get(f"{review}?after={second.pk}").url.endswith(f"/{comment.pk}/")
    assert client.get(f"{review}?after=x").url.endswith(f"/{comment.pk}/")


def test_empty_pages_teach(client, initiative):
    client.force_login(make.make_member(initiative, "analyst"))
    review = reverse("analysis:review", args=["ours"])
    assert "No suggestions yet" in client.get(review).content.decode()
    codebook = make.make_codebook(initiative, "Waiting")
    make.make_run(codebook, state="RUNNING")
    assert "A run is at work" in client.get(review).content.decode()


def test_similar_coded_comments_stand_beside(client, initiative, analyst, codebook, run):
    coded = make.make_comment(initiative, "They said wait, and wait.", voice="NOTED")
    make.make_tag(coded, codebook.theme_set.get(code="waiting"), analyst)
    gone = make.make_comment(initiative, "waiting too")
    comment = make.make_comment(initiative, "waiting")
    row = suggest(run, comment, "waiting")
    row.reason = {"kind": "examples", "similar": [gone.pk, coded.pk]}
    row.save()
    feedback.withdraw_submission(actor=None, submission=gone.submission)
    client.force_login(analyst)
    response = client.get(reverse("analysis:review_comment", args=["ours", comment.pk]))
    assert [(a.pk, a.noted, a.themes) for a in response.context["review"].alike] == [
        (coded.pk, True, "Waiting")
    ]


def test_a_theme_is_taken_off_after_a_question(client, analyst, codebook, page, comment):
    tag = make.make_tag(comment, codebook.theme_set.first(), analyst)
    url = reverse("analysis:tag_remove", args=["ours", tag.pk])
    assert client.get(url).status_code == 200
    assert Tag.objects.exists()
    assert client.post(f"{url}?of={comment.pk}").url == page
    assert not Tag.objects.exists()


def test_a_double_click_takes_a_theme_off_once(client, analyst, codebook, page, comment):
    tag = make.make_tag(comment, codebook.theme_set.first(), analyst)
    url = reverse("analysis:tag_remove", args=["ours", tag.pk])
    client.post(f"{url}?of={comment.pk}")
    again = client.post(f"{url}?of={comment.pk}", follow=True)
    assert again.redirect_chain == [(page, 302)]
    assert "The theme is off this comment already." in again.text
    assert Decision.objects.filter(verb="REJECT").count() == 1
    theirs = make.make_comment(make.InitiativeFactory(), "Elsewhere.")
    for address in (url, f"{url}?of={theirs.pk}", f"{url}?of=x"):
        assert client.post(address).status_code == 404


def test_queries_do_not_grow_with_what_is_suggested(
    client, initiative, run, page, comment, django_assert_max_num_queries
):
    with django_assert_max_num_queries(34):
        client.get(page)
    for n in range(8):
        name = f"More {n}"
        theme = Theme.objects.create(codebook=run.codebook, code=f"m{n}", name=name)
        make.make_suggestion(run, comment, theme)
    with django_assert_max_num_queries(34):
        client.get(page)


@pytest.mark.parametrize("role", ["approver", "coordinator", "facilitator", "reader"])
def test_others_do_not_review(client, initiative, comment, role):
    client.force_login(make.make_member(initiative, role))
    for url in (
        reverse("analysis:review", args=["ours"]),
        reverse("analysis:review_comment", args=["ours", comment.pk]),
    ):
        assert client.get(url).status_code == 403
        assert client.post(url, {"do": "reject", "shown": numbers(comment)}).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("typed", ["9" * 5000, "²", "-1", "1e3", ""])
def test_numbers_that_no_row_has_break_nothing(client, page, comment, typed):
    response = client.post(page, {"do": "keep", "shown": [typed], "keep": [typed]}, follow=True)
    assert response.status_code == 200
    assert (
        client.get(reverse("analysis:review", args=["ours"]), {"after": typed}).status_code == 302
    )
    assert not Decision.objects.exists()
