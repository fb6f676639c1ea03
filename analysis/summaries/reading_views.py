"""What segments say, and what is said at decision points: for every member, what is approved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from analysis.access import get_theme_for
from analysis.models import Summary
from analysis.permissions import may_read_all
from analysis.summaries import access, overview
from analysis.summaries import reports as summary_reports
from analysis.summaries.lead_ins import lead_in
from initiatives.access import get_initiative_for


def summaries(request: HttpRequest, slug: str) -> HttpResponse:
    """Segments and decision points with where their summaries stand; readers find those that are
    approved."""
    initiative = get_initiative_for(request.user, slug)
    team = may_read_all(initiative.roles)
    context = {
        "initiative": initiative,
        "step": "understand",
        "team": team,
        "groups": overview.groups(initiative, team=team),
    }
    return render(request, "analysis/summary_list.html", context)


def summary_read(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """The approved summary of a segment or a decision point; of a theme it is the theme's page."""
    if kind == Summary.Kind.THEME:
        _, theme = get_theme_for(request.user, slug, pk)
        return redirect("analysis:theme", slug, theme.pk)
    initiative, summary = access.get_summary_to_read(request.user, slug, kind, pk)
    context = {
        "initiative": initiative,
        "step": "understand",
        "team": may_read_all(initiative.roles),
        "summary": summary,
        "view": summary_reports.approved_view_of(summary),
        # Sessions are not people; smaller numbers stay with the team.
        "lead_in": lead_in(summary),
    }
    return render(request, "analysis/summary_read.html", context)
