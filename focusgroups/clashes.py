"""What stands in the way of a plan, said before it is saved, and what is free instead."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from focusgroups import slots
from focusgroups.bookings import (
    Diary,
    Wanted,
    buffer_of,
    use_of_interpreter,
    use_of_person,
    use_of_room,
)
from focusgroups.models import Interpreter, Room, Session
from focusgroups.said import clock_words, when_words
from focusgroups.session_plan import SessionPlan
from initiatives.models import Initiative, Membership, Role

MOST_CHOICES = 6
# Times of a day that are offered instead: each half hour of these.
FIRST_HOUR, LAST_HOUR = 8, 20


@dataclass(frozen=True)
class Clash:
    """One thing that two sessions would use: a sentence, and where the other stands."""

    sentence: str
    use: slots.Use
    # The other session where the coordinator may see it.
    session: Session | None


@dataclass(frozen=True)
class Choice:
    """Something free instead, as one tap: what the button sends, and what it says."""

    value: str
    label: str


def find_clashes(
    user: User, initiative: Initiative, plans: Sequence[Wanted], diary: Diary
) -> list[Clash]:
    """All clashes in the order of the plans: with what is booked, and of the plans themselves.

    Of an initiative in which the person has no role nothing is said but that it is elsewhere.
    """
    own = set(Initiative.objects.of_member(user).values_list("pk", flat=True))
    buffer = buffer_of(initiative)
    found = [
        _clash(plan, each, use, own, initiative, diary)
        for plan in plans
        for each in slots.conflicts(plan.booking, diary.bookings, buffer)
        for use in sorted(each.uses)
    ]
    return found + _among_themselves(plans, buffer)


def _among_themselves(plans: Sequence[Wanted], buffer: timedelta) -> list[Clash]:
    """Plans that are made together and would use one thing at once; each pair is said once."""
    by_number = {plan.booking.id: plan for plan in plans}
    found = []
    for place, plan in enumerate(plans):
        earlier = [each.booking for each in plans[:place]]
        for each in slots.conflicts(plan.booking, earlier, buffer):
            other = by_number[each.other]
            times = " and ".join(
                when_words(one.booking.starts_at, one.zone) for one in (other, plan)
            )
            found += [
                Clash(f"{plan.names[use]} is wanted by two of these: {times}.", use, None)
                for use in sorted(each.uses)
            ]
    return found


def _clash(plan: Wanted, found: slots.Conflict, use, own, initiative, diary: Diary) -> Clash:
    other = diary.sessions[found.other]
    what = plan.names[use]
    on = when_words(plan.booking.starts_at, plan.zone)
    if other.group.initiative_id not in own:
        return Clash(f"{what} is booked elsewhere at that time ({on}).", use, None)
    where = "" if other.group.initiative_id == initiative.pk else f" ({other.group.initiative})"
    until = clock_words(other.local_end)
    sentence = (
        f"{what} is booked for {other.group}{where}, "
        f"{when_words(other.starts_at, other.zone)} to {until}."
    )
    return Clash(sentence, use, other if other.group.initiative_id == initiative.pk else None)


def choices_instead(
    initiative: Initiative,
    plan: SessionPlan,
    plans: Sequence[Wanted],
    clashes: Sequence[Clash],
    diary: Diary,
) -> list[tuple[str, list[Choice]]]:
    """What is free at all of these times, by kind, for what clashes. A kind with none is left out.

    Each kind has the words that stand above its buttons.
    """
    if not clashes:
        return []
    buffer = buffer_of(initiative)
    kinds = {clash.use[0] for clash in clashes}
    taken = {clash.use for clash in clashes}
    found = []
    if "room" in kinds:
        found.append(("Other rooms that are free", _rooms(initiative, plan, plans, diary, buffer)))
    for role, person in (("facilitator", plan.facilitator), ("assistant", plan.assistant)):
        if person and use_of_person(person) in taken:
            people = _people(initiative, plan, role, plans, diary, buffer)
            found.append((f"Who is free as {role}", people))
    for interpreter in plan.interpreters:
        if use_of_interpreter(interpreter) in taken:
            others = _interpreters(initiative, plan, interpreter, plans, diary, buffer)
            found.append((f"Who is free instead of {interpreter}", others))
    found.append(("The same day at another time", _times(plans, diary, buffer)))
    return [(words, choices) for words, choices in found if choices]


def _all_free(keys, plans: Sequence[Wanted], diary: Diary, buffer) -> set[slots.Use]:
    """Those of the uses that are free at all times."""
    free = set(keys)
    for plan in plans:
        free &= set(slots.free(plan.booking, sorted(free), diary.bookings, buffer))
    return free


def _rooms(initiative, plan: SessionPlan, plans, diary, buffer) -> list[Choice]:
    rows = Room.objects.filter(place__initiative=initiative, place__is_in_use=True)
    rooms = [room for room in rows.select_related("place") if room != plan.room]
    free = _all_free([use_of_room(room) for room in rooms], plans, diary, buffer)
    # Rooms with enough chairs first, and of those the ones at the same place.
    rooms.sort(key=lambda room: (room.chairs < plan.chairs, room.place != plan.place, room.pk))
    return [
        Choice(f"room:{room.pk}", f"{room} ({room.chairs} chairs)")
        for room in rooms
        if use_of_room(room) in free
    ][:MOST_CHOICES]


def _people(initiative, plan: SessionPlan, role: str, plans, diary, buffer) -> list[Choice]:
    rows = Membership.objects.current().filter(initiative=initiative, role=Role.FACILITATOR)
    busy = {plan.facilitator, plan.assistant}
    people = [row.user for row in rows.select_related("user") if row.user not in busy]
    free = _all_free([use_of_person(person) for person in people], plans, diary, buffer)
    found = [
        Choice(f"{role}:{each.pk}", str(each)) for each in people if use_of_person(each) in free
    ]
    return found[:MOST_CHOICES]


def _interpreters(initiative, plan, busy: Interpreter, plans, diary, buffer) -> list[Choice]:
    rows = Interpreter.objects.filter(initiative=initiative, is_in_use=True)
    wanted = set(busy.languages)
    others = [row for row in rows if row not in plan.interpreters and wanted & set(row.languages)]
    free = _all_free([use_of_interpreter(row) for row in others], plans, diary, buffer)
    return [
        Choice(f"interpreter:{busy.pk}:{row.pk}", str(row))
        for row in others
        if use_of_interpreter(row) in free
    ][:MOST_CHOICES]


def _times(plans: Sequence[Wanted], diary: Diary, buffer) -> list[Choice]:
    """Times of the clock at which everything is free on every one of the days."""
    clocks = [time(hour, half) for hour in range(FIRST_HOUR, LAST_HOUR + 1) for half in (0, 30)]
    free, nearest = set(clocks), {}
    for plan in plans:
        starts = {clock: _start_on(plan, clock) for clock in clocks}
        starts = {clock: start for clock, start in starts.items() if start is not None}
        by_start = {start: clock for clock, start in starts.items()}
        found = slots.free_starts(plan.booking, by_start, diary.bookings, buffer)
        nearest = nearest or {by_start[start]: place for place, start in enumerate(found)}
        free &= {by_start[start] for start in found}
    ordered = sorted(free & nearest.keys(), key=nearest.__getitem__)[:MOST_CHOICES]
    return [Choice(f"time:{clock:%H:%M}", clock_words(clock)) for clock in sorted(ordered)]


def _start_on(plan: Wanted, clock: time) -> datetime | None:
    """That time on the day of the plan, if the clocks show it once and it is to come."""
    day = plan.booking.starts_at.astimezone(ZoneInfo(plan.zone)).date()
    naive = datetime.combine(day, clock)
    try:
        start = slots.on_the_clock(naive, plan.zone)
    except (slots.NoSuchTime, slots.TwiceThatNight):
        return None
    return start if start > timezone.now() else None


def digest_of(clashes: Sequence[Clash], risks: Sequence[str]) -> str:
    """Names exactly these, so that "all the same" is never said to something else."""
    said = "\n".join([*(clash.sentence for clash in clashes), *risks])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def risks_of(plan: SessionPlan, starts: Sequence[datetime], old: Session | None) -> list[str]:
    """What else a coordinator should know before it is saved, as sentences.

    Of a session that is there (`old`) only what is new is said again.
    """
    now, risks = datetime.now(UTC), []
    if min(starts) < now and (old is None or old.starts_at != starts[0]):
        risks.append(
            "This is in the past: nobody can register for it. Plan it only to keep the notes of a "
            "session that took place."
        )
    seats = (plan.chairs, plan.overbooking, plan.room)
    if old is not None and (old.chairs, old.overbooking, old.room) == seats:
        return risks
    if plan.room and plan.chairs > plan.room.chairs:
        risks.append(
            f"{plan.room.name} has {plan.room.chairs} chairs, and you plan {plan.chairs}: "
            f"{plan.chairs - plan.room.chairs} must be brought, or people stand."
        )
    if plan.overbooking:
        risks.append(overbooking_words(plan.chairs, plan.overbooking))
    return risks


def overbooking_words(chairs: int, overbooking: int) -> str:
    """The risk of over-booking in words and numbers."""
    has = "1 has" if overbooking == 1 else f"{overbooking} have"
    return (
        f"{chairs + overbooking} may register and there are {chairs} chairs: "
        f"if all {chairs + overbooking} come, {has} no chair."
    )
