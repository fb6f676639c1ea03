"""Marks on all that is somebody's own, so that a test can tell whose a word is wherever it stands.

Each private column of each row gets a mark of its own, whoever wrote the row: a name becomes
`Zq0017name`, an address `zq0018@mail.example`, a number `+16123450019`. Private links are known by
their tokens. A private column that is new is marked by itself, and asks whose it is.
"""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.apps import apps
from django.db.models import Model

from accounts.fields import EncryptedTextField
from focusgroups.links import token_of
from focusgroups.models import FocusGroup, Invitee, Partner, Registration, TimePoll, TimePollPerson
from focusgroups.models.sessions import CalendarFeed
from letters.contacts import hash_of
from letters.stop_links import Stop
from letters.stop_links import token_of as stop_token

MARK = re.compile(r"zq(\d{4})", re.IGNORECASE)
NUMBER = re.compile(r"612\D{0,3}345\D?(\d{4})")
TOKEN = re.compile(
    r"[0-9a-f]{1,16}-[0-9a-z]{24}(?![0-9a-z])"
    r"|[\w-]{43}\.[0-9a-f]+\.[0-9a-z]{24}"
    r"|(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])"
)
# Private, though not encrypted: it may name who gave us a name.
ALSO = {"Invitee": ("name_source",)}
# For organizers alone: not even the person whom it is about is shown it.
FOR_ORGANIZERS = {"reason", "receipt"}


@dataclass(frozen=True)
class Planted:
    """One thing that is somebody's: whose, as "registration 17", and what it is."""

    owner: str
    what: str


@dataclass
class Index:
    """Everything that was planted, and how to find it in a text."""

    marks: dict[int, Planted] = field(default_factory=dict)
    tokens: dict[str, Planted] = field(default_factory=dict)

    def new(self, owner: str, what: str) -> str:
        """A mark that nobody else has, as it is written in a column of that name."""
        number = len(self.marks) + 1
        self.marks[number] = Planted(owner, what)
        ways = {
            "email": f"zq{number:04}@mail.example",
            "phone": f"+1612345{number:04}",
            "online_link": f"https://meet.example/zq{number:04}",
        }
        return ways.get(what, f"Zq{number:04}{what.replace('_', '')}")

    def found(self, text: str) -> set[Planted]:
        """What stands in a text, also where it is escaped for HTML or for an address."""
        text = unquote(html.unescape(text))
        numbers = {int(found) for found in (*MARK.findall(text), *NUMBER.findall(text))}
        marks = {self.marks[number] for number in numbers if number in self.marks}
        return marks | {self.tokens[each] for each in TOKEN.findall(text) if each in self.tokens}

    def of(self, *owners: str) -> set[Planted]:
        """All that belongs to these and that they may read."""
        everything = {*self.marks.values(), *self.tokens.values()}
        return {
            each for each in everything if each.owner in owners and each.what not in FOR_ORGANIZERS
        }


def owner_of(row: Model) -> str:
    """Whose a row is. An invitation is of the person who first signed up by it."""
    name = type(row).__name__
    if name in ("Accommodation", "RegistrationMove", "Stipend"):
        return f"registration {row.registration_id}"
    if name == "Invitee":
        first = Registration.objects.filter(invitee=row).order_by("made_at", "position").first()
        return owner_of(first) if first else f"invitee {row.pk}"
    return f"{OWNERS[name]} {row.pk}"


OWNERS = {
    "Registration": "registration",
    "Partner": "partner",
    "Interpreter": "interpreter",
    "Session": "session",
    "TimePollPerson": "answer",
}


def plant_everywhere() -> Index:
    """Mark every private column of every row that is not empty, and know every private link."""
    index = Index()
    for model in apps.get_app_config("focusgroups").get_models():
        columns = [each for each in model._meta.fields if isinstance(each, EncryptedTextField)]
        names = [*(column.name for column in columns), *ALSO.get(model.__name__, ())]
        for row in model._base_manager.order_by("pk") if names else ():
            _mark(row, names, index)
    _same_contact()
    know_links(index)
    return index


def _mark(row: Model, names: Iterable[str], index: Index) -> None:
    values = {name: index.new(owner_of(row), name) for name in names if getattr(row, name)}
    if hasattr(row, "contact_hash") and row.contact_hash:
        contact = {name: values.get(name, "") for name in ("email", "phone")}
        values["contact_hash"] = hash_of(**contact)
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def _same_contact() -> None:
    """Who signed up by an invitation did so with the contact by which they were invited."""
    contact = ("email", "phone", "contact_hash")
    for invitee in Invitee.objects.exclude(contact_hash=""):
        owner = owner_of(invitee)
        if owner.startswith("registration"):
            person = Registration.objects.get(pk=owner.split()[1])
            values = {name: getattr(person, name) for name in contact}
            Invitee.objects.filter(pk=invitee.pk).update(**values)


LINKS: tuple[tuple[str, type[Model], Callable[[Model], str]], ...] = (
    ("registration", Registration, owner_of),
    ("invitee", Invitee, owner_of),
    ("partner", Partner, owner_of),
    ("poll-person", TimePollPerson, owner_of),
    ("poll", TimePoll, lambda row: f"poll {row.pk}"),
    ("group", FocusGroup, lambda row: f"group {row.pk}"),
    ("feed", CalendarFeed, lambda row: f"member {row.user_id}"),
)


def know_links(index: Index) -> None:
    """Every private link as it is now; those before stay known."""
    for kind, model, owner in LINKS:
        for row in model._base_manager.all():
            index.tokens[token_of(kind, row)] = Planted(owner(row), "link")
    contacts = ((row.contact_hash, row.session.group.initiative_id, row) for row in _registered())
    invited = Invitee.objects.exclude(contact_hash="").select_related("group")
    for hashed, initiative, row in (
        *contacts,
        *((row.contact_hash, row.group.initiative_id, row) for row in invited),
    ):
        own = Planted(owner_of(row), "stop link")
        index.tokens.setdefault(stop_token(Stop(hashed, initiative)), own)
        index.tokens.setdefault(hashed, Planted(owner_of(row), "hash"))


def _registered():
    return Registration.objects.exclude(contact_hash="").select_related("session__group")
