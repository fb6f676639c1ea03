"""A budget that is broken is said and fails the build."""

import sys

import pytest

from benchmarks import first_hour


@pytest.fixture
def measured(monkeypatch):
    """`measured(seconds, *words)` runs the benchmark as if the import had taken so long."""

    def run(seconds, *words):
        found = {"import": (seconds, 10.0), "a page": (150.0, 200.0)}
        monkeypatch.setattr(first_hour, "measure", lambda requests: found)
        monkeypatch.setattr(sys, "argv", ["first_hour", *words])
        monkeypatch.setattr(first_hour, "own_data", first_hour.contextmanager(lambda: iter([None])))
        first_hour.main()

    return run


def test_what_is_within_its_budget_passes(measured):
    measured(9.9, "--check")


def test_what_is_not_fails_with_a_line_for_each(measured):
    with pytest.raises(SystemExit) as end:
        measured(10.0, "--check")
    assert end.value.code == "Too slow:\nimport: 10.0, and the budget is 10 × 1"


def test_a_slow_machine_may_have_a_factor(measured, monkeypatch):
    monkeypatch.setenv("HEARD_BENCH_FACTOR", "2")
    measured(19.0, "--check")
    with pytest.raises(SystemExit):
        measured(20.0, "--check")


def test_without_the_option_it_only_measures(measured):
    measured(99.0)


def test_the_budgets_are_those_of_the_first_hour():
    budgets = first_hour.IMPORT_SECONDS, first_hour.RUN_SECONDS, first_hour.PAGE_MILLISECONDS
    assert budgets == (10.0, 30.0, 200.0)
