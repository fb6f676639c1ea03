"""Importing a file: what comes in, what is known again, what cannot be read, undo."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from feedback import import_files, services
from feedback.import_rows import Columns
from feedback.models import Comment, Import, Submission
from initiatives.tables import Unreadable
from tests.factories import InitiativeFactory, UserFactory, make_comment, make_import

pytestmark = pytest.mark.django_db
NUMBERS = ("imported", "unchanged", "withdrawn", "problems")


@pytest.fixture
def initiative():
    return InitiativeFactory()


def numbers(file):
    return [getattr(file, name) for name in NUMBERS]


def words(initiative):
    return [
        comment.original for comment in Comment.objects.standing().filter(initiative=initiative)
    ]


def problems(file):
    return [(each.row, each.column, each.what) for each in file.importproblem_set.all()]


def files_kept():
    return sorted(settings.UPLOAD_DIR.glob("import-*"))


@pytest.fixture(autouse=True)
def _empty_folder():
    for path in files_kept():
        path.unlink()


def test_each_column_arrives_where_it_belongs(initiative):
    member = UserFactory()
    head = "id,text,who,kind,day,asked,lang,voice,quote\n"
    row = "a1,Call 651-266-4500.,p9,Parents,10/31/2026,What happened?,es,verbatim,yes\n"
    chosen = {"id": "id", "respondent": "who", "segment": "kind", "date": "day"}
    chosen |= {"question": "asked", "language": "lang", "voice": "voice", "quotable": "quote"}
    file = make_import(initiative, head + row, actor=member, **chosen)
    comment = Comment.objects.get()
    assert (file.state, numbers(file), file.rows_total) == ("DONE", [1, 0, 0, 0], 1)
    assert (comment.original, comment.redacted_text) == ("Call 651-266-4500.", "Call [phone].")
    assert (comment.segment.name, comment.asked, comment.language) == (
        "Parents",
        "What happened?",
        "es",
    )
    assert (comment.said_on, comment.voice, comment.may_quote) == (date(2026, 10, 31), "OWN", True)
    assert (comment.row, comment.import_file, comment.entered_by) == (2, file, member)
    assert comment.state == "READY"
    submission = comment.submission
    assert (submission.way, submission.state, submission.sent_on) == (
        "IMPORT",
        "SENT",
        date(2026, 10, 31),
    )
    assert submission.notice_given.way == "NOT_GIVEN"


def test_voice_is_noted_and_quotable_no_where_nothing_is_said(initiative):
    make_import(initiative, "text\nThey came.\n")
    comment = Comment.objects.get()
    assert (comment.voice, comment.may_quote, comment.language) == ("NOTED", False, "en")


def test_where_no_column_says_the_language_the_words_do(initiative):
    said = ["They came.", "Nadie me llamó.", "Turjubaan ma jirin.", "Kuv tsis paub.", "انتظرنا"]
    make_import(initiative, "text,lang\n" + "".join(f"{words},\n" for words in said))
    rows = Comment.objects.order_by("row").values_list("language", flat=True)
    assert list(rows) == ["en", "es", "so", "hmn", "und"]


def test_what_the_column_says_of_the_language_stands(initiative):
    make_import(initiative, "text,lang\nNadie me llamó.,en\nThey came.,\n", language="lang")
    rows = Comment.objects.order_by("row").values_list("language", flat=True)
    assert list(rows) == ["en", "en"]


def test_rows_of_one_respondent_are_one_submission_over_all_files(initiative):
    make_import(initiative, "text,who\nOne,p1\nTwo,p1\nThree,p2\nFour,\nFive,\n", respondent="who")
    assert Submission.objects.counted().count() == 4
    make_import(initiative, "text,who\nSix,p1\n", respondent="who")
    make_import(InitiativeFactory(), "text,who\nElsewhere,p1\n", respondent="who")
    assert Submission.objects.counted().filter(initiative=initiative).count() == 4
    of_one = Comment.objects.filter(initiative=initiative).first().submission
    assert [c.original for c in of_one.comment_set.all()] == ["One", "Two", "Six"]


def test_neither_ids_nor_respondents_stand_in_the_database(initiative):
    make_import(
        initiative, "id,text,who\nfile-4711,Nobody called.,Ana-77\n", id="id", respondent="who"
    )
    with connection.cursor() as cursor:
        everything = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608, names of our tables
            everything += repr(cursor.fetchall())
    assert [each for each in ("file-4711", "Ana-77") if each in everything] == []
    assert Comment.objects.get().external_hash in everything


def test_unknown_segments_are_made_once_and_known_ones_found_by_name_or_code(initiative):
    known = initiative.segment_set.create(code="kin", name="Kin caregivers", order=1)
    contents = (
        "text,kind\nOne,kin\nTwo,KIN CAREGIVERS\nThree,Foster  parents\nFour,foster parents\n"
    )
    file = make_import(initiative, contents, segment="kind")
    assert file.columns["new_segments"] == ["Foster parents"]
    made = initiative.segment_set.exclude(pk=known.pk).get()
    assert (made.name, made.code, made.order) == ("Foster parents", "foster-parents", 2)
    assert list(Comment.objects.values_list("segment", flat=True)) == [known.pk] * 2 + [made.pk] * 2


def test_a_row_that_stays_out_makes_no_segment(initiative):
    make_import(
        initiative, "text,kind\nOne,two,three,four\n,Nobody\nFine,Parents\n", segment="kind"
    )
    assert [segment.name for segment in initiative.segment_set.all()] == ["Parents"]


def test_the_same_file_again_changes_nothing(initiative):
    contents = "id,text\na,They came.\nb,They came.\n"
    assert numbers(make_import(initiative, contents, id="id")) == [2, 0, 0, 0]
    assert numbers(make_import(initiative, contents, id="id")) == [0, 2, 0, 0]
    assert words(initiative) == ["They came."] * 2


def test_without_ids_a_row_is_its_place_in_the_file(initiative):
    contents = "text,other\nThey came.,x\nThey came.,y\n"
    assert numbers(make_import(initiative, contents)) == [2, 0, 0, 0]
    assert Submission.objects.counted().count() == 2
    again = make_import(initiative, contents)
    assert numbers(again) == [0, 2, 0, 0]
    another_column = make_import(initiative, contents, text="other")
    assert numbers(another_column) == [0, 0, 0, 2]
    assert problems(another_column)[0] == (
        2,
        "other",
        "This row of the same file came in before, from another column. Undo that import.",
    )


def test_a_newer_file_with_ids_brings_what_is_new_and_overwrites_nothing(initiative):
    make_import(initiative, "id,text\na,They came.\nb,They left.\n", id="id")
    newer = make_import(initiative, "id,text\nb,They stayed.\na,They came.\nc,New.\n", id="id")
    assert numbers(newer) == [1, 1, 0, 1]
    assert problems(newer) == [
        (
            2,
            "text",
            "A comment with this id is here already, with other words. It was not changed. "
            "If this is another comment, give it another id.",
        )
    ]
    assert words(initiative) == ["They came.", "They left.", "New."]


def test_what_a_person_took_back_stays_out_and_is_counted(initiative):
    contents = "id,text\na,They came.\nb,They left.\n"
    make_import(initiative, contents, id="id")
    comment = Comment.objects.get(row=2)
    services.withdraw_comment(actor=UserFactory(), comment=comment, reason="asked by phone")
    assert numbers(make_import(initiative, contents, id="id")) == [0, 1, 1, 0]
    assert words(initiative) == ["They left."]


def test_undo_takes_all_rows_back_and_frees_their_ids(
    initiative, django_capture_on_commit_callbacks
):
    other = make_comment(initiative, "From somebody else.")
    contents = "id,text,who\na,Call 651-266-4500.,p1\nb,They left.,p1\nc,No.,p2\n"
    file = make_import(initiative, contents, id="id", respondent="who")
    services.withdraw_comment(
        actor=UserFactory(), comment=Comment.objects.get(row=4), reason="asked"
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert services.undo_import(actor=UserFactory(), import_file=file) == 2
    file.refresh_from_db()
    assert (file.state, file.stored_as, files_kept()) == ("UNDONE", "", [])
    assert list(Comment.objects.standing()) == [other]
    assert list(Submission.objects.counted()) == [other.submission]
    gone = Comment.objects.filter(import_file=file)
    assert {(c.original, c.redacted_text, c.redaction_set.count()) for c in gone} == {("", "", 0)}
    assert numbers(make_import(initiative, contents, id="id", respondent="who")) == [2, 0, 1, 0]
    with pytest.raises(InvalidTransition):
        services.undo_import(actor=UserFactory(), import_file=file)


def test_undo_leaves_a_person_who_came_with_another_file_too(initiative):
    make_import(initiative, "text,who\nFirst.,p1\n", respondent="who")
    second = make_import(initiative, "text,who\nSecond.,p1\n", respondent="who")
    services.undo_import(actor=UserFactory(), import_file=second)
    assert (words(initiative), Submission.objects.counted().count()) == (["First."], 1)


def test_all_is_well_deletes_the_file_and_keeps_its_rows(
    initiative, django_capture_on_commit_callbacks
):
    file = make_import(initiative, "text\nThey came.\n")
    assert [path.stat().st_mode & 0o777 for path in files_kept()] == [0o600]
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_import_file(actor=UserFactory(), import_file=file)
    file.refresh_from_db()
    assert (files_kept(), file.state, file.stored_as) == ([], "DONE", "")
    assert words(initiative) == ["They came."]


def test_a_file_deleted_before_its_columns_are_chosen_says_so(initiative):
    file = services.begin_import(actor=None, initiative=initiative, name="a.csv", chunks=[b"a\nb"])
    services.delete_import_file(actor=None, import_file=file)
    file.refresh_from_db()
    assert (file.state, file.failure) == (
        "FAILED",
        "The file was deleted before its columns were chosen. Upload it again.",
    )


def test_each_step_is_on_record_without_words(initiative):
    member = UserFactory()
    file = make_import(initiative, "text\nThey came.\n", actor=member)
    services.undo_import(actor=member, import_file=file)
    steps = AuditEntry.objects.filter(initiative=initiative.pk).order_by("id")
    assert [(each.verb, each.actor) for each in steps] == [
        ("start_import", member),
        ("undo_import", member),
    ]
    assert "They came" not in repr(list(AuditEntry.objects.values()))


def test_an_import_starts_once(initiative):
    file = make_import(initiative, "text\nThey came.\n")
    with pytest.raises(InvalidTransition):
        services.start_import(actor=None, import_file=file, columns=Columns("text"))
    with pytest.raises(InvalidTransition):
        services.choose_columns(actor=None, import_file=file, columns=Columns("text"))


def test_a_file_that_is_too_large_is_not_kept(initiative, monkeypatch):
    monkeypatch.setattr(import_files, "LARGEST", 1 << 20)
    chunks = [b"text\n", b"x" * (1 << 20)]
    with pytest.raises(Unreadable, match=r"“a\.csv” is larger than 1 MB\. Split it"):
        services.begin_import(actor=None, initiative=initiative, name="a.csv", chunks=chunks)
    assert (files_kept(), Import.objects.count()) == ([], 0)
