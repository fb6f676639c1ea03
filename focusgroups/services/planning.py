"""Planning focus groups and their sessions, and the steps a session takes."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.states import require_step
from focusgroups.letters_due import tell_of_cancellation
from focusgroups.models import FocusGroup, Guide, Place, Session
from focusgroups.services.guides import get_starter_guide
from initiatives.models import Initiative, Segment

State = Session.State


class OtherGroup(ValueError):
    """A group of this name exists and is planned differently. The message says how."""


@transaction.atomic
def plan_session(
    *,
    actor: User | None,
    initiative: Initiative,
    group: str,
    segment: Segment,
    starts_at: datetime,
    zone: str,
    place: str,
    facilitator: User | None,
    minutes: int = 90,
    language: str = "en",
    guide: Guide | None = None,
) -> Session:
    """Plan a session. `group` and `place` are names: known ones are taken, others are made.

    `starts_at` has a time zone; `zone` is the one on whose clock it is shown. Without `guide` a
    new group follows the starter guide. Raises OtherGroup where the group of this name is of
    another segment or has already met with another guide. The same plan again, as from a double
    click, is the same session.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)  # one plan after the other
    planned = {
        "group": group_named(actor, initiative, group, segment, guide),
        "starts_at": starts_at,
        "zone": zone,
        "minutes": minutes,
        "place": _place(initiative, place),
        "language": language,
        "facilitator": facilitator,
    }
    same = Session.objects.filter(state=State.PLANNED, **planned).first()
    if same is not None:
        return same
    session = Session.objects.create(**planned)
    audit.record(actor=actor, verb="plan_session", subject=session, initiative=initiative.pk)
    return session


@transaction.atomic
def cancel_session(*, actor: User | None, session: Session) -> Session:
    """Call a session off and tell those who would have come.

    One that was held has words in it and cannot be called off.
    """
    session = _move(actor, "cancel_session", session, State.CANCELLED)
    session.revision += 1
    session.save(update_fields=["revision"])
    tell_of_cancellation(session)
    return session


@transaction.atomic
def hold_session(*, actor: User | None, session: Session) -> Session:
    """The session takes place: it can be called off no more."""
    session = _locked(session)
    if session.state == State.PLANNED:
        session = _move(actor, "open_session", session, State.OPEN)
    return _move(actor, "hold_session", session, State.HELD)


def close_session(*, actor: User | None, session: Session) -> Session:
    """Everything that was said in the session has come in."""
    return _move(actor, "close_session", session, State.CLOSED)


@transaction.atomic
def _move(actor: User | None, verb: str, session: Session, state: str) -> Session:
    session = _locked(session)
    require_step(Session.STEPS, session.state, state, "session")
    session.state = state
    session.save(update_fields=["state"])
    initiative_id = session.group.initiative_id
    audit.record(actor=actor, verb=verb, subject=session, initiative=initiative_id)
    return session


def _locked(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",)).select_related("group__initiative")
    return rows.get(pk=session.pk)


def group_named(
    actor: User | None,
    initiative: Initiative,
    name: str,
    segment: Segment,
    guide: Guide | None = None,
) -> FocusGroup:
    """The group of this name, or a new one. Raises OtherGroup as `plan_session`."""
    name = name.strip()
    group = FocusGroup.objects.filter(initiative=initiative, name__iexact=name).first()
    if group is None:
        guide = guide or get_starter_guide(actor=actor, initiative=initiative)
        return FocusGroup.objects.create(
            initiative=initiative, name=name, segment=segment, guide=guide
        )
    if group.segment_id != segment.pk:
        raise OtherGroup(
            f"{group.name} is a group of {group.segment}. Choose that segment, or another name."
        )
    if guide is not None and guide.pk != group.guide_id:
        _take_guide(group, guide)
    return group


def _take_guide(group: FocusGroup, guide: Guide) -> None:
    if group.session_set.filter(state__in=[State.HELD, State.CLOSED]).exists():
        raise OtherGroup(
            f"{group.name} has already met with the guide “{group.guide}”. "
            "Choose that guide, or plan a new group."
        )
    group.guide = guide
    group.save(update_fields=["guide"])


def _place(initiative: Initiative, name: str) -> Place | None:
    name = name.strip()
    if not name:
        return None
    known = Place.objects.filter(initiative=initiative, name__iexact=name).first()
    return known or Place.objects.create(initiative=initiative, name=name)
