"""Partners, for coordinators: who asks people for us, and by which link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from focusgroups import people_access as access
from focusgroups.outreach import reports
from focusgroups.outreach.addresses import partner_link
from focusgroups.outreach.forms import PartnerForm
from focusgroups.permissions import PLANNERS
from focusgroups.services import outreach as services
from initiatives.access import get_initiative_for


def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who asks people for us."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    context = {
        "initiative": initiative,
        "step": "invite",
        "partners": reports.partners_of(initiative),
    }
    return render(request, "focusgroups/outreach/partner_list.html", context)


def partner_new(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    form = PartnerForm(request.POST or None, initiative=initiative)
    if form.is_valid():
        try:
            partner = services.make_partner(
                actor=request.user, initiative=initiative, **form.cleaned_data
            )
        except services.NameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("focusgroups:partner", slug, partner.pk)
    context = {"initiative": initiative, "step": "invite", "form": form}
    return render(request, "focusgroups/outreach/partner_edit.html", context)


def partner(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Their link to copy, and what they may do with it."""
    initiative, partner = access.get_partner(request.user, slug, pk)
    context = {
        "initiative": initiative,
        "step": "invite",
        "partner": partner,
        "link": partner_link(partner) if partner.is_active else "",
        "groups": partner.groups.all(),
        "tally": reports.tallies_by_partner(initiative).get(partner.pk),
    }
    return render(request, "focusgroups/outreach/partner_detail.html", context)


def partner_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, partner = access.get_partner(request.user, slug, pk)
    form = PartnerForm(request.POST or None, initiative=initiative, partner=partner)
    if form.is_valid():
        try:
            services.change_partner(actor=request.user, partner=partner, **form.cleaned_data)
        except services.NameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("focusgroups:partner", slug, pk)
    context = {"initiative": initiative, "step": "invite", "form": form, "partner": partner}
    return render(request, "focusgroups/outreach/partner_edit.html", context)


@require_POST
def partner_renew(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new link; the old one is dead."""
    _, partner = access.get_partner(request.user, slug, pk)
    services.renew_partner(actor=request.user, partner=partner)
    messages.success(request, "This is the new link. The one before opens nothing any more.")
    return redirect("focusgroups:partner", slug, pk)


def partner_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Their link opens nothing any more, after a page that says so."""
    initiative, partner = access.get_partner(request.user, slug, pk)
    if request.method == "POST":
        services.end_partner(actor=request.user, partner=partner)
        messages.success(request, "Their link opens nothing any more.")
        return redirect("focusgroups:partner", slug, pk)
    context = {
        "initiative": initiative,
        "step": "invite",
        "heading": f"End the link of {partner}?",
        "lost": "Their link opens nothing any more. Whom they asked, and who registered, stays. "
        "You can give them a new link at any time.",
        "button": "End the link",
        "back_url": reverse("focusgroups:partner", args=[slug, pk]),
        "crumb": "Invite · Partners",
    }
    return render(request, "member_confirm.html", context)
