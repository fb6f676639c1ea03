"""One initiative for one person: the permission is inside the fetch."""

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from initiatives.models import Initiative, Membership, Role


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


def get_part_for(user: User, slug: str, rows: QuerySet, pk: int) -> tuple[Initiative, Model]:
    """One row of an initiative's set-up or people, for its coordinator.

    `rows` are of any model with a column `initiative`: `get_part_for(user, slug,
    Segment.objects.all(), pk)`. A row of another initiative is not found.
    """
    initiative = get_initiative_for(user, slug, Role.COORDINATOR)
    rows = rows.filter(initiative=initiative).select_related("initiative")
    return initiative, get_object_or_404(rows, pk=pk)
