"""The Plan page: what an initiative is about and what it still needs."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from initiatives import reports, services
from initiatives.access import get_initiative_for
from initiatives.forms import AboutForm, NoticeForm
from initiatives.models import Role
from initiatives.permissions import STAFF
from initiatives.services.setup import current_notice, words_of


def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Staff look; the coordinator has links to change."""
    initiative = get_initiative_for(request.user, slug, *STAFF)
    steps = reports.set_up_steps(initiative)
    context = {
        "initiative": initiative,
        "step": "plan",
        "steps": steps,
        "next_step": next((step for step in steps if not step.done), None),
        "points": initiative.decisionpoint_set.all(),
        "segments": initiative.segment_set.all(),
        "notice": current_notice(initiative),
        "may_plan": Role.COORDINATOR in initiative.roles,
    }
    return render(request, "initiatives/plan.html", context)


def about(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, Role.COORDINATOR)
    initial = model_to_dict(initiative, fields=AboutForm.Meta.fields)
    form = AboutForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.edit_initiative(actor=request.user, initiative=initiative, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("initiatives:plan", slug)
    context = {"initiative": initiative, "step": "plan", "form": form}
    return render(request, "initiatives/about.html", context)


def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """The privacy notice: staff read its versions, the coordinator writes the next."""
    initiative = get_initiative_for(request.user, slug, *STAFF)
    may_plan = Role.COORDINATOR in initiative.roles
    latest = current_notice(initiative)
    initial = words_of(latest) if latest else services.starter_notice()
    form = NoticeForm(request.POST or None, initial=initial) if may_plan else None
    if form and form.is_valid():
        written = services.write_notice(
            actor=request.user, initiative=initiative, words=form.cleaned_data
        )
        messages.success(request, f"Version {written.number} is what people are given now.")
        return redirect("initiatives:plan", slug)
    versions = initiative.privacynotice_set.select_related("text", "made_by")
    context = {
        "initiative": initiative,
        "step": "plan",
        "form": form,
        "versions": versions,
        "is_starter": latest is None,
    }
    return render(request, "initiatives/notice.html", context)
