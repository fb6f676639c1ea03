"""The first steps of the first hour: an initiative is set up, words come in by four ways."""

import re
from pathlib import Path

from django.conf import settings

from tests import factories as make
from tests.journeys.deeds import Someone

REAL = Path(settings.BASE_DIR) / "home" / "demo" / "patient_feedback" / "comments.csv"
SLUG = "family-voices"
SAID = (
    "They came on a Friday and nobody told me I could ask for a lawyer. "
    "Rosalind was ready to take the kids. Call me at 651-266-4500."
)
ROLES = ("facilitator", "analyst", "approver", "reader")


def set_up(person, clean) -> dict[str, Someone]:
    """An administrator makes the initiative; its coordinator sets it up and invites the team."""
    make.UserFactory(email="admin@example.org", name="Ada", is_administrator=True)
    admin = person()
    admin.signs_in("admin@example.org")
    admin.opens("/work/administration/new/")
    admin.types(
        name="Family voices",
        slug=SLUG,
        agency_name="River County",
        coordinator_email="cora@example.org",
    )
    admin.presses("Make it")
    link = admin.page.locator("[data-copy]").first.get_attribute("data-copy")
    admin.opens(f"/work/{SLUG}/comments/")
    admin.sees("This page is not here")

    cora = person()
    cora.joins(link, "Cora")
    cora.opens(f"/work/{SLUG}/about/")
    cora.types(aim="How decisions about children are made.", agency_contact="1 Main St, 555-0100")
    cora.marks("[name=is_public]")
    cora.presses("Save")
    cora.opens(f"/work/{SLUG}/")
    cora.presses("Add the starter list of decision points")
    cora.presses("Add the starter list of segments")
    cora.opens(f"/work/{SLUG}/notice/")
    cora.presses("Use this notice")
    cora.opens(f"/work/{SLUG}/codebook/")
    cora.presses("Take the starter codebook")
    cora.sees("Information and rights")
    clean(cora)
    publishes_a_survey(cora, clean)
    team = invites_the_team(cora, person)
    plans_a_session(cora, clean)
    return team


def publishes_a_survey(cora: Someone, clean) -> None:
    cora.opens(f"/work/{SLUG}/surveys/new/")
    cora.types(name="Voices", slug="voices")
    cora.types(title_en="What happened?", title_es="¿Qué le pasó?")
    cora.types(intro_en="Five minutes.", intro_es="Cinco minutos.")
    cora.sends()
    for kind, english, spanish, choices in (
        ("SEGMENT", "Who are you?", "¿Quién es usted?", ""),
        ("SINGLE", "Did anyone ask you?", "¿Alguien le preguntó?", "Yes\nNo"),
        ("SHORT", "In one word?", "¿En una palabra?", ""),
        ("LONG", "What happened?", "¿Qué pasó?", ""),
    ):
        cora.follows("Add a question")
        cora.marks(f"[name=kind][value={kind}]")
        cora.types(words_en=english, words_es=spanish)
        if choices:
            cora.types(choices_en=choices, choices_es="Sí\nNo")
        cora.sends()
    clean(cora)
    cora.presses("Publish")
    cora.sees("/s/voices/")


def invites_the_team(cora: Someone, person) -> dict[str, Someone]:
    cora.opens(f"/work/{SLUG}/people/")
    for role in ROLES:
        cora.types(email=f"{role}@example.org")
        cora.marks(f"[name=role][value={role}]")
        cora.presses("Send the invitation")
    team = {}
    for role in ROLES:
        row = cora.page.locator("li", has_text=f"{role}@example.org")
        team[role] = person()
        team[role].joins(row.locator("[data-copy]").get_attribute("data-copy"), role.capitalize())
    return team


def plans_a_session(cora: Someone, clean) -> None:
    cora.opens(f"/work/{SLUG}/sessions/new/")
    cora.types(new_group="Northside kin", date="2026-11-12", time="18:00", until="19:30")
    cora.chooses(segment="Kin caregivers", facilitator="Facilitator")
    clean(cora)
    cora.presses("Plan it")
    # It took place already: that is said, and then it is planned to keep its notes.
    cora.sees("This is in the past")
    clean(cora)
    cora.presses("Plan it all the same")
    cora.sees("Northside kin")


def a_family_answers(person) -> tuple[Someone, str]:
    """At 360 px, without a script, in Spanish: notice, the question of quotes, answers, receipt."""
    family = person(phone=True)
    family.opens("/es/s/voices/")
    family.sees("Cinco minutos.")
    family.sees("Antes de empezar")
    family.sends()
    family.marks("[name=quote][value=yes]")
    family.sends()
    family.sees("¿Quién es usted?")
    family.marks("[name=answer]")
    family.sends()
    family.marks("[name=answer]")
    family.sends()
    family.page.locator("[name=skip]").click()
    family.sees("¿Qué pasó?")
    family.types(answer=SAID)
    family.sends()
    family.sees("nobody told me I could ask for a lawyer")
    family.page.locator("form[action$='/send/'] button").click()
    family.page.wait_for_url("**/thanks/")
    code = re.sub(r"\s", "", family.page.locator("p.code").inner_text())
    assert len(code) == 24
    assert not family.is_wider_than_its_screen()
    family.sends()
    return family, code


def a_session_is_noted(facilitator: Someone, clean) -> None:
    """What was said in the room, question by question; closing hands it to the analysis."""
    facilitator.opens(f"/work/{SLUG}/sessions/")
    facilitator.follows("otes")
    facilitator.marks("[name=way][value=READ_ALOUD]")
    facilitator.sends()
    note = facilitator.page.locator("form[action*='/notes/']:has(textarea[name$=words])").first
    note.locator("textarea").fill("Auntie was ready, they said no, she has an old record.")
    facilitator.marks(note.locator("[name$=voice][value=OWN]"))
    facilitator.marks(note.locator("[name$=may_quote]"))
    note.locator("button").click()
    facilitator.sees("1 note saved")
    clean(facilitator)
    facilitator.follows("Close the notes")
    facilitator.presses("Close")


def a_call_is_typed(facilitator: Someone, clean) -> str:
    """A member types what somebody said by telephone, and has a receipt to read out."""
    facilitator.opens(f"/work/{SLUG}/entry/")
    facilitator.marks("[name=way][value=TELEPHONE]")
    facilitator.marks("[name=notice_way][value=READ_ALOUD]")
    facilitator.page.locator("select[name=notice]").select_option(index=1)
    facilitator.page.locator("textarea[name$=words]").first.fill(
        "My worker Tom Hill was the fifth in one year."
    )
    clean(facilitator)
    facilitator.presses("Save and show the receipt")
    code = re.sub(r"\s", "", facilitator.page.locator("p.code").inner_text())
    assert len(code) == 24
    return code


def what_points_to_a_person_is_hidden(analyst: Someone, clean) -> None:
    """A rule was unsure about a name in what was typed: it is hidden until a person has looked."""
    analyst.opens(f"/work/{SLUG}/protect/")
    analyst.sees("Tom Hill")
    clean(analyst)
    analyst.presses("Settle comment")
    analyst.sees("Nothing waits for you")


def the_real_file_comes_in(analyst: Someone, clean) -> None:
    """Columns are guessed, the first rows are shown as they will be, every row comes in."""
    analyst.opens(f"/work/{SLUG}/imports/new/")
    analyst.page.locator("[name=file]").set_input_files(REAL)
    analyst.presses("Upload and choose columns")
    assert analyst.page.locator("[name=text]").input_value() == "text"
    analyst.page.locator("[name=voice]").select_option("own")
    analyst.page.locator("[name=quotable]").select_option("yes")
    clean(analyst)
    analyst.presses("See the first rows")
    clean(analyst)
    analyst.presses("Import 4,420 rows")
    analyst.sees("4,420")
    analyst.page.get_by_role("link", name="All is well").wait_for(timeout=60_000)
    clean(analyst)
