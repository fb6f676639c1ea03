"""Quiet hours: when no letter goes to people who take part. Pure; no Django, no clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def wakes_at(moment: datetime, zone: str, quiet_from: int, quiet_until: int) -> datetime:
    """`moment` itself where it is not in quiet hours there; else when they end.

    The hours are whole hours of the clock on the wall, from 21 until 8; equal numbers mean that
    there are none. Over a change of the clock the wall counts: quiet ends at eight as people see
    it, and where the clock leaves that hour out, at the first moment after. `moment` has a zone;
    what is returned is in UTC.
    """
    place = _zone(zone)
    wall = moment.astimezone(place)
    if not _is_quiet(wall.hour, quiet_from, quiet_until):
        return moment.astimezone(UTC)
    day = wall.date()
    if quiet_from > quiet_until and wall.hour >= quiet_from:
        day += timedelta(days=1)
    return datetime.combine(day, time(quiet_until % 24), tzinfo=place).astimezone(UTC)


def _is_quiet(hour: int, quiet_from: int, quiet_until: int) -> bool:
    if quiet_from <= quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until


def _zone(name: str) -> ZoneInfo:
    """A zone that this machine does not know is read as UTC: a letter late is better than none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
