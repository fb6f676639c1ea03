"""Who may do what with sessions: pure predicates over the roles a person has in the initiative."""

from collections.abc import Set

from initiatives.models import Role
from initiatives.permissions import STAFF

PLANNERS = frozenset({Role.COORDINATOR})
# A session is not a person: everybody who works on the initiative sees when groups meet.
LOOKERS = STAFF
# Those who take notes; a facilitator only in their own sessions.
NOTE_TAKERS = frozenset({Role.COORDINATOR, Role.FACILITATOR})


def may_plan(roles: Set[str]) -> bool:
    return bool(roles & PLANNERS)


def may_log(roles: Set[str], *, is_own: bool) -> bool:
    """Take the notes of a session: its facilitator, or a coordinator."""
    return Role.COORDINATOR in roles or (Role.FACILITATOR in roles and is_own)
