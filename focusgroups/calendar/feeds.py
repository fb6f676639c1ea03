"""The private calendar of a member: when and where groups meet, and nothing of who comes.

Other calendars fetch it and keep copies, so it names no person at all: no attendee, no organizer,
no facilitator, no interpreter; and not the address of a meeting online, which is in Heard.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, Timezone

from accounts.hashes import keyed_hash
from accounts.models import User
from focusgroups.links import address, find, token_of
from focusgroups.models import CalendarFeed, Session
from focusgroups.permissions import LOOKERS
from initiatives.languages import name_of
from initiatives.models import Membership

KIND = "feed"
# What was longer ago stands in Heard; a calendar that fetches every hour needs no archive.
KEPT_DAYS = 30
STATUS = {Session.State.CANCELLED: "CANCELLED"}


def feed_address(feed: CalendarFeed) -> str:
    """Where a calendar fetches it."""
    return address("focusgroups_public:calendar_feed", token_of(KIND, feed))


def find_feed(token: str) -> CalendarFeed | None:
    """The feed of an address; None where it was renewed, or the account was closed."""
    return find(KIND, CalendarFeed.objects.filter(user__is_active=True), token)


def sessions_for(user: User, now: datetime):
    """The sessions of every initiative in which the person works today."""
    working = Membership.objects.current().filter(user=user, role__in=LOOKERS)
    rows = Session.objects.filter(
        group__initiative__in=working.values("initiative"),
        starts_at__gte=now - timedelta(days=KEPT_DAYS),
    )
    return rows.select_related("group__initiative", "place", "room__place").prefetch_related(
        "interpreters"
    )


def calendar_of(user: User, sessions: Iterable[Session], now: datetime) -> bytes:
    """The calendar file (RFC 5545) of these sessions."""
    calendar = Calendar()
    calendar.add("prodid", "-//Heard//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Heard: sessions")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", timedelta(hours=1))
    sessions = list(sessions)
    # One by one, since looking through a large calendar for its zones takes longer than making it.
    for zone in sorted({session.zone for session in sessions}):
        calendar.add_component(Timezone.from_tzid(zone, first_date=_first(sessions, zone)))
    for session in sessions:
        calendar.add_component(_event(session, user, now))
    return calendar.to_ical()


def _first(sessions: list[Session], zone: str) -> date:
    """From when on the rules of a zone are told: a day before its first session."""
    starts = min(session.starts_at for session in sessions if session.zone == zone)
    return starts.date() - timedelta(days=1)


def _event(session: Session, user: User, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid_of(session))
    event.add("dtstamp", now)
    event.add("sequence", session.revision)
    event.add("dtstart", session.local_start)
    event.add("dtend", session.local_end)
    event.add("summary", _summary(session))
    event.add("description", _description(session, user))
    event.add("status", STATUS.get(session.state, "CONFIRMED"))
    event.add("class", "PRIVATE")
    if session.place:
        event.add("location", _location(session))
    return event


def uid_of(session: Session) -> str:
    """The same for as long as the session exists; it tells no number."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"{keyed_hash('calendar-feed', str(session.pk))[:32]}@{host}"


def _summary(session: Session) -> str:
    name = f"{session.group} ({session.group.initiative})"
    return f"Called off: {name}" if session.state == Session.State.CANCELLED else name


def _location(session: Session) -> str:
    parts = [session.room.name if session.room else "", session.place.name, session.place.address]
    return ", ".join(" ".join(part.split()) for part in parts if part.strip())


def _description(session: Session, user: User) -> str:
    place, lines = session.place, [session.get_mode_display().capitalize()]
    if session.facilitator_id == user.pk:
        lines.append("You facilitate.")
    if session.assistant_id == user.pk:
        lines.append("You assist.")
    lines.append(f"Language: {name_of(session.language)}")
    spoken = {code for each in session.interpreters.all() for code in each.languages}
    if spoken:
        lines.append(f"Interpreted: {', '.join(sorted(name_of(code) for code in spoken))}")
    if session.mode != Session.Mode.ONLINE:
        lines.append(f"Doors open {session.doors_minutes} minutes before.")
    if place and place.access_notes:
        lines.append(f"Access: {place.access_notes}")
    if place and place.transit:
        lines.append(f"Getting there: {place.transit}")
    if session.online_link:
        lines.append("The link to the meeting is in Heard.")
    lines.append(address("focusgroups:sessions", session.group.initiative.slug))
    return "\n".join(lines)
