"""`python -m analysis.engine discover`, as an analyst runs it."""

import csv
import json

import pytest

from analysis.engine import embedding
from analysis.engine.__main__ import main
from tests.engine.test_command import run
from tests.engine.test_discovery import SAID

ROWS = [["id", "text", "segment"], *([f"c{n:02}", text, "riders"] for n, text in enumerate(SAID))]
ODD = [["none", "None", "riders"], ["empty", "", ""], ["nan", "NaN 😀", "wards"]]


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "comments.csv", [*ROWS, *ODD])
    return tmp_path


@pytest.fixture(autouse=True)
def without_weights(monkeypatch):
    """Quick, and the same everywhere; the program below runs with what is installed."""
    monkeypatch.setattr(embedding, "available", lambda: ())


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def discovered(capsys, *arguments) -> list[dict]:
    assert main(["discover", *map(str, arguments)]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_for_each_theme_and_one_for_what_is_in_none(folder, capsys):
    lines = discovered(capsys, folder / "comments.csv", "--themes", "4")
    assert [list(line) for line in lines] == [["theme", "keywords", "comments", "examples"]] * 5
    *themes, left = lines
    assert left == {"theme": None, "keywords": [], "comments": ["none", "empty"], "examples": []}
    texts = {row[0]: row[1] for row in [*ROWS[1:], *ODD]}
    for line in themes:
        own = [texts[id_] for id_ in line["comments"]]
        assert set(line["examples"]) <= set(own)
        assert any(line["theme"] in text for text in own)
        assert all(any(word in text for text in own) for word in line["keywords"])
    ids = [id_ for line in lines for id_ in line["comments"]]
    assert sorted(ids) == sorted(texts)


def test_the_output_is_the_same_bytes_whatever_the_seed_of_hashes(folder):
    first, second = (run(folder, "discover", "comments.csv", seed=seed) for seed in ("1", "4242"))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout
    assert first.stdout == second.stdout


@pytest.mark.parametrize("rows", [[], [["c1", "The van was late", "riders"]]])
def test_of_none_or_one_comment_nothing_is_a_theme(folder, capsys, rows):
    write(folder / "few.csv", [["id", "text", "segment"], *rows])
    lines = discovered(capsys, folder / "few.csv")
    assert [line["comments"] for line in lines] == [[row[0]] for row in rows]
    assert [line["theme"] for line in lines] == [None] * len(rows)


def test_what_the_codebook_covers_is_in_no_new_theme(folder, capsys):
    write(folder / "codebook.csv", [["code", "label", "keywords"], ["van", "Rides", "van"]])
    *themes, left = discovered(
        capsys, folder / "comments.csv", "--codebook", folder / "codebook.csv"
    )
    assert {"c00", "c01", "c02"} <= set(left["comments"])
    assert {id_ for line in themes for id_ in line["comments"]} >= {"c03", "c04", "c05"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([" ", "A van"], "row 14, column id is empty."),
        (["c01", "A van"], "row 14, column id: c01 stands twice."),
    ],
)
def test_an_id_that_tells_nothing_is_one_line_and_an_exit_of_1(folder, capsys, row, words):
    path = folder / "bad.csv"
    write(path, [*ROWS, *ODD, row])
    assert main(["discover", str(path)]) == 1
    assert capsys.readouterr().err == f"{path}: {words}\n"


@pytest.mark.parametrize("number", ["0", "-3", "x", "1.5"])
def test_a_number_of_themes_below_one_is_refused(folder, capsys, number):
    with pytest.raises(SystemExit) as stop:
        main(["discover", str(folder / "comments.csv"), f"--themes={number}"])
    assert stop.value.code == 2
    assert "give a whole number from 1" in capsys.readouterr().err


def test_a_bar_is_shown_only_where_somebody_looks_on(folder, capsys, monkeypatch):
    main(["discover", str(folder / "comments.csv")])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    main(["discover", str(folder / "comments.csv")])
    assert capsys.readouterr().err.endswith("10 of 10 comments read\n")
