"""One action, or a theme to answer, for one person; the permission is inside the fetch."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from analysis.models import Theme
from followup.models import Action
from followup.permissions import ANSWERERS, VIEWERS
from initiatives.access import get_initiative_for
from initiatives.models import Initiative


def get_action_for(
    user: User, slug: str, pk: int, *, to_change: bool = False
) -> tuple[Initiative, Action]:
    """An action of the initiative; to change it one has to be an approver."""
    initiative = get_initiative_for(user, slug, *(ANSWERERS if to_change else VIEWERS))
    actions = Action.objects.filter(initiative=initiative)
    return initiative, get_object_or_404(
        actions.select_related("initiative", "theme", "decision_point", "made_by"), pk=pk
    )


def get_theme_to_answer(user: User, slug: str, pk: int) -> tuple[Initiative, Theme]:
    """An approved theme, for an approver."""
    initiative = get_initiative_for(user, slug, *ANSWERERS)
    themes = Theme.objects.approved().filter(codebook__initiative=initiative)
    return initiative, get_object_or_404(themes.select_related("codebook"), pk=pk)


def get_theme_with_actions(user: User, slug: str, pk: int) -> tuple[Initiative, Theme]:
    """A theme whose actions are shown; readers find approved themes only."""
    initiative = get_initiative_for(user, slug)
    themes = Theme.objects.filter(codebook__initiative=initiative)
    if not initiative.roles & VIEWERS:
        themes = themes.approved()
    return initiative, get_object_or_404(themes, pk=pk)
