"""The people of the demo: one per role, with made-up names. Their passwords are set elsewhere."""

from dataclasses import dataclass

from accounts.models import User
from accounts.services import make_account
from initiatives.models import Initiative, Role
from initiatives.services import give_role

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Person:
    """A role of the demo and who has it."""

    role: str
    name: str

    @property
    def email(self) -> str:
        return f"{self.role}@demo.example"


PEOPLE = (
    Person(ADMINISTRATOR, "Ada Lindqvist"),
    Person(Role.COORDINATOR, "Cora Benally"),
    Person(Role.FACILITATOR, "Femi Castillo"),
    Person(Role.ANALYST, "Anh Moreau"),
    Person(Role.APPROVER, "Priya Oakes"),
    Person(Role.READER, "Reza Holm"),
)


def demo_people() -> dict[str, User]:
    """The people of the demo by role, made where they are missing.

    A new one has no password: nobody signs in as them before `home.demo.sign_ins` sets one.
    """
    known = {user.email: user for user in User.objects.filter(email__endswith="@demo.example")}
    return {str(person.role): known.get(person.email) or _make(person) for person in PEOPLE}


def _make(person: Person) -> User:
    return make_account(
        actor=None,
        email=person.email,
        name=person.name,
        password=None,
        is_administrator=person.role == ADMINISTRATOR,
    )


def give_roles(initiative: Initiative, people: dict[str, User]) -> None:
    """Each of them has their role in the initiative; the administrator has none."""
    for role, user in people.items():
        if role != ADMINISTRATOR:
            give_role(actor=people[ADMINISTRATOR], initiative=initiative, user=user, role=role)
