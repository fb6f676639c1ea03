"""One session for one person; the permission is inside the fetch."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts.models import User
from focusgroups.models import FocusGroup, Room, Session
from focusgroups.permissions import NOTE_TAKERS, PLANNERS, may_log
from initiatives.access import get_initiative_for
from initiatives.models import Initiative


def sessions_of(initiative: Initiative):
    """All sessions of the initiative, with what a row shows of them."""
    rows = Session.objects.filter(group__initiative=initiative)
    return rows.select_related("group__segment", "group__guide", "place", "facilitator")


def get_session_to_plan(user: User, slug: str, pk: int) -> tuple[Initiative, Session]:
    """The session for a coordinator, who plans and calls off."""
    initiative = get_initiative_for(user, slug, *PLANNERS)
    rows = sessions_of(initiative).select_related(
        "group__initiative", "group__segment", "place", "room__place", "facilitator", "assistant"
    )
    return initiative, get_object_or_404(rows, pk=pk)


def get_group_to_plan(user: User, slug: str, pk: int) -> tuple[Initiative, FocusGroup]:
    """The group for a coordinator, with its words in every language."""
    initiative = get_initiative_for(user, slug, *PLANNERS)
    rows = FocusGroup.objects.filter(initiative=initiative).select_related(
        "initiative", "segment", "guide", "title", "about", "gets"
    )
    words = [f"{name}__translation_set" for name in ("title", "about", "gets")]
    return initiative, get_object_or_404(rows.prefetch_related(*words), pk=pk)


def get_room_to_plan(user: User, slug: str, pk: int) -> tuple[Initiative, Room]:
    """The room of a place, for a coordinator."""
    initiative = get_initiative_for(user, slug, *PLANNERS)
    rows = Room.objects.filter(place__initiative=initiative).select_related("place")
    return initiative, get_object_or_404(rows, pk=pk)


def get_session_to_log(user: User, slug: str, pk: int) -> tuple[Initiative, Session]:
    """The session for who takes its notes: its facilitator, or a coordinator."""
    initiative = get_initiative_for(user, slug, *NOTE_TAKERS)
    session = get_object_or_404(sessions_of(initiative), pk=pk)
    if not may_log(initiative.roles, is_own=session.facilitator_id == user.pk):
        raise PermissionDenied
    return initiative, session
