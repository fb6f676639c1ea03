"""A wave of groups from the plan to the evening itself, in Chromium, with a real mail server.

The coordinator plans; families sign up on an old phone without scripts; letters go over SMTP and
their calendar files are read back; the facilitator notes who came.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys import gathering
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.deeds import Someone
from tests.journeys.post import Post

PEOPLE = ("ana", "ben", "cleo")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(settings):
    """The mail server: what it took, by receiver."""
    with Post() as post:
        settings.MAILERS = {"default": post.mailer}
        yield post


@pytest.fixture
def person(open_browser, live_server, settings):
    settings.SITE_URL = live_server.url

    def make_one(phone: bool = False) -> Someone:
        options = {"viewport": PHONE, "java_script_enabled": False} if phone else {"viewport": DESK}
        return Someone(open_browser(**options), live_server.url)

    return make_one


@pytest.fixture
def clean(axe):
    """The page breaks no rule of accessibility and needs no scrolling sideways."""

    def check(someone: Someone) -> None:
        assert axe(someone.page) == [], someone.page.url
        assert not someone.is_wider_than_its_screen(), someone.page.url

    return check


def test_a_wave_of_groups(person, clean, post, monkeypatch):
    cora = person()
    where = gathering.set_up(cora)
    gathering.plans_who_is_to_be_heard(cora, clean)
    gathering.plans_a_wave_of_four_groups(cora, where, clean)
    gathering.prints_a_poster(person(), where, clean)
    places_are_filled_and_passed_on(person, where, post)

    before, letters_to_ben = post.event_of("ana"), post.subjects("ben")
    assert before.start == gathering.begins(18, 0)
    gathering.moves_it_by_half_an_hour(cora, where)
    post.goes_out()
    after = post.event_of("ana")
    assert (after["UID"], after.start) == (before["UID"], gathering.begins(18, 30))
    assert after["SEQUENCE"] > before["SEQUENCE"]

    monkeypatch.setattr(timezone, "now", lambda: after.start - timedelta(hours=23))
    gathering.sweeps()
    post.goes_out()
    reminded = [post.subjects(name)[-1].partition(",")[0] for name in ("ana", "cleo")]
    assert reminded == ["Reminder: An evening for grandparents"] * 2
    # Who cancelled heard nothing of the change and is not reminded.
    assert post.subjects("ben") == letters_to_ben

    monkeypatch.setattr(timezone, "now", lambda: after.start)
    gathering.notes_who_came(person(), where, clean)
    for name in PEOPLE:
        others = "|".join(other for other in PEOPLE if other != name)
        assert re.findall(rf"\b({others})\b", post.everything_to(name), re.IGNORECASE) == []


def places_are_filled_and_passed_on(person, where, post) -> None:
    """Two places for three people: the third waits, and gets the place of the second."""
    ana, ben, cleo = (person(phone=True) for _ in PEOPLE)
    gathering.signs_up_with_childcare_and_an_interpreter(ana, where, "ana@mail.example")
    gathering.signs_up(ben, where, "Ben", "ben@mail.example", sees="There is a place for you.")
    gathering.signs_up(cleo, where, "Cleo", "cleo@mail.example", sees="You are on the list.")
    post.goes_out()
    assert [post.methods(name) for name in PEOPLE] == [["REQUEST"], ["REQUEST"], [""]]

    gathering.cancels(ben, post.link_to("ben"))
    post.goes_out()
    gathering.takes_the_place(cleo, post.link_to("cleo"))
    post.goes_out()
    assert post.methods("cleo") == ["", "", "REQUEST"]
