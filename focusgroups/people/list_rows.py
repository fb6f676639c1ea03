"""What one row of a list of people says: cells become a person, or a reason why not.

Reasons hold nothing of the row: they are shown, and no name or address is repeated.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from focusgroups.services.people_lists import Listed
from focusgroups.services.registrations import LONGEST_NAME, Contact
from initiatives.languages import LANGUAGES
from initiatives.tables import Row, Table, Unreadable
from initiatives.wording import clean_words
from letters.contacts import NoContact, read_email, read_phone

# What a header is called in files that we know, lower case.
NAMES = {
    "name": ("first name", "name", "nickname", "firstname", "given name", "nombre"),
    "email": ("email", "e-mail", "email address", "e-mail address", "mail", "correo"),
    "phone": ("phone", "telephone", "cell", "mobile", "phone number", "tel", "teléfono"),
    "language": ("language", "lang", "preferred language", "idioma"),
    "segment": ("segment", "group", "role", "kind"),
}
CODES = {
    known.casefold(): language.code
    for language in LANGUAGES
    for known in (language.code, language.name, language.own_name)
}
MOST_PEOPLE = 20_000


class RowProblem(ValueError):
    """This row cannot come in. The message holds nothing of the row."""

    def __init__(self, column: str, what: str):
        super().__init__(what)
        self.column = column


@dataclass(frozen=True)
class Columns:
    """Which column holds what; empty where the file has none."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = ""
    segment: str = ""

    def require_in(self, table: Table) -> None:
        """Raise Unreadable for a column that the file has not."""
        for meaning, column in asdict(self).items():
            if column and column not in table.columns:
                raise Unreadable(f"“{table.name}” has no column “{column}” for the {meaning}.")


@dataclass(frozen=True)
class Problem:
    """Why a row stays out."""

    row: int
    column: str
    what: str


@dataclass
class ReadList:
    """A whole list: the people in their order, each once, and the rows that stay out."""

    rows: int = 0
    people: list[Listed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Numbers of the rows whose person stands further up already.
    doubles: list[int] = field(default_factory=list)


def guess(columns: tuple[str, ...]) -> dict[str, str]:
    """Which column means what, by its name."""
    by_name = {column.casefold(): column for column in reversed(columns)}
    found = {}
    for meaning, names in NAMES.items():
        column = next((by_name[name] for name in names if name in by_name), "")
        if column and column not in found.values():
            found[meaning] = column
    return found


def read_list(table: Table, columns: Columns, segments: Mapping[str, int]) -> ReadList:
    """Every row of the file. `segments` are the numbers by name in small letters.

    Raises Unreadable for columns that the file has not, for no rows, and for too many.
    """
    columns.require_in(table)
    found, seen = ReadList(), set()
    for row in table.rows():
        found.rows += 1
        if found.rows > MOST_PEOPLE:
            raise Unreadable(
                f"“{table.name}” has more than {MOST_PEOPLE:,} rows. Split it and bring the parts "
                "one after the other."
            )
        try:
            person = read_person(row, columns, segments)
        except RowProblem as problem:
            found.problems.append(Problem(row.number, problem.column, str(problem)))
            continue
        # One person may be on the list by e-mail here and by telephone there.
        keys = {key for key in (person.contact.email.casefold(), person.contact.phone) if key}
        if keys & seen:
            found.doubles.append(row.number)
        else:
            found.people.append(person)
        seen |= keys
    if not found.rows:
        raise Unreadable(f"“{table.name}” has no rows below its header. Choose another file.")
    return found


def read_person(row: Row, columns: Columns, segments: Mapping[str, int]) -> Listed:
    """The person of a row. Raises RowProblem."""
    if row.surplus:
        raise RowProblem(
            "", "The row has more cells than the header has columns. Look for a comma in a name."
        )
    name = _name(row, columns.name)
    email = _read(row, columns.email, read_email)
    phone = _read(row, columns.phone, read_phone)
    if not email and not phone:
        raise RowProblem(
            columns.email or columns.phone,
            "There is no e-mail address and no telephone number. Fill one of them.",
        )
    return Listed(
        Contact(name, email, phone, _language(row, columns.language)),
        _segment(row, columns.segment, segments),
    )


def _line(row: Row, column: str) -> str:
    return " ".join(clean_words(row[column]).split()) if column else ""


def _name(row: Row, column: str) -> str:
    name = _line(row, column)
    if not name:
        raise RowProblem(column, "There is no name. A first name or nickname is enough.")
    if len(name) > LONGEST_NAME:
        raise RowProblem(column, f"The name has more than {LONGEST_NAME} letters. Shorten it.")
    return name


def _read(row: Row, column: str, read) -> str:
    typed = _line(row, column)
    if not typed:
        return ""
    try:
        return read(typed)
    except NoContact as reason:
        raise RowProblem(column, str(reason)) from None


def _language(row: Row, column: str) -> str:
    typed = _line(row, column).casefold()
    if not typed:
        return "en"
    if typed not in CODES:
        raise RowProblem(column, "The language is not known. Write it in English, as “Somali”.")
    return CODES[typed]


def _segment(row: Row, column: str, segments: Mapping[str, int]) -> int | None:
    typed = _line(row, column).casefold()
    if not typed:
        return None
    if typed not in segments:
        raise RowProblem(
            column,
            "There is no such segment in this initiative. Write it as it stands on the Plan page.",
        )
    return segments[typed]
