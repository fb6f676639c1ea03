"""Times and places as people are told."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from focusgroups import told
from focusgroups.models import Interpreter, Room
from tests.factories import InitiativeFactory, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = make_session(InitiativeFactory(), starts_at=datetime(2026, 11, 4, 0, tzinfo=UTC))
    session.place.address = "1 Main Street\nSaint Paul, MN"
    return session


def test_in_english(session):
    shown = told.told(session)
    assert (shown.day, shown.time, shown.doors) == (
        "Tuesday, November 3, 2026",
        "6:00 PM to 7:30 PM",
        "5:45 PM",
    )
    assert shown.where == "Northside church, 1 Main Street, Saint Paul, MN"


def test_in_spanish(session):
    with translation.override("es"):
        shown = told.told(session)
    assert (shown.day, shown.time) == (
        "martes 3 de noviembre de 2026",
        "de 6:00 p.m. a 7:30 p.m.",
    )


def test_the_zone_is_named_where_somebody_could_be_in_another(session):
    session.mode = "BOTH"
    assert told.told(session).time == "6:00 PM to 7:30 PM (CST)"


def test_online_has_no_place(session):
    session.mode = "ONLINE"
    shown = told.told(session)
    assert (shown.where, shown.place, shown.is_elsewhere) == ("online", "", False)


def test_a_place_that_is_not_the_agencys_is_said_to_be_so(session):
    assert told.told(session).is_elsewhere
    session.place.is_agency_office = True
    assert not told.told(session).is_elsewhere


def test_the_room_comes_first_and_languages_have_their_own_names(session):
    session.room = Room.objects.create(place=session.place, name="Hall")
    interpreter = Interpreter.objects.create(
        initiative=session.group.initiative, name="X", languages=["so", "es", "en"]
    )
    session.interpreters.add(interpreter)
    shown = told.told(session)
    assert shown.where.startswith("Hall, Northside church, ")
    assert shown.interpreters == "Español, Soomaali (Somali)"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (30, "30 minutes"),
        (60, "1 hour"),
        (90, "1 hour and 30 minutes"),
        (121, "2 hours and 1 minute"),
    ],
)
def test_how_long(minutes, words):
    assert told.length_of(minutes) == words


def test_whom_to_call_is_the_agency_where_nobody_is_named():
    initiative = InitiativeFactory()
    recruiting = told.recruiting_of(initiative)
    assert told.call_of(recruiting) == "River County, 1 Main Street, 555-0100"
