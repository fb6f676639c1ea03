"""A group or a whole wave once more, so many weeks later: its plan, and nobody who came."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from focusgroups import slots
from focusgroups.models import FocusGroup, Session
from focusgroups.services.planning import OtherGroup
from focusgroups.services.sessions import write_parts
from focusgroups.session_plan import plan_of
from initiatives.models import Initiative, Text
from initiatives.services.texts import copy_text

COPIED = ("segment", "guide", "visibility", "stipend")
# A copy of what is called off would be a mistake.
TO_COPY = (Session.State.PLANNED, Session.State.OPEN, Session.State.HELD, Session.State.CLOSED)


def sessions_to_copy(groups: Sequence[FocusGroup]) -> list[Session]:
    """The sessions of these groups that a copy of them has too."""
    rows = Session.objects.filter(group__in=groups, state__in=TO_COPY)
    rows = rows.select_related("group", "place", "room", "room__place", "facilitator", "assistant")
    return list(rows.prefetch_related("interpreters", "sessionquota_set").order_by("starts_at"))


def copied_starts(
    sessions: Sequence[Session], weeks: int, *, second: bool | None = None
) -> dict[int, datetime]:
    """When the copy of each session begins, by its number: the same time on the clock.

    Raises slots.NoSuchTime and slots.TwiceThatNight.
    """
    return {
        each.pk: slots.shifted(each.starts_at, each.zone, weeks, second=second) for each in sessions
    }


@transaction.atomic
def copy_groups(
    *,
    actor: User | None,
    initiative: Initiative,
    groups: Sequence[FocusGroup],
    names: Mapping[int, str],
    weeks: int,
    second: bool | None = None,
) -> list[FocusGroup]:
    """A copy of each group under the name that `names` gives by its number, with its sessions so
    many weeks later. People, what they need and what they said stay where they are.

    Raises OtherGroup where a group has such a name already, as after a double click.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    taken = FocusGroup.objects.filter(initiative=initiative).values_list("name", flat=True)
    taken = {name.lower() for name in taken}
    for group in groups:
        name = names[group.pk]
        if name.lower() in taken:
            raise OtherGroup(f"There is a group called “{name}” already.")
        taken.add(name.lower())
    copies = {group.pk: _copy_group(actor, group, names[group.pk]) for group in groups}
    sessions = sessions_to_copy(groups)
    starts = copied_starts(sessions, weeks, second=second)
    series: dict[uuid.UUID | None, uuid.UUID | None] = {None: None}
    for session in sessions:
        new = series.setdefault(session.series, uuid.uuid4())
        _copy_session(actor, session, copies[session.group_id], starts[session.pk], new)
    return list(copies.values())


def _copy_group(actor: User | None, group: FocusGroup, name: str) -> FocusGroup:
    copy = FocusGroup.objects.create(
        initiative=group.initiative,
        name=name,
        title=_copied(group.title),
        about=_copied(group.about),
        gets=_copied(group.gets),
        **{column: getattr(group, column) for column in COPIED},
    )
    for asked in group.eligibilityquestion_set.select_related("text"):
        copy.eligibilityquestion_set.create(
            text=copy_text(text=asked.text), is_yes=asked.is_yes, order=asked.order
        )
    audit.record(actor=actor, verb="copy_group", subject=copy, initiative=group.initiative_id)
    return copy


def _copied(text: Text | None) -> Text | None:
    return copy_text(text=text) if text is not None else None


def _copy_session(actor, session: Session, group: FocusGroup, start: datetime, series) -> None:
    plan = plan_of(session)
    copy = Session.objects.create(group=group, series=series, **plan.columns(start))
    write_parts(copy, plan)
    audit.record(actor=actor, verb="plan_session", subject=copy, initiative=group.initiative_id)
