"""Runs of the engine: start, watch, cancel."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis import services
from analysis.access import get_run_for
from analysis.permissions import CODERS, may_code
from analysis.runs import reports
from analysis.runs.reliability import reliability_of
from initiatives.access import get_initiative_for
from initiatives.permissions import ANALYSIS_TEAM

PER_PAGE = 25


def runs(request: HttpRequest, slug: str) -> HttpResponse:
    """Every run, and the button for the next."""
    initiative = get_initiative_for(request.user, slug, *ANALYSIS_TEAM)
    codebook = services.codebook_of(initiative)
    rows = reports.run_rows(codebook)
    context = {
        "initiative": initiative,
        "step": "understand",
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "to_read": reports.to_read(codebook),
        "at_work": next((row.run for row in rows if not row.run.ended_at), None),
        "may_start": may_code(initiative.roles),
    }
    return render(request, "analysis/run_list.html", context)


@require_POST
def run_start(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, *CODERS)
    codebook = services.codebook_of(initiative)
    try:
        run = services.start_run(actor=request.user, codebook=codebook)
    except (services.NothingToDo, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
        return redirect("analysis:runs", slug)
    return redirect("analysis:run", slug, run.pk)


def run(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One run: how far it is, what it used, and what came of it."""
    return _run_page(request, slug, pk, "analysis/run_detail.html")


def run_progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The part of that page which changes while the engine works."""
    return _run_page(request, slug, pk, "analysis/partials/run_progress.html")


def _run_page(request: HttpRequest, slug: str, pk: int, template: str) -> HttpResponse:
    initiative, run = get_run_for(request.user, slug, pk)
    context = {
        "initiative": initiative,
        "step": "understand",
        "view": reports.run_view(run),
        "reliability": reliability_of(run),
        "may_code": may_code(initiative.roles),
    }
    return render(request, template, context)


@require_POST
def run_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, run = get_run_for(request.user, slug, pk, to_change=True)
    try:
        services.cancel_run(actor=request.user, run=run)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Cancelled. What it had suggested so far is put aside.")
    return redirect("analysis:run", slug, pk)
