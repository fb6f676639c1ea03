"""Quiet hours on the clock on the wall, also where it is changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.hours import wakes_at

ZONES = st.sampled_from(
    ["America/Chicago", "America/New_York", "Atlantic/Azores", "Australia/Lord_Howe", "Asia/Tokyo"]
)
HOURS = st.integers(0, 23)
THREE_YEARS = 3 * 365 * 24 * 60
MOMENTS = st.integers(0, THREE_YEARS).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def is_quiet(hour: int, start: int, end: int) -> bool:
    """By counting round the clock, another way than the code."""
    return hour in {(start + n) % 24 for n in range((end - start) % 24)}


@given(MOMENTS, ZONES, HOURS, HOURS)
def test_who_is_written_to_is_awake(moment, zone, start, end):
    sent = wakes_at(moment, zone, start, end)
    wall = sent.astimezone(ZoneInfo(zone))
    assert not is_quiet(wall.hour, start, end) or start == end


@given(MOMENTS, ZONES, HOURS, HOURS)
def test_by_day_nothing_waits_and_at_night_no_longer_than_the_night(moment, zone, start, end):
    sent = wakes_at(moment, zone, start, end)
    quiet = is_quiet(moment.astimezone(ZoneInfo(zone)).hour, start, end)
    assert (sent > moment) == quiet
    longest = timedelta(hours=(end - start) % 24 + 1)
    assert sent - moment <= longest
    if not quiet:
        assert sent == moment


@given(MOMENTS, ZONES, HOURS, HOURS)
def test_who_waited_waits_no_second_time(moment, zone, start, end):
    sent = wakes_at(moment, zone, start, end)
    assert wakes_at(sent, zone, start, end) == sent


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        # The night in which the clock goes back is an hour longer, the other an hour shorter.
        ("2026-10-31 21:00-05:00", "2026-11-01 08:00-06:00"),
        ("2026-03-07 22:30-06:00", "2026-03-08 08:00-05:00"),
        ("2026-11-01 01:30-06:00", "2026-11-01 08:00-06:00"),
        ("2026-11-02 07:59-06:00", "2026-11-02 08:00-06:00"),
        ("2026-11-02 08:00-06:00", "2026-11-02 08:00-06:00"),
        ("2026-11-02 20:59-06:00", "2026-11-02 20:59-06:00"),
    ],
)
def test_from_nine_until_eight(moment, sent):
    read = datetime.fromisoformat
    assert wakes_at(read(moment), "America/Chicago", 21, 8) == read(sent)


def test_an_hour_that_the_clock_leaves_out_ends_with_the_next():
    """Quiet until two, on the day without a two o'clock."""
    moment = datetime.fromisoformat("2026-03-08 01:30-06:00")
    assert wakes_at(moment, "America/Chicago", 21, 2) == datetime.fromisoformat(
        "2026-03-08 03:00-05:00"
    )


def test_an_unknown_zone_is_read_as_utc():
    moment = datetime(2026, 11, 2, 22, tzinfo=UTC)
    assert wakes_at(moment, "Nowhere/At all", 21, 8) == datetime(2026, 11, 3, 8, tzinfo=UTC)
