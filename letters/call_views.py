"""The call and text list: people who gave a telephone number and no address."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from initiatives.access import get_initiative_for
from initiatives.models import Role
from letters import reports, services
from letters.access import get_letter_for
from letters.delivery import Run
from letters.forms import CallForm
from letters.wire import Wire

# Each is made anew for the page, as a letter is when it is sent.
PAGE = 20
SAID = {
    "reached": "Noted: reached.",
    "no_answer": "Noted: no answer. The person stays on the list.",
    "not_needed": "Taken off the list.",
    "no_more": "Noted. This person gets no more invitations, reminders or thanks from us.",
}


def calls(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, Role.COORDINATOR)
    page = Paginator(reports.to_call(initiative), PAGE).get_page(request.GET.get("page"))
    context = {
        "initiative": initiative,
        "step": "invite",
        "page_obj": page,
        "calls": reports.calls_of(page, Run(timezone.now(), Wire())),
        "ticked_off": reports.rows_of(reports.ticked_off(initiative)),
    }
    return render(request, "letters/calls.html", context)


@require_POST
def call_note(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Note what came of a call."""
    _, letter = get_letter_for(request.user, slug, pk)
    form = CallForm(request.POST)
    if form.is_valid():
        what = form.cleaned_data["what"]
        try:
            _note(request, letter, what)
        except InvalidTransition as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, SAID[what])
    return redirect("letters:calls", slug)


@require_POST
def call_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put back on the list what was ticked off by mistake."""
    _, letter = get_letter_for(request.user, slug, pk)
    try:
        services.put_back(actor=request.user, letter=letter, now=timezone.now())
    except InvalidTransition as reason:
        messages.error(request, str(reason))
    return redirect("letters:calls", slug)


def _note(request: HttpRequest, letter, what: str) -> None:
    if what == "reached":
        services.note_reached(actor=request.user, letter=letter, now=timezone.now())
    elif what == "no_answer":
        services.note_no_answer(actor=request.user, letter=letter)
    elif what == "not_needed":
        services.note_not_needed(actor=request.user, letter=letter)
    else:
        services.note_no_more(actor=request.user, letter=letter)
