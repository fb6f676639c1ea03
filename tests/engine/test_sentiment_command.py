"""`sentiment` on the command line: one line each, and a bar for who waits."""

import csv
import json

import pytest

from analysis.engine import bar, embedding
from analysis.engine.__main__ import main
from analysis.engine.records import CommentRecord
from analysis.engine.sentiment import sentiments

SAID = ("They were kind and quick.", "Nobody listened to us.", "Did not answer", "We waited.")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "comments.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([("id", "text"), *enumerate(SAID)])
    return str(path)


def test_parts_make_no_difference(file, capsys, monkeypatch):
    monkeypatch.setattr(bar, "AT_ONCE", 3)
    assert main(["sentiment", file]) == 0
    told = capsys.readouterr()
    rows = [json.loads(line) for line in told.out.splitlines()]
    together = sentiments([CommentRecord(str(n), text) for n, text in enumerate(SAID)])
    assert [row["sentiment"] for row in rows] == [one and one.sentiment for one in together]
    assert [row["comment"] for row in rows] == ["0", "1", "2", "3"]
    assert told.err == ""


@pytest.mark.parametrize("command", ["sentiment", "tag"])
def test_who_waits_at_a_terminal_sees_how_far_it_is(command, file, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(bar, "AT_ONCE", 3)
    monkeypatch.setattr(embedding, "available", lambda: ())
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    codebook = tmp_path / "codebook.csv"
    codebook.write_text("code,label\nwaiting,Waiting\n", encoding="utf-8")
    options = ["--codebook", str(codebook)] if command == "tag" else []
    assert main([command, *options, file]) == 0
    parts = capsys.readouterr().err.split("\r")
    assert parts[1:] == [
        "[######################        ] 3 of 4 comments read",
        "[##############################] 4 of 4 comments read\n",
    ]
