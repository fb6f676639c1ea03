"""Who may do what with what people gave: pure predicates over the roles in the initiative."""

from collections.abc import Set

from initiatives.models import Role
from initiatives.permissions import ANALYSIS_TEAM

# Rows leave Heard in analysts' files only.
EXPORTERS = frozenset({Role.ANALYST})


def may_read_comments(roles: Set[str]) -> bool:
    """Read what was said, redacted, whether or not it may be quoted."""
    return bool(roles & ANALYSIS_TEAM)


def may_export(roles: Set[str]) -> bool:
    return bool(roles & EXPORTERS)


def may_see_small_counts(roles: Set[str]) -> bool:
    """Numbers of submissions from 1 to 10: for those whose task needs them (promise 2)."""
    return bool(roles & (ANALYSIS_TEAM | {Role.COORDINATOR}))
