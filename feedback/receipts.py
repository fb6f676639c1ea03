"""Receipt codes: made by the key, found by the key, stored nowhere."""

from accounts.hashes import code_for, keyed_hash, read_code
from feedback.models import Submission


def code_of(submission: Submission) -> str:
    """The 24 characters that open this submission, the same each time they are asked for."""
    return code_for("receipt", f"submission:{submission.begun_key}")


def hash_of(code: str) -> str:
    """What the database holds in place of the code."""
    return keyed_hash("receipt-lookup", code)


def find(typed: str) -> Submission | None:
    """The submission that a typed code opens, also a withdrawn one; None for anything else.

    The database compares a keyed hash, so the time that takes tells nothing about a code.
    """
    code = read_code(typed)
    if code is None:
        return None
    return Submission.objects.filter(receipt_hash=hash_of(code)).first()
