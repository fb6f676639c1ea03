"""For administrators: initiatives, their coordinators, and accounts. Nothing that was said."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.permissions import may_administer
from accounts.services import NotClosed, close_account, open_account
from home import reports
from home.forms import CoordinatorForm
from initiatives import services
from initiatives.forms import NewInitiativeForm
from initiatives.models import Initiative, Role


def administration(request: HttpRequest) -> HttpResponse:
    _require_administrator(request)
    context = {"rows": reports.administered(), "accounts": User.objects.order_by("name", "pk")}
    return render(request, "home/administration.html", context)


def initiative_new(request: HttpRequest) -> HttpResponse:
    _require_administrator(request)
    form = NewInitiativeForm(request.POST or None)
    if form.is_valid():
        made = services.make_initiative(actor=request.user, **form.cleaned_data)
        messages.success(request, f"{made.name} is there. Its coordinator sets it up.")
        return redirect("home:administration")
    return render(request, "home/initiative_new.html", {"form": form})


def coordinator_new(request: HttpRequest, pk: int) -> HttpResponse:
    _require_administrator(request)
    initiative = get_object_or_404(Initiative, pk=pk)
    form = CoordinatorForm(request.POST or None)
    if form.is_valid():
        services.offer_role(
            actor=request.user,
            initiative=initiative,
            email=form.cleaned_data["email"],
            role=Role.COORDINATOR,
        )
        return redirect("home:administration")
    return render(request, "home/coordinator_new.html", {"form": form, "named": initiative})


def account_close(request: HttpRequest, pk: int) -> HttpResponse:
    _require_administrator(request)
    user = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        try:
            close_account(actor=request.user, user=user)
        except NotClosed as reason:
            messages.error(request, str(reason))
        return redirect("home:administration")
    context = {
        "heading": f"Close the account of {user}?",
        "lost": "They cannot sign in any more. What they did stays. You can open it again.",
        "button": "Close the account",
        "back_url": reverse("home:administration"),
        "crumb": "Administration",
    }
    return render(request, "member_confirm.html", context)


@require_POST
def account_open(request: HttpRequest, pk: int) -> HttpResponse:
    _require_administrator(request)
    open_account(actor=request.user, user=get_object_or_404(User, pk=pk))
    return redirect("home:administration")


def _require_administrator(request: HttpRequest) -> None:
    if not may_administer(request.user):
        raise PermissionDenied
