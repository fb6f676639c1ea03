"""The plan, the settings of recruiting, and the board."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from focusgroups import services
from focusgroups.models import Recruiting
from focusgroups.permissions import PLANNERS
from focusgroups.planning import board as boards
from focusgroups.planning.forms import PlanForms, RecruitingForm
from initiatives.access import get_initiative_for
from initiatives.downloads import write_csv

COLUMNS = ("Of", "Target", "Registered", "Confirmed", "Came", "Still missing", "Next step")


def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Who must be heard, who is coming, who is missing, and what to do next."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    found = boards.board_of(initiative)
    context = {
        "initiative": initiative,
        "step": "plan",
        "board": found,
        "figure": boards.figure_of(found),
    }
    return render(request, "focusgroups/board.html", context)


def board_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers of the board as a file for the coordinator; nobody is named in it."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    found = boards.board_of(initiative)
    rows = [
        (
            row.label,
            row.target,
            row.registered,
            row.confirmed,
            row.came,
            row.missing,
            row.step.words if row.step else "",
        )
        for row in (*found.segments, *found.targets)
    ]
    return write_csv(f"team-only-board-{slug}.csv", COLUMNS, rows)


def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """How many groups and people of each segment, and targets beside them."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    forms = PlanForms(request.POST if request.method == "POST" else None, initiative)
    if request.method == "POST" and forms.are_valid():
        services.write_plan(
            actor=request.user,
            initiative=initiative,
            segments=forms.by_segment(),
            aims=forms.aims(),
        )
        messages.success(request, "Saved. The board counts towards it.")
        return redirect("focusgroups:board", slug)
    context = {"initiative": initiative, "step": "plan", "forms": forms}
    return render(request, "focusgroups/plan.html", context)


def recruiting(request: HttpRequest, slug: str) -> HttpResponse:
    """How long an offer waits, when people are reminded, whom they call."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    row = Recruiting.objects.filter(initiative=initiative).first() or Recruiting()
    form = RecruitingForm(request.POST or None, recruiting=row)
    if form.is_valid():
        services.write_recruiting(actor=request.user, initiative=initiative, aim=form.aim())
        messages.success(request, "Saved.")
        return redirect("focusgroups:plan", slug)
    context = {"initiative": initiative, "step": "plan", "form": form}
    return render(request, "focusgroups/recruiting.html", context)
