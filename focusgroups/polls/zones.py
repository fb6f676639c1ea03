"""Clocks that people may read times on: a short list, since most live near the place."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NEAR = (
    ("America/New_York", gettext_lazy("Eastern time (New York)")),
    ("America/Chicago", gettext_lazy("Central time (Chicago)")),
    ("America/Denver", gettext_lazy("Mountain time (Denver)")),
    ("America/Phoenix", "Arizona (Phoenix)"),
    ("America/Los_Angeles", gettext_lazy("Pacific time (Los Angeles)")),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", gettext_lazy("Hawaii (Honolulu)")),
    ("America/Puerto_Rico", "Puerto Rico"),
)
FAR = (
    "America/Halifax",
    "America/Winnipeg",
    "America/Vancouver",
    "America/Tijuana",
    "America/Mexico_City",
    "America/Guatemala",
    "America/El_Salvador",
    "America/Tegucigalpa",
    "America/Managua",
    "America/Havana",
    "America/Santo_Domingo",
    "America/Port-au-Prince",
    "America/Bogota",
    "America/Lima",
    "America/Caracas",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Paris",
    "Europe/Kyiv",
    "Africa/Lagos",
    "Africa/Kinshasa",
    "Africa/Cairo",
    "Africa/Addis_Ababa",
    "Africa/Mogadishu",
    "Africa/Nairobi",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Ho_Chi_Minh",
    "Asia/Vientiane",
    "Asia/Phnom_Penh",
    "Asia/Manila",
    "Asia/Shanghai",
    "Asia/Seoul",
    "Pacific/Guam",
)
NAMES = dict(NEAR)


def zone_name(zone: str) -> str:
    """What people call the clock: "Central time (Chicago)", or the city.

    >>> zone_name("Asia/Ho_Chi_Minh")
    'Ho Chi Minh'
    """
    return str(NAMES.get(zone) or zone.rsplit("/", 1)[-1].replace("_", " "))


def choices(*own: str) -> list[tuple[str, object]]:
    """For a list to choose from; `own` are those that must be on it."""
    near = dict.fromkeys([*(zone for zone, _name in NEAR), *own])
    far = [zone for zone in FAR if zone not in near]
    return [
        *((zone, zone_name(zone)) for zone in near),
        (_("Elsewhere"), [(zone, zone_name(zone)) for zone in far]),
    ]


def is_known(zone: str, own: Iterable[str] = ()) -> bool:
    """Whether a request names a clock of the list."""
    return zone in NAMES or zone in FAR or zone in own


def say_time(starts_at: datetime, zone: str) -> str:
    """As people say it on this clock: "Tue 3 Nov, 6:00 PM", in the language of the page."""
    local = starts_at.astimezone(ZoneInfo(zone))
    return f"{format_date(local, 'D j M')}, {_hour(local)}"


def say_day(starts_at: datetime, zone: str) -> str:
    # Translators: the format of a date, such as "Tuesday 3 November".
    return format_date(starts_at.astimezone(ZoneInfo(zone)), _("l j F"))


def say_hours(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """From when until when on this clock: "6:00 PM – 7:30 PM"."""
    return " – ".join(_hour(each.astimezone(ZoneInfo(zone))) for each in (starts_at, ends_at))


def _hour(local: datetime) -> str:
    """What the clock shows; the line does not break inside it."""
    return format_date(local, "g:i A").replace(" ", "\u00a0")


def is_same_clock(starts_at: datetime, zone: str, other: str) -> bool:
    """Whether two clocks show the same at that moment."""
    here, there = (starts_at.astimezone(ZoneInfo(each)) for each in (zone, other))
    return here.utcoffset() == there.utcoffset()
