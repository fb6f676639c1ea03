"""Themes: the tree, and one theme with everything that was said on it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from analysis.access import get_theme_for, visible_themes
from analysis.models import Theme
from analysis.permissions import may_code, may_keep_codebook, may_read_all
from analysis.review.queue import open_suggestions
from analysis.review.readings import valence_split
from analysis.runs.reliability import last_reliable
from analysis.summaries.reports import approved_view
from analysis.themes import reports
from analysis.themes.counts import Raised, raised, sessions_of_themes
from analysis.themes.forms import SaidFilter, ThemeFilter
from analysis.themes.sureness import sureness
from initiatives.access import get_initiative_for
from initiatives.models import Initiative

PER_PAGE = 20


def themes(request: HttpRequest, slug: str) -> HttpResponse:
    """The codebook as a tree; who is not of the analysis team sees what is approved."""
    initiative = get_initiative_for(request.user, slug)
    team = may_read_all(initiative.roles)
    form = ThemeFilter(request.GET, team=team)
    found = form.narrow(visible_themes(initiative))
    grow = reports.tree_for_team if team else reports.tree_for_readers
    context = {
        "initiative": initiative,
        "step": "understand",
        "team": team,
        "form": form,
        "is_narrowed": any(form.cleaned_data.values()),
        "tree": form.in_order(grow(initiative, list(found))),
        "may_code": may_code(initiative.roles),
        "may_keep": may_keep_codebook(initiative.roles),
    }
    return render(request, "analysis/theme_list.html", context)


def theme(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A theme: for readers what is approved, for the team everything said on it besides."""
    initiative, theme = get_theme_for(request.user, slug, pk)
    sessions, of_sessions = sessions_of_themes(initiative, [theme])
    team = may_read_all(initiative.roles)
    context = {
        "initiative": initiative,
        "step": "understand",
        "theme": theme,
        "team": team,
        # The team sees the words as they are now, everybody else as they were approved.
        "words": {
            "name": theme.name if team else theme.name_for_readers,
            "definition": theme.definition if team else theme.definition_for_readers,
        },
        "may_keep": may_keep_codebook(initiative.roles),
        "may_code": may_code(initiative.roles),
        "view": approved_view(theme),
        "sessions": sessions.get(theme.pk, 0),
        "of_sessions": of_sessions,
    }
    if team:
        context |= _for_the_team(request, initiative, theme)
    return render(request, "analysis/theme_detail.html", context)


def _for_the_team(request: HttpRequest, initiative: Initiative, theme: Theme) -> dict:
    form = SaidFilter(request.GET, initiative=initiative)
    page = Paginator(form.narrow(theme), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "form": form,
        "is_narrowed": any(form.cleaned_data.values()),
        "groups": form.groups(initiative),
        "page_obj": page,
        "said": reports.said(page),
        "raised": raised([theme]).get(theme.pk, Raised()),
        "figure": reports.segment_figure(initiative, theme),
        "valence": valence_split(theme),
        "points": reports.decision_points_of(theme),
        "sureness": sureness(theme.codebook, theme),
        "reliable_run": last_reliable(theme.codebook),
        "waiting": open_suggestions(theme.codebook).filter(theme=theme).count(),
        "history": reports.history_of(theme),
        "newest": reports.newest_version(theme),
    }
