"""Every write of this app: a verb and a noun, keyword-only, one transaction."""

from analysis.services.adjudication import adjudicate, adjudicate_agreed
from analysis.services.audit_samples import NothingToDraw, draw_audit_sample
from analysis.services.candidates import (
    CandidateRefused,
    add_to_candidate,
    dismiss_candidate,
    merge_candidates,
    remove_from_candidate,
    reopen_candidate,
    split_candidate,
    take_candidate,
)
from analysis.services.codebook import (
    ThemeRefused,
    codebook_of,
    edit_theme,
    make_theme,
    move_theme,
    remove_theme,
    retire_theme,
    starter_rows,
    take_up_theme,
)
from analysis.services.codebook_files import add_themes, take_codebook
from analysis.services.decisions import (
    add_new_theme,
    add_tag,
    change_suggestion,
    decide_suggestions,
    find_no_theme,
    remove_tag,
    undo_last,
)
from analysis.services.discovery import (
    cancel_discovery,
    start_discovery,
    tend_discoveries,
    work_on_discovery,
)
from analysis.services.double_coding import (
    NothingToCode,
    close_coding_task,
    code_blind,
    finish_assignment,
    start_double_coding,
    start_next_round,
    take_off_blind,
)
from analysis.services.merging import merge_theme, split_theme
from analysis.services.places import place_comments
from analysis.services.readings import drop_stale_readings, keep_readings
from analysis.services.runs import NothingToDo, cancel_run, start_run, tend_runs, work_on_run
from analysis.services.tag_exports import allow_tag_export
from analysis.services.thresholds import ChangedMeanwhile, accept_above, move_threshold
from analysis.services.undoing import undo_change
from analysis.services.vectors import drop_stale_vectors, vectors_of_comments

__all__ = [
    "CandidateRefused",
    "ChangedMeanwhile",
    "NothingToCode",
    "NothingToDo",
    "NothingToDraw",
    "ThemeRefused",
    "accept_above",
    "add_new_theme",
    "add_tag",
    "add_themes",
    "add_to_candidate",
    "adjudicate",
    "adjudicate_agreed",
    "allow_tag_export",
    "cancel_discovery",
    "cancel_run",
    "change_suggestion",
    "close_coding_task",
    "code_blind",
    "codebook_of",
    "decide_suggestions",
    "dismiss_candidate",
    "draw_audit_sample",
    "drop_stale_readings",
    "drop_stale_vectors",
    "edit_theme",
    "find_no_theme",
    "finish_assignment",
    "keep_readings",
    "make_theme",
    "merge_candidates",
    "merge_theme",
    "move_theme",
    "move_threshold",
    "place_comments",
    "remove_from_candidate",
    "remove_tag",
    "remove_theme",
    "reopen_candidate",
    "retire_theme",
    "split_candidate",
    "split_theme",
    "start_discovery",
    "start_double_coding",
    "start_next_round",
    "start_run",
    "starter_rows",
    "take_candidate",
    "take_codebook",
    "take_off_blind",
    "take_up_theme",
    "tend_discoveries",
    "tend_runs",
    "undo_change",
    "undo_last",
    "vectors_of_comments",
    "work_on_discovery",
    "work_on_run",
]
