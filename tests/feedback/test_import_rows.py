"""Files as people have them: good rows come in, the others are named with the way out."""

import zipfile

import pytest
from django.conf import settings
from openpyxl import Workbook

from feedback import services
from feedback.import_rows import Columns
from feedback.models import Comment, Import
from initiatives import workbooks
from initiatives.tables import Unreadable
from tests.factories import InitiativeFactory, make_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def workbook(tmp_path):
    def workbook(*rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "book")
        return (tmp_path / "book").read_bytes()

    return workbook


def words():
    return [comment.original for comment in Comment.objects.all()]


def problems(file):
    return [(each.row, each.column, each.what) for each in file.importproblem_set.all()]


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ("id,text\n1,“Señora” – café 😀\n".encode("utf-8-sig"), ["“Señora” – café 😀"]),
        ("id,text\n1,It’s Señora\n".encode("cp1252"), ["It’s Señora"]),
        ("id,text\n1,“Señora” 😀\n".encode("utf-16"), ["“Señora” 😀"]),
        (b"id;text\n1;One, two; \n", ["One, two"]),
        (b"id\ttext\n1\tOne, two\n", ["One, two"]),
        (b'id,text\r\n1,"One\r\ntwo, ""three"""\r\n2,four\r\n', ['One\ntwo, "three"', "four"]),
        (b"id,text\n1,O\x00ne\n", ["One"]),
        (b"id,text\n1,None\n2,N/A\n3,NULL\n4,0\n", ["None", "N/A", "NULL", "0"]),
        (b"id,text\n1,=1+1\n2,- they came\n3,@home\n", ["=1+1", "- they came", "@home"]),
        ("id,text\n1,Cafe\u0301\n".encode(), ["Café"]),
    ],
)
def test_words_come_in_as_they_were_said(initiative, contents, expected):
    file = make_import(initiative, contents, id="id")
    assert (words(), file.problems) == (expected, 0)


def test_a_workbook_comes_in_like_a_csv_file(initiative, workbook):
    contents = workbook(["id", "text"], [1, "They said =1+1"], [2.0, None], [3, "N/A"])
    file = make_import(initiative, contents, name="a.xlsx", id="id")
    assert words() == ["They said =1+1", "N/A"]
    assert [row for row, _, _ in problems(file)] == [3]


BAD_ROWS = (
    ("b, ,,,,,", "text", "There is no text. Leave the row out, or fill the cell."),
    (",No id,,,,,", "id", "The id is empty. Give the row an id of its own."),
    ("a,Same id,,,,,", "id", "Row 2 has the same id. Give each row an id of its own."),
    ("d,Day,soon,,,,", "day", "This is not a date. Write it as 2026-11-03."),
    ("e,Day,2026-02-31,,,,", "day", "There is no such day. Write it as 2026-11-03."),
    ("f,Day,1066-01-01,,,,", "day", "The year cannot be right. Write it as 2026-11-03."),
    ("g,Voice,,loud,,,", "voice", "The voice is not known. Write “own” or “noted”."),
    (
        "h,Quote,,,perhaps,,",
        "quote",
        "It is not clear whether it may be quoted. Write “yes” or “no”.",
    ),
    (
        "i,Language,,,,klingon!,",
        "lang",
        "The language is not known. Write a code such as “en” or “es”.",
    ),
    (
        "j,A comma, without marks,,,,,Parents",
        "",
        "The row has more cells than the header has columns. Put quotation marks around the text "
        "that has the delimiter in it.",
    ),
    (
        f"k,Segment,,,,,{'x' * 101}",
        "kind",
        "The name of the segment is longer than 100 characters. Shorten it, or choose another "
        "column for the segment.",
    ),
)


def test_each_bad_row_is_named_and_all_others_come_in(initiative):
    lines = ["id,text,day,voice,quote,lang,kind", "a,Good,2026-10-01,own,yes,es,Parents"]
    lines += [cells for cells, _, _ in BAD_ROWS] + ["l,Good and short"]
    columns = {"id": "id", "date": "day", "voice": "voice", "quotable": "quote"}
    file = make_import(initiative, "\n".join(lines), **columns, language="lang", segment="kind")
    assert words() == ["Good", "Good and short"]
    assert problems(file) == [
        (row, column, what) for row, (_, column, what) in enumerate(BAD_ROWS, 3)
    ]
    assert (file.imported, file.problems, file.rows_read, file.rows_total) == (2, 11, 13, 13)


def test_a_very_long_cell_stays_out_and_the_rows_after_it_come_in(initiative):
    contents = f"text\n{'x' * 60_000}\n{'y' * 50_000}\nfine\n"
    file = make_import(initiative, contents)
    assert [len(each) for each in words()] == [50_000, 4]
    assert problems(file) == [
        (
            2,
            "text",
            "The text has 60,000 characters; 50,000 is the most. Split it into rows, or look for "
            "a quotation mark that is missing.",
        )
    ]


def test_a_problem_holds_no_words_of_the_row(initiative):
    contents = "id,text,day,voice\nx1,secret,secret,own\nx2,secret,,secret\nx3,,secret,own\n"
    file = make_import(initiative, contents, id="id", date="day", voice="voice")
    assert file.problems == 3
    assert "secret" not in repr(problems(file))


@pytest.mark.parametrize(
    ("cell", "voice"),
    [
        ("own", "OWN"),
        ("Own words", "OWN"),
        ("noted", "NOTED"),
        ("", "NOTED"),
        ("observed", "OBSERVED"),
    ],
)
def test_a_column_says_whose_words_they_are(initiative, cell, voice):
    make_import(initiative, f"text,v\nThey came.,{cell}\n", voice="v")
    assert [comment.voice for comment in Comment.objects.all()] == [voice]


@pytest.mark.parametrize(
    ("cell", "may_quote"),
    [
        ("yes", True),
        ("Sí", True),
        ("1", True),
        ("x", True),
        ("no", False),
        ("0", False),
        ("", False),
    ],
)
def test_a_column_says_whether_they_may_be_quoted(initiative, cell, may_quote):
    make_import(initiative, f"text,q\nThey came.,{cell}\n", quotable="q")
    assert [comment.may_quote for comment in Comment.objects.all()] == [may_quote]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["3/11/2026", "25/12/2025"], [(2026, 11, 3), (2025, 12, 25)]),
        (["3/11/2026", "12/25/2025"], [(2026, 3, 11), (2025, 12, 25)]),
        (["3/11/2026", "4/5/26"], [(2026, 3, 11), (2026, 4, 5)]),
        (["3.11.2026", "2026-11-03T18:00:00"], [(2026, 11, 3), (2026, 11, 3)]),
        (["Tue 3 Nov 2026", "November 3rd, 2026"], [(2026, 11, 3), (2026, 11, 3)]),
    ],
)
def test_the_whole_column_tells_which_number_is_the_month(initiative, cells, days):
    rows = "".join(f'Words,"{cell}"\n' for cell in cells)
    make_import(initiative, f"text,day\n{rows}", date="day")
    said = [comment.said_on for comment in Comment.objects.all()]
    assert [(day.year, day.month, day.day) for day in said] == days


@pytest.mark.parametrize(
    ("name", "contents", "columns", "says"),
    [
        (
            "a.csv",
            b"id,words\n1,hi\n",
            {},
            "“a.csv” has no column “text” for the text. Its columns are: id, words. Choose one "
            "of them.",
        ),
        (
            "a.csv",
            b"id,text\n1,hi\n",
            {"date": "day"},
            "“a.csv” has no column “day” for the date. Its columns are: id, text. Choose one of "
            "them.",
        ),
        (
            "a.csv",
            b"id,text\n\n,\n",
            {},
            "“a.csv” has no rows below its header. Choose another file.",
        ),
        (
            "a.csv",
            b"id,text\n" + b"".join(b"%d,hi\n" % n for n in range(61)),
            {"segment": "id"},
            "The column “id” has 61 different names that are not segments yet. That is hardly a "
            "list of segments: choose another column, or none.",
        ),
        ("a.csv", b"", {}, "“a.csv” is empty. Choose the file that has the comments."),
        (
            "a.xlsx",
            b"id,text\n1,hi\n",
            {},
            "“a.xlsx” is not what its name says: it is no workbook. If it is a CSV file, rename "
            "it so that it ends in .csv.",
        ),
        ("a.csv", b"%PDF-1.7", {}, "“a.csv” is not a table. Choose a .csv or .xlsx file."),
    ],
)
def test_what_cannot_be_read_says_the_way_out_and_leaves_nothing(
    initiative, name, contents, columns, says
):
    before = set(settings.UPLOAD_DIR.glob("import-*"))
    with pytest.raises(Unreadable) as refusal:
        make_import(initiative, contents, name=name, **columns)
    assert str(refusal.value) == says
    assert (Import.objects.count(), Comment.objects.count()) == (0, 0)
    assert set(settings.UPLOAD_DIR.glob("import-*")) == before
    assert initiative.segment_set.count() == 0


def test_a_workbook_that_unpacks_to_too_much_is_refused(initiative, tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1 << 20)
    with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (2 << 20))
    with pytest.raises(Unreadable, match=r"“b\.xlsx” unpacks to more than 1 MB\. Keep only"):
        services.begin_import(
            actor=None,
            initiative=initiative,
            name="b.xlsx",
            chunks=[(tmp_path / "bomb").read_bytes()],
            columns=Columns("text"),
        )


def test_a_setting_is_never_hidden_by_a_column_of_its_name(initiative):
    make_import(initiative, "text,own,yes\nThey came.,noted,no\n", voice="own", quotable="yes")
    comment = Comment.objects.get()
    assert (comment.voice, comment.may_quote) == ("OWN", True)
