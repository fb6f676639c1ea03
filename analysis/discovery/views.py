"""New themes: look for them, and read what is suggested."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis import services
from analysis.discovery import reports
from analysis.discovery.access import get_discovery_for
from analysis.discovery.forms import SearchForm, SegmentFilter
from analysis.models import Candidate
from analysis.permissions import CODERS
from analysis.requests import whole_numbers
from initiatives.access import get_initiative_for

PER_PAGE = 20


def discover(request: HttpRequest, slug: str) -> HttpResponse:
    """What the newest search suggests and nobody has settled, and the form for the next."""
    initiative = get_initiative_for(request.user, slug, *CODERS)
    codebook = services.codebook_of(initiative)
    found = reports.newest_done(codebook)
    chosen = SegmentFilter(request.GET, initiative=initiative)
    candidates = reports.open_candidates(found, chosen.chosen) if found else []
    page = Paginator(candidates, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "initiative": initiative,
        "step": "understand",
        "search": SearchForm(None, sizes=reports.to_look_through(codebook)),
        "newest": reports.newest(codebook),
        "found": found,
        "filter": chosen,
        "page_obj": page,
        "wider": reports.in_groups(reports.views_of(page.object_list)),
        "settled": reports.settled(found) if found else [],
    }
    return render(request, "analysis/discover.html", context)


@require_POST
def discovery_start(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, *CODERS)
    codebook = services.codebook_of(initiative)
    form = SearchForm(request.POST, sizes=reports.to_look_through(codebook))
    if not form.is_valid():
        messages.error(request, "Give a whole number of themes from 1 to 150, or none.")
        return redirect("analysis:discover", slug)
    try:
        services.start_discovery(actor=request.user, codebook=codebook, **form.cleaned_data)
    except (services.NothingToDo, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
    return redirect("analysis:discover", slug)


def discovery_progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The part of the page that changes while the engine works."""
    initiative, discovery = get_discovery_for(request.user, slug, pk)
    context = {"initiative": initiative, "newest": discovery, "fresh": True}
    return render(request, "analysis/partials/discovery_progress.html", context)


@require_POST
def discovery_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, discovery = get_discovery_for(request.user, slug, pk)
    try:
        services.cancel_discovery(actor=request.user, discovery=discovery)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    return redirect("analysis:discover", slug)


@require_POST
def candidates_merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Make one of those that are ticked: the first in the list takes the others in."""
    initiative = get_initiative_for(request.user, slug, *CODERS)
    ticked = whole_numbers(request.POST.getlist("candidate"))
    rows = Candidate.objects.filter(
        pk__in=ticked, discovery__codebook__initiative=initiative, is_wider=False
    )
    rows = list(rows.select_related("discovery__codebook"))
    try:
        if not rows:
            raise services.CandidateRefused("Tick two themes or more.")
        services.merge_candidates(actor=request.user, into=rows[0], others=rows[1:])
    except (services.CandidateRefused, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
        return redirect("analysis:discover", slug)
    messages.success(request, "They are one now. Undo it below, under “Settled”.")
    return redirect("analysis:candidate", slug, rows[0].pk)
