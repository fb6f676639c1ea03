"""Groups, times and places as those who come are told, in the language that is active."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from focusgroups.models import FocusGroup, Recruiting, Session
from initiatives.languages import BY_CODE
from letters.contacts import shown_phone


@dataclass(frozen=True)
class ToldSession:
    """One session in words. Empty strings where there is nothing to say."""

    pk: int
    day: str
    time: str
    doors: str
    language: str
    interpreters: str
    place: str
    room: str
    address: str
    access: str
    transit: str
    has_childcare_space: bool
    # The page says so: families who fear the agency look for this first.
    is_elsewhere: bool
    is_in_room: bool
    is_online: bool
    is_called_off: bool

    @property
    def when(self) -> str:
        return f"{self.day}, {self.time}"

    @property
    def where(self) -> str:
        """Room, place and address in one line, or that it is online."""
        here = ", ".join(part for part in (self.room, self.place, self.address) if part)
        if not self.is_in_room:
            return _("online")
        here = here or _("we tell you where")
        return _("%(place)s, or online") % {"place": here} if self.is_online else here


def told(session: Session) -> ToldSession:
    """Reads the session's place, room and interpreters."""
    place = session.place if session.mode != Session.Mode.ONLINE else None
    return ToldSession(
        pk=session.pk,
        day=day_of(session.starts_at, session.zone),
        time=time_of(session),
        doors=date_format(session.local_doors, _("g:i A")) if session.doors_minutes else "",
        language=own_name(session.language),
        interpreters=_interpreters(session),
        place=place.name if place else "",
        room=session.room.name if place and session.room else "",
        address=one_line(place.address) if place else "",
        access=place.access_notes if place else "",
        transit=place.transit if place else "",
        has_childcare_space=bool(place and place.has_childcare_space),
        is_elsewhere=bool(place and not place.is_agency_office),
        is_in_room=session.mode != Session.Mode.ONLINE,
        is_online=session.mode != Session.Mode.IN_PERSON,
        is_called_off=session.state == Session.State.CANCELLED,
    )


def one_line(address: str) -> str:
    """An address as a sentence names it."""
    lines = (" ".join(line.split()).strip(" ,") for line in address.splitlines())
    return ", ".join(line for line in lines if line)


def _interpreters(session: Session) -> str:
    codes = {code for each in session.interpreters.all() for code in each.languages}
    return ", ".join(sorted(own_name(code) for code in codes - {session.language}))


def own_name(code: str) -> str:
    """What the speakers of a language call it; with its English name where our pages are not in
    it, since not every telephone has its letters.
    """
    language = BY_CODE.get(code)
    if language is None:
        return code
    is_known = code in dict(settings.LANGUAGES)
    return language.own_name if is_known else f"{language.own_name} ({language.name})"


def day_of(moment: datetime, zone: str) -> str:
    """The day on the clock of the place: "Tuesday, November 3, 2026"."""
    return date_format(moment.astimezone(ZoneInfo(zone)), _("l, F j, Y"))


def moment_of(moment: datetime, zone: str) -> str:
    """Day and time on the clock of the place: "Tuesday, November 3, 2026, 6:00 PM"."""
    clock = date_format(moment.astimezone(ZoneInfo(zone)), _("g:i A"))
    return f"{day_of(moment, zone)}, {clock}"


def time_of(session: Session) -> str:
    """From when to when; with the zone where somebody could be in another."""
    start, end = (date_format(at, _("g:i A")) for at in (session.local_start, session.local_end))
    words = _("%(start)s to %(end)s") % {"start": start, "end": end}
    is_clear = session.mode == Session.Mode.IN_PERSON and session.zone == settings.TIME_ZONE
    return words if is_clear else f"{words} ({session.local_start:%Z})"


def length_of(minutes: int) -> str:
    """How long: "1 hour and 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if rest:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return _(" and ").join(parts)


def title_of(group: FocusGroup) -> str:
    """What the group is called to those who come."""
    return group.title.in_language(get_language()) if group.title else group.name


def recruiting_of(initiative) -> Recruiting:
    """The settings of an initiative, or what they are at first."""
    found = Recruiting.objects.filter(initiative=initiative).first()
    return found or Recruiting(initiative=initiative)


def call_of(recruiting: Recruiting) -> str:
    """Whom to call: a name and a number, or the agency's own address and number."""
    number = shown_phone(recruiting.call_phone) if recruiting.call_phone else ""
    words = " · ".join(part for part in (recruiting.call_name, number) if part)
    initiative = recruiting.initiative
    return words or one_line(f"{initiative.agency_name}\n{initiative.agency_contact}")
