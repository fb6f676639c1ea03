"""New themes in a browser: asked for, watched, put right by hand, made themes of ours, reviewed."""

import pytest

from analysis import services
from analysis.engine import embedding
from analysis.models import CandidateComment, Discovery, Suggestion, Theme
from tests import factories as make
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.deeds import Someone

pytestmark = pytest.mark.django_db(transaction=True)

PARENTS = (
    "The van was late again",
    "The van never came",
    "Our van was two hours late",
    "A late van made us miss court",
    "The lawyer did not call back",
    "My lawyer never called",
    "No call from the lawyer for a month",
    "The lawyer should call us",
    "The waiting room is cold",
    "There are no toys in the waiting room",
    "It was cold in that waiting room",
)
KIN = (
    "Nobody asked the children",
    "Ask the children what they want",
    "The children were never asked",
    "The forms are too long",
    "I could not read the long forms",
    "Shorter forms please, in large letters",
    "There was no interpreter in court",
    "An interpreter came without knowing our words",
    "We need an interpreter at each visit",
)


@pytest.fixture
def initiative():
    """Loaded comments of two segments, a codebook, and a run that has ended."""
    initiative = make.InitiativeFactory(slug="river")
    make.make_run(make.make_codebook(initiative, "Money"), cursor=10**6)
    for name, texts in (("Parents", PARENTS), ("Kin", KIN)):
        segment = make.SegmentFactory(initiative=initiative, name=name)
        for words in texts:
            make.make_comment(initiative, words, segment=segment)
    return initiative


@pytest.fixture
def _slow_queue(monkeypatch):
    """Nothing works on a search until the test says so; words alone are compared, at once."""
    monkeypatch.setattr("analysis.services.discovery._send", lambda discovery_id: None)
    monkeypatch.setattr(embedding, "available", lambda: ())


@pytest.fixture
def analyst(open_browser, live_server, initiative):
    """`analyst()` at a desk, or `analyst(phone=True)` at a narrow one without scripts."""
    member = make.make_member(initiative, "analyst")

    def make_one(phone: bool = False) -> Someone:
        options = {"viewport": PHONE, "java_script_enabled": False} if phone else {"viewport": DESK}
        someone = Someone(open_browser(**options), live_server.url)
        someone.signs_in(member.email)
        return someone

    return make_one


@pytest.fixture
def clean(axe):
    """The page breaks no rule, and needs no scrolling sideways at a desk or on a phone."""

    def check(someone: Someone) -> None:
        for size in (PHONE, DESK):
            someone.page.set_viewport_size(size)
            assert axe(someone.page) == [], someone.page.url
            assert not someone.is_wider_than_its_screen(), someone.page.url

    return check


def asks_for_six(analyst: Someone) -> None:
    analyst.opens("/work/river/themes/")
    analyst.follows("New themes")
    analyst.page.locator("select[name=scope]").select_option("ALL")
    analyst.types(number="6")
    analyst.presses("Look for new themes")
    analyst.sees("0 of 20 comments read")


def is_done() -> None:
    services.work_on_discovery(discovery_id=Discovery.objects.get().pk)


def names(analyst: Someone) -> set[str]:
    return set(analyst.page.locator(".candidates h3 a").all_inner_texts())


def ticks(analyst: Someone, within: str, words: str) -> None:
    row = analyst.page.locator(f"{within} > li", has_text=words)
    row.get_by_role("checkbox").first.check()


def begins_a_theme(analyst: Someone, name: str) -> None:
    row = analyst.page.locator(".candidates > li", has=analyst.page.get_by_role("link", name=name))
    row.get_by_role("link", name="Make it a theme").click()


def puts_right_what_is_in_it(analyst: Someone, clean) -> None:
    """Take one out, and put it back; find more like it, and put one in."""
    analyst.follows("Interpreter", exact=True)
    ticks(analyst, ".like", "An interpreter came without knowing our words")
    analyst.presses("Take the ticked out")
    analyst.sees("1 taken out. Undo it below")
    analyst.sees("All that was said 2")
    clean(analyst)
    analyst.presses("Undo")
    analyst.sees("All that was said 3")
    analyst.does_not_see("Changed by hand")
    analyst.follows("Find more like this")
    ticks(analyst, "form:has(button[value=add]) .like", "A late van made us miss court")
    analyst.presses("Put the ticked in")
    analyst.sees("All that was said 4")
    analyst.sees("Changed by hand")


def merges_two(analyst: Someone, clean) -> None:
    analyst.follows("New themes")
    ticks(analyst, ".candidates", "Waiting room")
    ticks(analyst, ".candidates", "Forms")
    analyst.presses("Merge the ticked into one")
    analyst.sees("They are one now")
    analyst.sees("All that was said 6")
    clean(analyst)


def splits_one(analyst: Someone) -> None:
    analyst.follows("New themes")
    analyst.follows("Late van")
    ticks(analyst, ".like", "A late van made us miss court")
    analyst.presses("Make the ticked a theme of their own")
    analyst.sees("It is two now")
    # One comment alone shares a phrase with nobody, and says so with its own words.
    assert "“A late van made us miss court”" in names(analyst)


def makes_themes(analyst: Someone, clean) -> None:
    """One under the name that people's phrase suggests, one under a name of ours."""
    begins_a_theme(analyst, "Lawyer never called")
    analyst.presses("Make it a theme")
    analyst.sees("“Lawyer never called” is in the codebook as a draft")
    begins_a_theme(analyst, "Interpreter")
    assert analyst.page.locator("[name=name]").input_value() == "Interpreter"
    clean(analyst)
    analyst.types(name="Interpreters are missing", definition="No interpreter.")
    analyst.presses("Make it a theme")
    analyst.sees("“Interpreters are missing” is in the codebook as a draft")
    clean(analyst)


@pytest.mark.usefixtures("_slow_queue")
def test_from_the_question_to_the_review(analyst, clean):
    analyst = analyst()
    asks_for_six(analyst)
    clean(analyst)
    is_done()
    analyst.follows("Read what is suggested")
    assert analyst.page.locator("main h2").first.inner_text().startswith("Court")
    assert names(analyst) == {
        "Late van",
        "Lawyer never called",
        "Children",
        "Waiting room",
        "Forms",
        "Interpreter",
    }
    clean(analyst)
    puts_right_what_is_in_it(analyst, clean)
    merges_two(analyst, clean)
    splits_one(analyst)
    makes_themes(analyst, clean)
    analyst.opens("/work/river/codebook/")
    for name in ("Lawyer never called", "Interpreters are missing"):
        analyst.sees(name)
    theme = Theme.objects.get(name="Interpreters are missing")
    waiting = Suggestion.objects.pending().filter(theme=theme)
    inside = CandidateComment.objects.standing().filter(candidate__theme=theme)
    assert set(waiting.values_list("comment", flat=True)) == set(
        inside.values_list("comment", flat=True)
    )
    assert waiting.count() == 4
    analyst.opens(f"/work/river/review/{waiting.first().comment_id}/")
    analyst.sees("Interpreters are missing")
    analyst.sees("one of the comments for which this theme was suggested as new")


@pytest.mark.usefixtures("_slow_queue")
def test_without_scripts_on_a_narrow_screen(analyst):
    analyst = analyst(phone=True)
    asks_for_six(analyst)
    is_done()
    analyst.opens("/work/river/discover/")
    merges = ("Waiting room", "Forms")
    for words in merges:
        ticks(analyst, ".candidates", words)
    analyst.presses("Merge the ticked into one")
    analyst.sees("They are one now")
    ticks(analyst, ".like", "The forms are too long")
    analyst.presses("Take the ticked out")
    analyst.presses("Undo")
    analyst.sees("All that was said 6")
    analyst.follows("Find more like this")
    analyst.types(name="Rooms and forms")
    analyst.presses("Make it a theme")
    analyst.sees("“Rooms and forms” is in the codebook as a draft")
    assert Suggestion.objects.pending().filter(theme__name="Rooms and forms").count() == 6
