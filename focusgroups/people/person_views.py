"""One registered person: what they gave, and what a coordinator does for them."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from focusgroups import people_access as access
from focusgroups import services
from focusgroups.letters_due import send_to
from focusgroups.models import Registration
from focusgroups.people.forms import MoveForm
from focusgroups.services.registrations import ACTIVE
from initiatives.languages import name_of
from letters.contacts import shown_phone


def registration(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where this person stands, how to reach them, and what they need."""
    initiative, person = access.get_registration(request.user, slug, pk)
    context = {
        "initiative": initiative,
        "step": "invite",
        "person": person,
        "phone": shown_phone(person.phone) if person.phone else "",
        "language": name_of(person.language),
        "offered_until": person.offered_until
        and person.offered_until.astimezone(ZoneInfo(person.session.zone)),
        "is_active": person.state in ACTIVE,
        "is_to_come": person.session.ends_at > timezone.now(),
        "needs": person.accommodation_set.select_related("arranger"),
        "moves": person.registrationmove_set.select_related(
            "from_session__group", "to_session__group", "moved_by"
        ),
        "stipend": getattr(person, "stipend", None),
    }
    return render(request, "focusgroups/people/registration_detail.html", context)


def registration_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """To another session of the initiative, with the reason."""
    initiative, person = access.get_registration(request.user, slug, pk)
    others = access.sessions_of(initiative).upcoming(timezone.now()).exclude(pk=person.session_id)
    form = MoveForm(request.POST or None, sessions=others)
    if form.is_valid():
        try:
            moved = services.move_registration(
                actor=request.user, registration=person, **form.cleaned_data
            )
        except (services.Closed, InvalidTransition) as refusal:
            form.add_error(None, str(refusal))
        else:
            where = "with a place" if moved.state == "REGISTERED" else "on the waitlist there"
            messages.success(request, f"Moved to {moved.session}, {where}. They are told.")
            return redirect("focusgroups:registration", slug, pk)
    context = {"initiative": initiative, "step": "invite", "person": person, "form": form}
    return render(request, "focusgroups/people/registration_move.html", context)


def registration_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take their yes back for them, after a page that says what that does."""
    initiative, person = access.get_registration(request.user, slug, pk)
    if request.method == "POST":
        try:
            services.cancel_registration(registration=person, actor=request.user)
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Cancelled. The place goes to the next in line.")
        return redirect("focusgroups:session_people", slug, person.session_id)
    context = {
        "initiative": initiative,
        "step": "invite",
        "heading": f"Cancel for {person.name or 'this person'}?",
        "lost": "They lose their place, or their place in line, and it is offered to the next. "
        "They are told. If they want to come after all, they stand at the end of the line.",
        "button": "Cancel for them",
        "back_url": reverse("focusgroups:registration", args=[slug, pk]),
        "crumb": "Invite · Registrations",
    }
    return render(request, "member_confirm.html", context)


def _confirm(request: HttpRequest, person: Registration) -> str:
    services.confirm_registration(registration=person, actor=request.user)
    return "Noted: they come."


def _take(request: HttpRequest, person: Registration) -> str:
    taken = services.take_offer(registration=person, actor=request.user)
    if taken.state != Registration.State.REGISTERED:
        return "The offer had ended, and the place went to the next in line."
    return "They have the place. Ask now what they need in order to come."


def _refuse(request: HttpRequest, person: Registration) -> str:
    services.decline_offer(registration=person, actor=request.user)
    return "Noted. The next in line is asked."


def _send_link(request: HttpRequest, person: Registration) -> str:
    send_to(person, "registration_link", occasion=f"{timezone.now():%Y-%m-%d %H:%M}")
    return "Their private link is sent to them again."


# What a button on the page of a person does, by its value.
STEPS: dict[str, Callable[[HttpRequest, Registration], str]] = {
    "confirm": _confirm,
    "take": _take,
    "refuse": _refuse,
    "link": _send_link,
}


@require_POST
def registration_step(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One button: they come, they take the place, they refuse it, send the link again."""
    _, person = access.get_registration(request.user, slug, pk)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        messages.error(request, "Nothing was done. Use a button of this page.")
        return redirect("focusgroups:registration", slug, pk)
    try:
        messages.success(request, step(request, person))
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    if request.POST.get("back") == "list":
        return redirect("focusgroups:session_people", slug, person.session_id)
    return redirect("focusgroups:registration", slug, pk)
