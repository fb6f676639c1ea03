"""Every write of this app: a verb and a noun, keyword-only, one transaction."""

from feedback.services.comments import (
    About,
    NothingSaid,
    hide_words,
    receive_comment,
    redact_comments,
    set_may_quote,
    settle_redactions,
)
from feedback.services.entries import Piece, enter_submission
from feedback.services.exports import allow_export
from feedback.services.import_undo import undo_import
from feedback.services.imports import (
    begin_import,
    choose_columns,
    delete_import_file,
    look_over_import,
    read_import,
    start_import,
    tend_imports,
)
from feedback.services.sessions import (
    NoticeMissing,
    add_note,
    change_note,
    close_log,
    open_log,
    remove_note,
)
from feedback.services.submissions import (
    begin_submission,
    change_answer,
    change_words,
    delete_draft,
    delete_stale_drafts,
    keep_answer,
    keep_consent,
    send_submission,
)
from feedback.services.withdrawal import empty_comments, withdraw_comment, withdraw_submission

__all__ = [
    "About",
    "NothingSaid",
    "NoticeMissing",
    "Piece",
    "add_note",
    "allow_export",
    "begin_import",
    "begin_submission",
    "change_answer",
    "change_note",
    "change_words",
    "choose_columns",
    "close_log",
    "delete_draft",
    "delete_import_file",
    "delete_stale_drafts",
    "empty_comments",
    "enter_submission",
    "hide_words",
    "keep_answer",
    "keep_consent",
    "look_over_import",
    "open_log",
    "read_import",
    "receive_comment",
    "redact_comments",
    "remove_note",
    "send_submission",
    "set_may_quote",
    "settle_redactions",
    "start_import",
    "tend_imports",
    "undo_import",
    "withdraw_comment",
    "withdraw_submission",
]
