"""The codebook out as a file and in again; comments with their themes as a file."""

import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import AuditEntry
from analysis import services
from analysis.models import CodebookChange, Theme
from analysis.services.codebook_files import COLUMNS, by_line, in_a_cell, rows_of
from feedback import services as feedback
from tests import factories as make

pytestmark = pytest.mark.django_db
DEMO = Path("home/demo/patient_feedback/codebook.csv")


def address(name: str) -> str:
    return reverse(f"analysis:{name}", args=["ours"])


def rows_in(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sent(client, rows: str, name="codebook.csv", **fields):
    file = SimpleUploadedFile(name, rows.encode() if isinstance(rows, str) else rows)
    return client.post(address("codebook_take"), {"file": file, **fields}, follow=True)


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def wrong(response) -> str:
    return " ".join(e for errors in response.context["form"].errors.values() for e in errors)


def everything(codebook) -> list:
    return [list(row) for row in rows_of(codebook)]


def test_out_and_in_again_is_the_same(as_team, analyst, initiative, codebook, waiting):
    """Formulas, entries with a `;`, lines, languages, decision points: nothing is lost."""
    point = make.DecisionPointFactory(initiative=initiative, code="screening")
    services.edit_theme(
        actor=analyst,
        theme=waiting,
        parent=codebook.theme_set.get(code="school"),
        name="=Waiting",
        definition="+1 for “it takes long”,\nand more",
        keywords="es: espera\nso: sug; sugid\n-late",
        phrases="Three hours; nobody came.",
        counter_phrases="@work I wait tables",
        memo="'quoted'\n=SUM(A1)",
        decision_point=point,
    )
    was = everything(codebook)
    response = as_team.get(address("codebook_csv"))
    file = b"".join(response.streaming_content)
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    codebook.theme_set.update(parent=None)
    Theme.objects.all().delete()
    assert told(sent(as_team, file)) == ["New themes: 3. Themes with other words: 0."]
    assert everything(codebook) == was


@pytest.mark.parametrize("lines", ["", "one", "one\ntwo", "one; two", "one; two\nthree"])
def test_entries_of_a_cell_come_back(lines):
    assert by_line(in_a_cell(lines)) == lines


def test_the_codebook_of_the_demo_is_read(as_team, initiative):
    response = sent(as_team, DEMO.read_bytes())
    with DEMO.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert told(response) == [f"New themes: {len(rows)}. Themes with other words: 0."]
    codebook = services.codebook_of(initiative)
    parents = {row["code"]: row["parent"] for row in rows}
    assert parents == {
        theme.code: theme.parent.code if theme.parent else ""
        for theme in codebook.theme_set.select_related("parent")
    }


def test_themes_that_are_there_change_only_when_asked(as_team, codebook, waiting):
    file = "code,label,memo\nwaiting,Waits,Ask Lee\nnew,New,\n"
    assert told(sent(as_team, file)) == ["New themes: 1. Themes with other words: 0."]
    waiting.refresh_from_db()
    assert (waiting.name, waiting.memo) == ("Waiting", "")
    definition = waiting.definition
    assert told(sent(as_team, file, change="on")) == ["New themes: 0. Themes with other words: 1."]
    waiting.refresh_from_db()
    assert (waiting.name, waiting.memo, waiting.definition) == ("Waits", "Ask Lee", definition)
    assert "Nothing changed" in told(sent(as_team, file, change="on"))[0]
    services.undo_change(
        actor=waiting.codebook.codebookchange_set.first().by,
        change=CodebookChange.objects.filter(kind="EDIT").get(),
    )
    waiting.refresh_from_db()
    assert waiting.name == "Waiting"


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("", "empty"),
        ("code,definition\na,b\n", "no column “label”"),
        ("code,label\n", "no theme below"),
        ("code,label\na,A\n,B\n", "Row 3 has nothing in the column “code”"),
        ("code,label\na,A\nb,\n", "Row 3 has nothing in the column “label”"),
        ("code,label\na,A\na,B\n", "Row 3 has the code “a” of row 2 again"),
        (f"code,label\na,{'x' * 151}\n", "Row 2, “label”: longer than 150"),
        ("code,label,parent\na,A,b\nb,B,a\n", "below itself"),
        ("%PDF-1.4", "not a table"),
    ],
)
def test_a_file_that_is_wrong_changes_nothing(as_team, codebook, file, says):
    was = everything(codebook)
    response = sent(as_team, file)
    assert says in wrong(response)
    assert everything(codebook) == was
    assert CodebookChange.objects.count() == 0


def test_a_name_that_another_theme_has_is_refused(as_team, codebook):
    response = sent(as_team, "code,label\nwaiting,Lawyer\n", change="on")
    assert "called “Lawyer” already" in wrong(response)


def test_a_workbook_is_read_as_well(as_team, initiative):
    book, file = Workbook(), io.BytesIO()
    for row in (["code", "label", "keywords"], ["bus", "Bus", "bus;tram"]):
        book.active.append(row)
    book.save(file)
    sent(as_team, file.getvalue(), name="codebook.xlsx")
    theme = Theme.objects.get(code="bus")
    assert theme.keywords == "bus\ntram"


@pytest.fixture
def coded(initiative, parents, codebook, waiting):
    log = make.make_log(initiative, state="CLOSED")
    comment = make.make_comment(initiative, "=HYPERLINK(1) we waited", segment=parents)
    make.make_tag(comment, waiting)
    make.make_blind_tag(comment, codebook.theme_set.get(code="lawyer"))
    make.make_comment(initiative, "Observed.", session_log=log, voice="OBSERVED")
    gone = make.make_comment(initiative, "Taken back.")
    feedback.withdraw_submission(actor=None, submission=gone.submission)
    return comment


def test_comments_with_their_themes_ask_why_and_are_on_the_audit(as_team, analyst, coded):
    page = as_team.get(address("tagged_export"))
    assert page.context["count"] == 1
    refused = as_team.post(address("tagged_export"), {"kind": "csv", "reason": " "})
    assert refused.context["form"].errors.keys() == {"reason"}
    assert AuditEntry.objects.filter(verb="export_tagged_comments").count() == 0
    response = as_team.post(address("tagged_export"), {"kind": "csv", "reason": "For a paper."})
    assert rows_in(response) == [
        {
            "comment": str(coded.pk),
            "text": "'=HYPERLINK(1) we waited",
            "segment": "Parents",
            "decision_point": "",
            "language": "en",
            "voice": "own words",
            "may_quote": "yes" if coded.may_quote else "no",
            "themes": "waiting",
            "theme_names": "Waiting",
        }
    ]
    entry = AuditEntry.objects.get(verb="export_tagged_comments")
    assert (entry.actor, entry.reason) == (analyst, "For a paper.")


def test_the_workbook_holds_the_same_and_no_formula(as_team, initiative, coded):
    long = make.make_comment(initiative, "long \x0b" + "x" * 40_000)
    response = as_team.post(address("tagged_export"), {"kind": "xlsx", "reason": "For a paper."})
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:3] == (coded.pk, "'=HYPERLINK(1) we waited", "Parents")
    assert rows[2][0] == long.pk
    assert rows[2][1].endswith("[…]")
    assert sheet["B2"].data_type == "s"


def test_reading_all_comments_is_a_few_queries(initiative, waiting, django_assert_num_queries):
    from analysis.codebook.reports import tagged_rows

    for number in range(12):
        make.make_tag(make.make_comment(initiative, f"Waiting {number}"), waiting)
    with django_assert_num_queries(2):
        assert len(list(tagged_rows(initiative))) == 12


@pytest.mark.parametrize("role", ["coordinator", "approver", "facilitator", "reader"])
def test_weak_roles_take_no_comments(client, initiative, codebook, role):
    client.force_login(make.make_member(initiative, role))
    data = {"kind": "csv", "reason": "I want it."}
    assert client.post(address("tagged_export"), data).status_code == 403
    keeps = role == "coordinator"
    assert client.get(address("codebook_take")).status_code == (200 if keeps else 403)
    reads = role in {"coordinator", "approver"}
    assert client.get(address("codebook_csv")).status_code == (200 if reads else 403)
    assert AuditEntry.objects.filter(verb="export_tagged_comments").count() == 0
