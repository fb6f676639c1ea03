"""What letters are about, as the list of letters names it: group and time, and nobody's name."""

from collections.abc import Collection, Iterable

from django.db.models import Model
from django.urls import reverse

from focusgroups.models import Accommodation, Invitee, Registration, Session, Stipend
from letters.registry import Subject

PARTS = "session__group__initiative"


def registrations(numbers: Collection[int]) -> dict[int, Subject]:
    rows = Registration.objects.filter(pk__in=numbers).select_related(PARTS)
    return {row.pk: _of_registration(row) for row in rows}


def accommodations(numbers: Collection[int]) -> dict[int, Subject]:
    rows = Accommodation.objects.filter(pk__in=numbers)
    return _of_what_belongs(rows.select_related(f"registration__{PARTS}"))


def stipends(numbers: Collection[int]) -> dict[int, Subject]:
    rows = Stipend.objects.filter(pk__in=numbers)
    return _of_what_belongs(rows.select_related(f"registration__{PARTS}"))


def invitees(numbers: Collection[int]) -> dict[int, Subject]:
    rows = Invitee.objects.filter(pk__in=numbers).select_related("group__initiative")
    return {
        row.pk: Subject(
            row.group.name,
            reverse("focusgroups:outreach_group", args=[row.group.initiative.slug, row.group.pk]),
        )
        for row in rows
    }


def _of_what_belongs(rows: Iterable[Model]) -> dict[int, Subject]:
    return {row.pk: _of_registration(row.registration) for row in rows}


def _of_registration(registration: Registration) -> Subject:
    session = registration.session
    slug = session.group.initiative.slug
    link = reverse("focusgroups:registration", args=[slug, registration.pk])
    return Subject(f"{session.group.name}, {_when(session)}", link)


def _when(session: Session) -> str:
    start = session.local_start
    return f"{start:%a} {start.day} {start:%b}, {start.hour % 12 or 12}:{start:%M %p}"
