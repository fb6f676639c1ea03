"""Accepting an invitation by its link. The link is the key, so the page is public."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.forms import NewAccountForm
from accounts.models import User
from accounts.states import InvalidTransition
from initiatives import invitations, services
from initiatives.models import Invitation


def join(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Sign in first, accept, or make an account: whichever this person needs."""
    invitation = invitations.find(pk, token)
    if invitation is None:
        raise Http404
    if why := invitations.why_closed(invitation):
        context = {"invitation": invitation, "why": why}
        return render(request, "home/join_closed.html", context, status=410)
    if request.user.is_authenticated:
        return _accept(request, invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():
        context = {"invitation": invitation, "next": request.path}
        return render(request, "home/join_sign_in.html", context)
    return _make_account(request, invitation)


def _accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    is_for_them = request.user.email.lower() == invitation.email.lower()
    if request.method == "POST" and is_for_them:
        try:
            services.accept_invitation(actor=request.user, invitation=invitation)
        except InvalidTransition as reason:
            messages.error(request, str(reason))
        return redirect("home:work")
    context = {"invitation": invitation, "is_for_them": is_for_them}
    return render(request, "home/join_accept.html", context)


def _make_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None, email=invitation.email)
    if form.is_valid():
        try:
            user = services.join_with_new_account(invitation=invitation, **form.cleaned_data)
        except InvalidTransition:
            return redirect(request.path)
        login(request, user)
        return redirect("home:work")
    return render(request, "home/join_new.html", {"invitation": invitation, "form": form})
