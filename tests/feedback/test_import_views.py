"""The pages of an import, from the file to undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback import services
from feedback.models import Comment, Import
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
OF_ONE = (
    "import_page",
    "import_columns",
    "import_preview",
    "import_progress",
    "import_problems",
    "import_undo",
    "import_delete_file",
)


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


def test_strangers_and_weak_roles_are_refused_everywhere(client, initiative):
    done = make_import(initiative, CONTENTS, actor=UserFactory(), **CHOSEN)
    waits = uploaded(initiative, done.by)
    pages = [address(name, file.pk) for name in OF_ONE for file in (done, waits)]
    pages += [address("imports"), address("import_new")]
    stranger = make_member(InitiativeFactory(), "coordinator", "analyst", "facilitator")
    administrator = UserFactory(is_administrator=True)
    weak = make_member(initiative, "approver", "reader")
    for user, status in ((stranger, 404), (administrator, 404), (weak, 403)):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {status}
        assert {client.post(page).status_code for page in pages} == {status}
    assert list(Import.objects.order_by("id").values_list("state", flat=True)) == [
        "DONE",
        "UPLOADED",
    ]


def test_another_initiatives_file_is_not_found(client, member):
    other = make_import(InitiativeFactory(), CONTENTS, actor=member, **CHOSEN)
    assert {client.get(address(name, other.pk)).status_code for name in OF_ONE} == {404}


def test_from_the_file_to_what_came_in(
    client, initiative, member, django_capture_on_commit_callbacks
):
    columns = upload(client)
    file = Import.objects.get()
    assert (columns.url, file.by, file.name) == (
        address("import_columns", file.pk),
        member,
        "cards.csv",
    )
    guessed = client.get(columns.url).context["form"].initial
    assert guessed == {
        "text": "text",
        "id": "id",
        "respondent": "respondent",
        "segment": "segment",
        "date": "date",
        "quotable": "quotable",
    }
    first_rows = client.post(columns.url, CHOSEN)
    assert first_rows.url == address("import_preview", file.pk)
    rows = client.get(first_rows.url).context["preview"].rows
    assert (rows[0].entry.words, rows[0].entry.may_quote) == ("They came on a Friday.", True)
    assert [(row.number, row.column) for row in rows] == [(2, ""), (3, "text"), (4, "date")]
    assert Comment.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        started = client.post(first_rows.url)
    assert started.url == address("import_page", file.pk)
    page = client.get(started.url)
    assert [problem.row for problem in page.context["problem_rows"]] == [3, 4]
    assert [comment.original for comment in Comment.objects.all()] == ["They came on a Friday."]
    # What was started shows where it stands, whichever of its pages is asked for.
    assert client.get(columns.url).url == started.url
    assert client.get(first_rows.url).url == started.url


def test_columns_chosen_before_are_shown_again(client, member):
    upload(client)
    columns = address("import_columns", Import.objects.get().pk)
    client.post(columns, CHOSEN | {"segment": "", "text": "respondent", "respondent": ""})
    initial = client.get(columns).context["form"].initial
    assert (initial["text"], initial["segment"], initial["voice"]) == ("respondent", "", "own")


@pytest.mark.parametrize(
    ("contents", "name", "says"),
    [
        (b"", "a.csv", "“a.csv” is empty. Choose the file that has the comments."),
        (b"%PDF-1.7", "a.csv", "“a.csv” is not a table. Choose a .csv or .xlsx file."),
        (b"text\n", "a.csv", "“a.csv” has no rows below its header. Choose another file."),
    ],
)
def test_a_file_that_cannot_be_read_is_said_at_its_field(client, member, contents, name, says):
    page = upload(client, contents, name)
    assert page.context["form"].errors["file"] == [says]
    assert Import.objects.count() == 0


def test_no_file_and_columns_that_do_not_fit_are_said(client, member):
    page = client.post(address("import_new"))
    assert page.context["form"].errors["file"] == ["Choose a file first."]
    head = "id,text\n" + "".join(f"k{n},Words\n" for n in range(61))
    upload(client, head)
    columns = address("import_columns", Import.objects.get().pk)
    page = client.post(columns, {"text": "text", "voice": "text", "quotable": "no"})
    assert page.context["form"].errors == {
        "voice": ["This is the column of what was said. Choose another one."]
    }
    assert Import.objects.get().columns == {}
    chosen = {"text": "text", "voice": "own", "quotable": "no", "segment": "id"}
    page = client.post(columns, chosen, follow=True)
    assert page.redirect_chain[-1] == (columns, 302)
    assert [str(message) for message in page.context["messages"]] == [
        "The column “id” has 61 different names that are not segments yet. That is hardly a list "
        "of segments: choose another column, or none."
    ]
    assert page.context["form"].initial["segment"] == "id"


def test_a_wrong_column_is_noticed_before_anything_comes_in(client, member):
    upload(client)
    file = Import.objects.get()
    client.post(address("import_columns", file.pk), CHOSEN | {"voice": "respondent"})
    page = client.get(address("import_preview", file.pk))
    assert page.context["preview"].is_hopeless
    assert "None of these rows would come in." in page.content.decode()


def test_while_it_is_read_the_page_asks_again_and_works_without_a_script(
    client, initiative, member
):
    file = make_import(initiative, CONTENTS, actor=member, **CHOSEN)
    reading = {"state": "RUNNING", "rows_read": 1500, "rows_total": 4420}
    Import.objects.filter(pk=file.pk).update(**reading, beat_at=timezone.now())
    for name in ("import_page", "import_progress"):
        page = client.get(address(name, file.pk)).content.decode()
        assert f'hx-get="{address("import_progress", file.pk)}" hx-trigger="every 2s"' in page
        assert "1,500 of 4,420 rows read" in page
        assert f'<a href="{address("import_page", file.pk)}">See how far it is now</a>' in page
    Import.objects.filter(pk=file.pk).update(state="DONE")
    fragment = client.get(address("import_progress", file.pk)).content.decode()
    assert "hx-trigger" not in fragment
    assert "<html" not in fragment


def test_undo_says_what_is_lost_and_the_file_can_come_again(client, initiative, member):
    file = make_import(initiative, CONTENTS, actor=member, **CHOSEN)
    asked = client.get(address("import_undo", file.pk))
    assert asked.context["lost"].startswith("What this file brought is emptied: 1 comment, with")
    assert Comment.objects.standing().count() == 1
    page = client.post(address("import_undo", file.pk), follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Undone: 1 comment taken back."
    ]
    assert page.context["may_undo"] is False
    assert Comment.objects.standing().count() == 0
    again = client.post(address("import_undo", file.pk), follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["error"]
    assert make_import(initiative, CONTENTS, actor=member, **CHOSEN).imported == 1


def test_all_is_well_deletes_the_file(client, initiative, member):
    file = make_import(initiative, CONTENTS, actor=member, **CHOSEN)
    assert client.get(address("import_delete_file", file.pk)).context["button"] == "Delete the file"
    client.post(address("import_delete_file", file.pk))
    file.refresh_from_db()
    assert (file.stored_as, Comment.objects.standing().count()) == ("", 1)


def test_a_file_that_is_gone_begins_anew(client, initiative, member):
    file = uploaded(initiative, member)
    Import.objects.filter(pk=file.pk).update(stored_as="", columns=CHOSEN)
    for name in ("import_columns", "import_preview"):
        page = client.get(address(name, file.pk), follow=True)
        assert page.redirect_chain == [(address("import_new"), 302)]
        assert [str(message) for message in page.context["messages"]] == [
            "“cards.csv” has been deleted here. Upload it again."
        ]


def test_a_double_click_starts_one_import(client, initiative, member):
    upload(client)
    file = Import.objects.get()
    client.post(address("import_columns", file.pk), CHOSEN)
    first, second = (client.post(address("import_preview", file.pk)) for _ in range(2))
    assert (first.url, second.url) == (address("import_page", file.pk),) * 2
    assert Import.objects.get().state == "QUEUED"


def test_pages_ask_the_same_number_of_queries_for_many_files_and_problems(
    client, initiative, member
):
    def queries(page):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    few = make_import(initiative, CONTENTS, actor=member, **CHOSEN)
    pages = [address("imports"), address("import_page", few.pk)]
    before = [queries(page) for page in pages]
    bad = CONTENTS + "".join(f"x{n},,,,,\n" for n in range(60))
    many = [make_import(initiative, bad, actor=make_member(initiative, "analyst"), **CHOSEN)]
    many += [uploaded(initiative, make_member(initiative, "facilitator")) for _ in range(5)]
    pages[1] = address("import_page", many[0].pk)
    assert [queries(page) for page in pages] == before
    assert client.get(pages[1]).context["more_problems"] == many[0].problems - 50
