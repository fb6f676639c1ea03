"""Planning sessions one by one or as a series, and changing what is planned."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition
from focusgroups.letters_due import as_it_was, tell_of_change
from focusgroups.models import FocusGroup, Registration, Session
from focusgroups.services.line import lock_session, offer_places
from focusgroups.services.planning import group_named
from focusgroups.session_plan import SessionPlan
from initiatives.models import Initiative, Segment

State = Session.State
# What people who are coming must be told.
CONCERNS_PEOPLE = frozenset(
    {"starts_at", "zone", "minutes", "mode", "place", "room", "online_link", "language"}
)


class ChangedMeanwhile(Exception):
    """Somebody else changed the session after the form was opened. Nothing was saved."""


class TooFewPlaces(ValueError):
    """More people have a place than there would be. The message says what to do."""

    def __init__(self, held: int, places: int):
        self.held, self.places = held, places
        too_many = held - places
        people = "person has" if held == 1 else "people have"
        super().__init__(
            f"{held} {people} a place already, and you plan {places}. Nobody loses a place by "
            f"itself: move {too_many} of them to another session or take the place back with "
            f"them, then lower it. Or keep all {held}: then {too_many} more may come than there "
            "are places."
        )


@transaction.atomic
def plan_sessions(
    *, actor: User | None, group: FocusGroup, starts: Sequence[datetime], plan: SessionPlan
) -> list[Session]:
    """One session at each time, those of one call as a series.

    The same plan again, as from a double click, gives the sessions that are there.
    """
    FocusGroup.objects.select_for_update().get(pk=group.pk)  # one plan after the other
    series = uuid.uuid4() if len(starts) > 1 else None
    return [_plan_one(actor, group, start, plan, series) for start in starts]


@transaction.atomic
def plan_sessions_of(
    *,
    actor: User | None,
    initiative: Initiative,
    name: str,
    segment: Segment,
    starts: Sequence[datetime],
    plan: SessionPlan,
) -> list[Session]:
    """The same for a group by its name: a known one is taken, another is made.

    Raises OtherGroup where the group of this name is of another segment.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    group = group_named(actor, initiative, name, segment)
    return plan_sessions(actor=actor, group=group, starts=starts, plan=plan)


def _plan_one(actor, group, start: datetime, plan: SessionPlan, series) -> Session:
    columns = plan.columns(start)
    alike = {name: columns[name] for name in ("starts_at", "place", "room", "facilitator")}
    same = Session.objects.filter(group=group, state=State.PLANNED, **alike).first()
    if same is not None:
        return same
    session = Session.objects.create(group=group, series=series, **columns)
    write_parts(session, plan)
    audit.record(actor=actor, verb="plan_session", subject=session, initiative=group.initiative_id)
    return session


def write_parts(session: Session, plan: SessionPlan) -> None:
    """The interpreters and quotas of the plan; those that are not in it go."""
    session.interpreters.set(plan.interpreters)
    session.sessionquota_set.exclude(segment__in=plan.quotas).delete()
    for segment, places in plan.quotas.items():
        session.sessionquota_set.update_or_create(segment_id=segment, defaults={"places": places})


@transaction.atomic
def change_session(
    *,
    actor: User | None,
    session: Session,
    starts_at: datetime,
    plan: SessionPlan,
    revision: int | None = None,
    keep_people: bool = False,
) -> Session:
    """Change what was planned; who is coming is told where it concerns them.

    `revision` is that of the session when the form was opened: raises ChangedMeanwhile where it
    is another by now. Raises TooFewPlaces where more people have a place than there would be,
    unless `keep_people`, which over-books by as many; and InvalidTransition where the session was
    held or cancelled.
    """
    session = _locked_to_change(session, revision)
    columns = plan.columns(starts_at)
    columns["overbooking"] = _overbooking(session, plan, keep_people)
    changed = {name for name, value in columns.items() if getattr(session, name) != value}
    before = as_it_was(session)
    for name, value in columns.items():
        setattr(session, name, value)
    session.revision += 1
    session.save()
    write_parts(session, plan)
    audit.record(
        actor=actor,
        verb="change_session",
        subject=session,
        initiative=session.group.initiative_id,
    )
    if changed & CONCERNS_PEOPLE:
        tell_of_change(session, before)
    if "starts_at" in changed:
        _ask_anew(session)
    offer_places(session=session)
    return session


def _locked_to_change(session: Session, revision: int | None) -> Session:
    session = lock_session(session.pk)
    if session.state not in (State.PLANNED, State.OPEN):
        raise InvalidTransition("This session was held or cancelled meanwhile. It stays as it is.")
    if revision is not None and revision != session.revision:
        raise ChangedMeanwhile
    return session


def _ask_anew(session: Session) -> None:
    """Who said that they come said so of another time."""
    Registration.objects.filter(session=session).update(confirmed_at=None)


def _overbooking(session: Session, plan: SessionPlan, keep_people: bool) -> int:
    held = Registration.objects.filter(session=session).holding().count()
    if held <= plan.places:
        return plan.overbooking
    if not keep_people:
        raise TooFewPlaces(held, plan.places)
    return held - plan.chairs
