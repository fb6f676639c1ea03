"""Days and hours become times; what clocks skip or show twice is told apart."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from focusgroups.polls.times import Offered, combined

CHICAGO = "America/Chicago"
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
hours = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
zones = st.sampled_from([CHICAGO, "America/Phoenix", "Europe/London", "Asia/Kathmandu"])


def test_each_day_with_each_hour_in_order_and_once():
    found = combined(
        [date(2026, 11, 4), date(2026, 11, 3), date(2026, 11, 3)], [time(18), time(9, 30)], CHICAGO
    )
    assert [each.starts_at for each in found.offered] == [
        datetime(2026, 11, 3, 15, 30, tzinfo=UTC),
        datetime(2026, 11, 4, 0, 0, tzinfo=UTC),
        datetime(2026, 11, 4, 15, 30, tzinfo=UTC),
        datetime(2026, 11, 5, 0, 0, tzinfo=UTC),
    ]
    assert found.skipped == ()


def test_the_hour_that_does_not_exist_is_left_out_and_named():
    found = combined([date(2026, 3, 8)], [time(2, 30), time(18)], CHICAGO)
    assert [each.starts_at for each in found.offered] == [datetime(2026, 3, 8, 23, tzinfo=UTC)]
    assert found.skipped == (datetime(2026, 3, 8, 2, 30),)  # noqa: DTZ001 - what clocks show


def test_the_hour_that_comes_twice_is_two_times():
    found = combined([date(2026, 11, 1)], [time(1, 30)], CHICAGO)
    assert found.offered == (
        Offered(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "first"),
        Offered(datetime(2026, 11, 1, 7, 30, tzinfo=UTC), "second"),
    )


@given(st.lists(days, max_size=6), st.lists(hours, max_size=4), zones)
def test_every_time_shows_an_hour_that_was_asked_on_a_day_that_was_asked(days, hours, zone):
    found = combined(days, hours, zone)
    clocks = [each.starts_at.astimezone(ZoneInfo(zone)) for each in found.offered]
    asked = {(day, hour) for day in days for hour in hours}
    shown = {(clock.date(), clock.time()) for clock in clocks}
    jumped = {(clock.date(), clock.time()) for clock in found.skipped}
    assert (shown | jumped, shown & jumped) == (asked, set())
    starts = [each.starts_at for each in found.offered]
    assert starts == sorted(set(starts))
    twice = [each for each in found.offered if each.turn]
    assert len(found.offered) == len(shown) + len(twice) // 2
