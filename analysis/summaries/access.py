"""One summary, sentence or version for one person; the permission is inside the fetch."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from analysis.models import Drafting, Sentence, Summary, SummaryVersion, Theme
from analysis.permissions import may_read_all
from initiatives.access import get_initiative_for
from initiatives.models import DecisionPoint, Initiative, Role, Segment
from initiatives.permissions import ANALYSIS_TEAM


def _all_of(initiative: Initiative, kind: str) -> QuerySet:
    """What a summary of this kind can be about here."""
    return {
        Summary.Kind.THEME: Theme.objects.filter(codebook__initiative=initiative).select_related(
            "codebook"
        ),
        Summary.Kind.SEGMENT: Segment.objects.filter(initiative=initiative),
        Summary.Kind.POINT: DecisionPoint.objects.filter(initiative=initiative),
    }[kind]


def _summary(initiative: Initiative, kind: str, pk: int) -> Summary:
    summary = Summary.of(get_object_or_404(_all_of(initiative, kind), pk=pk))
    summary.initiative = initiative
    return summary


def get_summary_to_write(user: User, slug: str, kind: str, pk: int) -> tuple[Initiative, Summary]:
    """The summary, saved or not yet, for somebody of the analysis team, who reads and writes it."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    return initiative, _summary(initiative, kind, pk)


def get_draft(user: User, slug: str, kind: str, pk: int) -> tuple[Initiative, SummaryVersion]:
    """The version in work; 404 where there is none."""
    initiative, summary = get_summary_to_write(user, slug, kind, pk)
    in_work = SummaryVersion.objects.filter(
        summary=summary.pk, state__in=["DRAFT", "SUBMITTED"]
    ).with_subject()
    version = in_work.first()
    if version is None:
        raise Http404
    return initiative, version


def get_summary_to_read(user: User, slug: str, kind: str, pk: int) -> tuple[Initiative, Summary]:
    """What a segment or a decision point says, for every member. Who is not of the analysis team
    finds what was approved only."""
    initiative = get_initiative_for(user, slug)
    summary = _summary(initiative, kind, pk)
    approved = SummaryVersion.objects.approved().filter(summary=summary.pk)
    if not may_read_all(initiative.roles) and not approved.exists():
        raise Http404
    return initiative, summary


def get_sentence(user: User, slug: str, pk: int) -> tuple[Initiative, Sentence]:
    """A sentence of a version, also one that was taken out, for somebody of the analysis team."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    sentences = Sentence.with_removed.filter(version__summary__initiative=initiative)
    about = ("theme", "segment", "decision_point")
    sentences = sentences.select_related(*(f"version__summary__{field}" for field in about))
    return initiative, get_object_or_404(sentences, pk=pk)


def get_drafting(user: User, slug: str, pk: int) -> tuple[Initiative, Drafting]:
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    rows = Drafting.objects.filter(version__summary__initiative=initiative)
    return initiative, get_object_or_404(rows.select_related("version__summary"), pk=pk)


def get_version_to_approve(user: User, slug: str, pk: int) -> tuple[Initiative, SummaryVersion]:
    """A version that was handed in, for an approver; others of the team get 403."""
    initiative = get_initiative_for(user, slug, Role.APPROVER)
    versions = SummaryVersion.objects.of_initiative(initiative)
    versions = versions.select_related("begun_by", "decided_by")
    return initiative, get_object_or_404(versions.exclude(state="DRAFT"), pk=pk)
