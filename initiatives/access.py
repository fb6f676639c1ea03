"""One initiative for one person: the permission is inside the fetch."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from initiatives.models import Initiative, Membership


def roles_of(user: User, initiative: Initiative) -> frozenset[str]:
    """The roles that the person has in the initiative today."""
    current = Membership.objects.current().filter(user=user, initiative=initiative)
    return frozenset(current.values_list("role", flat=True))


def get_initiative_for(user: User, slug: str, *wanted: str) -> Initiative:
    """The initiative `slug`; its attribute `roles` holds the roles the person has there.

    Raises Http404 for a stranger (who must not learn that it exists) and PermissionDenied for a
    member with none of the roles `wanted`; without any `wanted`, every member may.

    Right: `get_initiative_for(user, slug, *ANALYSIS_TEAM)`.
    Wrong: `Initiative.objects.get(slug=slug)`.
    """
    initiative = Initiative.objects.of_member(user).filter(slug=slug).first()
    if initiative is None:
        raise Http404
    initiative.roles = roles_of(user, initiative)
    if wanted and not initiative.roles & set(wanted):
        raise PermissionDenied
    return initiative
