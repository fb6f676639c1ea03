"""The times of a poll from some days and some hours. Pure; no Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from focusgroups.slots import NoSuchTime, TwiceThatNight, on_the_clock


@dataclass(frozen=True)
class Offered:
    """One time of a poll in UTC; `turn` is "first" or "second" where clocks show it twice."""

    starts_at: datetime
    turn: str = ""


@dataclass(frozen=True)
class Combined:
    """Each day with each hour: what there is, in order, and what the clocks jump over."""

    offered: tuple[Offered, ...]
    skipped: tuple[datetime, ...]


def combined(dates: Iterable[date], hours: Iterable[time], zone: str) -> Combined:
    """All times on the clocks of `zone`, each once, the earliest first.

    >>> found = combined([date(2026, 11, 3)], [time(18), time(18)], "America/Chicago")
    >>> [str(each.starts_at) for each in found.offered]
    ['2026-11-04 00:00:00+00:00']
    """
    hours = sorted(set(hours))
    offered, skipped = [], []
    for day in sorted(set(dates)):
        for hour in hours:
            clock = datetime.combine(day, hour)
            try:
                offered.append(Offered(on_the_clock(clock, zone)))
            except NoSuchTime:
                skipped.append(clock)
            except TwiceThatNight as twice:
                offered.append(Offered(twice.first, "first"))
                offered.append(Offered(twice.second, "second"))
    return Combined(tuple(sorted(offered, key=lambda each: each.starts_at)), tuple(skipped))
