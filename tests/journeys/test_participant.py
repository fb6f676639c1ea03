"""A family answers on an old phone: 360 px, no script, in English and in Spanish."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from feedback.models import Comment, Submission
from tests.factories import InitiativeFactory, SegmentFactory, make_survey
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Nobody told me I could ask for a lawyer. 👩‍👧 لم يسألني أحد."
# Places to touch that are lower than 48 px (a row that is checked is as high as its label).
LOW = """() => [...document.querySelectorAll("a, button, select, textarea, label.usa-radio__label,"
    + "label.usa-checkbox__label, input:not([type=hidden], [type=radio], [type=checkbox])")]
  .filter(e => !e.closest(".usa-skipnav") && e.offsetHeight && e.offsetHeight < 47)
  .map(e => `${e.textContent.trim()} ${e.offsetHeight}`)"""


@pytest.fixture
def survey():
    initiative = InitiativeFactory(
        slug="river", agency_name="River County · Children and Family Services"
    )
    for name in ("Parent", "Kin caregiver (grandparent, aunt, uncle, family friend)"):
        SegmentFactory(initiative=initiative, name=name)
    survey = make_survey(initiative)
    survey.surveyversion_set.get().question_set.filter(order=2).update(kind="MULTIPLE")
    return survey


class Walk:
    """The whole way of one person; `look` is called on each page, with its name."""

    def __init__(self, page, language, look):
        self.page, self.language, self.look = page, language, look

    def press(self, label):
        with translation.override(self.language):
            button = self.page.locator("main").get_by_role(
                "button", name=gettext(label), exact=True
            )
        with self.page.expect_navigation():
            button.click()

    def go(self, address, name):
        self.page.goto(address)
        self.look(self.page, name)

    def answer(self, number):
        page = self.page
        self.look(page, f"question {number}")
        if number in (1, 2):
            page.locator("main label").nth(number - 1).click()
        if number == 4:
            page.locator("textarea").fill(WORDS)
        self.press("Skip this one" if number == 3 else "Next")

    def to_the_receipt(self, site):
        self.go(f"{site}/s/voices/", "notice")
        self.press("I have read this. Start")
        self.press("Next")
        self.look(self.page, "quote, not answered")
        self.page.locator("main label").first.click()
        self.press("Next")
        for number in (1, 2, 3, 4):
            self.answer(number)
        self.look(self.page, "check")
        self.press("Send")
        self.look(self.page, "receipt")
        return self.page.locator(".code").inner_text()

    def back_and_out(self, site, code):
        self.press("I have kept it")
        self.go(f"{site}/receipt/", "code")
        for name, typed in (("wrong code", "7KQM"), ("mine", code)):
            self.page.locator("[name=code]").fill(typed)
            self.press("Open")
            self.look(self.page, name)
        self.go(f"{site}/receipt/mine/answer/4/", "change")
        self.go(f"{site}/receipt/mine/withdraw/", "withdraw")
        self.press("Yes, take it back")
        self.look(self.page, "withdrawn")


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("es", "/es")])
def test_a_phone_without_scripts_is_enough(
    live_server, phone, survey, is_wider_than_its_screen, language, prefix
):
    wrong, seen = [], []

    def look(page, name):
        seen.append(name)
        wrong.extend((name, low) for low in page.evaluate(LOW))
        if is_wider_than_its_screen(page):
            wrong.append((name, "one must scroll sideways"))
        if page.locator("html").get_attribute("lang") != language:
            wrong.append((name, "in another language"))
        # Where one types a code, nobody knows yet of which agency it is.
        parts = [".way-out button", ".help", *([] if "code" in name else [".agency"])]
        wrong.extend((name, part) for part in parts if not page.locator(part).first.is_visible())

    walk = Walk(phone, language, look)
    code = walk.to_the_receipt(live_server.url + prefix)
    assert (Submission.objects.get().language, Comment.objects.get().original) == (language, WORDS)
    assert Comment.objects.get().may_quote is True
    walk.back_and_out(live_server.url + prefix, code)
    assert Submission.objects.get().state == "WITHDRAWN"
    assert Comment.objects.get().original == ""
    assert wrong == []
    assert len(seen) == 14


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_each_page_is_accessible(live_server, open_browser, survey, axe, prefix):
    """With scripts, which axe itself needs; the pages are the same."""
    wrong = []

    def look(page, name):
        wrong.extend((name, *problem) for problem in axe(page))

    walk = Walk(open_browser(viewport=PHONE), "es" if prefix else "en", look)
    walk.go(f"{live_server.url}{prefix}/", "first page")
    walk.go(f"{live_server.url}{prefix}/i/river/", "initiative")
    code = walk.to_the_receipt(live_server.url + prefix)
    walk.back_and_out(live_server.url + prefix, code)
    walk.go(f"{live_server.url}{prefix}/nowhere/", "not found")
    assert wrong == []


def test_leaving_quickly_leaves_nothing_behind(live_server, phone, survey, settings):
    walk = Walk(phone, "en", lambda page, name: None)
    walk.to_the_receipt(live_server.url)
    phone.get_by_role("button", name="Leave quickly").click()
    phone.wait_for_url(settings.EXIT_URL)
    assert [cookie["name"] for cookie in phone.context.cookies()] == []
    phone.goto(f"{live_server.url}/thanks/")
    assert phone.locator(".code").count() == 0
