"""One letter, or one kind of letter, for a coordinator: the permission is inside the fetch."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from initiatives.access import get_initiative_for
from initiatives.models import Initiative, Role
from letters.models import Letter
from letters.registry import Kind, all_kinds


def get_letter_for(user: User, slug: str, pk: int) -> tuple[Initiative, Letter]:
    """A letter about the initiative `slug`; one about another is not found."""
    initiative = get_initiative_for(user, slug, Role.COORDINATOR)
    return initiative, get_object_or_404(Letter.objects.of(initiative), pk=pk)


def get_kind_for(user: User, slug: str, name: str) -> tuple[Initiative, Kind]:
    """A kind of letter that an initiative may word itself."""
    initiative = get_initiative_for(user, slug, Role.COORDINATOR)
    found = [kind for kind in all_kinds() if kind.name == name and kind.is_editable]
    if not found:
        raise Http404
    return initiative, found[0]
