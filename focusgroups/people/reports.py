"""What a coordinator reads of registrations: by session, of one session, and of one person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from focusgroups.models import Accommodation, Registration, Session
from initiatives.languages import name_of
from initiatives.models import Initiative
from initiatives.wording import clean_words
from letters.contacts import NoContact, hash_of, read_email, read_phone, shown_phone

State = Registration.State
Attendance = Registration.Attendance
# How long after a session its people stand on the first page.
SHOWN_DAYS = 30
MOST_FOUND = 50
CAME = (Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY)
OPEN_NEED = Q(accommodation__state=Accommodation.State.ASKED)


def sessions_to_fill(initiative: Initiative, now: datetime) -> QuerySet[Session]:
    """Sessions to come and those of the last weeks, each with the numbers of its registrations:
    `registered`, `confirmed`, `offered`, `waiting`, `came`. One query."""
    rows = Session.objects.filter(
        group__initiative=initiative, starts_at__gte=now - timedelta(days=SHOWN_DAYS)
    ).not_cancelled()
    return rows.select_related("group__segment", "place").annotate(
        registered=_count(state=State.REGISTERED),
        confirmed=_count(state=State.REGISTERED, confirmed_at__isnull=False),
        offered=_count(state=State.OFFERED),
        waiting=_count(state=State.WAITLISTED),
        came=_count(attendance__in=CAME),
    )


def _count(**rule) -> Count:
    return Count("registration", filter=Q(**{f"registration__{key}": v for key, v in rule.items()}))


@dataclass(frozen=True)
class Places:
    """How the places of a session are taken."""

    places: int
    registered: int
    confirmed: int
    offered: int
    waiting: int

    @property
    def free(self) -> int:
        return max(0, self.places - self.registered - self.offered)


def places_of(session: Session) -> Places:
    """One query."""
    rows = Registration.objects.filter(session=session)
    counts = rows.aggregate(
        registered=Count("pk", filter=Q(state=State.REGISTERED)),
        confirmed=Count("pk", filter=Q(state=State.REGISTERED, confirmed_at__isnull=False)),
        offered=Count("pk", filter=Q(state=State.OFFERED)),
        waiting=Count("pk", filter=Q(state=State.WAITLISTED)),
    )
    return Places(session.places, **counts)


def registrations_of(session: Session) -> QuerySet[Registration]:
    """Those of a session in the order in which they came, with the number of their needs and of
    those without an answer. One query."""
    rows = Registration.objects.filter(session=session).select_related("segment", "partner")
    return rows.annotate(
        needs=Count("accommodation"), open_needs=Count("accommodation", filter=OPEN_NEED)
    ).order_by("position")


def find_people(initiative: Initiative, typed: str, now: datetime) -> list[Registration]:
    """Whoever calls: by their e-mail address, their telephone number, or a part of their name.

    By name only among sessions to come and of the last weeks. Names are encrypted, so they are
    read one by one.
    """
    rows = Registration.objects.filter(session__group__initiative=initiative)
    rows = rows.select_related("session__group").order_by("-session__starts_at", "position")
    if contact := _contact_hash(typed):
        return list(rows.filter(contact_hash=contact)[:MOST_FOUND])
    wanted = clean_words(typed).casefold()
    if not wanted:
        return []
    recent = rows.filter(session__starts_at__gte=now - timedelta(days=SHOWN_DAYS))
    found = (row for row in recent.iterator() if wanted in row.name.casefold())
    return [row for row, _ in zip(found, range(MOST_FOUND), strict=False)]


def _contact_hash(typed: str) -> str:
    """The hash of what was typed where it is an address or a number, else nothing."""
    try:
        if "@" in typed:
            return hash_of(email=read_email(typed))
        return hash_of(phone=read_phone(typed))
    except NoContact:
        return ""


COLUMNS = (
    "place in order", "state", "name", "e-mail", "telephone", "language", "segment", "how",
    "says they come", "late by minutes", "needs",
)  # fmt: skip


def rows_for_the_desk(session: Session):
    """The rows of the file that a desk works with at the door."""
    rows = registrations_of(session).exclude(state__in=[State.CANCELLED, State.EXPIRED])
    for row in rows.prefetch_related("accommodation_set"):
        needs = [_need_in_words(need) for need in row.accommodation_set.all()]
        yield [
            row.position,
            row.get_state_display(),
            row.name,
            row.email,
            shown_phone(row.phone) if row.phone else "",
            name_of(row.language),
            row.segment.name if row.segment else "",
            row.get_way_display(),
            "yes" if row.confirmed_at else "",
            row.late_minutes or "",
            "; ".join(needs),
        ]


def _need_in_words(need: Accommodation) -> str:
    number = f" ({need.number})" if need.number else ""
    detail = f": {need.detail_in_words}" if need.detail else ""
    return f"{need.get_kind_display()}{number}{detail} [{need.get_state_display()}]"
