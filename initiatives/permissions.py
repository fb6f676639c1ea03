"""Who may do what in an initiative: pure predicates over the roles a person has there."""

from collections.abc import Set

from initiatives.models import Role

# Those who read what was said, redacted. A reader sees only what is approved.
ANALYSIS_TEAM = frozenset({Role.ANALYST, Role.APPROVER})
STAFF = frozenset({Role.COORDINATOR, Role.FACILITATOR, Role.ANALYST, Role.APPROVER})
EVERYONE = STAFF | {Role.READER}
# Those who take down what somebody says or writes to the agency.
LISTENERS = frozenset({Role.COORDINATOR, Role.FACILITATOR, Role.ANALYST})


def has_any(roles: Set[str], wanted: Set[str]) -> bool:
    """True where one of the person's roles is wanted."""
    return bool(roles & wanted)
