"""Every write of this app: a verb and a noun, keyword-only, one transaction."""

from feedback.services.comments import (
    NothingSaid,
    hide_words,
    receive_comment,
    redact_comments,
    set_may_quote,
    settle_redactions,
)
from feedback.services.withdrawal import empty_comments, withdraw_comment, withdraw_submission

__all__ = [
    "NothingSaid",
    "empty_comments",
    "hide_words",
    "receive_comment",
    "redact_comments",
    "set_may_quote",
    "settle_redactions",
    "withdraw_comment",
    "withdraw_submission",
]
