"""Calendar files (RFC 5545, RFC 5546): one meeting, for one person. No Django, no clock.

A file that is mailed is a REQUEST or a CANCEL: the initiative is its ORGANIZER, and the receiver's
own address, without a name, its only ATTENDEE. One that a person downloads is a PUBLISH and names
nobody. The same `uid` with a higher `sequence` replaces what a calendar has.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

PRODUCT = "-//Heard//Focus groups//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
BEFORE = (timedelta(days=1), timedelta(hours=2))


@dataclass(frozen=True)
class Meeting:
    """One session as it stands in one person's calendar. Times have a zone or are in UTC."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    where: str
    about: str
    organizer: str
    organizer_address: str
    # Of a meeting online; empty for who has no place.
    url: str = ""


def written(meeting: Meeting, *, method: str, stamp: datetime, attendee: str = "") -> bytes:
    """The file. `stamp` is the time at which it is made; `attendee` the receiver's address."""
    calendar = begun(method)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(ZoneInfo(meeting.zone)))
    event.add("dtend", meeting.ends_at.astimezone(ZoneInfo(meeting.zone)))
    for name, words in (
        ("summary", meeting.title),
        ("location", meeting.where),
        ("description", meeting.about),
    ):
        if words:
            event.add(name, words)
    event.add("organizer", _organizer(meeting))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    # A group is nobody else's business, also where a calendar is shared.
    event.add("class", "PRIVATE")
    if method != PUBLISH:
        event.add("attendee", _attendee(attendee))
    if method != CANCEL:
        _add_what_helps(event, meeting)
    calendar.add_component(event)
    year = meeting.starts_at.year
    # The clock of the place round about that year, not since 1970.
    calendar.add_missing_timezones(date(year - 1, 1, 1), date(year + 2, 1, 1))
    return calendar.to_ical()


def begun(method: str) -> Calendar:
    """An empty calendar of ours."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _organizer(meeting: Meeting) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{meeting.organizer_address}")
    organizer.params["CN"] = vText(meeting.organizer)
    return organizer


def _attendee(address: str) -> vCalAddress:
    """The receiver, who said yes already: calendars need not ask, nor send an answer."""
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def _add_what_helps(event: Event, meeting: Meeting) -> None:
    if meeting.url:
        event.add("url", meeting.url)
    for before in BEFORE:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", meeting.title)
        alarm.add("trigger", -before)
        event.add_component(alarm)
