"""The steps of gathering people: planned, invited, signed up, moved, reminded, counted."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from focusgroups import tasks
from focusgroups.models import FocusGroup, Place, Registration, Room, Session
from initiatives.models import Initiative
from tests import factories as make
from tests.journeys.deeds import Someone

SLUG = "family-voices"
GRANDPARENTS, FATHERS = "Grandparents", "Padres"
DAY = timezone.localdate() + timedelta(days=20)


@dataclass
class Where:
    """What the steps share: the initiative and its first group."""

    initiative: Initiative

    @property
    def group(self) -> FocusGroup:
        return FocusGroup.objects.get(initiative=self.initiative, name=GRANDPARENTS)

    @property
    def session(self) -> Session:
        return self.group.session_set.get()

    def registration(self, name: str) -> Registration:
        rows = Registration.objects.filter(session=self.session)
        return next(row for row in rows if row.name == name)


def set_up(cora: Someone) -> Where:
    """An initiative with a coordinator, a facilitator, a room, two kinds of people."""
    initiative = make.InitiativeFactory(slug=SLUG, name="Family voices")
    for code, name in (("kin", "Kin caregivers"), ("parents", "Parents")):
        make.SegmentFactory(initiative=initiative, code=code, name=name)
    make.make_member(initiative, "coordinator", email="cora@example.org", name="Cora")
    make.make_member(initiative, "facilitator", email="finn@example.org", name="Finn")
    place = Place.objects.create(initiative=initiative, name="Northside church", transit="Bus 61")
    for name in ("Hall", "Upstairs"):
        Room.objects.create(place=place, name=name, chairs=12)
    cora.signs_in("cora@example.org")
    return Where(initiative)


def plans_who_is_to_be_heard(cora: Someone, clean) -> None:
    cora.opens(f"/work/{SLUG}/groups/plan/")
    for segment in Initiative.objects.get(slug=SLUG).segment_set.all():
        cora.types(**{f"segment_{segment.pk}-groups": "2"})
    cora.presses("Save the plan")
    cora.opens(f"/work/{SLUG}/groups/")
    cora.sees("Kin caregivers")
    clean(cora)


def plans_a_wave_of_four_groups(cora: Someone, where: Where, clean) -> None:
    """Two groups, one in each language, and both once more eight weeks later."""
    makes_a_group(cora, GRANDPARENTS, "Kin caregivers", "An evening for grandparents")
    plans_its_session(cora, where, DAY, room="Hall", language="English", chairs="2")
    makes_a_group(cora, FATHERS, "Parents", "An evening for fathers")
    plans_its_session(cora, where, DAY, room="Upstairs", language="Spanish", chairs="8")
    cora.sees("Finn is booked for Grandparents")
    clean(cora)
    cora.presses("Plan it all the same")
    cora.opens(f"/work/{SLUG}/groups/copy/")
    cora.types(weeks="8")
    cora.presses("Copy", exact=True)
    cora.presses("Copy all the same")
    cora.sees("Copied: Grandparents, wave 2, Padres, wave 2.")
    assert FocusGroup.objects.filter(initiative=where.initiative).count() == 4


def makes_a_group(cora: Someone, name: str, segment: str, title: str) -> None:
    cora.opens(f"/work/{SLUG}/groups/new/")
    cora.types(name=name, title_en=title, title_es=f"{title} (en español)")
    cora.types(about_en="Eight people talk.", about_es="Ocho personas conversan.")
    cora.types(gets_en="Supper.", gets_es="La cena.", stipend="40")
    cora.chooses(segment=segment)
    cora.marks("[name=visibility][value=PUBLIC]")
    cora.page.locator("summary", has_text="Questions that say").click()
    cora.types(asked_1_en="Do you care for a child?", asked_1_es="¿Cuida a un niño?")
    cora.presses("Make the group")
    cora.sees("Now plan when it meets.")


def plans_its_session(cora: Someone, where: Where, day: date, room, language, chairs) -> None:
    cora.follows("Plan its sessions")
    cora.types(date=f"{day}", time="18:00", until="19:30", chairs=chairs)
    number = Room.objects.get(place__initiative=where.initiative, name=room).pk
    cora.page.locator("select[name=where]").select_option(f"room:{number}")
    cora.chooses(language=language, facilitator="Finn")
    cora.presses("Plan it", exact=True)


def prints_a_poster(someone: Someone, where: Where, clean) -> None:
    someone.opens(f"/i/{SLUG}/")
    someone.follows("An evening for grandparents")
    someone.sees("This is not an agency office.")
    clean(someone)
    someone.follows("As a poster, to print")
    code = someone.page.locator("figure img")
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    clean(someone)


def signs_up(family: Someone, where: Where, name: str, reach: str, sees: str) -> None:
    family.opens(f"/i/{SLUG}/groups/{where.group.pk}/")
    family.follows("Sign up")
    family.marks("input[type=radio][value=yes]")
    family.presses("Next")
    family.types(name=name, reach=reach)
    family.presses("Sign up")
    if family.page.get_by_role("button", name="Skip this").count():
        family.presses("Skip this")
    family.sees(sees)
    assert not family.is_wider_than_its_screen()


def signs_up_with_childcare_and_an_interpreter(family: Someone, where: Where, reach: str) -> None:
    family.opens(f"/i/{SLUG}/groups/{where.group.pk}/")
    family.follows("Sign up")
    family.marks("input[type=radio][value=yes]")
    family.presses("Next")
    family.types(name="Ana", reach=reach)
    family.presses("Sign up")
    family.sees("What would help you to come?")
    assert not family.is_wider_than_its_screen()
    family.marks("[name=CHILDCARE]")
    family.types(children="2", CHILDCARE_more="Three and five")
    family.marks("[name=INTERPRETER]")
    family.page.locator("select[name='INTERPRETER_more']").select_option("hmn")
    family.presses("Save")
    family.sees("There is a place for you.")
    needs = where.registration("Ana").accommodation_set.order_by("kind")
    assert [(each.kind, each.number, each.detail) for each in needs] == [
        ("CHILDCARE", 2, "Three and five"),
        ("INTERPRETER", 0, "hmn"),
    ]


def cancels(family: Someone, link: str) -> None:
    family.page.goto(link)
    family.presses("I cannot come: cancel")
    family.sees("Nothing follows from it for you.")


def takes_the_place(family: Someone, link: str) -> None:
    family.page.goto(link)
    family.sees("We hold it for you until")
    family.presses("Yes, I take the place")
    if family.page.get_by_role("button", name="Skip this").count():
        family.presses("Skip this")
    family.page.goto(link)
    expect(family.page.get_by_role("heading", level=1)).to_have_text("You have a place")


def moves_it_by_half_an_hour(cora: Someone, where: Where) -> None:
    cora.opens(f"/work/{SLUG}/sessions/{where.session.pk}/")
    cora.types(time="18:30", until="20:00")
    cora.presses("Save", exact=True)
    anyway = cora.page.get_by_role("button", name="Save it all the same")
    if anyway.count():
        anyway.click()
    cora.sees("6:30 PM")


def begins(hour: int, minute: int) -> datetime:
    """That time on the evening of the first wave, on the clock of the place."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=zone)


def sweeps() -> None:
    tasks.sweep()


def notes_who_came(finn: Someone, where: Where, clean) -> None:
    finn.page.set_viewport_size({"width": 360, "height": 740})
    finn.signs_in("finn@example.org")
    finn.opens(f"/work/{SLUG}/sessions/{where.session.pk}/day/")
    for name, tap in (("Ana", "Present"), ("Cleo", "Did not come")):
        row = finn.page.get_by_role("group", name=name)
        row.get_by_role("button", name=tap).click()
        pressed = finn.page.get_by_role("group", name=name).get_by_role("button", name=tap)
        expect(pressed).to_have_attribute("aria-pressed", "true")
    finn.types(name="Dora")
    finn.presses("Add them as present")
    finn.sees("2 of 3 here")
    clean(finn)
    assert re.search(r"1 did not come", finn.page.locator("main").inner_text())
