"""People who are coming, for those who may know: coordinators; on the day, who receives them.

Each fetch holds the permission and finds only what is of the initiative.
"""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts.models import User
from focusgroups.access import sessions_of
from focusgroups.models import (
    Accommodation,
    FocusGroup,
    Invitee,
    Partner,
    Registration,
    Session,
    Stipend,
)
from focusgroups.permissions import NOTE_TAKERS, PLANNERS, may_log, may_plan
from initiatives.access import get_initiative_for, get_part_for
from initiatives.models import Initiative


def get_session_of_day(user: User, slug: str, pk: int) -> tuple[Initiative, Session]:
    """The session for who receives people there: its facilitator or assistant, or a coordinator."""
    initiative = get_initiative_for(user, slug, *NOTE_TAKERS)
    session = get_object_or_404(sessions_of(initiative), pk=pk)
    is_own = user.pk in (session.facilitator_id, session.assistant_id)
    if not may_log(initiative.roles, is_own=is_own):
        raise PermissionDenied
    return initiative, session


def get_registration(user: User, slug: str, pk: int) -> tuple[Initiative, Registration]:
    """One person's registration."""
    initiative = get_initiative_for(user, slug, *PLANNERS)
    rows = Registration.objects.filter(session__group__initiative=initiative)
    rows = rows.select_related("session__group__initiative", "session__place", "segment")
    return initiative, get_object_or_404(rows, pk=pk)


def get_need(user: User, slug: str, pk: int) -> tuple[Initiative, Accommodation]:
    """One thing that somebody needs: for coordinators, and for the facilitator who arranges it."""
    initiative = get_initiative_for(user, slug, *NOTE_TAKERS)
    rows = Accommodation.objects.filter(registration__session__group__initiative=initiative)
    rows = rows.select_related("registration__session__group__initiative", "arranger")
    need = get_object_or_404(rows, pk=pk)
    if not may_plan(initiative.roles) and need.arranger_id != user.pk:
        raise PermissionDenied
    return initiative, need


def get_stipend(user: User, slug: str, pk: int) -> tuple[Initiative, Stipend]:
    """One line of the ledger."""
    initiative = get_initiative_for(user, slug, *PLANNERS)
    rows = Stipend.objects.filter(registration__session__group__initiative=initiative)
    return initiative, get_object_or_404(rows.select_related("registration__session"), pk=pk)


def get_group_to_fill(user: User, slug: str, pk: int) -> tuple[Initiative, FocusGroup]:
    """A group, to see and ask who is to come."""
    rows = FocusGroup.objects.select_related("segment", "title", "initiative")
    return get_part_for(user, slug, rows, pk)


def get_partner(user: User, slug: str, pk: int) -> tuple[Initiative, Partner]:
    return get_part_for(user, slug, Partner.objects.all(), pk)


def get_invitee(user: User, slug: str, pk: int) -> tuple[Initiative, Invitee]:
    """Somebody who was asked to come."""
    initiative = get_initiative_for(user, slug, *PLANNERS)
    rows = Invitee.objects.filter(group__initiative=initiative).select_related("group")
    return initiative, get_object_or_404(rows, pk=pk)
