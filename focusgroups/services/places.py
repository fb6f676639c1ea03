"""Places with their rooms, and interpreters."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from focusgroups.letters_due import as_it_was, tell_of_change
from focusgroups.models import Interpreter, Place, Room, Session, SessionChange
from focusgroups.told import one_line
from initiatives.models import Initiative
from initiatives.wording import clean_words

MOST_NAMED = 3


class InUse(ValueError):
    """Something is used and cannot go. The message names by what, and says what to do."""


@dataclass(frozen=True)
class PlaceFacts:
    """What is said of a place."""

    name: str
    address: str = ""
    access_notes: str = ""
    transit: str = ""
    has_childcare_space: bool = False
    is_agency_office: bool = False
    is_in_use: bool = True


@dataclass(frozen=True)
class RoomFacts:
    """A room as a form gives it: `id` None is a new one."""

    id: int | None
    name: str
    chairs: int


@transaction.atomic
def save_place(
    *,
    actor: User | None,
    initiative: Initiative,
    place: Place | None,
    facts: PlaceFacts,
    rooms: Sequence[RoomFacts] = (),
) -> Place:
    """A new place (`place` None) or a changed one, with its rooms. Rooms not named stay.

    Whoever is coming to a session there is told where its name, address or room is another.
    """
    place = place or Place(initiative=initiative)
    known = _as_people_know_it(place)
    for name in ("name", "address", "access_notes", "transit"):
        setattr(place, name, clean_words(getattr(facts, name)))
    for name in ("has_childcare_space", "is_agency_office", "is_in_use"):
        setattr(place, name, getattr(facts, name))
    verb = "change_place" if place.pk else "add_place"
    place.save()
    for room in rooms:
        row = place.room_set.get(pk=room.id) if room.id else Room(place=place)
        row.name, row.chairs = clean_words(room.name), room.chairs
        row.save()
    audit.record(actor=actor, verb=verb, subject=place, initiative=initiative.pk)
    _tell(actor, known, _as_people_know_it(place))
    return place


def _as_people_know_it(place: Place) -> dict[int, SessionChange]:
    """What those who come know of the sessions to come at a place, by number; these are held."""
    if place.pk is None:
        return {}
    rows = Session.objects.upcoming(timezone.now()).filter(place=place)
    rows = rows.select_for_update(of=("self",)).select_related("group", "place", "room")
    return {row.pk: as_it_was(row) for row in rows.order_by("pk")}


def _tell(actor: User | None, known: dict, by_now: dict) -> None:
    for number, change in by_now.items():
        old, new = (
            (each.place, one_line(each.address), each.room) for each in (known[number], change)
        )
        if old == new:
            continue
        session = change.session
        session.revision += 1
        session.save(update_fields=["revision"])
        audit.record(
            actor=actor,
            verb="change_session",
            subject=session,
            initiative=session.group.initiative_id,
        )
        tell_of_change(session, known[number])


@transaction.atomic
def remove_place(*, actor: User | None, place: Place) -> None:
    """Take a place and its rooms off the list. Raises InUse where a session is planned there or
    was held there.
    """
    place = Place.objects.select_for_update().get(pk=place.pk)
    _refuse_while_booked(
        place.name,
        Session.objects.filter(place=place),
        "Say instead that it is no longer offered: sessions that are planned there keep it.",
    )
    audit.record(actor=actor, verb="remove_place", subject=place, initiative=place.initiative_id)
    place.delete()


@transaction.atomic
def remove_room(*, actor: User | None, room: Room) -> None:
    """Take a room off the list. Raises InUse as `remove_place`."""
    room = Room.objects.select_for_update(of=("self",)).select_related("place").get(pk=room.pk)
    _refuse_while_booked(
        room.name,
        Session.objects.filter(room=room),
        "Give those sessions another room first. What was held there keeps it.",
    )
    audit.record(actor=actor, verb="remove_room", subject=room, initiative=room.place.initiative_id)
    room.delete()


def _refuse_while_booked(name: str, sessions, advice: str) -> None:
    booked = list(sessions.select_related("group")[: MOST_NAMED + 1])
    if not booked:
        return
    named = "; ".join(str(session) for session in booked[:MOST_NAMED])
    more = " and more" if len(booked) > MOST_NAMED else ""
    raise InUse(f"{name} cannot be removed: it is booked for {named}{more}. {advice}")


@dataclass(frozen=True)
class InterpreterFacts:
    """What is known of an interpreter; `contact` is kept encrypted."""

    name: str
    languages: tuple[str, ...]
    contact: str = ""
    is_in_use: bool = True


@transaction.atomic
def save_interpreter(
    *,
    actor: User | None,
    initiative: Initiative,
    interpreter: Interpreter | None,
    facts: InterpreterFacts,
) -> Interpreter:
    """A new interpreter (`interpreter` None) or a changed one."""
    row = interpreter or Interpreter(initiative=initiative)
    verb = "change_interpreter" if row.pk else "add_interpreter"
    row.name, row.contact = clean_words(facts.name), clean_words(facts.contact)
    row.languages, row.is_in_use = list(facts.languages), facts.is_in_use
    row.save()
    audit.record(actor=actor, verb=verb, subject=row, initiative=initiative.pk)
    return row


@transaction.atomic
def remove_interpreter(*, actor: User | None, interpreter: Interpreter) -> None:
    """Take an interpreter off the list. Raises InUse where they are booked."""
    row = Interpreter.objects.select_for_update().get(pk=interpreter.pk)
    _refuse_while_booked(
        row.name,
        Session.objects.filter(interpreters=row),
        "Say instead that they are no longer asked: sessions that are planned keep them.",
    )
    audit.record(actor=actor, verb="remove_interpreter", subject=row, initiative=row.initiative_id)
    row.delete()
