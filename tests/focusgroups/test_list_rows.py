"""Rows of a list of people: what comes in, and what is said of what does not."""

import pytest

from focusgroups.people.list_rows import Columns, guess, read_list
from initiatives.tables import Unreadable, open_table

COLUMNS = Columns("First name", "E-mail", "Phone", "Language", "Segment")


def read(tmp_path, *rows, columns=COLUMNS, header="First name,E-mail,Phone,Language,Segment"):
    path = tmp_path / "list.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    with open_table(path, name="list.csv") as table:
        return read_list(table, columns, {"parents": 7})


def people_of(found):
    return [
        (each.contact.name, each.contact.email, each.contact.phone, each.contact.language,
         each.segment)
        for each in found.people
    ]  # fmt: skip


def reasons(found):
    return [(problem.row, problem.column, problem.what.split(".")[0]) for problem in found.problems]


def test_a_row_becomes_a_person(tmp_path):
    found = read(tmp_path, "Ana,ana@mail.example,(651) 555-0100,Soomaali,Parents")
    assert people_of(found) == [("Ana", "ana@mail.example", "+16515550100", "so", 7)]


def test_one_way_to_reach_somebody_is_enough_and_silence_is_english(tmp_path):
    found = read(tmp_path, "Bo,,651-555-0101,,", "Cy,cy@mail.example,,es,")
    assert people_of(found) == [
        ("Bo", "", "+16515550101", "en", None),
        ("Cy", "cy@mail.example", "", "es", None),
    ]


def test_names_of_every_kind_come_in_as_they_are(tmp_path):
    names = ["أمينة", "María José", "🦊 Fox", "O’Neil", "=1+1"]
    rows = [f"{name},p{n}@mail.example,,," for n, name in enumerate(names)]
    assert [person[0] for person in people_of(read(tmp_path, *rows))] == names


def test_what_is_wrong_is_said_row_by_row_and_repeats_nothing(tmp_path):
    found = read(
        tmp_path,
        ",ana@mail.example,,,",
        f"{'n' * 300},bo@mail.example,,,",
        "Cy,not an address,,,",
        "Di,,12,,",
        "Ed,,,,",
        "Flo,flo@mail.example,,Klingon,",
        "Gus,gus@mail.example,,,Elves",
        "Hal,hal@mail.example,,,,more",
    )
    assert (found.people, found.rows) == ([], 8)
    assert reasons(found) == [
        (2, "First name", "There is no name"),
        (3, "First name", "The name has more than 100 letters"),
        (4, "E-mail", "This is not an e-mail address"),
        (5, "Phone", "This is not a telephone number"),
        (6, "E-mail", "There is no e-mail address and no telephone number"),
        (7, "Language", "The language is not known"),
        (8, "Segment", "There is no such segment in this initiative"),
        (9, "", "The row has more cells than the header has columns"),
    ]
    said = " ".join(problem.what for problem in found.problems)
    assert not any(word in said for word in ("Cy", "not an address", "Klingon", "Elves", "Hal"))


def test_doubles_are_found_by_either_way_to_reach_them(tmp_path):
    found = read(
        tmp_path,
        "Ana,ana@mail.example,651-555-0100,,",
        "Ana B,ANA@mail.example,,,",
        "A.,,(651) 555 0100,,",
        "Bo,bo@mail.example,,,",
    )
    assert ([person[0] for person in people_of(found)], found.doubles) == (["Ana", "Bo"], [3, 4])


def test_columns_are_guessed_by_their_names():
    assert guess(("Nombre", "Phone number", "E-Mail", "Lang", "Notes")) == {
        "name": "Nombre",
        "email": "E-Mail",
        "phone": "Phone number",
        "language": "Lang",
    }


def test_a_list_without_rows_or_without_the_column_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="no rows"):
        read(tmp_path)
    with pytest.raises(Unreadable, match="no column “Phone” for the phone"):
        read(tmp_path, "Ana,ana@mail.example", header="First name,E-mail", columns=Columns(
            "First name", "E-mail", "Phone"))  # fmt: skip
