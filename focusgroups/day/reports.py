"""The day of a session: whom to expect, what to know about them, and what is left to do after."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from focusgroups.models import Accommodation, Registration, Session, Stipend
from initiatives.languages import name_of

State = Registration.State
Kind = Accommodation.Kind
# What whoever receives people must know; how somebody travels or is paid they need not.
TO_KNOW = (
    Kind.CHILDCARE,
    Kind.INTERPRETER,
    Kind.SIGN_LANGUAGE,
    Kind.CAPTIONING,
    Kind.ACCESS,
    Kind.FOOD,
    Kind.SUPPORT_PERSON,
)
# The needs whose details they must know too.
WITH_DETAIL = (Kind.INTERPRETER, Kind.SIGN_LANGUAGE, Kind.ACCESS, Kind.FOOD)


@dataclass(frozen=True)
class Expected:
    """One person at the door: the name they chose, and what one must know. No way to reach them."""

    number: int
    name: str
    language: str
    state: str
    attendance: str
    attendance_label: str
    late_minutes: int
    walked_in: bool
    needs: tuple[str, ...]


def expected_people(session: Session) -> tuple[list[Expected], list[Expected]]:
    """Those who have a place, and those who wait or are offered one. Two queries."""
    rows = Registration.objects.filter(session=session).active().order_by("position")
    needs = Accommodation.objects.filter(kind__in=TO_KNOW).exclude(
        state=Accommodation.State.NOT_NEEDED
    )
    rows = rows.prefetch_related(Prefetch("accommodation_set", queryset=needs, to_attr="to_know"))
    people = [_expected(row, session) for row in rows]
    with_place = [person for person in people if person.state == State.REGISTERED]
    return with_place, [person for person in people if person.state != State.REGISTERED]


def _expected(row: Registration, session: Session) -> Expected:
    return Expected(
        number=row.pk,
        name=row.name or "no name",
        language=name_of(row.language) if row.language != session.language else "",
        state=row.state,
        attendance=row.attendance,
        attendance_label=row.get_attendance_display(),
        late_minutes=row.late_minutes,
        walked_in=row.way == Registration.Way.WALK_IN,
        needs=tuple(_in_words(need) for need in row.to_know),
    )


def _in_words(need: Accommodation) -> str:
    number = f" for {need.number}" if need.number else ""
    detail = f": {need.detail_in_words}" if need.detail and need.kind in WITH_DETAIL else ""
    cannot = " (cannot be arranged)" if need.state == Accommodation.State.CANNOT else ""
    return f"{need.get_kind_display()}{number}{detail}{cannot}"


@dataclass(frozen=True)
class Day:
    """The numbers of the day."""

    with_place: int
    came: int
    no_show: int
    walked_in: int

    @property
    def not_noted(self) -> int:
        return self.with_place - self.came - self.no_show


def day_of(people: Sequence[Expected]) -> Day:
    """From the people who have a place."""
    attendances = [person.attendance for person in people]
    no_show = attendances.count(Registration.Attendance.NO_SHOW)
    came = sum(1 for each in attendances if each) - no_show
    return Day(len(people), came, no_show, sum(person.walked_in for person in people))


def stipends_to_give(session: Session) -> QuerySet[Stipend]:
    """Promised to those who came, and not given."""
    rows = Stipend.objects.filter(
        registration__in=Registration.objects.filter(session=session).came(),
        state=Stipend.State.PROMISED,
    )
    return rows.select_related("registration").order_by("registration__position")


def to_contact_later(session: Session) -> QuerySet[Registration]:
    """Those who were there and said that we may contact them later."""
    rows = Registration.objects.filter(session=session, may_contact_later=True).came()
    return rows.order_by("position")


def open_needs(session: Session) -> QuerySet[Accommodation]:
    """What nobody had answered when it began."""
    rows = Accommodation.objects.filter(
        registration__session=session, state=Accommodation.State.ASKED
    )
    return rows.filter(registration__state=State.REGISTERED).select_related("registration")
