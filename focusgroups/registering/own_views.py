"""`/r/<token>/`: what a person gave, and what they can do about it. Opening it changes nothing."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.states import InvalidTransition
from focusgroups import services, told
from focusgroups.calendar import ics
from focusgroups.calendar.own import file_for
from focusgroups.links import token_of
from focusgroups.models import Registration
from focusgroups.registering import reports
from focusgroups.registering.detail_forms import DetailsForm, details_of
from focusgroups.registering.doors import door_of
from focusgroups.registering.forms import OwnForm
from focusgroups.registering.lost import kindly
from focusgroups.registering.own import find_registration, own_page

State = Registration.State
LATE = ("0", "10", "20", "30")


@kindly
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Everything about one's own registration; a tap on a button does one thing."""
    found = find_registration(token)
    if request.method == "POST":
        return _act(request, found)
    now = timezone.now()
    page = own_page(found, now)
    context = _about(found) | {
        "page": page,
        "token": token,
        "keep_days": settings.KEEP_CONTACT_DAYS,
    }
    if page.kind in ("ended", "cancelled", "called_off", "over"):
        group = found.session.group
        context["others"] = reports.open_groups(group.initiative, now, without=group)
    return render(request, "focusgroups/public/own.html", context)


def _act(request: HttpRequest, found: Registration) -> HttpResponse:
    """One button. What is not possible any more shows on the page as it stands then."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is not None:
        try:
            found = act(request, found)
        except (InvalidTransition, services.Closed):
            messages.error(request, _("This is not possible any more. You see how it stands now."))
        else:
            if act is _take and found.state == State.REGISTERED and not found.has_details:
                return redirect("focusgroups_public:registration_needs", _token(found))
    return _back(found)


def _back(found: Registration) -> HttpResponse:
    return redirect("focusgroups_public:registration", _token(found))


def _token(found: Registration) -> str:
    return token_of("registration", found)


def _confirm(request: HttpRequest, found: Registration) -> Registration:
    found = services.confirm_registration(registration=found)
    messages.success(request, _("Thank you. We look forward to seeing you."))
    return found


def _cancel(request: HttpRequest, found: Registration) -> Registration:
    return services.cancel_registration(registration=found)


def _again(request: HttpRequest, found: Registration) -> Registration:
    found = services.come_again(registration=found)
    messages.success(request, _("You have your place again. This page is your new link."))
    return found


def _late(request: HttpRequest, found: Registration) -> Registration:
    minutes = request.POST.get("minutes", "")
    if minutes in LATE:
        found = services.say_late(registration=found, minutes=int(minutes))
        messages.success(request, _("Thank you for telling us. Come when you can."))
    return found


def _take(request: HttpRequest, found: Registration) -> Registration:
    return services.take_offer(registration=found)


def _decline(request: HttpRequest, found: Registration) -> Registration:
    return services.decline_offer(registration=found)


ACTS: dict[str, Callable[[HttpRequest, Registration], Registration]] = {
    "confirm": _confirm,
    "cancel": _cancel,
    "again": _again,
    "late": _late,
    "take": _take,
    "decline": _decline,
}


@kindly
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Another name or language."""
    found = find_registration(token)
    initial = {"name": found.name, "language": found.language}
    form = OwnForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            services.change_own(registration=found, **form.cleaned_data)
        except InvalidTransition:
            return _back(found)
        messages.success(request, _("Saved."))
        return _back(found)
    context = _about(found) | {"form": form, "token": token}
    return render(request, "focusgroups/public/change.html", context)


@kindly
def needs(request: HttpRequest, token: str) -> HttpResponse:
    """What helps to come: for the first time, or changed."""
    found = find_registration(token)
    group = found.session.group
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        initiative=group.initiative,
        stipend=group.stipend > 0,
        initial=details_of(found),
    )
    if form.is_valid():
        try:
            services.give_details(registration=found, details=form.details())
        except InvalidTransition:
            return _back(found)
        messages.success(request, _("Saved. We see to it and tell you."))
        return _back(found)
    if found.state != State.REGISTERED:
        return _back(found)
    context = _about(found) | {"form": form, "token": token}
    return render(request, "focusgroups/public/needs.html", context)


@require_safe
@kindly
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """One's own calendar file; it names nobody."""
    found = find_registration(token)
    if found.state != State.REGISTERED:
        return _back(found)
    file = file_for(found, method=ics.PUBLISH, now=timezone.now())
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="group.ics"'
    return response


@kindly
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody else may have seen the link: end it, and send a new one."""
    found = find_registration(token)
    if request.method == "POST":
        services.send_link_again(registration=found)
        return render(request, "focusgroups/public/link_sent.html", _about(found))
    return render(request, "focusgroups/public/link.html", _about(found) | {"token": token})


@kindly
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Delete what we keep about somebody; a page first says what that means."""
    found = find_registration(token)
    if request.method == "POST":
        services.erase_registration(registration=found)
        return render(request, "focusgroups/public/deleted.html", _about(found))
    return render(request, "focusgroups/public/delete.html", _about(found) | {"token": token})


def _about(found: Registration) -> dict:
    group = found.session.group
    door = door_of(group)
    return {
        "initiative": group.initiative,
        "title": told.title_of(group),
        "call": told.call_of(told.recruiting_of(group.initiative)),
        "group_url": door.url() if door else "",
    }
