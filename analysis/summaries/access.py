"""One summary, sentence or version for one person; the permission is inside the fetch."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from analysis.models import Sentence, SummaryVersion, Theme
from initiatives.access import get_initiative_for
from initiatives.models import Initiative, Role
from initiatives.permissions import ANALYSIS_TEAM


def themes_of(initiative: Initiative):
    return Theme.objects.filter(codebook__initiative=initiative).select_related("codebook")


def get_theme_to_write(user: User, slug: str, pk: int) -> tuple[Initiative, Theme]:
    """The theme for somebody of the analysis team, who reads and writes its summary."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    return initiative, get_object_or_404(themes_of(initiative), pk=pk)


def get_draft(user: User, slug: str, pk: int) -> tuple[Initiative, SummaryVersion]:
    """The version in work of the theme `pk`; 404 where there is none."""
    initiative, theme = get_theme_to_write(user, slug, pk)
    in_work = SummaryVersion.objects.filter(
        summary__theme=theme, state__in=["DRAFT", "SUBMITTED"]
    ).select_related("summary__theme__codebook")
    version = in_work.first()
    if version is None:
        raise Http404
    return initiative, version


def get_sentence(user: User, slug: str, pk: int) -> tuple[Initiative, Sentence]:
    """A sentence of a version, for somebody of the analysis team."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    sentences = Sentence.objects.filter(version__summary__theme__codebook__initiative=initiative)
    sentences = sentences.select_related("version__summary__theme__codebook")
    return initiative, get_object_or_404(sentences, pk=pk)


def get_version_to_approve(user: User, slug: str, pk: int) -> tuple[Initiative, SummaryVersion]:
    """A version that was handed in, for an approver; others of the team get 403."""
    initiative = get_initiative_for(user, slug, Role.APPROVER)
    versions = SummaryVersion.objects.filter(summary__theme__codebook__initiative=initiative)
    versions = versions.select_related("summary__theme__codebook", "begun_by", "decided_by")
    return initiative, get_object_or_404(versions.exclude(state="DRAFT"), pk=pk)
