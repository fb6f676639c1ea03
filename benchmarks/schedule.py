"""How quickly the pages of planning answer in a large county: 500 sessions, 20,000 registrations.

    .venv/bin/python -m benchmarks.schedule
    .venv/bin/python -m benchmarks.schedule --requests 50
    .venv/bin/python -m benchmarks.schedule --check      fails where a page takes 200 ms (p95)

Works in a data folder of its own, which it removes, and with the settings of an installation.
Pages are asked for inside this process, without a network. HEARD_BENCH_FACTOR=2 allows twice as
much.
"""

import argparse
import os
import sys
from collections.abc import Iterator

from benchmarks.first_hour import (
    PAGE_MILLISECONDS,
    broken,
    measure_page,
    own_data,
    seconds,
)

# Calendars fetch it by themselves, once an hour; nobody waits for it.
FEED, FEED_MILLISECONDS = "/r/feed/…", 1000.0


def addresses() -> Iterator[str]:
    """The pages, each in the middle of its data."""
    from django.urls import reverse
    from django.utils import timezone

    from benchmarks.schedule_rows import SLUG, ZONE
    from focusgroups.models import Registration, Session, TimePoll

    def url(name: str, *args) -> str:
        return reverse(f"focusgroups:{name}", args=[SLUG, *args])

    coming = Session.objects.upcoming(timezone.now()).first()
    held = Session.objects.filter(state=Session.State.HELD).last()
    waiting = Registration.objects.filter(session=coming).in_line().first()
    yield url("board")
    yield url("board_csv")
    yield url("sessions")
    yield f"{url('calendar')}?week={timezone.now():%G-W%V}"
    yield f"{url('calendar')}?month={timezone.now():%Y-%m}"
    yield url("group", coming.group_id)
    yield url("session_edit", coming.pk)
    yield url("registrations")
    yield url("session_people", coming.pk)
    yield url("registration", waiting.pk)
    yield url("needs")
    yield url("stipends")
    yield url("outreach")
    yield url("session_day", held.pk)
    yield url("session_after", held.pk)
    poll = TimePoll.objects.create(group=coming.group, zone=ZONE, made_by=coming.facilitator)
    poll.timepolltime_set.create(starts_at=coming.starts_at)
    yield url("poll", poll.pk)
    yield reverse("calendar_feed")
    yield reverse("home:work")


def public_addresses() -> Iterator[str]:
    from django.urls import reverse

    from accounts.models import User
    from benchmarks.schedule_rows import SLUG
    from focusgroups.calendar.feeds import feed_address
    from focusgroups.services import get_feed

    yield reverse("home_public:initiative", args=[SLUG])
    coordinator = User.objects.get(email="coordinator@bench.example")
    yield "/r/" + feed_address(get_feed(user=coordinator)).split("/r/", 1)[1]


def measure(requests: int) -> dict[str, tuple[float, float]]:
    """Build everything, ask for each page and print its line; returns each p95 with its budget."""
    from django.core.management import call_command
    from django.test import Client

    from accounts.models import User
    from benchmarks.pages import timed
    from benchmarks.schedule_rows import REGISTRATIONS, SESSIONS, make_rows

    call_command("migrate", interactive=False, verbosity=0)
    took = seconds(make_rows)
    print(f"{SESSIONS} sessions and {REGISTRATIONS:,} registrations written in {took:.1f} s\n")
    print(f"{'page':40} {'queries':>7} {'p50 ms':>7} {'p95 ms':>7}")
    member, anybody = Client(), Client()
    member.force_login(User.objects.get(email="coordinator@bench.example"))
    found = {}
    for client, pages in ((member, addresses()), (anybody, public_addresses())):
        for url in pages:
            # The token of a link is not printed.
            name = FEED if url.startswith("/r/") else url
            queries, times = timed(client, url, requests)
            budget = FEED_MILLISECONDS if name == FEED else PAGE_MILLISECONDS
            found[name] = (measure_page(name, queries, times), budget)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--check", action="store_true", help="fail where a page is too slow")
    options = parser.parse_args()
    factor = float(os.environ.get("HEARD_BENCH_FACTOR", "1"))
    with own_data():
        found = measure(options.requests)
    if options.check and (lines := broken(found, factor)):
        sys.exit("\n".join(["Too slow:", *lines]))


if __name__ == "__main__":
    main()
