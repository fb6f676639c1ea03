"""Asking people to come: by a link, a poster, letters or calls; and what they said."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from focusgroups import people_access as access
from focusgroups.outreach import reports
from focusgroups.outreach.addresses import group_link, poster_path
from focusgroups.outreach.forms import InviteeFilter, InviteForm, SaidForm
from focusgroups.permissions import PLANNERS
from focusgroups.services import outreach as services
from focusgroups.services.people_lists import Listed, invite_people
from initiatives.access import get_initiative_for

PER_PAGE = 50


def outreach(request: HttpRequest, slug: str) -> HttpResponse:
    """Every group: how people find it, and what came of asking."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    context = {
        "initiative": initiative,
        "step": "invite",
        "groups": reports.groups_to_fill(initiative),
    }
    return render(request, "focusgroups/outreach/group_list.html", context)


def outreach_group(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One group: its link to give out, who was asked, and what they said."""
    initiative, group = access.get_group_to_fill(request.user, slug, pk)
    filters = InviteeFilter(request.GET, initiative=initiative)
    rows = filters.narrow(reports.invitees_of(group))
    context = {
        "initiative": initiative,
        "step": "invite",
        "group": group,
        "link": group_link(group),
        "poster": poster_path(group),
        "tallies": reports.tallies_by_segment(group),
        "remindable": reports.remindable(group, timezone.now()),
        "filters": filters,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "focusgroups/outreach/group_detail.html", context)


def invitee_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask one person."""
    initiative, group = access.get_group_to_fill(request.user, slug, pk)
    initial = {"name_source": reports.name_source_of(initiative)}
    form = InviteForm(request.POST or None, initial=initial)
    if form.is_valid():
        added = invite_people(
            actor=request.user,
            group=group,
            people=[Listed(form.contact)],
            name_source=form.cleaned_data["name_source"],
        )
        if added.others:
            messages.success(request, "Invited. The letter goes out, or stands on the call list.")
        else:
            messages.info(request, "This person was asked before. Nobody is asked twice.")
        return redirect("focusgroups:outreach_group", slug, pk)
    context = {"initiative": initiative, "step": "invite", "group": group, "form": form}
    return render(request, "focusgroups/outreach/invitee_new.html", context)


@require_POST
def invitees_remind(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask those once more who have not answered."""
    _, group = access.get_group_to_fill(request.user, slug, pk)
    count = services.remind_invitees(actor=request.user, group=group)
    noun = "person is" if count == 1 else "people are"
    messages.success(request, f"{count} {noun} asked once more, and not a third time.")
    return redirect("focusgroups:outreach_group", slug, pk)


@require_POST
def invitee_said(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Note what somebody said."""
    _, invitee = access.get_invitee(request.user, slug, pk)
    form = SaidForm(request.POST)
    if form.is_valid():
        services.set_answer(actor=request.user, invitee=invitee, **form.cleaned_data)
        messages.success(request, "Noted.")
    return redirect("focusgroups:outreach_group", slug, invitee.group_id)
