"""Days, weeks and months with their sessions, each on the clock of its place."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from accounts.models import User
from focusgroups.models import Place, Session
from initiatives import languages

WEEK, MONTH = "week", "month"
PARTS = (("Morning", 0, 12), ("Afternoon", 12, 17), ("Evening", 17, 24))
# Somewhere on earth it is another day already.
A_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2000, 2199


@dataclass(frozen=True)
class Asked:
    """Which days are shown: a week from Monday on, or the whole weeks of a month."""

    kind: str
    first: date
    last: date
    # A day of the week or month itself.
    middle: date
    today: date

    @property
    def days(self) -> list[date]:
        return [self.first + n * A_DAY for n in range((self.last - self.first).days + 1)]

    @property
    def name(self) -> str:
        if self.kind == MONTH:
            return f"{self.middle:%B %Y}"
        return f"{_day(self.first)} to {_day(self.last)} {self.last.year}"

    @property
    def before(self) -> str:
        return self._at(self.first - A_DAY if self.kind == WEEK else self.middle - A_DAY)

    @property
    def after(self) -> str:
        return self._at(self.middle + timedelta(days=7 if self.kind == WEEK else 31))

    @property
    def now(self) -> str:
        return self._at(self.today)

    @property
    def other(self) -> str:
        """The same time as a month instead of a week, or the other way round."""
        day = self.today if self.first <= self.today <= self.last else self.middle
        return address_of(MONTH if self.kind == WEEK else WEEK, day)

    def _at(self, day: date) -> str:
        return address_of(self.kind, day)


def address_of(kind: str, day: date) -> str:
    """What stands in an address: `week=2026-W45` or `month=2026-11`."""
    if kind == MONTH:
        return f"month={day:%Y-%m}"
    year, week, _ = day.isocalendar()
    return f"week={year}-W{week:02}"


def asked_for(query: QueryDict, today: date) -> Asked:
    """What an address asks for; what cannot be read is the week of today."""
    month = re.fullmatch(r"(\d{4})-(\d{2})", query.get("month", ""), re.ASCII)
    if month and _is_year(month[1]) and 1 <= int(month[2]) <= 12:
        first = date(int(month[1]), int(month[2]), 1)
        last = (first + timedelta(days=31)).replace(day=1) - A_DAY
        monday = first - first.weekday() * A_DAY
        return Asked(MONTH, monday, last + (6 - last.weekday()) * A_DAY, first, today)
    monday = _monday(query.get("week", "")) or today - today.weekday() * A_DAY
    return Asked(WEEK, monday, monday + 6 * A_DAY, monday, today)


def _monday(words: str) -> date | None:
    week = re.fullmatch(r"(\d{4})-W(\d{2})", words, re.ASCII)
    if not week or not _is_year(week[1]):
        return None
    try:
        return date.fromisocalendar(int(week[1]), int(week[2]), 1)
    except ValueError:
        return None


def _is_year(words: str) -> bool:
    return FIRST_YEAR <= int(words) <= LAST_YEAR


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


class FilterForm(forms.Form):
    """Whose sessions, where and in which language; all of it in the address."""

    facilitator = forms.ModelChoiceField(queryset=None, required=False, empty_label="Everybody")
    place = forms.ModelChoiceField(queryset=None, required=False, empty_label="Everywhere")
    language = forms.ChoiceField(required=False)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows.not_cancelled()
        plain = self.rows.order_by()
        people = User.objects.filter(pk__in=plain.values("facilitator"))
        self.fields["facilitator"].queryset = people.order_by("name")
        self.fields["place"].queryset = Place.objects.filter(pk__in=plain.values("place"))
        codes = sorted(set(plain.values_list("language", flat=True)))
        named = [(code, languages.name_of(code)) for code in codes]
        self.fields["language"].choices = [("", "All languages"), *named]

    def filtered(self):
        """The sessions that pass; a filter that names nothing that exists passes all."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return self.rows.filter(**chosen)

    def in_address(self) -> str:
        """The filters as they stand behind a week or month in an address."""
        chosen = {
            name: getattr(value, "pk", value) for name, value in self.cleaned_data.items() if value
        }
        return f"&{urlencode(chosen)}" if chosen else ""


def sessions_in(asked: Asked, rows) -> list[Session]:
    """The sessions of these days; one query."""
    begin = datetime.combine(asked.first, time(), UTC) - A_DAY
    end = datetime.combine(asked.last, time(), UTC) + 2 * A_DAY
    return list(rows.filter(starts_at__gte=begin, starts_at__lt=end).order_by("starts_at", "pk"))


@dataclass(frozen=True)
class Cell:
    """One day, or a part of one, and what meets then."""

    day: date
    sessions: list[Session]
    is_today: bool
    is_outside: bool


@dataclass(frozen=True)
class Line:
    """A row of the grid: a part of the day in a week, a week in a month."""

    label: str
    cells: list[Cell]


def grid(asked: Asked, sessions: list[Session]) -> list[Line]:
    """The rows of the table, seven cells each."""
    by_day: dict[date, list[Session]] = {}
    for session in sessions:
        by_day.setdefault(session.local_start.date(), []).append(session)
    if asked.kind == MONTH:
        weeks = [asked.days[n : n + 7] for n in range(0, len(asked.days), 7)]
        return [
            Line(
                f"Week {week[0].isocalendar().week}",
                [_cell(asked, day, by_day.get(day, [])) for day in week],
            )
            for week in weeks
        ]
    return [
        Line(
            label,
            [_cell(asked, day, _between(by_day.get(day, []), first, end)) for day in asked.days],
        )
        for label, first, end in PARTS
    ]


def _between(sessions: list[Session], first: int, end: int) -> list[Session]:
    return [each for each in sessions if first <= each.local_start.hour < end]


def _cell(asked: Asked, day: date, sessions: list[Session]) -> Cell:
    is_outside = asked.kind == MONTH and day.month != asked.middle.month
    return Cell(day, sessions, day == asked.today, is_outside)
