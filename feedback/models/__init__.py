"""Everything that people give, and what becomes of it before anyone analyses it."""

from feedback.models.comment import Comment, Redaction, is_evidence
from feedback.models.imports import Import, ImportProblem
from feedback.models.session_log import SessionLog
from feedback.models.submission import Answer, Consent, Submission

__all__ = [
    "Answer",
    "Comment",
    "Consent",
    "Import",
    "ImportProblem",
    "Redaction",
    "SessionLog",
    "Submission",
    "is_evidence",
]
