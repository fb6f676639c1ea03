"""Steps three to six of the first hour: a run, review, a summary, its approval, an answer."""

from feedback.models import Comment
from tests.journeys.deeds import Someone
from tests.journeys.words_in import SLUG

WHAT = "Tell parents of their right to a lawyer at the first visit."


def the_engine_runs(analyst: Someone, clean) -> None:
    """Suggestions appear with score, evidence and reason; they count for nothing yet."""
    analyst.opens(f"/work/{SLUG}/runs/")
    analyst.presses("Start a run")
    analyst.page.locator(".state-done").wait_for(timeout=60_000)
    analyst.sees("comments read")
    clean(analyst)
    analyst.follows("Review them")
    analyst.page.wait_for_url("**/review/*/")


def it_is_reviewed(analyst: Someone, clean) -> None:
    """By keyboard, on the family's comment: hide a name, a new theme, undo, keep."""
    said = Comment.objects.get(redacted_text__contains="nobody told me I could ask for a lawyer")
    analyst.opens(f"/work/{SLUG}/review/{said.pk}/")
    analyst.sees("[phone]")
    analyst.does_not_see("651-266-4500")
    analyst.sees("Information and rights")
    clean(analyst)
    analyst.selects("Rosalind")
    analyst.hits("h")
    analyst.sees("The words are hidden.")
    analyst.does_not_see("Rosalind")

    analyst.selects("on a Friday")
    analyst.hits("n")
    analyst.page.keyboard.type("Hours of the week")
    analyst.hits("Enter")
    analyst.sees("“Hours of the week” is in the codebook")
    first = analyst.page.url
    keeps_only(analyst, "Information and rights")
    analyst.page.wait_for_url(lambda url: "/review/" in url and url != first)
    analyst.hits("u")
    analyst.page.wait_for_url(first)
    analyst.sees("Undone.")
    keeps_only(analyst, "Information and rights")
    analyst.page.wait_for_url(lambda url: "/review/" in url and url != first)
    second = analyst.page.url
    analyst.hits("x")
    analyst.page.wait_for_url(lambda url: "/review/" in url and url != second)


def keeps_only(analyst: Someone, theme: str) -> None:
    """Tick this suggestion, untick the others by their number, and keep."""
    for number, row in enumerate(analyst.page.locator(".sugg > li").all(), 1):
        wanted = theme in row.inner_text()
        if row.locator("input[type=checkbox]").is_checked() != wanted:
            analyst.hits(str(number))
    analyst.hits("a")


def it_is_summed_up(analyst: Someone, clean) -> None:
    """A draft of quotes by the engine, and a sentence of ours that rests on what was said."""
    opens_the_theme(analyst)
    analyst.presses("Draft a summary from quotes")
    analyst.sees("nobody told me I could ask for a lawyer")
    analyst.page.get_by_text("Write a sentence of our own").click()
    analyst.types(words="Parents are not told of their rights when it counts.")
    analyst.marks("[name=evidence]")
    analyst.presses("Add the sentence")
    analyst.sees("Parents are not told of their rights when it counts.")
    clean(analyst)
    analyst.presses("Hand in for approval")
    analyst.sees("Handed in.")


def opens_the_theme(someone: Someone) -> None:
    someone.opens(f"/work/{SLUG}/themes/?q=Information+and+rights")
    someone.follows("Information and rights")


def it_is_approved(analyst: Someone, approver: Someone, clean) -> None:
    """Who wrote it cannot; another person is asked about each quote."""
    analyst.opens(f"/work/{SLUG}/approvals/")
    refused = analyst.page.get_by_role("link", name="Information and rights").first
    if refused.get_attribute("href"):
        refused.click()
    assert not analyst.page.get_by_role("button", name="Approve").count()

    approver.opens(f"/work/{SLUG}/approvals/")
    approver.follows("Information and rights")
    clean(approver)
    approver.presses("Approve the theme and its summary")
    approver.sees("Say for each quote")
    for box in approver.page.locator("[name=safe]").all():
        approver.marks(box)
    approver.presses("Approve the theme and its summary")
    approver.sees("Approved.")


def it_is_answered(approver: Someone, clean) -> None:
    """With an action at its decision point, an owner and a date."""
    opens_the_theme(approver)
    href = approver.page.locator("a[href$='/answer/']").first.get_attribute("href")
    approver.opens(href)
    approver.types(what=WHAT, owner="Intake lead", due_on="2027-02-01")
    approver.page.locator("select[name=decision_point]").select_option(index=1)
    approver.marks("[name=state][value=ACCEPTED]")
    clean(approver)
    approver.sends()
    approver.sees(WHAT)


def readers_see_what_is_approved(reader: Someone, clean) -> None:
    """The approved theme, its summary and its answer, and nothing else of the analysis."""
    reader.opens(f"/work/{SLUG}/themes/")
    reader.sees("Information and rights")
    reader.does_not_see("Hours of the week")
    clean(reader)
    reader.follows("Information and rights")
    reader.sees("nobody told me I could ask for a lawyer")
    reader.does_not_see("Everything said on it")
    clean(reader)
    for hidden in ("comments", "review", "runs", "approvals"):
        reader.opens(f"/work/{SLUG}/{hidden}/")
        reader.sees("not open to you")


def the_public_reads_it(person, clean) -> None:
    """You said, we did: on a phone without a script, and in Spanish."""
    somebody = person()
    somebody.opens(f"/i/{SLUG}/what-changed/")
    somebody.sees("nobody told me I could ask for a lawyer")
    somebody.sees(WHAT)
    somebody.does_not_see("Rosalind")
    clean(somebody)
    phone = person(phone=True)
    phone.opens(f"/es/i/{SLUG}/what-changed/")
    phone.sees(WHAT)
    assert not phone.is_wider_than_its_screen()


def the_family_takes_it_back(family: Someone, code: str, team, person) -> None:
    """By the receipt alone: gone from tags, summary and public page; the summary waits again."""
    family.opens("/es/receipt/")
    family.types(code=code)
    family.sends()
    family.sees("nobody told me I could ask for a lawyer")
    family.opens("/es/receipt/mine/withdraw/")
    family.page.locator("form:has(a) button").first.click()
    gone = Comment.objects.get(state="WITHDRAWN")
    assert (gone.original, gone.redacted_text) == ("", "")

    somebody = person()
    somebody.opens(f"/i/{SLUG}/what-changed/")
    somebody.does_not_see("nobody told me I could ask for a lawyer")
    team["reader"].opens(f"/work/{SLUG}/themes/?q=Information+and+rights")
    team["reader"].follows("Information and rights")
    team["reader"].does_not_see("nobody told me I could ask for a lawyer")
    opens_the_theme(team["analyst"])
    team["analyst"].does_not_see("nobody told me I could ask for a lawyer")
    team["approver"].opens(f"/work/{SLUG}/approvals/")
    team["approver"].sees("To approve again")
