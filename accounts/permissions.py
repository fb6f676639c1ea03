"""Who may do what that belongs to no initiative."""

from accounts.models import User


def may_administer(user: User) -> bool:
    """Make initiatives, name their coordinators, close accounts."""
    return user.is_authenticated and user.is_active and user.is_administrator
