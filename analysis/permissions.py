"""Who may do what in the analysis: pure predicates over the roles in the initiative."""

from collections.abc import Set

from initiatives.models import Role
from initiatives.permissions import ANALYSIS_TEAM

# Those who start runs and decide on what the engine suggests.
CODERS = frozenset({Role.ANALYST})
# The coordinator sets the codebook up, analysts keep it.
CODEBOOK_KEEPERS = frozenset({Role.COORDINATOR, Role.ANALYST})
CODEBOOK_READERS = CODEBOOK_KEEPERS | ANALYSIS_TEAM


def may_read_all(roles: Set[str]) -> bool:
    """See drafts, tags and counts of the analysis; everybody else sees what is approved."""
    return bool(roles & ANALYSIS_TEAM)


def may_code(roles: Set[str]) -> bool:
    return bool(roles & CODERS)


def may_keep_codebook(roles: Set[str]) -> bool:
    return bool(roles & CODEBOOK_KEEPERS)
