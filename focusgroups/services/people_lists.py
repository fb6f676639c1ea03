"""Many people at once, from a list: registered for a session, or asked to come to a group.

Both write in bulk. A list that is sent twice changes nothing the second time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from focusgroups import slots
from focusgroups.letters_due import send_to_many
from focusgroups.models import FocusGroup, Invitee, Registration, Session
from focusgroups.services.line import line_of, lock_session, room_of
from focusgroups.services.registrations import (
    LONGEST_NAME,
    Contact,
    next_position,
    require_open,
)
from initiatives.wording import clean_words

State = Registration.State
BATCH = 500
LONGEST_SOURCE = 300


@dataclass(frozen=True)
class Listed:
    """One person of a list: how to reach them, and their segment's number (None: the group's)."""

    contact: Contact
    segment: int | None = None


@dataclass(frozen=True)
class Added:
    """What came of a list: how many have a place, how many wait or are asked, how many were
    there before."""

    with_place: int = 0
    others: int = 0
    doubles: int = 0


@transaction.atomic
def register_people(
    *, actor: User, session: Session, people: Sequence[Listed], now: datetime | None = None
) -> Added:
    """Write these people down for a session, in their order: with a place while there is one.

    Who is in it already, or stands twice on the list, is counted and not written again. Raises
    Closed as `register` does.
    """
    now = now or timezone.now()
    session = lock_session(session.pk)
    require_open(session, now, by_member=True)
    rows = Registration.objects.filter(session=session)
    known = set(rows.active().values_list("contact_hash", flat=True))
    new = _without_doubles(people, known)
    segments = [person.segment or session.group.segment_id for person, _ in new]
    has_place = slots.places_in_order(room_of(session), line_of(session), segments)
    first = next_position(session)
    registrations = [
        Registration(
            session=session,
            segment_id=segment,
            state=State.REGISTERED if placed else State.WAITLISTED,
            position=first + order,
            placed_at=now if placed else None,
            way=Registration.Way.LIST,
            made_by=actor,
            **_columns(person.contact, hashed),
        )
        for order, ((person, hashed), segment, placed) in enumerate(
            zip(new, segments, has_place, strict=True)
        )
    ]
    Registration.objects.bulk_create(registrations, batch_size=BATCH)
    _tell(registrations)
    initiative_id = session.group.initiative_id
    audit.record(actor=actor, verb="register_list", subject=session, initiative=initiative_id)
    placed = sum(has_place)
    return Added(placed, len(new) - placed, len(people) - len(new))


@transaction.atomic
def invite_people(
    *, actor: User, group: FocusGroup, people: Sequence[Listed], name_source: str
) -> Added:
    """Ask these people to come to a group, each by a letter, or by the call list.

    `name_source` answers "How did you get my name?". Who was asked before, whatever they said
    then, is not asked again.
    """
    group = FocusGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    known = set(Invitee.objects.filter(group=group).values_list("contact_hash", flat=True))
    new = _without_doubles(people, known)
    invitees = [
        Invitee(
            group=group,
            segment_id=person.segment or group.segment_id,
            name_source=clean_words(name_source)[:LONGEST_SOURCE],
            asked_by=actor,
            **_columns(person.contact, hashed),
        )
        for person, hashed in new
    ]
    Invitee.objects.bulk_create(invitees, batch_size=BATCH)
    send_to_many([invitee.pk for invitee in invitees], "group_invitation")
    audit.record(actor=actor, verb="invite_people", subject=group, initiative=group.initiative_id)
    return Added(0, len(new), len(people) - len(new))


def _without_doubles(people: Iterable[Listed], known: set[str]) -> list[tuple[Listed, str]]:
    """Each person once, with the hash of their contact, without those that are known."""
    seen, found = known - {""}, []
    for person in people:
        hashed = person.contact.hash
        if hashed and hashed in seen:
            continue
        seen.add(hashed)
        found.append((person, hashed))
    return found


def _columns(contact: Contact, hashed: str) -> dict[str, str]:
    """The columns that a Registration and an Invitee share."""
    return {
        "name": clean_words(contact.name)[:LONGEST_NAME],
        "email": contact.email,
        "phone": contact.phone,
        "contact_hash": hashed,
        "language": contact.language,
    }


def _tell(registrations: list[Registration]) -> None:
    for state, kind in (
        (State.REGISTERED, "registration_confirmed"),
        (State.WAITLISTED, "registration_waitlisted"),
    ):
        send_to_many([row.pk for row in registrations if row.state == state], kind)
