"""Sixty comments reviewed by keyboard alone: three key strokes a comment or fewer, and all right.

Ten minutes for sixty are ten seconds a comment: the time goes into reading, so the hands must not
need it. Key strokes are counted, not seconds; a key pressed for a letter counts as well.
"""

import pytest

from analysis import services
from analysis.models import NextThemes, Suggestion, Tag
from tests import factories as make
from tests.journeys.deeds import Someone

pytestmark = pytest.mark.django_db(transaction=True)

COMMENTS = 60
STROKES_EACH = 3
# What is suggested with which probability, and what a person finds: a fixed mix of right, nearly
# right, incomplete and wrong. What the engine comes to on real comments is measured by
# `python -m benchmarks.review_strokes`.
KINDS = (
    [({"waiting": 0.9}, {"waiting"})] * 5
    + [({"waiting": 0.8, "lawyer": 0.3}, {"waiting"})] * 4
    + [({"lawyer": 0.7, "school": 0.6}, {"lawyer"})] * 4
    + [({"school": 0.4, "waiting": 0.3}, {"school"})] * 2
    + [({"school": 0.6}, {"school", "money"})] * 2
    + [({"lawyer": 0.55, "waiting": 0.5}, {"transport"})] * 1
    + [({"school": 0.7}, set())] * 2
)
# Money is next likely everywhere; nobody expects Transport, which has to be typed.
NEXT = "money"
# What one sees, from 1 on: the suggested themes and the next likely, and which are ticked.
SHOWN = """() => [...document.querySelectorAll(".sugg > li")].map(
  (row) => [row.querySelector("label b, label span").innerText,
            row.querySelector("[type=checkbox]").checked])"""


class Keyboard:
    """Counts what is pressed."""

    def __init__(self, analyst: Someone):
        self.analyst, self.strokes = analyst, 0

    def hits(self, *keys: str) -> None:
        self.strokes += len(keys)
        self.analyst.hits(*keys)


@pytest.fixture
def codebook():
    initiative = make.InitiativeFactory(slug="ours")
    return make.make_codebook(initiative, "Waiting", "Lawyer", "School", "Money", "Transport")


@pytest.fixture
def wanted(codebook) -> dict[int, set[str]]:
    """Comment → the themes that a person finds in it."""
    themes = {theme.code: theme for theme in codebook.theme_set.all()}
    run = make.make_run(codebook, cursor=10**6)
    found = {}
    for number in range(COMMENTS):
        suggested, right = KINDS[number % len(KINDS)]
        comment = make.make_comment(codebook.initiative, f"What person {number} said about it.")
        found[comment.pk] = right
        for code, score in suggested.items():
            make.make_suggestion(run, comment, themes[code], score=score)
        NextThemes.objects.create(run=run, comment=comment, themes=[[themes[NEXT].pk, 0, 4]])
    services.place_comments(run=run)
    return found


def review(keyboard: Keyboard, wanted: set[str]) -> None:
    """As a practised analyst does it: tick by number, find what is missing, keep."""
    page = keyboard.analyst.page
    shown = {name.lower(): ticked for name, ticked in page.evaluate(SHOWN)}
    for missing in sorted(wanted - shown.keys()):
        # The same address again, so the address does not tell that the next page is there.
        with page.expect_navigation():
            keyboard.hits("/", *missing[:2], "Enter")
    if not wanted & shown.keys():
        keyboard.hits("x")
        return
    for number, (code, ticked) in enumerate(shown.items(), 1):
        if ticked != (code in wanted):
            keyboard.hits(str(number))
    keyboard.hits("a")


def test_sixty_reviews_need_three_strokes_each_or_fewer(page, live_server, codebook, wanted):
    member = make.make_member(codebook.initiative, "analyst")
    analyst = Someone(page, live_server.url)
    analyst.signs_in(member.email)
    keyboard = Keyboard(analyst)
    analyst.opens("/work/ours/review/")
    for _ in range(COMMENTS):
        url = page.url
        number = int(url.split("/review/")[1].split("/")[0])
        review(keyboard, wanted[number])
        page.wait_for_url(lambda now, before=url: now != before, wait_until="domcontentloaded")
    analyst.sees("All is reviewed")
    assert Suggestion.objects.pending().count() == 0
    tags: dict[int, set[str]] = {number: set() for number in wanted}
    for comment, code in Tag.objects.values_list("comment", "theme__code"):
        tags[comment].add(code)
    assert tags == wanted
    assert keyboard.strokes <= STROKES_EACH * COMMENTS
