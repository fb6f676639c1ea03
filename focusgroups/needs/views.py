"""The accommodation board: every need, who arranges it, by when, and where it stands."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from focusgroups import people_access as access
from focusgroups.models import Registration
from focusgroups.needs import reports
from focusgroups.needs.forms import ArrangeForm, NeedFilter
from focusgroups.permissions import NOTE_TAKERS, may_plan
from focusgroups.registering.detail_forms import DetailsForm, details_of
from focusgroups.services.arranging import Arrangement, arrange_need
from focusgroups.services.needs import give_details
from initiatives.access import get_initiative_for

PER_PAGE = 50


def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, those that are late said in a word and a colour; a facilitator's own part."""
    initiative = get_initiative_for(request.user, slug, *NOTE_TAKERS)
    now = timezone.now()
    filters = NeedFilter(request.GET, initiative=initiative)
    visible = reports.needs_for(request.user, initiative)
    rows = filters.narrow(visible, now)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for need in page:
        need.is_late = reports.is_late(need, now)
    context = {
        "initiative": initiative,
        "step": "invite",
        "filters": filters,
        "page_obj": page,
        "counts": reports.need_counts(visible, now),
        "may_plan": may_plan(initiative.roles),
    }
    return render(request, "focusgroups/needs/need_list.html", context)


def need_arrange(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who arranges it, where it stands, what the person is told."""
    initiative, need = access.get_need(request.user, slug, pk)
    form = ArrangeForm(request.POST or None, initiative=initiative, need=need)
    if form.is_valid():
        tell = form.cleaned_data.pop("tell")
        arrange_need(
            actor=request.user,
            need=need,
            arrangement=Arrangement(**form.cleaned_data),
            tell=tell,
        )
        messages.success(request, "Saved. The answer goes out now." if tell else "Saved.")
        return redirect("focusgroups:needs", slug)
    context = {
        "initiative": initiative,
        "step": "invite",
        "need": need,
        "form": form,
        "may_plan": may_plan(initiative.roles),
        "is_late": reports.is_late(need, timezone.now()),
    }
    return render(request, "focusgroups/needs/need_arrange.html", context)


def person_needs(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What somebody on the telephone says, by the form that they would find on their own page."""
    initiative, person = access.get_registration(request.user, slug, pk)
    if person.state != Registration.State.REGISTERED:
        messages.info(
            request, "They have no place yet. What they need is asked once they have one."
        )
        return redirect("focusgroups:registration", slug, pk)
    form = DetailsForm(
        request.POST or None,
        initial=details_of(person),
        initiative=initiative,
        stipend=bool(person.session.group.stipend),
    )
    if form.is_valid():
        give_details(registration=person, details=form.details(), actor=request.user)
        messages.success(request, "Saved. What they need stands on the board.")
        return redirect("focusgroups:registration", slug, pk)
    context = {"initiative": initiative, "step": "invite", "person": person, "form": form}
    return render(request, "focusgroups/needs/person_needs.html", context)
