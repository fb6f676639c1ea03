"""`python -m analysis.engine`, as an analyst runs it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.engine.__main__ import main

ROOT = Path(__file__).parents[2]
COMMENTS = [
    ["id", "text", "segment", "themes"],
    ["1", "The van was two hours late. 🚐 The driver was kind.", "riders", "wait;staff"],
    ["2", "None", "riders", ""],
    ["3", "", "wards", ""],
    ["4", "Nobody came for hours\nand then a rude man came.", "wards", "wait"],
    ["5", "We waited for hours outside in the cold rain.", "riders", "wait"],
]


@pytest.fixture
def folder(tmp_path):
    write(
        tmp_path / "codebook.csv",
        [
            ["code", "label", "definition", "include", "exclude", "examples", "parent", "keywords"],
            ["wait", "Waiting", "Delays", "", "", "", "", "late;hours"],
            ["staff", "Manner", "How staff behave", "", "", "", "", "kind;rude"],
        ],
    )
    write(tmp_path / "comments.csv", COMMENTS)
    return tmp_path


def write(path, rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)


def run(folder, *arguments, seed="0"):
    """As a program of its own, without settings of Django."""
    environ = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "analysis.engine", *arguments],
        cwd=folder,
        env={**environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
        capture_output=True,
        encoding="utf-8",
        timeout=300,  # it guards against hanging, and a busy machine is slow
    )


def test_tag_prints_a_line_for_each_comment_theme_and_span(folder):
    done = run(folder, "tag", "--codebook", "codebook.csv", "comments.csv")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(line) for line in lines] == [
        ["comment", "theme", "score", "start", "end", "why"]
    ] * len(lines)
    texts = {row[0]: row[1] for row in COMMENTS}
    assert [
        (x["comment"], x["theme"], texts[x["comment"]][x["start"] : x["end"]]) for x in lines
    ] == [
        ("1", "wait", "The van was two hours late."),
        ("1", "staff", "🚐 The driver was kind."),
        ("4", "staff", "and then a rude man came."),
        ("4", "wait", "Nobody came for hours"),
        ("5", "wait", "We waited for hours outside in the cold rain."),
    ]
    assert lines[0]["why"] == 'keywords "late", "hours"'


def test_the_output_is_the_same_whatever_the_seed_of_hashes(folder):
    arguments = ("tag", "--codebook", "codebook.csv", "--coded", "comments.csv", "comments.csv")
    first, second = (run(folder, *arguments, seed=seed) for seed in ("1", "4242"))
    assert first.stdout
    assert first.stdout == second.stdout


def test_summarize_prints_sentences_where_they_stand(folder):
    first, second = (
        run(folder, "summarize", "--sentences", "2", "comments.csv", seed=seed) for seed in "17"
    )
    assert first.stdout == second.stdout
    texts = {row[0]: row[1] for row in COMMENTS}
    lines = [json.loads(line) for line in first.stdout.splitlines()]
    assert len(lines) == 2
    for line in lines:
        assert list(line) == ["sentence", "comments", "start", "end"]
        assert texts[line["comments"][0]][line["start"] : line["end"]] == line["sentence"]


def test_summarize_takes_the_segment_from_another_column(folder, capsys):
    rows = [["id", "text", "place"]]
    rows += [[str(n), f"The van to the {n}th court came late again.", "town"] for n in range(5)]
    rows.append(["9", "Nobody at the desk speaks my language here.", "hills"])
    write(folder / "places.csv", rows)
    arguments = ["summarize", "--limit", "2", "--segment", "place", str(folder / "places.csv")]
    assert main(arguments) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "9" in [line["comments"][0] for line in lines]
    arguments[4] = "street"
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert said.endswith("no column street. Columns found: id, text, place.\n")


def test_django_is_not_needed(folder):
    code = (
        "import sys, analysis.engine.__main__ as e;"
        "e.main(['tag', '--codebook', 'codebook.csv', 'comments.csv']);"
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=300,  # it guards against hanging, and a busy machine is slow
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_summarize_one_theme(folder, capsys):
    assert main(["summarize", "--theme", "staff", str(folder / "comments.csv")]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["comments"][0] for line in lines} == {"1"}
    coded = folder / "coded.csv"
    write(coded, [["id", "text", "themes"], ["5", "", "staff"]])
    assert (
        main(["summarize", "--theme", "staff", "--coded", str(coded), str(folder / "comments.csv")])
        == 0
    )
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["comments"][0] for line in lines} == {"5"}


@pytest.mark.parametrize("command", [[], ["tag"], ["summarize"]])
def test_help_has_an_example(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([*command, "--help"])
    assert stop.value.code == 0
    assert "python -m analysis.engine " in capsys.readouterr().out.split("example:")[1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no such file."),
        (b"id,words\n1,hello\n", "no column text. Columns found: id, words."),
        (b"", "no column id or text. Columns found: none."),
        ("id,text\n1,caf\xe9\n".encode("cp1252"), "is not UTF-8. Save it as CSV UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_an_exit_of_1(folder, content, words, capsys):
    path = folder / "bad.csv"
    if content is not None:
        path.write_bytes(content)
    assert main(["tag", "--codebook", str(folder / "codebook.csv"), str(path)]) == 1
    assert capsys.readouterr().err == f"{path}: {words}\n"


def test_two_themes_of_one_code_are_one_line_with_row_and_column(folder, capsys):
    path = folder / "twice.csv"
    path.write_text("code,label\nWAIT,Waiting\n,Nothing\n,Neither\nWAIT,Other\n")
    comments = folder / "comments.csv"
    for command in ("tag", "discover"):
        assert main([command, "--codebook", str(path), str(comments)]) == 1
        said = f"{path}: row 5, column code: WAIT stands twice.\n"
        assert capsys.readouterr().err == said


def test_two_themes_of_one_name_are_two(folder, capsys):
    path = folder / "same.csv"
    path.write_text("code,label,keywords\nA,Rides,van\nB,Rides,bus\n")
    comments = folder / "rides.csv"
    comments.write_text("id,text\n1,The van was late\n2,The bus was late\n")
    assert main(["tag", "--codebook", str(path), str(comments)]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {("1", "A"), ("2", "B")} <= {(row["comment"], row["theme"]) for row in found}


@pytest.mark.parametrize("command", [["discover", "--themes"], ["summarize", "--sentences"]])
@pytest.mark.parametrize("number", ["0", "-3", "x", "1.5", "²"])
def test_a_number_that_is_none_is_said(command, number, folder, capsys):
    with pytest.raises(SystemExit) as stop:
        main([*command, number, str(folder / "comments.csv")])
    assert stop.value.code == 2
    assert capsys.readouterr().err.endswith("give a whole number from 1\n")


def test_a_folder_is_no_file(folder, capsys):
    assert main(["summarize", str(folder)]) == 1
    assert capsys.readouterr().err == f"{folder}: cannot be opened (Is a directory).\n"


def test_a_byte_order_mark_and_short_rows_are_read(folder, capsys):
    path = folder / "excel.csv"
    path.write_text("id,text,segment\n7,The van was late\n", encoding="utf-8-sig")
    assert main(["tag", "--codebook", str(folder / "codebook.csv"), str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["comment"] == "7"


def test_no_comments_no_lines(folder, capsys):
    path = folder / "empty.csv"
    path.write_text("id,text\n")
    assert main(["tag", "--codebook", str(folder / "codebook.csv"), str(path)]) == 0
    assert main(["summarize", str(path)]) == 0
    assert capsys.readouterr().out == ""
