"""Files, functions and templates short enough to read. What is too long wants a better cut."""

import ast

import pytest

from tests.guards.files import APPS, read, source

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 40, 120
PYTHON = source(*APPS, "config", "tests", "benchmarks")
BROWSER = source("frontend", suffix=".js") + source("frontend", suffix=".scss")
TEMPLATES = source("templates", *APPS, suffix=".html")


def length(text: str) -> int:
    return len(text.splitlines())


def long_functions(text: str) -> list[str]:
    """Functions above the limit, counted from `def` to their last line."""
    return [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]


@pytest.mark.parametrize("name", PYTHON + BROWSER)
def test_file_is_short(name):
    assert length(read(name)) <= LONGEST_FILE


@pytest.mark.parametrize("name", PYTHON)
def test_functions_are_short(name):
    assert long_functions(read(name)) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_short(name):
    assert length(read(name)) <= LONGEST_TEMPLATE


def test_guard_sees_a_function_that_is_one_line_too_long():
    body = "    x = 1\n"
    assert long_functions("def fits():\n" + body * 39) == []
    assert long_functions("def long():\n" + body * 40) == ["long: 41 lines"]


def test_guard_reads_the_apps():
    """An empty list would pass every test above."""
    assert {name.split("/")[0] for name in PYTHON} >= {*APPS, "config", "tests"}
    assert TEMPLATES
