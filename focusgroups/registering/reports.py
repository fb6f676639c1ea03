"""What people read about groups before and after they sign up. No number of people is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from focusgroups import told
from focusgroups.models import FocusGroup, Recruiting, Session
from focusgroups.registering.doors import door_of
from focusgroups.services.line import with_a_place
from focusgroups.told import ToldSession
from initiatives.models import Initiative, Segment

TOLD = ("place", "room", "group__initiative")


@dataclass(frozen=True)
class OfferedSession:
    """A session that one can sign up for, and whether there is a place now."""

    session: Session
    told: ToldSession
    has_place: bool


@dataclass(frozen=True)
class OpenGroup:
    """A group of the public list."""

    title: str
    segment: str
    url: str
    # The next session and how many more there are.
    next: ToldSession
    more: int


@dataclass(frozen=True)
class GroupPage:
    """A group in plain words."""

    group: FocusGroup
    title: str
    about: str
    gets: str
    segment: str
    length: str
    sessions: tuple[OfferedSession, ...]
    # Called off, though not yet past: people may hold an old poster.
    called_off: tuple[ToldSession, ...]
    has_questions: bool
    recruiting: Recruiting
    call: str

    @property
    def is_open(self) -> bool:
        return bool(self.sessions)

    @property
    def is_series(self) -> bool:
        """Whether one may sign up for several of its dates at once."""
        series = [each.session.series for each in self.sessions if each.session.series]
        return len(series) != len(set(series))


def group_page(group: FocusGroup, segment: Segment | None, now: datetime) -> GroupPage:
    """Everything that the page of a group says; `segment` is that of who looks, where known."""
    language = get_language()
    recruiting = told.recruiting_of(group.initiative)
    sessions = open_sessions(group, segment, now)
    return GroupPage(
        group=group,
        title=told.title_of(group),
        about=group.about.in_language(language) if group.about else "",
        gets=group.gets.in_language(language) if group.gets else "",
        segment=group.segment.name if group.segment else "",
        length=told.length_of(sessions[0].session.minutes) if sessions else "",
        sessions=sessions,
        called_off=tuple(told.told(each) for each in _called_off(group, now)),
        has_questions=group.eligibilityquestion_set.exists(),
        recruiting=recruiting,
        call=told.call_of(recruiting),
    )


def open_sessions(
    group: FocusGroup, segment: Segment | None, now: datetime
) -> tuple[OfferedSession, ...]:
    """The sessions of a group that take people now, the first of them first."""
    rows = Session.objects.filter(group=group).taking_registrations(now)
    rows = rows.select_related(*TOLD).prefetch_related("interpreters")
    sessions = list(rows)
    free = with_a_place(sessions, segment)
    return tuple(OfferedSession(each, told.told(each), each.pk in free) for each in sessions)


def _called_off(group: FocusGroup, now: datetime) -> Iterable[Session]:
    rows = Session.objects.filter(group=group, starts_at__gt=now, state=Session.State.CANCELLED)
    return rows.select_related(*TOLD).prefetch_related("interpreters")


def open_groups(
    initiative: Initiative, now: datetime, *, without: FocusGroup | None = None
) -> list[OpenGroup]:
    """The groups of the public page that take people now, the next to meet first.

    A constant number of queries, however many there are.
    """
    rows = Session.objects.taking_registrations(now).filter(
        group__in=FocusGroup.objects.public().filter(initiative=initiative)
    )
    if without is not None:
        rows = rows.exclude(group=without)
    rows = rows.select_related(*TOLD, "group__segment", "group__title")
    rows = rows.prefetch_related("interpreters", "group__title__translation_set")
    by_group: dict[int, list[Session]] = {}
    for session in rows:
        by_group.setdefault(session.group_id, []).append(session)
    return [_open_group(sessions) for sessions in by_group.values()]


def _open_group(sessions: list[Session]) -> OpenGroup:
    group = sessions[0].group
    return OpenGroup(
        title=told.title_of(group),
        segment=group.segment.name if group.segment else "",
        url=door_of(group).url(),
        next=told.told(sessions[0]),
        more=len(sessions) - 1,
    )
