"""Every write of this app: a verb and a noun, keyword-only, one transaction."""

from feedback.services.comments import (
    NothingSaid,
    hide_words,
    receive_comment,
    redact_comments,
    set_may_quote,
    settle_redactions,
)
from feedback.services.entries import Piece, enter_submission
from feedback.services.sessions import (
    NoticeMissing,
    add_note,
    change_note,
    close_log,
    open_log,
    remove_note,
)
from feedback.services.withdrawal import empty_comments, withdraw_comment, withdraw_submission

__all__ = [
    "NothingSaid",
    "NoticeMissing",
    "Piece",
    "add_note",
    "change_note",
    "close_log",
    "empty_comments",
    "enter_submission",
    "hide_words",
    "open_log",
    "receive_comment",
    "redact_comments",
    "remove_note",
    "set_may_quote",
    "settle_redactions",
    "withdraw_comment",
    "withdraw_submission",
]
