"""The ledger of stipends: promised, given, not wanted. Nothing of what anybody said."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from focusgroups import people_access as access
from focusgroups.needs import reports
from focusgroups.needs.forms import GiveForm, StipendFilter
from focusgroups.people.forms import WhyForm
from focusgroups.permissions import PLANNERS
from focusgroups.services import stipends as services
from focusgroups.services.exports import allow_stipend_export
from initiatives.access import get_initiative_for
from initiatives.downloads import write_csv

PER_PAGE = 100


def stipends(request: HttpRequest, slug: str) -> HttpResponse:
    """Every line with its totals; those that are ticked are marked as given."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    filters = StipendFilter(request.GET, initiative=initiative)
    rows = filters.narrow(reports.stipends_of(initiative))
    form = GiveForm(request.POST or None)
    if form.is_valid():
        given = services.give_stipends(
            actor=request.user,
            stipends=reports.stipends_of(initiative).filter(pk__in=form.numbers()),
            receipts=form.receipts(),
            **form.cleaned_data,
        )
        messages.success(request, _given(given))
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    context = {
        "initiative": initiative,
        "step": "invite",
        "filters": filters,
        "form": form,
        "totals": reports.totals_of(rows),
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "focusgroups/needs/stipend_list.html", context)


def _given(count: int) -> str:
    if not count:
        return "Nothing new: tick those that were given."
    return "1 stipend is noted as given." if count == 1 else f"{count} are noted as given."


@require_POST
def stipend_step(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Not wanted; or back to promised, where something was noted by mistake."""
    _, stipend = access.get_stipend(request.user, slug, pk)
    try:
        if request.POST.get("step") == "decline":
            services.decline_stipend(actor=request.user, stipend=stipend)
        else:
            services.reopen_stipend(actor=request.user, stipend=stipend)
        messages.success(request, "Noted.")
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    return redirect("focusgroups:stipends", slug)


def stipends_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The ledger as a file, for whoever pays, after saying what for."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    filters = StipendFilter(request.GET, initiative=initiative)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        allow_stipend_export(
            actor=request.user, initiative=initiative, reason=form.cleaned_data["reason"]
        )
        rows = reports.ledger_rows(filters.narrow(reports.stipends_of(initiative)))
        return write_csv(f"stipends-{slug}.csv", reports.COLUMNS, rows)
    context = {
        "initiative": initiative,
        "step": "invite",
        "heading": "Take the ledger as a file",
        "lost": "It holds first names with what each was promised and got, and the numbers of "
        "receipts. Delete it when you have done what you took it for.",
        "button": "Download",
        "form": form,
        "back_url": reverse("focusgroups:stipends", args=[slug]),
        "crumb": "Invite · Stipends",
    }
    return render(request, "member_confirm.html", context)
