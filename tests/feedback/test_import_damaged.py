"""Damaged workbooks: a sentence for the person, and no copy of their words stays on the disk."""

import io
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from feedback import services
from feedback.models import Import
from feedback.services import imports
from initiatives.tables import Unreadable
from tests.factories import InitiativeFactory, make_member

pytestmark = pytest.mark.django_db
SHEET = "xl/worksheets/sheet1.xml"
WORDS = "They took Leo from school"


@pytest.fixture
def initiative():
    return InitiativeFactory()


def workbook():
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["id", "text"])
    for number in range(40):
        book.active.append([number, f"{WORDS} {number}"])
    book.save(stream)
    return stream.getvalue()


def with_part(name, change):
    """The workbook with one part changed; the packed file itself is sound."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            contents = old.read(part)
            new.writestr(part, change(contents) if part == name else contents)
    return stream.getvalue()


def string_that_is_not_there():
    """In the middle, where the rows before it can be read."""
    cell = f't="inlineStr"><is><t>{WORDS} 30</t></is>'.encode()
    return with_part(SHEET, lambda xml: xml.replace(cell, b't="s"><v>999</v>'))


def cut_off():
    return workbook()[:-400]


def broken_xml():
    return with_part(SHEET, lambda xml: xml[: len(xml) // 2])


def broken_list_of_sheets():
    return with_part("xl/workbook.xml", lambda xml: xml[: len(xml) // 2])


def damaged_inside():
    """The packed bytes of the sheet are not what was packed."""
    contents = bytearray(workbook())
    at = contents.index(SHEET.encode()) + len(SHEET) + 40
    contents[at : at + 60] = b"\xff" * 60
    return bytes(contents)


DAMAGED = [string_that_is_not_there, cut_off, broken_xml, broken_list_of_sheets, damaged_inside]


def kept():
    return sorted(settings.UPLOAD_DIR.glob("import-*"))


def read_through(initiative, contents):
    columns = imports.Columns("text", id="id")
    services.begin_import(
        actor=None, initiative=initiative, name="a.xlsx", chunks=[contents], columns=columns
    )


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_workbook_is_refused_and_not_kept(initiative, damage):
    contents, before = damage(), kept()
    assert contents != workbook()
    with pytest.raises(Unreadable) as refusal:
        read_through(initiative, contents)
    assert str(refusal.value) == (
        "“a.xlsx” is not a workbook that can be read. Open it in a spreadsheet, save it as .xlsx "
        "or CSV, and choose that file."
    )
    assert (Import.objects.count(), kept()) == (0, before)


@pytest.mark.parametrize("damage", DAMAGED)
def test_no_damaged_workbook_breaks_a_page(client, initiative, damage):
    """The damage may stand below the first rows: then a later page says it."""
    client.force_login(make_member(initiative, "coordinator"))
    upload = SimpleUploadedFile("a.xlsx", damage())
    page = client.post(
        reverse("feedback:import_new", args=[initiative.slug]), {"file": upload}, follow=True
    )
    assert page.status_code == 200
    file = Import.objects.first()
    assert "is not a workbook that can be read" in page.content.decode() or file is not None
    if file is not None:
        services.choose_columns(
            actor=None, import_file=file, columns=imports.Columns("text", id="id")
        )
        url = reverse("feedback:import_preview", args=[initiative.slug, file.pk])
        page = client.get(url, follow=True)
        assert page.status_code == 200
        assert "is not a workbook that can be read" in page.content.decode()


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
def test_a_fault_of_ours_keeps_no_file_either(initiative, monkeypatch, fault):
    def broken(*args, **kwargs):
        raise fault

    before = kept()
    monkeypatch.setattr(imports, "open_table", broken)
    with pytest.raises(fault):
        services.begin_import(actor=None, initiative=initiative, name="a.csv", chunks=[b"text\nhi"])
    assert (Import.objects.count(), kept()) == (0, before)
