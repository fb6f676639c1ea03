"""Polls of times: made and closed by a coordinator, answered by whoever has the link.

Nobody who answers is shown or sent what another said. Audit rows are about the poll and name
nobody who answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition
from focusgroups.models import (
    FocusGroup,
    Room,
    Session,
    TimePoll,
    TimePollAnswer,
    TimePollPerson,
)
from focusgroups.services.sessions import plan_sessions
from focusgroups.session_plan import SessionPlan
from initiatives.wording import clean_words

MOST_PEOPLE = 200


class PollClosed(Exception):
    """The poll takes no answers any more. Nothing was kept."""


class PollFull(Exception):
    """More people answered than anybody can look through; the link has got about."""


@dataclass(frozen=True)
class PollPlan:
    """What a poll is about, apart from its times."""

    zone: str
    question: str = ""
    minutes: int = 90
    facilitator: User | None = None
    room: Room | None = None


@transaction.atomic
def make_poll(
    *, actor: User, group: FocusGroup, plan: PollPlan, starts: Sequence[datetime]
) -> TimePoll:
    """A poll with these times (UTC), each once. The same again, as from a double click, is the
    one that is there.
    """
    FocusGroup.objects.select_for_update().get(pk=group.pk)
    starts = sorted(set(starts))
    columns = {
        "question": clean_words(plan.question),
        "minutes": plan.minutes,
        "zone": plan.zone,
        "facilitator": plan.facilitator,
        "room": plan.room,
    }
    for poll in TimePoll.objects.open().filter(group=group, made_by=actor, **columns):
        if list(poll.timepolltime_set.values_list("starts_at", flat=True)) == starts:
            return poll
    poll = TimePoll.objects.create(group=group, made_by=actor, **columns)
    for start in starts:
        poll.timepolltime_set.create(starts_at=start)
    _record(actor, "make_poll", poll)
    return poll


@transaction.atomic
def answer_poll(
    *,
    poll: TimePoll,
    name: str,
    zone: str,
    says: Mapping[int, str],
    number: int,
    now: datetime | None = None,
) -> TimePollPerson:
    """Keep what somebody says, by number of a time of this poll.

    `number` is that of the form: sent twice, it is one answer. Only the same name changes what
    came by it, so that a form left open on a shared screen overwrites nobody. Raises PollClosed
    and PollFull.
    """
    poll = _open_poll(poll)
    name = clean_words(name)
    person = poll.timepollperson_set.filter(pk=number).first()
    if person is not None and person.name != name:
        person, number = None, TimePollPerson._meta.pk.get_default()
    if person is None:
        if poll.timepollperson_set.count() >= MOST_PEOPLE:
            raise PollFull
        person = TimePollPerson.objects.create(pk=number, poll=poll, name=name, zone=zone)
        _record(None, "answer_poll", poll)
    _write_answers(person, says, now or timezone.now())
    return person


@transaction.atomic
def change_poll_answer(
    *,
    person: TimePollPerson,
    name: str,
    zone: str,
    says: Mapping[int, str],
    now: datetime | None = None,
) -> TimePollPerson:
    """Change one's answer. Raises PollClosed, and then nothing is changed.

    Raises TimePollPerson.DoesNotExist where it was deleted meanwhile.
    """
    _open_poll(person.poll)
    person = TimePollPerson.objects.select_related("poll__group").get(pk=person.pk)
    person.name, person.zone = clean_words(name), zone
    person.save(update_fields=["name", "zone"])
    _write_answers(person, says, now or timezone.now())
    _record(None, "change_poll_answer", person.poll)
    return person


@transaction.atomic
def delete_poll_answer(*, person: TimePollPerson, actor: User | None = None) -> None:
    """Delete a name with all it said: taken back by the person (no actor), or by a coordinator."""
    poll = _lock(person.poll)
    deleted, _rows = poll.timepollperson_set.filter(pk=person.pk).delete()
    if deleted:
        _record(actor, "delete_poll_answer", poll)


@transaction.atomic
def close_poll(*, actor: User | None, poll: TimePoll, now: datetime | None = None) -> TimePoll:
    """Take no more answers; 30 days later what was answered is deleted."""
    poll = _lock(poll)
    if poll.closed_at is None:
        poll.closed_at = now or timezone.now()
        poll.save(update_fields=["closed_at"])
        _record(actor, "close_poll", poll)
    return poll


@transaction.atomic
def reopen_poll(*, actor: User, poll: TimePoll, now: datetime | None = None) -> TimePoll:
    """Take answers again. Raises InvalidTransition where it is decided, or all times are past."""
    poll = _lock(poll)
    if poll.session is not None and poll.session.state != Session.State.CANCELLED:
        raise InvalidTransition("A session is planned from this poll. Make a new poll instead.")
    if not poll.timepolltime_set.filter(starts_at__gt=now or timezone.now()).exists():
        raise InvalidTransition("All of its times are over. Make a new poll instead.")
    if poll.closed_at is not None:
        poll.closed_at = None
        poll.save(update_fields=["closed_at"])
        _record(actor, "reopen_poll", poll)
    return poll


@transaction.atomic
def renew_poll_link(*, actor: User, poll: TimePoll) -> TimePoll:
    """End the link that is out and make another. Who answered keeps their own link."""
    poll = _lock(poll)
    poll.generation += 1
    poll.save(update_fields=["generation"])
    _record(actor, "renew_poll_link", poll)
    return poll


@transaction.atomic
def plan_session_from_poll(
    *, actor: User, poll: TimePoll, starts_at: datetime, plan: SessionPlan
) -> Session:
    """Plan the session at one of the poll's times and close the poll; twice, it is one session.

    Raises InvalidTransition where another time was chosen from this poll before.
    """
    poll = _lock(poll)
    if poll.session is not None and poll.session.state != Session.State.CANCELLED:
        if poll.session.starts_at == starts_at:
            return poll.session
        raise InvalidTransition(f"A session was planned from this poll already: {poll.session}.")
    [session] = plan_sessions(actor=actor, group=poll.group, starts=[starts_at], plan=plan)
    poll.session = session
    poll.save(update_fields=["session"])
    close_poll(actor=actor, poll=poll)
    return session


@transaction.atomic
def tidy_polls(*, now: datetime) -> int:
    """Close polls whose times are all over; delete who answered 30 days after the close.

    Returns of how many people names and answers were deleted.
    """
    for poll in TimePoll.objects.all_past(now):
        close_poll(actor=None, poll=poll, now=now)
    old = TimePollPerson.objects.filter(poll__in=TimePoll.objects.kept_long_enough(now))
    count = old.count()
    if count:
        old.delete()
    return count


def _write_answers(person: TimePollPerson, says: Mapping[int, str], now: datetime) -> None:
    """What is said about the times to come; what was said about a time that is over stays."""
    times = person.poll.timepolltime_set.filter(starts_at__gt=now)
    person.timepollanswer_set.filter(time__in=times).delete()
    TimePollAnswer.objects.bulk_create(
        TimePollAnswer(person=person, time=time, says=TimePollAnswer.Says(says[time.pk]))
        for time in times
        if says.get(time.pk)
    )


def _lock(poll: TimePoll) -> TimePoll:
    rows = TimePoll.objects.select_for_update(of=("self",))
    return rows.select_related("group", "session").get(pk=poll.pk)


def _open_poll(poll: TimePoll) -> TimePoll:
    poll = _lock(poll)
    if not poll.is_open:
        raise PollClosed
    return poll


def _record(actor: User | None, verb: str, poll: TimePoll) -> None:
    audit.record(actor=actor, verb=verb, subject=poll, initiative=poll.group.initiative_id)
