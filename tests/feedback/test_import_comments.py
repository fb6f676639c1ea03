"""`manage.py import_comments`: one line of JSON, and an exit code that a script can trust."""

import csv
import io
import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command, load_command_class

from feedback.models import Comment, Import, Submission
from tests.factories import InitiativeFactory

pytestmark = pytest.mark.django_db
CONTENTS = "id,text,who,kind\na,They came.,p1,Parents\nb,They left.,p1,Youth\nc,None,p2,Parents\n"


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def run(tmp_path, initiative):
    """Exit code, standard output and standard error of the command on these contents."""

    def run(contents, *options, name="comments.csv"):
        path = tmp_path / name
        if contents is not None:
            path.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        out, err = io.StringIO(), io.StringIO()
        words = [str(path), "--initiative", "river", *options]
        code = 0
        try:
            call_command("import_comments", *words, stdout=out, stderr=err)
        except SystemExit as end:
            code = end.code
        except CommandError as error:
            code = error.returncode
            err.write(str(error))
        return code, out.getvalue(), err.getvalue()

    return run


def line(imported=0, unchanged=0, withdrawn=0, problems=0):
    numbers = {"imported": imported, "unchanged": unchanged}
    return json.dumps(numbers | {"withdrawn": withdrawn, "problems": problems}) + "\n"


def test_all_is_well(run):
    options = ["--text", "text", "--id", "id", "--respondent", "who", "--voice", "own"]
    assert run(CONTENTS, *options, "--quotable", "yes") == (0, line(imported=3), "")
    comments = list(Comment.objects.all())
    assert [comment.original for comment in comments] == ["They came.", "They left.", "None"]
    assert {(c.voice, c.may_quote, c.state) for c in comments} == {("OWN", True, "READY")}
    assert Submission.objects.counted().count() == 2


def test_voice_is_noted_and_quotable_no_where_not_said(run):
    run("text\nThey came.\n", "--text", "text")
    comment = Comment.objects.get()
    assert (comment.voice, comment.may_quote) == ("NOTED", False)


def test_columns_may_say_voice_quotable_day_question_and_language(run):
    contents = "text,v,q,d,asked,l\nVinieron.,own,yes,2026-10-31,What happened?,es\n"
    options = ["--voice", "v", "--quotable", "q", "--date", "d", "--question", "asked"]
    assert run(contents, "--text", "text", *options, "--language", "l")[0] == 0
    comment = Comment.objects.get()
    assert (comment.voice, comment.may_quote, comment.said_on.isoformat()) == (
        "OWN",
        True,
        "2026-10-31",
    )
    assert (comment.asked, comment.language) == ("What happened?", "es")


def test_unknown_segments_are_made_and_named(run, initiative):
    code, _, said = run(CONTENTS, "--text", "text", "--segment", "kind")
    assert (code, said) == (0, "New segments: Parents, Youth\n")
    assert [segment.name for segment in initiative.segment_set.all()] == ["Parents", "Youth"]
    assert run(CONTENTS, "--text", "text", "--id", "id", "--segment", "kind")[2] == ""


@pytest.mark.parametrize("options", [["--text", "text"], ["--text", "text", "--id", "id"]])
def test_the_same_file_again_changes_nothing(run, options):
    assert run(CONTENTS, *options)[:2] == (0, line(imported=3))
    assert run(CONTENTS, *options)[:2] == (0, line(unchanged=3))


def test_some_rows_had_problems(run, tmp_path):
    run("id,text\nz,Old words\n", "--text", "text", "--id", "id")
    contents = "id,text\na,Good\nb,\nz,Other words\n,x\n"
    out = tmp_path / "problems.csv"
    options = ["--text", "text", "--id", "id", "--problems", str(out)]
    assert run(contents, *options) == (3, line(imported=1, problems=3), "")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert [row[:2] for row in rows] == [
        ["row", "column"],
        ["3", "text"],
        ["4", "text"],
        ["5", "id"],
    ]
    assert rows[1][2] == "There is no text. Leave the row out, or fill the cell."


def test_a_list_of_problems_that_cannot_be_written_is_said_and_the_rows_are_in(run, tmp_path):
    out = tmp_path / "no" / "problems.csv"
    code, said, wrong = run("text,b\nGood\n", "--text", "text", "--problems", str(out))
    assert (code, said) == (0, line(imported=1))
    assert wrong == f"“{out}” cannot be written: No such file or directory. The rows are in.\n"


@pytest.mark.parametrize(
    ("contents", "options", "says"),
    [
        (CONTENTS, ["--text", "words"], "has no column “words” for the text. Its columns are: id,"),
        (CONTENTS, ["--text", "text", "--date", "day"], "has no column “day” for the date."),
        (CONTENTS, ["--text", "text", "--voice", "loud"], "has no column “loud” for the voice."),
        (b"%PDF-1.7", ["--text", "text"], "is not a table."),
        (b"", ["--text", "text"], "is empty."),
        (b"text\n", ["--text", "text"], "has no rows below its header."),
        (None, ["--text", "text"], "cannot be opened: No such file or directory."),
    ],
)
def test_nothing_could_be_read(run, contents, options, says):
    code, said, wrong = run(contents, *options)
    assert (code, said, wrong.count("\n")) == (1, "", 0)
    assert says in wrong
    assert (Import.objects.count(), Comment.objects.count()) == (0, 0)


def test_an_initiative_that_is_not_there_is_named_with_those_that_are(initiative, tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("import_comments", "a.csv", "--initiative", "lake", "--text", "text")
    assert str(refusal.value) == "There is no initiative “lake”. There are: river."
    assert refusal.value.returncode == 1


def test_the_copy_of_the_file_is_not_kept(run, django_capture_on_commit_callbacks):
    before = set(settings.UPLOAD_DIR.glob("import-*"))
    with django_capture_on_commit_callbacks(execute=True):
        run(CONTENTS, "--text", "text")
    file = Import.objects.get()
    assert (file.state, file.stored_as, file.name) == ("DONE", "", "comments.csv")
    assert set(settings.UPLOAD_DIR.glob("import-*")) == before


def test_help_has_an_example():
    text = (
        load_command_class("feedback", "import_comments")
        .create_parser("manage.py", "import_comments")
        .format_help()
    )
    assert "manage.py import_comments comments.csv --initiative family-voices --text text" in text
    assert "noted if unsaid" in text
    assert "no if unsaid" in text
