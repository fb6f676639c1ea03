"""Who works on an initiative: its coordinator invites people and ends roles."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.states import InvalidTransition
from initiatives import reports, services
from initiatives.access import get_initiative_for, get_part_for
from initiatives.forms import InviteForm
from initiatives.models import Invitation, Membership, Role


def members(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, Role.COORDINATOR)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            invitation = services.invite(
                actor=request.user, initiative=initiative, **form.cleaned_data
            )
        except services.NotInvited as reason:
            form.add_error("email", str(reason))
        else:
            text = f"{invitation.email} is invited. The letter leaves within a minute."
            messages.success(request, text)
            return redirect("initiatives:members", slug)
    context = {
        "initiative": initiative,
        "step": "plan",
        "form": form,
        "people": reports.people_of(initiative),
        "offers": reports.offers_of(initiative),
    }
    return render(request, "initiatives/members.html", context)


def invitation_revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, found = get_part_for(request.user, slug, Invitation.objects.all(), pk)
    if request.method == "POST":
        try:
            services.revoke_invitation(actor=request.user, invitation=found)
        except InvalidTransition as reason:
            messages.error(request, str(reason))
        return redirect("initiatives:members", slug)
    context = {
        "heading": f"Take the invitation of {found.email} back?",
        "lost": "The link stops working. You can invite the same person again.",
        "button": "Take it back",
    }
    return _confirm(request, initiative, context)


def role_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    rows = Membership.objects.current().select_related("user")
    initiative, found = get_part_for(request.user, slug, rows, pk)
    if request.method == "POST":
        try:
            services.end_role(actor=request.user, membership=found)
        except services.LastCoordinator as reason:
            messages.error(request, str(reason))
            return redirect("initiatives:members", slug)
        still_here = found.user_id != request.user.pk or found.role != Role.COORDINATOR
        return redirect("initiatives:members", slug) if still_here else redirect("home:work")
    context = {
        "heading": f"End the role of {found.user} as {found.get_role_display().lower()}?",
        "lost": "What they did stays, with their name. They cannot do more in this role.",
        "button": "End the role",
    }
    return _confirm(request, initiative, context)


def _confirm(request: HttpRequest, initiative, context: dict) -> HttpResponse:
    shared = {
        "initiative": initiative,
        "step": "plan",
        "crumb": "Plan · People",
        "back_url": reverse("initiatives:members", args=[initiative.slug]),
    }
    return render(request, "member_confirm.html", shared | context)
