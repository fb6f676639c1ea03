"""Tables as people have them: every way in which a file can be odd, and what is said of it."""

import csv
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from initiatives import tables, workbooks
from initiatives.tables import Unreadable, open_table, safe_rows, write_csv


@pytest.fixture
def read(tmp_path):
    """Columns and rows of a file with these contents."""

    def read(contents: bytes, name: str = "a.csv"):
        path = tmp_path / "stored"
        path.write_bytes(contents)
        with open_table(path, name=name) as table:
            return table.columns, [(row.number, *row.cells.values()) for row in table.rows()]

    return read


@pytest.fixture
def workbook(tmp_path):
    def workbook(*rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "book")
        return (tmp_path / "book").read_bytes()

    return workbook


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_letters_are_read_in_any_usual_encoding(read, encoding):
    found = read("id,text\r\n1,“Señora” – café 😀\r\n".encode(encoding))
    assert found == (("id", "text"), [(2, "1", "“Señora” – café 😀")])


def test_windows_letters_are_read(read):
    assert read("id,text\n1,It’s Señora\n".encode("cp1252"))[1] == [(2, "1", "It’s Señora")]


def test_other_letters_are_guessed_last(read):
    # 0x81 means nothing in Windows-1252; in Japanese files it is common.
    words = "今日は病院で長く待ちました。説明はありませんでした。次の予約も取れませんでした。"
    rows = read(f"id,text\n1,{words}\n2,{words[::-1]}\n".encode("shift_jis"))[1]
    assert rows == [(2, "1", words), (3, "2", words[::-1])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_from_the_header(read, delimiter):
    contents = delimiter.join(["id", "text", "day"]) + "\n" + delimiter.join(["1", "hi", "x"])
    assert read(contents.encode()) == (("id", "text", "day"), [(2, "1", "hi", "x")])


def test_a_tie_of_delimiters_goes_to_the_one_the_rows_agree_with(read):
    columns, rows = read(b"Name, if known;text\na;One, two, three\nb;None\n")
    assert columns == ("Name, if known", "text")
    assert rows == [(2, "a", "One, two, three"), (3, "b", "None")]


def test_new_lines_in_quotes_and_nuls_and_blank_rows(read):
    contents = b'id,text\n1,"one\ntwo, ""three"""\n\n2,fo\x00ur\n , \n3,N/A\n'
    assert read(contents)[1] == [(2, "1", 'one\ntwo, "three"'), (4, "2", "four"), (6, "3", "N/A")]


def test_short_rows_are_filled_and_long_ones_say_so(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text,day\n1,short\n2,a,b,c,d\n3,fine,x,,\n")
    with open_table(path, name="a.csv") as table:
        rows = list(table.rows())
    assert [row.surplus for row in rows] == [(), ("c", "d"), ()]
    assert rows[0].cells == {"id": "1", "text": "short", "day": ""}


def test_a_very_long_cell_does_not_stop_the_rows_after_it(read):
    rows = read(b"id,text\n1," + b"x" * 300_000 + b"\n2,fine\n")[1]
    assert [(number, len(text)) for number, _, text in rows] == [(2, 300_000), (3, 4)]


def test_columns_without_a_name_or_with_the_same_get_one(read):
    assert read(b"text,,text,\n1,2,3\n")[0] == ("text", "Column 2", "text (2)")


def test_rows_can_be_read_again_and_are_not_all_held(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text\n" + "hello\n" * 1000)
    with open_table(path, name="a.csv") as table:
        assert next(iter(table.rows())).number == 2
        assert sum(1 for _ in table.rows()) == 1000


def test_too_many_rows_are_refused(read, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    with pytest.raises(Unreadable, match="more than 2 rows"):
        read(b"text\na\nb\nc\n")


def test_a_workbook_gives_text_whatever_its_cells_are(read, workbook):
    contents = workbook(
        ["id", "text", "day"], [7, "hello", date(2026, 11, 2)], [8.0, True, None], [], [2.5, "x"]
    )
    columns, rows = read(contents, "a.XLSX")
    assert columns == ("id", "text", "day")
    assert rows == [
        (2, "7", "hello", "2026-11-02"),
        (3, "8", "True", ""),
        (5, "2.5", "x", ""),
    ]


@pytest.mark.parametrize(
    ("contents", "name", "says"),
    [
        (b"", "a.csv", "is empty"),
        (b"\xef\xbb\xbf\r\n", "a.csv", "is empty"),
        (b",,\n1,2,3\n", "a.csv", "first row of “a.csv” is blank"),
        (b"id,text\n1,2\n", "a.xlsx", "no workbook"),
        (b"PK\x03\x04 and so on", "a.csv", "not what its name says"),
        (b"PK\x03\x04 and so on", "a.xlsx", "not a workbook that can be read"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "a.xls", "old kind, or has a password"),
        (b"%PDF-1.7", "a.csv", "is not a table"),
        (bytes(range(1, 32)) * 40, "a.csv", "it is no text"),
    ],
)
def test_what_cannot_be_read_says_the_way_out(read, contents, name, says):
    with pytest.raises(Unreadable) as refusal:
        read(contents, name)
    assert says in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Unreadable, match="cannot be opened"), open_table(tmp_path / "x", name="x"):
        pass


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(read, tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1 << 20)
    with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (2 << 20))
    contents = (tmp_path / "bomb").read_bytes()
    assert len(contents) < 5000
    with pytest.raises(Unreadable, match="unpacks to more than 1 MB"):
        read(contents, "a.xlsx")


def test_a_workbook_with_entities_is_refused(read, workbook, tmp_path):
    (tmp_path / "good").write_bytes(workbook(["text"], ["hi"]))
    bad = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData>&a;</sheetData></worksheet>'
    with zipfile.ZipFile(tmp_path / "good") as old, zipfile.ZipFile(tmp_path / "bad", "w") as new:
        for part in old.namelist():
            new.writestr(part, bad if part.endswith("sheet1.xml") else old.read(part))
    with pytest.raises(Unreadable, match="not a workbook that can be read"):
        read((tmp_path / "bad").read_bytes(), "a.xlsx")


def test_what_is_written_runs_nothing(tmp_path):
    cells = ["=1+1", " @x", "+1", "-1", "\tx", "fine", 'say "x"', 3]
    assert list(safe_rows([cells])) == [
        ["'=1+1", "' @x", "'+1", "'-1", "'\tx", "fine", 'say "x"', 3]
    ]
    write_csv(tmp_path / "out.csv", ["a", "b"], [["=cmd", "ñ"]])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [["a", "b"], ["'=cmd", "ñ"]]
