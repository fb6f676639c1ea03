"""The editor of summaries: quotes that come while one writes, order by keys, words of our own.

The analyst works at a desk with the keyboard, then on a phone without a script; a second person
approves.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from analysis import tasks
from analysis.models import Drafting, SentenceEvidence, SummaryVersion, Theme
from tests import factories as make
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.deeds import Someone

pytestmark = pytest.mark.django_db(transaction=True)

SAID = {
    "Parents": (
        "They never called me back about my son's visit.",
        "The letter about the hearing came three weeks late.",
        "My caseworker was kind and explained every step to us.",
        "I waited five months before anybody told me the plan.",
        "The bus to the court runs only twice a day from here.",
        "Nobody told me that I could ask for a lawyer at the start.",
    ),
    "Youth": (
        "I had to change my school twice in one single year.",
        "Nobody asked me whether I wanted to live with my aunt.",
        "My mentor listened to me and helped me find a job.",
        "The forms ask the same thing over and over again.",
    ),
}
OURS = "Families are not told in time what happens next."


@pytest.fixture
def initiative():
    found = make.InitiativeFactory(slug="ours")
    theme = make.make_codebook(found, "Being told").theme_set.get()
    for name, words in SAID.items():
        segment = make.SegmentFactory(initiative=found, code=name.lower(), name=name)
        for said in words:
            comment = make.make_comment(found, said, segment=segment)
            make.make_tag(comment, theme)
    return found


@pytest.fixture
def someone(initiative, open_browser, live_server):
    """`someone("analyst")` signs in with this role; with `phone=True` at a phone, no script."""

    def make_one(role: str, phone: bool = False) -> Someone:
        options = {"viewport": PHONE, "java_script_enabled": False} if phone else {"viewport": DESK}
        person = Someone(open_browser(**options), live_server.url)
        person.signs_in(make.make_member(initiative, role).email)
        return person

    return make_one


@pytest.fixture
def clean(axe):
    """On both screens no rule of accessibility is broken and nothing is scrolled sideways."""

    def check(person: Someone) -> None:
        for screen in (PHONE, DESK):
            person.page.set_viewport_size(screen)
            assert axe(person.page) == [], person.page.url
            assert not person.is_wider_than_its_screen(), person.page.url

    return check


def order(version: SummaryVersion) -> list[int]:
    return list(version.sentence_set.values_list("pk", flat=True))


def quote_of(sentence: int) -> str:
    row = SentenceEvidence.objects.get(sentence=sentence)
    return row.comment.original[row.start : row.end]


def test_an_analyst_writes_by_keyboard_and_another_person_approves(someone, clean, monkeypatch):
    analyst = someone("analyst")
    version = quotes_come_while_one_writes(analyst, clean, monkeypatch)
    it_is_put_in_order(analyst, version)
    a_quote_gives_way_to_the_next_best(analyst, version)
    we_say_it_in_our_words(analyst, clean)
    what_is_removed_can_be_put_back(analyst, version)
    clean(analyst)
    analyst.presses("Hand in for approval")
    analyst.sees("Handed in.")

    approver = someone("approver")
    approver.opens("/work/ours/approvals/")
    approver.follows("Being told")
    ticks_each_quote(approver, version)
    clean(approver)
    approver.presses("Approve the theme and its summary")
    approver.sees("Approved.")
    reader = someone("reader")
    reader.opens("/work/ours/themes/")
    reader.follows("Being told")
    reader.sees(OURS)
    clean(reader)


def ticks_each_quote(approver: Someone, version: SummaryVersion) -> None:
    quotes = SentenceEvidence.objects.filter(sentence__version=version, is_quoted=True)
    boxes = approver.page.locator("[name=safe]")
    expect(boxes).to_have_count(quotes.count())
    for box in boxes.all():
        approver.marks(box)


def quotes_come_while_one_writes(analyst: Someone, clean, monkeypatch) -> SummaryVersion:
    """The message to the engine is lost; one goes on, and the sweep brings the quotes."""
    analyst.opens(f"/work/ours/themes/{Theme.objects.get().pk}/")
    with monkeypatch.context() as lost:
        lost.setattr(tasks.work_on_drafting, "delay", lambda drafting_id: None)
        analyst.presses("Draft a summary from quotes")
        analyst.sees("You need not wait.")
    clean(analyst)
    analyst.presses("Add as a quote")
    expect(analyst.page.locator("article.sentence")).to_have_count(1)
    version = SummaryVersion.objects.get()

    old = timezone.now() - timedelta(minutes=2)
    Drafting.objects.update(state="RUNNING", done=4, total=20, beat_at=old)
    analyst.sees("4 of 20 readings done")
    tasks.sweep()
    analyst.sees("5 quotes are here.")
    clean(analyst)
    analyst.follows("Show the draft as it is now")
    expect(analyst.page.locator("article.sentence")).to_have_count(6)
    clean(analyst)
    return version


def it_is_put_in_order(analyst: Someone, version: SummaryVersion) -> None:
    """With the keyboard alone; the key stays on the sentence that moves."""
    first, second, third, *rest = order(version)
    analyst.page.locator(f"#down-{first}").focus()
    analyst.hits("Enter")
    analyst.page.wait_for_url(f"**#down-{first}")
    assert order(version) == [second, first, third, *rest]
    expect(analyst.page.locator(f"#down-{first}")).to_be_focused()
    analyst.hits("Enter")
    expect(analyst.page.locator("article.sentence").nth(2)).to_have_id(f"sentence-{first}")
    analyst.page.wait_for_load_state()
    assert order(version) == [second, third, first, *rest]
    analyst.page.locator(f"#up-{third}").focus()
    analyst.hits("Enter")
    analyst.page.wait_for_url(f"**#sentence-{third}")
    assert order(version) == [third, second, first, *rest]
    expect(analyst.page.locator(f"#sentence-{third}")).to_be_focused()


def a_quote_gives_way_to_the_next_best(analyst: Someone, version: SummaryVersion) -> None:
    """Then to the next, and none of them stands elsewhere in the summary."""
    sentence = order(version)[0]
    before = [quote_of(row) for row in order(version)]
    for _ in range(2):
        was = quote_of(sentence)
        row = analyst.page.locator(f"#sentence-{sentence}")
        row.get_by_role("button", name="Next best").focus()
        analyst.hits("Enter")
        expect(row).not_to_contain_text(was)
        assert quote_of(sentence) not in before
        expect(row).to_contain_text(quote_of(sentence))


def we_say_it_in_our_words(analyst: Someone, clean) -> None:
    analyst.page.get_by_text("Write a sentence of our own").focus()
    analyst.hits("Enter")
    analyst.page.locator("#id_words").focus()
    analyst.page.keyboard.type(OURS)
    analyst.page.locator("[name=evidence]").first.focus()
    analyst.hits("Space")
    clean(analyst)
    analyst.page.get_by_role("button", name="Add the sentence").focus()
    analyst.hits("Enter")
    analyst.sees(f"{OURS} in our words")


def what_is_removed_can_be_put_back(analyst: Someone, version: SummaryVersion) -> None:
    """A double click takes one sentence out, and it comes back where it stood."""
    before = order(version)
    gone = before[1]
    row = analyst.page.locator(f"#sentence-{gone}")
    row.get_by_role("button", name="Remove").dblclick()
    analyst.sees("The sentence is out.")
    expect(row).to_have_count(0)
    assert order(version) == [pk for pk in before if pk != gone]
    analyst.presses("Put back the sentence that was removed last")
    analyst.sees("The sentence is back where it stood.")
    assert order(version) == before
    last = analyst.page.locator(f"#sentence-{before[-2]}")
    last.get_by_role("button", name="Remove").click()
    expect(last).to_have_count(0)


def test_what_a_segment_says_is_summed_up_on_a_phone_without_a_script(someone):
    """Draft, order, next best, our words, out and back, handed in, approved, read."""
    analyst = someone("analyst", phone=True)
    analyst.opens("/work/ours/themes/")
    analyst.follows("What is said by segment and decision point")
    assert not analyst.is_wider_than_its_screen()
    analyst.follows("Write the summary of Youth")
    analyst.presses("Draft it from quotes")
    expect(analyst.page.locator("article.sentence")).to_have_count(4)
    assert not analyst.is_wider_than_its_screen()
    version = SummaryVersion.objects.get()
    first, second, *rest = order(version)
    analyst.presses("Up with sentence 2")
    analyst.page.wait_for_url(f"**#sentence-{second}")
    assert order(version) == [second, first, *rest]
    analyst.page.get_by_text("Write a sentence of our own").click()
    analyst.types(words="Young people want to be asked.")
    analyst.marks("[name=evidence]")
    analyst.presses("Add the sentence")
    analyst.sees("Young people want to be asked. in our words")
    analyst.presses("Remove sentence 1")
    analyst.sees("The sentence is out.")
    analyst.presses("Put back the sentence that was removed last")
    expect(analyst.page.locator("article.sentence")).to_have_count(5)
    analyst.presses("Hand in for approval")
    analyst.sees("Handed in.")

    approver = someone("approver", phone=True)
    approver.opens("/work/ours/approvals/")
    approver.follows("Youth")
    ticks_each_quote(approver, version)
    approver.presses("Approve this version")
    approver.sees("Approved. Readers see it now.")
    reader = someone("reader", phone=True)
    reader.opens("/work/ours/summaries/")
    reader.does_not_see("Parents")
    reader.follows("Youth")
    reader.sees("Young people want to be asked.")
    assert not reader.is_wider_than_its_screen()
