"""Calendar files, read back: an update replaces, each names its receiver alone."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from focusgroups import services
from focusgroups.calendar import ics
from focusgroups.calendar.own import file_for
from focusgroups.models import Registration, Session
from tests.factories import make_member
from tests.focusgroups.people import come, open_session

MEETING = ics.Meeting(
    uid="one@heard.example",
    sequence=3,
    starts_at=datetime(2026, 11, 4, 0, tzinfo=UTC),
    ends_at=datetime(2026, 11, 4, 1, 30, tzinfo=UTC),
    zone="America/Chicago",
    title="Kin; talk, ñ 🌻",
    where="Hall, 1 Main Street",
    about="Bus 64\nNo steps",
    organizer="Family Voices",
    organizer_address="heard@river.example",
    url="https://meet.example/a",
)
STAMP = datetime(2026, 10, 1, 12, tzinfo=UTC)
TO = "ana@mail.example"


def read(file):
    calendar = Calendar.from_ical(file)
    return calendar, calendar.walk("VEVENT")[0]


def test_a_request_has_all_that_a_calendar_needs():
    calendar, event = read(ics.written(MEETING, method="REQUEST", stamp=STAMP, attendee=TO))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (MEETING.uid, 3, "CONFIRMED")
    assert event.decoded("DTSTAMP") == STAMP
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        MEETING.starts_at,
        MEETING.ends_at,
    )
    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert (str(event["SUMMARY"]), str(event["URL"])) == (MEETING.title, MEETING.url)
    assert event["ORGANIZER"] == "mailto:heard@river.example"
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [
        -timedelta(days=1),
        -timedelta(hours=2),
    ]


def test_the_receiver_is_the_only_attendee_and_has_no_name():
    _, event = read(ics.written(MEETING, method="REQUEST", stamp=STAMP, attendee=TO))
    assert event["ATTENDEE"] == f"mailto:{TO}"
    assert dict(event["ATTENDEE"].params) == {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}


def test_a_cancellation_has_the_same_number_and_rings_no_bell():
    calendar, event = read(ics.written(MEETING, method="CANCEL", stamp=STAMP, attendee=TO))
    assert (calendar["METHOD"], event["STATUS"], event["UID"]) == (
        "CANCEL",
        "CANCELLED",
        MEETING.uid,
    )
    assert (event.walk("VALARM"), "URL" in event) == ([], False)


def test_the_zone_is_in_the_file_with_its_two_clocks():
    calendar, _ = read(ics.written(MEETING, method="REQUEST", stamp=STAMP, attendee=TO))
    zone = calendar.walk("VTIMEZONE")[0]
    offsets = {part["TZOFFSETTO"].td for part in zone.subcomponents}
    assert (zone["TZID"], offsets) == (
        "America/Chicago",
        {-timedelta(hours=6), -timedelta(hours=5)},
    )


def test_the_same_meeting_gives_the_same_bytes():
    files = {ics.written(MEETING, method="REQUEST", stamp=STAMP, attendee=TO) for _ in range(2)}
    assert len(files) == 1


def test_lines_are_folded_and_end_as_the_standard_says():
    file = ics.written(MEETING, method="REQUEST", stamp=STAMP, attendee="a" * 200 + "@mail.example")
    lines = file.split(b"\r\n")
    assert (max(map(len, lines)) <= 75, b"\n" in b"".join(lines)) == (True, False)


def own(registration, method="REQUEST"):
    registration = Registration.objects.select_related("session__group__initiative").get(
        pk=registration.pk
    )
    return read(file_for(registration, method=method, now=STAMP))[1]


@pytest.mark.django_db
def test_an_update_replaces_and_a_cancellation_comes_last():
    session = open_session()
    ana = come(session, "Ana")
    first = own(ana)
    Session.objects.filter(pk=session.pk).update(revision=4)
    second = own(ana)
    services.cancel_registration(registration=ana)
    third = own(ana, "CANCEL")
    assert first["UID"] == second["UID"] == third["UID"]
    assert [each["SEQUENCE"] for each in (first, second, third)] == [0, 4, 5]


@pytest.mark.django_db
def test_who_is_moved_to_a_session_that_never_changed_gets_a_higher_number():
    session = open_session(revision=7)
    other = open_session(session.group.initiative)
    ana = come(session, "Ana")
    before = own(ana)
    services.move_registration(
        actor=make_member(session.group.initiative, "coordinator"),
        registration=ana,
        to=other,
        reason="Nearer.",
    )
    after = own(ana)
    assert (after["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (before["UID"], 7, 8)


@pytest.mark.django_db
def test_two_people_have_two_numbers_and_neither_file_holds_the_other():
    session = open_session()
    ana, bo = come(session, "Ana"), come(session, "Beauregard")
    assert own(ana)["UID"] != own(bo)["UID"]
    assert str(ana.pk) not in own(ana)["UID"]
    assert b"eauregard" not in file_for(ana, method="REQUEST", now=STAMP)


@pytest.mark.django_db
def test_the_way_online_is_in_the_file_of_who_has_a_place_alone():
    session = open_session(chairs=1, mode="BOTH", online_link="https://meet.example/secret")
    ana, bo = come(session, "Ana"), come(session, "Bo")
    assert ("URL" in own(ana), "URL" in own(bo)) == (True, False)
