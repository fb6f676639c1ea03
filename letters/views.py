"""The letters of an initiative: what went out, what did not, and trying again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from initiatives.access import get_initiative_for
from initiatives.models import Role
from letters import reports, services
from letters.access import get_letter_for
from letters.forms import FilterForm
from letters.models import Letter
from letters.services.mending import OURS

PAGE = 50
FAILED = "?state=FAILED"


def letter_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every letter with kind, what it is about, when and how it stands; no address."""
    initiative = get_initiative_for(request.user, slug, Role.COORDINATOR)
    letters = Letter.objects.of(initiative)
    form = FilterForm(request.GET, states=Letter.State.choices, kinds=reports.kinds_in(initiative))
    if form.is_valid():
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        letters = letters.filter(**chosen)
    page = Paginator(letters.order_by("-due_at", "-id"), PAGE).get_page(request.GET.get("page"))
    context = {
        "initiative": initiative,
        "step": "invite",
        "form": form,
        "page_obj": page,
        "rows": reports.rows_of(page),
        "ours": Letter.objects.of(initiative).failed().filter(reason__in=OURS).count(),
    }
    return render(request, "letters/letter_list.html", context)


@require_POST
def again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, letter = get_letter_for(request.user, slug, pk)
    try:
        services.try_again(actor=request.user, letter=letter, now=timezone.now())
    except InvalidTransition as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "It is sent once more within a minute.")
    return _back(slug)


@require_POST
def aside(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, letter = get_letter_for(request.user, slug, pk)
    try:
        services.put_aside(actor=request.user, letter=letter)
    except InvalidTransition as reason:
        messages.error(request, str(reason))
    return _back(slug)


@require_POST
def again_all(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, Role.COORDINATOR)
    count = services.try_all_again(actor=request.user, initiative=initiative, now=timezone.now())
    noun = "letter is" if count == 1 else "letters are"
    messages.success(request, f"{count} {noun} sent once more.")
    return _back(slug)


def _back(slug: str) -> HttpResponse:
    return redirect(reverse("letters:list", args=[slug]) + FAILED)
