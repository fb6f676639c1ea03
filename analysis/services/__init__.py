"""Every write of this app: a verb and a noun, keyword-only, one transaction."""

from analysis.services.codebook import (
    ThemeRefused,
    add_themes,
    codebook_of,
    edit_theme,
    make_theme,
    remove_theme,
    retire_theme,
    starter_rows,
    take_up_theme,
)
from analysis.services.decisions import (
    add_new_theme,
    add_tag,
    change_suggestion,
    decide_suggestions,
    remove_tag,
    undo_last,
)
from analysis.services.runs import NothingToDo, cancel_run, start_run, tend_runs, work_on_run

__all__ = [
    "NothingToDo",
    "ThemeRefused",
    "add_new_theme",
    "add_tag",
    "add_themes",
    "cancel_run",
    "change_suggestion",
    "codebook_of",
    "decide_suggestions",
    "edit_theme",
    "make_theme",
    "remove_tag",
    "remove_theme",
    "retire_theme",
    "start_run",
    "starter_rows",
    "take_up_theme",
    "tend_runs",
    "undo_last",
    "work_on_run",
]
