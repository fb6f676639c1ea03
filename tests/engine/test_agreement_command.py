"""`agreement` of a CSV file."""

import json

import pytest

from analysis.engine.__main__ import main


@pytest.fixture
def asked(tmp_path, capsys):
    """The exit code, the object on the output and the words on the error output."""

    def ask(rows: str, level: str = "nominal"):
        path = tmp_path / "ratings.csv"
        path.write_text("unit,coder,value\n" + rows, encoding="utf-8")
        code = main(["agreement", str(path), "--level", level])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err.replace(str(path), "ratings.csv")

    return ask


def test_two_coders(asked):
    rows = "1,a,x\n1,b,x\n2,a,x\n2,b,y\n3,a,y\n3,b,y\n4,a,y\n4,b,\n"
    assert asked(rows) == (
        0,
        {
            "level": "nominal",
            "units": 3,
            "coders": ["a", "b"],
            "percent": 66.666667,
            "kappa": 0.4,
            "alpha": 0.444444,
            "why": {},
            "pairs": [
                {"coders": ["a", "b"], "units": 3, "percent": 66.666667, "kappa": 0.4, "why": {}}
            ],
        },
        "",
    )


def test_what_is_not_defined_is_null_with_why(asked):
    _, found, _ = asked("1,a,2\n1,b,2\n1,c,2\n", "interval")
    assert (found["percent"], found["kappa"], found["alpha"]) == (100.0, None, None)
    assert found["why"] == {
        "kappa": "Kappa is for exactly two coders; here are 3.",
        "alpha": "Every value is the same, so chance would agree as well.",
    }
    assert len(found["pairs"]) == 3


def test_numbers_are_compared_as_numbers_and_names_as_names(asked):
    rows = "1,a,1\n1,b,1.0\n2,a,2\n2,b,2\n"
    assert asked(rows, "interval")[1]["percent"] == 100.0
    assert asked(rows, "nominal")[1]["percent"] == 50.0


def test_an_empty_file_has_no_figure(asked):
    code, found, _ = asked("")
    assert (code, found["units"], found["percent"], found["alpha"]) == (0, 0, None, None)


@pytest.mark.parametrize(
    ("rows", "level", "line"),
    [
        ("1,a,1\n1,b,nan\n", "ordinal", "row 3, column value: nan is no number, which the level"),
        ("1,a,yes\n", "interval", "row 2, column value: yes is no number, which the level"),
        ("1,a,-1\n", "ratio", "row 2, column value: -1 is below 0, which the level ratio"),
        ("1,,1\n", "nominal", "row 2, column coder is empty."),
        (" ,a,1\n", "nominal", "row 2, column unit is empty."),
        ("1,a,1\n1,a,2\n", "nominal", "row 3, column coder: a gave unit 1 a value in an earlier"),
    ],
)
def test_what_cannot_be_read_is_one_line_with_row_and_column(asked, rows, level, line):
    code, found, said = asked(rows, level)
    assert (code, found) == (1, None)
    assert said.startswith(f"ratings.csv: {line}")
    assert said.count("\n") == 1
