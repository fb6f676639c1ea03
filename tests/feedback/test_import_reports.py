"""What the pages of an import show, and to whom."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from feedback import services
from feedback.import_rows import Columns
from feedback.models import Import
from tests.factories import InitiativeFactory, UserFactory, make_import, make_member

pytestmark = pytest.mark.django_db
CONTENTS = (
    "id,text,segment,date,respondent,quotable\n"
    "a,They came on a Friday.,Parents,2026-10-02,p1,yes\n"
    "b,,Parents,2026-10-02,p1,no\n"
    "c,=Nobody called.,Youth,soon,p2,no\n"
)
CHOSEN = {
    "text": "text",
    "id": "id",
    "respondent": "respondent",
    "segment": "segment",
    "date": "date",
    "voice": "own",
    "quotable": "quotable",
}


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def member(initiative, client):
    user = make_member(initiative, "coordinator", name="Dana")
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"feedback:{name}", args=["river", *args])


def upload(client, contents=CONTENTS, name="cards.csv"):
    contents = contents if isinstance(contents, bytes) else contents.encode()
    return client.post(address("import_new"), {"file": SimpleUploadedFile(name, contents)})


def uploaded(initiative, by, contents=CONTENTS):
    chunks = [contents.encode()]
    return services.begin_import(actor=by, initiative=initiative, name="cards.csv", chunks=chunks)


def downloaded(page):
    text = b"".join(page.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_guess_takes_the_longest_text_and_no_id_that_repeats(client, member):
    upload(
        client, "Comment ID,Notes,Said,Group,Role\n7,short,A much longer text,Parents,x\n7,,,,\n"
    )
    form = client.get(address("import_columns", Import.objects.get().pk)).context["form"]
    assert form.initial == {"text": "Said", "segment": "Group"}
    assert form.fields["text"].choices[1] == ("Notes", "Notes (“short”)")


def test_dates_in_two_ways_are_pointed_out(client, initiative, member):
    file = uploaded(initiative, member, "text,date\nA,25/12/2025\nB,12/25/2025\nC,12/26/2025\n")
    services.choose_columns(actor=member, import_file=file, columns=Columns("text", date="date"))
    page = client.get(address("import_preview", file.pk)).content.decode()
    assert "it is read with the month first, as most of the others are" in page


def test_rows_that_did_not_come_in_can_be_mended_by_who_brought_them(client, initiative, member):
    file = make_import(initiative, CONTENTS + "d,a,b,c,d,no,more\n", actor=member, **CHOSEN)
    rows = downloaded(client.get(address("import_problems", file.pk)))
    head = ["row", "column", "problem", "id", "text", "segment", "date", "respondent", "quotable"]
    assert rows[0] == head
    assert rows[1][:2] + rows[1][3:] == ["3", "text", "b", "", "Parents", "2026-10-02", "p1", "no"]
    assert rows[2][3:5] == ["c", "'=Nobody called."]
    assert rows[3][3:] == ["d", "a", "b", "c", "d", "no", "more"]
    upload(client, "row,column,problem,id,text\n3,text,A very long reason why,b,Now here\n")
    again = client.get(address("import_columns", Import.objects.first().pk)).context["form"]
    assert again.initial == {"text": "text", "id": "id"}


def test_others_and_later_downloads_have_the_list_without_words(client, initiative, member):
    file = make_import(initiative, CONTENTS, actor=UserFactory(), **CHOSEN)
    listed = [["row", "column", "problem"]]
    listed += [["3", "text", "There is no text. Leave the row out, or fill the cell."]]
    listed += [["4", "date", "This is not a date. Write it as 2026-11-03."]]
    assert downloaded(client.get(address("import_problems", file.pk))) == listed
    own = make_import(initiative, CONTENTS.replace("a,", "e,"), actor=member, **CHOSEN)
    services.delete_import_file(actor=member, import_file=own)
    assert downloaded(client.get(address("import_problems", own.pk))) == listed


def test_words_of_a_file_are_shown_to_who_brought_it_and_to_analysts(client, initiative):
    facilitator = make_member(initiative, "facilitator", name="Ruth")
    file = uploaded(initiative, facilitator)
    choose, preview = address("import_columns", file.pk), address("import_preview", file.pk)
    for role, status in (("coordinator", 404), ("facilitator", 404), ("analyst", 200)):
        client.force_login(make_member(initiative, role))
        assert client.get(choose).status_code == status
        assert client.get(preview, follow=True).status_code == status
    client.force_login(make_member(initiative, "coordinator"))
    page = client.get(address("import_page", file.pk)).content.decode()
    assert "Ruth has not chosen yet what its columns mean." in page
    assert "They came" not in page
    client.force_login(facilitator)
    assert client.get(address("import_page", file.pk)).url == choose


def test_a_facilitator_sees_their_own_files(client, initiative):
    facilitator = make_member(initiative, "facilitator")
    own = uploaded(initiative, facilitator)
    other = uploaded(initiative, UserFactory())
    client.force_login(facilitator)
    for name in ("imports", "listen"):
        context = client.get(address(name)).context
        assert list(context["page_obj"] if name == "imports" else context["imports"]) == [own]
    assert client.get(address("import_page", other.pk)).status_code == 404
    client.force_login(make_member(initiative, "coordinator"))
    assert list(client.get(address("imports")).context["page_obj"]) == [other, own]
