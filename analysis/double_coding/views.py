"""Double coding: begin one, watch how far it is, end it, and read how far people agree."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.states import InvalidTransition
from analysis import services
from analysis.double_coding import reports
from analysis.double_coding.access import get_task_for, get_task_to_compare
from analysis.double_coding.figures import comparison
from analysis.double_coding.forms import DoubleCodingForm, NextRoundForm
from analysis.double_coding.rounds import rounds_beside
from analysis.models import CodingTask
from analysis.services.double_coding import uncoded
from initiatives.access import get_initiative_for
from initiatives.downloads import write_csv
from initiatives.permissions import ANALYSIS_TEAM

PER_PAGE = 25
COLUMNS = (
    "Theme",
    "Comments with it",
    "Agreement in %",
    "Cohen's kappa",
    "Krippendorff's alpha",
    "Coded only in %",
    "Alpha with the engine",
)
NOT_DEFINED = "not defined"


def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """Every double coding, and what waits for this person."""
    initiative = get_initiative_for(request.user, slug, *ANALYSIS_TEAM)
    rows = reports.task_rows(services.codebook_of(initiative))
    context = {
        "initiative": initiative,
        "step": "understand",
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "mine": reports.blind_waiting(request.user, initiative).count(),
        "first": reports.blind_waiting(request.user, initiative).first(),
    }
    return render(request, "analysis/agreement_list.html", context)


def agreement_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Who codes which sample."""
    initiative = get_initiative_for(request.user, slug, *ANALYSIS_TEAM)
    codebook = services.codebook_of(initiative)
    form = DoubleCodingForm(request.POST or None, initiative=initiative)
    if form.is_valid():
        try:
            task = services.start_double_coding(
                actor=request.user, codebook=codebook, **form.cleaned_data
            )
        except services.NothingToCode as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("analysis:double_coding", slug, task.pk)
    context = {
        "initiative": initiative,
        "step": "understand",
        "form": form,
        "uncoded": uncoded(codebook).count(),
    }
    return render(request, "analysis/agreement_new.html", context)


def double_coding(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """While it is open, how far each coder is; when it is closed, how far they agree."""
    initiative, task = get_task_for(request.user, slug, pk)
    context = {"initiative": initiative, "step": "understand", "task": task}
    if task.state == CodingTask.State.CLOSED:
        context["found"] = comparison(task)
        context["beside"] = rounds_beside(task)
        context |= reports.place_among_rounds(task)
        return render(request, "analysis/agreement_figures.html", context)
    context |= reports.place_among_rounds(task)
    context["coders"] = reports.coders_of([task]).get(task.pk, ())
    context["next"] = reports.next_to_code(task, request.user)
    return render(request, "analysis/agreement_progress.html", context)


def double_coding_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give the same comments out once more, to see whether people agree better now."""
    initiative, task = get_task_to_compare(request.user, slug, pk)
    before = [coder.user.pk for coder in reports.coders_of([task]).get(pk, ())]
    form = NextRoundForm(request.POST or None, initiative=initiative, initial={"coders": before})
    if form.is_valid():
        try:
            again = services.start_next_round(actor=request.user, task=task, **form.cleaned_data)
        except (services.NothingToCode, InvalidTransition) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("analysis:double_coding", slug, again.pk)
    context = {"initiative": initiative, "step": "understand", "form": form, "task": task}
    return render(request, "analysis/agreement_again.html", context)


def double_coding_close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End the coding before all are done, after a page that says what is lost."""
    initiative, task = get_task_for(request.user, slug, pk)
    if request.method == "POST":
        services.close_coding_task(actor=request.user, task=task)
        messages.success(request, "The coding has ended. This is how far people agree.")
    if request.method == "POST" or task.state == CodingTask.State.CLOSED:
        return redirect("analysis:double_coding", slug, pk)
    missing = sum(coder.of - coder.done for coder in reports.coders_of([task]).get(pk, ()))
    context = {
        "initiative": initiative,
        "step": "understand",
        "heading": "End the coding and compare?",
        "lost": f"{missing} comment{'' if missing == 1 else 's'} {'is' if missing == 1 else 'are'} "
        "not coded yet and left out. Nobody can code blind in this sample after that.",
        "button": "End it and compare",
        "back_url": reverse("analysis:double_coding", args=[slug, pk]),
        "crumb": "Understand · Agreement",
    }
    return render(request, "member_confirm.html", context)


def agreement_csv(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """The figures of each theme as a file."""
    _, task = get_task_to_compare(request.user, slug, pk)
    found = comparison(task)
    rows = [
        (
            row.name,
            row.put_on,
            *map(_cell, (row.percent, row.kappa, row.alpha, row.coded_only, row.with_machine)),
        )
        for row in (found.overall, *found.themes)
    ]
    return write_csv(f"agreement-{pk}.csv", COLUMNS, rows)


def _cell(figure) -> float | str:
    return NOT_DEFINED if figure.value is None else round(figure.value, 4)
