"""A list of people before anything is written: what would come of it."""

from dataclasses import dataclass

from focusgroups.models import FocusGroup, Invitee, Registration, Session
from focusgroups.people.list_files import path_of
from focusgroups.people.list_rows import Columns, ReadList, guess, read_list
from focusgroups.people.reports import Places, places_of
from focusgroups.services.people_lists import Listed
from initiatives.languages import name_of
from initiatives.models import Initiative
from initiatives.tables import open_table
from letters.contacts import shown_phone

FIRST_PEOPLE = 8
FIRST_PROBLEMS = 100


@dataclass(frozen=True)
class Kept:
    """A file that is being looked at, as the browser session of its owner remembers it."""

    stored_as: str
    name: str


@dataclass(frozen=True)
class Target:
    """Where the people of a list go: a session or a group, the other is None."""

    session: Session | None = None
    group: FocusGroup | None = None


@dataclass(frozen=True)
class FirstPerson:
    """One of the first people as they will be written down."""

    name: str
    contact: str
    language: str
    segment: str


@dataclass(frozen=True)
class Preview:
    """What would come of a list."""

    read: ReadList
    new: int
    known: int
    first: list[FirstPerson]
    places: Places | None

    @property
    def problems(self):
        return self.read.problems[:FIRST_PROBLEMS]

    @property
    def more_problems(self) -> int:
        return max(0, len(self.read.problems) - FIRST_PROBLEMS)

    @property
    def waiting(self) -> int:
        """How many of them would wait, if no segment is full before."""
        return max(0, self.new - self.places.free) if self.places else 0


def columns_of(kept: Kept) -> tuple[tuple[str, ...], dict[str, str]]:
    """The columns of the file and a guess at what they mean. Raises Unreadable."""
    with open_table(path_of(kept.stored_as, kept.name), name=kept.name) as table:
        return table.columns, guess(table.columns)


def read_kept(kept: Kept, columns: Columns, initiative: Initiative) -> ReadList:
    """The whole file. Raises Unreadable."""
    segments = {row.name.casefold(): row.pk for row in initiative.segment_set.all()}
    with open_table(path_of(kept.stored_as, kept.name), name=kept.name) as table:
        return read_list(table, columns, segments)


def target_of(initiative: Initiative, value: str) -> Target:
    """The session or group that `value` names, of this initiative; an empty Target for neither."""
    kind, _, number = value.partition(":")
    if not number.isdecimal():
        return Target()
    if kind == "session":
        rows = Session.objects.filter(group__initiative=initiative, pk=number)
        return Target(session=rows.select_related("group__segment").first())
    return Target(group=FocusGroup.objects.filter(initiative=initiative, pk=number).first())


def preview(read: ReadList, target: Target, initiative: Initiative) -> Preview:
    """What would come of it now; three queries."""
    known = _known(target)
    new = [person for person in read.people if person.contact.hash not in known]
    names = dict(initiative.segment_set.values_list("pk", "name"))
    group = target.group or target.session.group
    return Preview(
        read,
        len(new),
        len(read.people) - len(new),
        [_first(person, names, group.segment_id) for person in new[:FIRST_PEOPLE]],
        places_of(target.session) if target.session else None,
    )


def _known(target: Target) -> set[str]:
    if target.session:
        rows = Registration.objects.filter(session=target.session).active()
    else:
        rows = Invitee.objects.filter(group=target.group)
    return set(rows.values_list("contact_hash", flat=True)) - {""}


def _first(person: Listed, names: dict[int, str], segment: int | None) -> FirstPerson:
    contact = person.contact
    return FirstPerson(
        contact.name,
        contact.email or shown_phone(contact.phone),
        name_of(contact.language),
        names.get(person.segment or segment, "not known"),
    )
