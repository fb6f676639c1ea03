"""Times as people say them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo


def clock_words(clock: datetime | time) -> str:
    """What the clock shows.

    >>> clock_words(time(18, 5))
    '6:05 PM'
    """
    return f"{clock.hour % 12 or 12}:{clock:%M %p}"


def day_words(day) -> str:
    """A date as people say it.

    >>> from datetime import date
    >>> day_words(date(2026, 11, 3))
    'Tue 3 Nov 2026'
    """
    return f"{day:%a} {day.day} {day:%b %Y}"


def when_words(moment: datetime, zone: str) -> str:
    """Day and time on the clocks of `zone`: 'Tue 3 Nov 2026, 6:00 PM'."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_words(local)}, {clock_words(local)}"
