"""Times on the clock, series and conflicts: what holds for all of them."""
# ruff: noqa: DTZ001  what a clock shows has no zone

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from focusgroups import slots
from focusgroups.slots import Booking, NoSuchTime, TwiceThatNight

ZONES = st.sampled_from(
    ["America/Chicago", "America/Phoenix", "America/Puerto_Rico", "Australia/Lord_Howe", "UTC"]
)
CLOCKS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(
    lambda clock: clock.replace(second=0, microsecond=0)
)
CHICAGO = "America/Chicago"
DAY = datetime(2026, 11, 3, tzinfo=UTC)


def clock_of(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def shown_around(clock, zone):
    """All that the clocks of a zone show from a day before to a day after."""
    begin = datetime(clock.year, clock.month, clock.day, tzinfo=UTC)
    return {clock_of(begin + timedelta(minutes=n), zone) for n in range(-1500, 3000)}


@given(CLOCKS, ZONES, st.booleans())
def test_the_clocks_show_what_was_asked_for_or_never_do(clock, zone, second):
    try:
        found = clock_of(slots.on_the_clock(clock, zone, second=second), zone)
    except NoSuchTime as night:
        found = None if night.clock == clock else night.clock
    assert found == (clock if clock in shown_around(clock, zone) else None)


def test_a_time_that_comes_twice_is_asked_about():
    clock = datetime(2026, 11, 1, 1, 30)
    with pytest.raises(TwiceThatNight) as night:
        slots.on_the_clock(clock, CHICAGO)
    both = [slots.on_the_clock(clock, CHICAGO, second=second) for second in (False, True)]
    assert both == [night.value.first, night.value.second]
    assert both[1] - both[0] == timedelta(hours=1)


def test_a_time_that_does_not_exist_is_refused():
    with pytest.raises(NoSuchTime):
        slots.on_the_clock(datetime(2026, 3, 8, 2, 30), CHICAGO, second=True)


@given(CLOCKS, ZONES, st.integers(1, 26), st.integers(1, 4), st.booleans())
def test_a_series_keeps_its_day_and_its_time_on_the_clock(first, zone, count, weeks, second):
    try:
        starts = slots.weekly(first, zone, count, weeks=weeks, second=second)
    except NoSuchTime:
        assume(False)
    shown = [clock_of(start, zone) for start in starts]
    assert shown == [first + timedelta(weeks=weeks * n) for n in range(count)]
    assert starts == sorted(set(starts))


@given(CLOCKS, ZONES, st.integers(1, 60), st.booleans())
def test_what_is_copied_keeps_its_time_on_the_clock(clock, zone, weeks, second):
    try:
        start = slots.on_the_clock(clock, zone, second=second)
        later = slots.shifted(start, zone, weeks, second=second)
    except NoSuchTime:
        assume(False)
    assert clock_of(later, zone) - clock_of(start, zone) == timedelta(weeks=weeks)


def bookings(number):
    uses = st.frozensets(
        st.sampled_from([("room", "a"), ("room", "b"), ("person", 1), ("person", 2)]), max_size=3
    )
    return st.builds(
        lambda start, length, used: Booking(
            number, DAY + timedelta(minutes=start), DAY + timedelta(minutes=start + length), used
        ),
        st.integers(0, 600),
        st.integers(15, 240),
        uses,
    )


BUFFERS = st.integers(0, 120).map(lambda minutes: timedelta(minutes=minutes))


@given(bookings(1), bookings(2), BUFFERS)
def test_conflicts_are_the_same_from_both_sides(one, other, buffer):
    there, back = slots.conflict(one, other, buffer), slots.conflict(other, one, buffer)
    assert (there is None) == (back is None)
    if there is not None:
        assert (there.one, there.other, there.uses) == (back.other, back.one, back.uses)


@given(bookings(1), bookings(2), BUFFERS)
def test_a_conflict_is_a_shared_thing_in_too_little_time(one, other, buffer):
    between = max(other.starts_at - one.ends_at, one.starts_at - other.ends_at)
    expected = bool(one.uses & other.uses) and between < buffer
    if not buffer:  # without one, the end of one may be the beginning of the next
        expected = bool(one.uses & other.uses) and between < timedelta(0)
    assert (slots.conflict(one, other, buffer) is not None) == expected


@given(bookings(1), BUFFERS)
def test_nothing_is_in_conflict_with_itself(one, buffer):
    assert slots.conflicts(one, [one], buffer) == []


@given(bookings(1), st.lists(bookings(2), max_size=4), BUFFERS)
def test_what_is_free_is_in_no_conflict_and_all_else_is(one, others, buffer):
    keys = [("room", "a"), ("room", "b"), ("person", 1), ("person", 2)]
    free = slots.free(one, keys, others, buffer)
    for key in keys:
        trial = Booking(1, one.starts_at, one.ends_at, frozenset([key]))
        assert (not slots.conflicts(trial, others, buffer)) == (key in free)


@given(bookings(1), st.lists(bookings(2), max_size=4), BUFFERS)
def test_a_time_that_is_offered_instead_is_free_and_the_nearest_comes_first(one, others, buffer):
    starts = [DAY + timedelta(minutes=30 * n) for n in range(24)]
    found = slots.free_starts(one, starts, others, buffer)
    for start in starts:
        end = start + (one.ends_at - one.starts_at)
        clear = not slots.conflicts(Booking(1, start, end, one.uses), others, buffer)
        assert clear == (start in found)
    away = [abs(start - one.starts_at) for start in found]
    assert away == sorted(away)
