"""What the journeys share: a phone, a desk, a browser without scripts, and axe.

Every page of a journey is watched: a request to another machine, a file that is missing, a script
or style that the Content-Security-Policy refused, or an error in a script fails the test at its
end.
"""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Error

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
HERE = {"localhost", "127.0.0.1"}


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": DESK, "locale": "en-US"}


class Watch:
    """What went wrong in the pages of one test."""

    def __init__(self):
        self.wrong = []
        self.contexts = []

    def over(self, context):
        """Watch all pages of a browser context; returns the context."""
        self.contexts.append(context)
        context.route("**/*", self._request)
        context.on("console", self._message)
        context.on("response", self._answer)
        context.on("weberror", lambda error: self.wrong.append(f"script: {error.error}"))
        return context

    def shown(self):
        """Address and words of each page that is open: what a person would tell who helps them."""
        pages = [page for context in self.contexts for page in context.pages]
        return "\n\n".join(f"{page.url}\n{_words(page)}" for page in pages)

    def _request(self, route):
        url = route.request.url
        if url.startswith(settings.EXIT_URL):
            # Where "Leave quickly" goes: the one address of another machine that we name.
            route.fulfill(status=200, content_type="text/html", body="<title>Elsewhere</title>")
        elif urlsplit(url).hostname in HERE or url.startswith(("data:", "blob:")):
            route.continue_()
        else:
            self.wrong.append(f"request to another machine: {url}")
            route.abort()

    def _answer(self, response):
        if response.status >= 400 and urlsplit(response.url).path.startswith("/static/"):
            self.wrong.append(f"file that is missing: {response.url}")

    def _message(self, message):
        if message.type == "error" and "Content Security Policy" in message.text:
            self.wrong.append(f"policy: {message.text}")


def _words(page):
    try:
        return page.locator("body").inner_text(timeout=2_000)
    except Error as error:
        return f"(not to be read: {error.message})"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """When a journey fails, its report says what stood on the pages."""
    report = yield
    watch = getattr(item, "funcargs", {}).get("watch")
    if report.when == "call" and report.failed and watch is not None:
        report.sections.append(("Pages that were open", watch.shown()))
    return report


@pytest.fixture
def watch():
    watch = Watch()
    yield watch
    assert watch.wrong == []


@pytest.fixture
def context(context, watch):
    return watch.over(context)


@pytest.fixture
def open_browser(browser, browser_context_args, watch):
    """A further browser: its own cookies, so another person. Gives its first page.

    >>> open_browser(viewport=PHONE, java_script_enabled=False)
    """
    contexts = []

    def make(**options):
        contexts.append(browser.new_context(**{**browser_context_args, **options}))
        return watch.over(contexts[-1]).new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_browser):
    """A participant's old phone, 360 px wide, without scripts."""
    return open_browser(viewport=PHONE, java_script_enabled=False, has_touch=True)


@pytest.fixture
def axe():
    """`axe(page)` gives each broken accessibility rule with the places that break it."""
    source = AXE.read_text(encoding="utf-8")

    def problems(page):
        if not page.evaluate("typeof window.axe === 'object'"):
            page.evaluate(source)
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_RULES
        )
        return [
            (rule["id"], node["target"][0], node["failureSummary"])
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return problems


@pytest.fixture
def is_wider_than_its_screen():
    """Whether one must scroll sideways to read the page."""

    def check(page):
        return page.evaluate(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )

    return check
