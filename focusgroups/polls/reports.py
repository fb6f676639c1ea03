"""What the pages of a poll show. Names and answers are for coordinators only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import get_language

from focusgroups import slots
from focusgroups.links import address, token_of
from focusgroups.models import (
    Recruiting,
    TimePoll,
    TimePollAnswer,
    TimePollPerson,
    TimePollTime,
)
from focusgroups.polls import zones
from focusgroups.polls.access import polls_of
from focusgroups.polls.conflicts import plan_of_poll, taken
from initiatives.models import Initiative


@dataclass(frozen=True)
class TimeRow:
    """One time as coordinators see it: how it suits, and what stands against it."""

    pk: int
    starts_at: datetime
    when: str
    can: tuple[str, ...]
    if_need: tuple[str, ...]
    left_out: tuple[str, ...]
    conflicts: tuple[str, ...]
    is_over: bool
    is_best: bool


@dataclass(frozen=True)
class PersonRow:
    """One person of the table: what they said about each time, in the order of the times."""

    pk: int
    name: str
    clock: str
    says: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PollTable:
    """Person by time, and the times ranked."""

    ranked: tuple[TimeRow, ...]
    headings: tuple[str, ...]
    people: tuple[PersonRow, ...]


def poll_list(initiative: Initiative):
    """The polls of an initiative, the latest first, each with how many answered."""
    rows = polls_of(initiative)
    return rows.annotate(people=Count("timepollperson")).order_by("-made_at", "id")


def times_to_come(poll: TimePoll, now: datetime) -> list[TimePollTime]:
    return list(poll.timepolltime_set.filter(starts_at__gt=now))


def said_by(person: TimePollPerson) -> dict[int, str]:
    """What one person said, by number of the time."""
    return dict(person.timepollanswer_set.values_list("time_id", "says"))


def about(poll: TimePoll) -> dict[str, object]:
    """What whoever has the link reads of a poll. The group's name among members is not told."""
    group = poll.group
    recruiting = Recruiting.objects.filter(initiative=group.initiative_id).first()
    return {
        "poll": poll,
        "initiative": group.initiative,
        "group_title": group.title.in_language(get_language()) if group.title else "",
        "recruiting": recruiting,
        "place_clock": zones.zone_name(poll.zone),
    }


def link_of(poll: TimePoll, language: str) -> str:
    """The address that is given to those who are asked."""
    return address("focusgroups_public:poll", token_of("poll", poll), language=language)


def table_of(poll: TimePoll, now: datetime) -> PollTable:
    """Everything that was answered: a fixed number of queries, however many answered."""
    times = list(poll.timepolltime_set.all())
    people = list(poll.timepollperson_set.all())
    rows = TimePollAnswer.objects.filter(person__poll=poll)
    says = {(row.person_id, row.time_id): row for row in rows}
    return PollTable(
        ranked=_ranked(poll, times, people, {key: row.says for key, row in says.items()}, now),
        headings=tuple(zones.say_time(time.starts_at, poll.zone) for time in times),
        people=tuple(_person(person, times, says) for person in people),
    )


def _ranked(poll, times, people, says: Mapping, now: datetime) -> tuple[TimeRow, ...]:
    by_pk = {time.pk: time for time in times}
    clashes = taken(
        initiative=poll.group.initiative,
        starts=[time.starts_at for time in times if time.starts_at > now],
        plan=plan_of_poll(poll),
    )
    names = {person.pk: person.name for person in people}
    found = slots.ranked(list(by_pk), [person.pk for person in people], says)
    found.sort(key=lambda rank: by_pk[rank.time].starts_at <= now)  # what is over stands last
    best = _best(found[0]) if people and found else None
    rows = []
    for rank in found:
        start = by_pk[rank.time].starts_at
        rows.append(
            TimeRow(
                pk=rank.time,
                starts_at=start,
                when=_when(poll, start),
                can=tuple(names[pk] for pk in rank.can),
                if_need=tuple(names[pk] for pk in rank.if_need),
                left_out=tuple(names[pk] for pk in rank.left_out),
                conflicts=clashes.get(start, ()),
                is_over=start <= now,
                is_best=start > now and _best(rank) == best,
            )
        )
    return tuple(rows)


def _best(rank: slots.Ranked) -> tuple[int, int]:
    """Times that suit equally well have the same."""
    return len(rank.left_out), len(rank.can)


def _when(poll: TimePoll, start: datetime) -> str:
    ends = start + timedelta(minutes=poll.minutes)
    day = zones.say_day(start, poll.zone)
    return f"{day}, {zones.say_hours(start, ends, poll.zone)}"


def _person(person: TimePollPerson, times, says: Mapping) -> PersonRow:
    cells = (says.get((person.pk, time.pk)) for time in times)
    return PersonRow(
        pk=person.pk,
        name=person.name,
        clock=zones.zone_name(person.zone),
        says=tuple((row.says, row.get_says_display()) if row else ("", "") for row in cells),
    )
