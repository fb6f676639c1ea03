"""A search for new themes, or what it found, for an analyst; the permission is in the fetch."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from analysis.models import Candidate, Discovery
from analysis.permissions import CODERS
from initiatives.access import get_initiative_for
from initiatives.models import Initiative


def get_discovery_for(user: User, slug: str, pk: int) -> tuple[Initiative, Discovery]:
    initiative = get_initiative_for(user, slug, *CODERS)
    rows = Discovery.objects.filter(codebook__initiative=initiative)
    return initiative, get_object_or_404(rows.select_related("codebook"), pk=pk)


def get_candidate_for(user: User, slug: str, pk: int) -> tuple[Initiative, Candidate]:
    """A candidate with comments of its own; wider ones only hold others."""
    initiative = get_initiative_for(user, slug, *CODERS)
    rows = Candidate.objects.filter(discovery__codebook__initiative=initiative, is_wider=False)
    rows = rows.exclude(state=Candidate.State.UNDONE)
    rows = rows.select_related("discovery__codebook__initiative", "wider", "segment", "theme")
    return initiative, get_object_or_404(rows, pk=pk)
