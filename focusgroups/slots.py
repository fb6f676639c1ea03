"""Times, rooms and lines: the rules of scheduling as pure functions. No Django, no clock.

Times that have a zone are compared in UTC. A time "on the clock" is naive: what the clocks of the
place show.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """The clocks of the place jump over this time, which stands in `clock`."""

    def __init__(self, clock: datetime):
        super().__init__("The clocks jump over this time.")
        self.clock = clock


class TwiceThatNight(ValueError):
    """The clocks of the place show this time twice; `first` and `second` are the two in UTC."""

    def __init__(self, first: datetime, second: datetime):
        super().__init__("The clocks show this time twice.")
        self.first, self.second = first, second


def on_the_clock(clock: datetime, zone: str, *, second: bool | None = None) -> datetime:
    """The time in UTC at which the clocks of `zone` show the naive time `clock`.

    Raises NoSuchTime in the hour that is left out in spring, and TwiceThatNight in the hour that
    comes twice in autumn unless `second` says which one is meant.

    >>> on_the_clock(datetime(2026, 11, 3, 18, 0), "America/Chicago")
    datetime.datetime(2026, 11, 4, 0, 0, tzinfo=datetime.timezone.utc)
    """
    both = [clock.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)]
    if both[0].astimezone(ZoneInfo(zone)).replace(tzinfo=None) != clock:
        raise NoSuchTime(clock)
    if both[0] == both[1]:
        return both[0]
    if second is None:
        raise TwiceThatNight(*both)
    return both[int(second)]


def weekly(
    first: datetime, zone: str, count: int, *, weeks: int = 1, second: bool | None = None
) -> list[datetime]:
    """`count` times in UTC, every so many weeks at the same time on the clock as naive `first`.

    The clock's time stays when it changes to summer or winter. Raises as `on_the_clock`.
    """
    clocks = (first + timedelta(weeks=weeks * n) for n in range(count))
    return [on_the_clock(clock, zone, second=second) for clock in clocks]


def shifted(starts_at: datetime, zone: str, weeks: int, *, second: bool | None = None) -> datetime:
    """The time in UTC so many weeks later at the same time on the clock. Raises as `on_the_clock`.

    >>> shifted(datetime(2026, 10, 28, 23, tzinfo=UTC), "America/Chicago", 1)
    datetime.datetime(2026, 11, 5, 0, 0, tzinfo=datetime.timezone.utc)
    """
    clock = starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return on_the_clock(clock + timedelta(weeks=weeks), zone, second=second)


# What is used: a kind and its number or name, such as ("person", 4).
Use = tuple[str, int | str]


@dataclass(frozen=True)
class Booking:
    """One use of some things between two times."""

    id: int
    starts_at: datetime
    ends_at: datetime
    uses: frozenset[Use]


@dataclass(frozen=True)
class Conflict:
    """Two bookings that use the same things too close to each other."""

    one: int
    other: int
    uses: frozenset[Use]


def conflict(one: Booking, other: Booking, buffer: timedelta) -> Conflict | None:
    """What two bookings use both while less than `buffer` lies between them, or None.

    Symmetric but for the order of the two; a booking is in no conflict with itself.
    """
    shared = one.uses & other.uses
    if one.id == other.id or not shared:
        return None
    apart = one.ends_at + buffer <= other.starts_at or other.ends_at + buffer <= one.starts_at
    return None if apart else Conflict(one.id, other.id, shared)


def conflicts(one: Booking, others: Iterable[Booking], buffer: timedelta) -> list[Conflict]:
    """All conflicts of one booking, in the order of the others."""
    found = (conflict(one, other, buffer) for other in others)
    return [each for each in found if each is not None]


def free(
    wanted: Booking, keys: Collection[Use], others: Iterable[Booking], buffer: timedelta
) -> list[Use]:
    """Those of `keys` that nobody else uses at the time of `wanted`, in their order."""
    trial = Booking(wanted.id, wanted.starts_at, wanted.ends_at, frozenset(keys))
    taken = {use for each in conflicts(trial, others, buffer) for use in each.uses}
    return [key for key in keys if key not in taken]


def free_starts(
    wanted: Booking, starts: Iterable[datetime], others: Iterable[Booking], buffer: timedelta
) -> list[datetime]:
    """Those of `starts` at which everything that `wanted` uses is free; the nearest to it first."""
    length, others = wanted.ends_at - wanted.starts_at, list(others)
    found = [
        start
        for start in starts
        if not conflicts(Booking(wanted.id, start, start + length, wanted.uses), others, buffer)
    ]
    return sorted(found, key=lambda start: (abs(start - wanted.starts_at), start))


@dataclass(frozen=True)
class Waiting:
    """One person in line, and the segment that they belong to (None: not known)."""

    id: int
    segment: int | None


@dataclass(frozen=True)
class Room:
    """The places of a session: how many in all, the most of a segment, and who holds one."""

    places: int
    quotas: Mapping[int, int]
    # The segments of those who have a place or to whom one is offered.
    held: Sequence[int | None]

    def has_place_for(self, segment: int | None) -> bool:
        """Whether one more of the segment would be within the places and its quota."""
        if len(self.held) >= self.places:
            return False
        quota = self.quotas.get(segment) if segment is not None else None
        return quota is None or Counter(self.held)[segment] < quota


def next_in_line(room: Room, line: Sequence[Waiting]) -> list[int]:
    """To whom the free places are offered: the first in line whose segment has room, and so on.

    Nobody is passed by but for a full quota of their own segment. The numbers of those who are
    offered a place, in the order of the line.
    """
    held = list(room.held)
    offered = []
    for person in line:
        if len(held) >= room.places:
            break
        if Room(room.places, room.quotas, held).has_place_for(person.segment):
            offered.append(person.id)
            held.append(person.segment)
    return offered


def gets_a_place(room: Room, line: Sequence[Waiting], segment: int | None) -> bool:
    """Whether somebody who comes now gets a place at once: there is one that nobody in line may
    have before.
    """
    newcomer = Waiting(-1, segment)
    return newcomer.id in next_in_line(room, [*line, newcomer])


def places_in_order(
    room: Room, line: Sequence[Waiting], segments: Iterable[int | None]
) -> list[bool]:
    """For people who come one after the other, whether each gets a place at once.

    The same as to ask `gets_a_place` for each, with those before taken into account: who does not
    get a place never will by somebody who comes later.
    """
    offered = set(next_in_line(room, line))
    held = [*room.held, *(person.segment for person in line if person.id in offered)]
    got = []
    for segment in segments:
        got.append(Room(room.places, room.quotas, held).has_place_for(segment))
        if got[-1]:
            held.append(segment)
    return got


YES, IF_NEED, NO = "YES", "IF_NEED", "NO"


@dataclass(frozen=True)
class Ranked:
    """How a time suits: who can come, who could if need be, and who would be left out."""

    time: int
    can: tuple[int, ...]
    if_need: tuple[int, ...]
    left_out: tuple[int, ...]


def ranked(
    times: Sequence[int], people: Sequence[int], says: Mapping[tuple[int, int], str]
) -> list[Ranked]:
    """The times, the best first: fewest left out, then most who can come gladly, then the earliest.

    `says` is by (person, time); who said nothing about a time counts as left out of it.
    """
    rows = [_ranked(time, people, says) for time in times]
    return sorted(rows, key=lambda row: (len(row.left_out), -len(row.can)))


def _ranked(time: int, people: Sequence[int], says: Mapping[tuple[int, int], str]) -> Ranked:
    def who(*answers: str) -> tuple[int, ...]:
        return tuple(p for p in people if says.get((p, time), NO) in answers)

    return Ranked(time, can=who(YES), if_need=who(IF_NEED), left_out=who(NO))


def reminder_times(
    starts_at: datetime, hours: Iterable[int], *, not_before: datetime
) -> list[tuple[int, datetime]]:
    """When reminders are due: (hours before, time), the earliest first; none in the past."""
    due = [(each, starts_at - timedelta(hours=each)) for each in sorted(set(hours), reverse=True)]
    return [(each, at) for each, at in due if at > not_before]


# What concerns a session that begins within so long goes out at night too.
SOON = timedelta(hours=12)


def last_mark(
    starts_at: datetime, hours: Iterable[int], now: datetime
) -> tuple[int, datetime] | None:
    """The last reminder that was due by `now`, as (hours before, time); None before the first.

    One alone, so that after a night without power nobody gets three at once.
    """
    due = reminder_times(starts_at, hours, not_before=datetime.min.replace(tzinfo=UTC))
    return max((each for each in due if each[1] <= now), key=lambda each: each[1], default=None)


def offer_until(now: datetime, starts_at: datetime, hours: int) -> datetime:
    """Until when an offered place waits: so many hours, but at most half of the time that is left.

    So a place that becomes free on the day itself passes on while there are still hours.
    """
    return min(now + timedelta(hours=hours), now + (starts_at - now) / 2)
