"""Signing up, step by step, each a plain form that keeps what was typed.

Somebody who had signed up before sees the very same pages; the letter alone tells them, and
nothing that they had is changed.
"""

from contextlib import suppress

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from focusgroups import services, told
from focusgroups.registering import remembered, reports
from focusgroups.registering.detail_forms import DetailsForm
from focusgroups.registering.doors import Door, find_door
from focusgroups.registering.forms import CheckForm, RegisterForm
from focusgroups.registering.group_views import page_of
from focusgroups.registering.lost import kindly
from focusgroups.services.registrations import Source


@kindly
def check(request: HttpRequest, **way) -> HttpResponse:
    """Whether the group is for somebody: said gently, and not kept."""
    door = find_door(**way)
    form = CheckForm(request.POST if request.method == "POST" else None, group=door.group)
    if not form.questions:
        return redirect(door.url("register"))
    context = page_of(door) | {"form": form}
    if not form.is_valid():
        return render(request, "focusgroups/public/check.html", context)
    if form.is_for_them:
        return redirect(door.url("register"))
    initiative = door.group.initiative
    context["others"] = reports.open_groups(initiative, timezone.now(), without=door.group)
    return render(request, "focusgroups/public/not_for.html", context)


@kindly
def register(request: HttpRequest, **way) -> HttpResponse:
    """Name, one way to reach, which meeting."""
    door = find_door(**way)
    context = page_of(door)
    if not context["page"].is_open:
        return redirect(door.url())
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        page=context["page"],
        asks_segment=context["segment"] is None,
        initial={"language": get_language()},
    )
    if form.is_valid():
        try:
            outcomes = _register(door, form, context["segment"])
        except services.Closed:
            form.add_error("sessions", _("Nobody can sign up for this date any more."))
        else:
            remembered.remember(request, door.group, outcomes)
            has_place = any(outcome.has_place for outcome in outcomes)
            return redirect(door.url("details" if has_place else "done"))
    return render(request, "focusgroups/public/register.html", context | {"form": form})


@transaction.atomic
def _register(door: Door, form: RegisterForm, segment) -> list[services.Outcome]:
    """All the chosen sessions, or none of them."""
    invitee = door.invitee
    source = Source(invitee=invitee, partner=invitee.partner if invitee else None)
    return [
        services.register(
            session=offered.session,
            contact=form.contact(),
            segment=segment or form.cleaned_data.get("segment"),
            source=source,
        )
        for offered in form.chosen()
    ]


@kindly
def details(request: HttpRequest, **way) -> HttpResponse:
    """What helps somebody to come who has just got a place."""
    door = find_door(**way)
    signed_up = [each for each in remembered.recall(request, door.group) if each.has_place]
    if not signed_up:
        return redirect(door.url())
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        initiative=door.group.initiative,
        stipend=door.group.stipend > 0,
    )
    skips = "skip" in request.POST
    if request.method == "POST" and (skips or form.is_valid()):
        for each in signed_up:
            if each.registration is not None:
                # Cancelled in another window meanwhile: the next page is the same.
                with suppress(InvalidTransition):
                    services.give_details(
                        registration=each.registration,
                        details=None if skips else form.details(),
                    )
        return redirect(door.url("done"))
    context = _about(door) | {
        "form": form,
        "sessions": [told.told(each.session) for each in signed_up],
    }
    return render(request, "focusgroups/public/details.html", context)


@kindly
def done(request: HttpRequest, **way) -> HttpResponse:
    """What came of it, in words. The number in line is not shown: it would tell of others."""
    door = find_door(**way)
    signed_up = remembered.recall(request, door.group)
    if not signed_up:
        return redirect(door.url())
    context = _about(door) | {
        "placed": [told.told(each.session) for each in signed_up if each.has_place],
        "waiting": [told.told(each.session) for each in signed_up if not each.has_place],
        "others": reports.open_groups(door.group.initiative, timezone.now(), without=door.group),
    }
    return render(request, "focusgroups/public/done.html", context)


def _about(door: Door) -> dict:
    recruiting = told.recruiting_of(door.group.initiative)
    return {
        "initiative": door.group.initiative,
        "urls": door.urls,
        "title": told.title_of(door.group),
        "call": told.call_of(recruiting),
        "group": door.group,
    }


@require_POST
@kindly
def say_no(request: HttpRequest, **way) -> HttpResponse:
    """One tap: no, thank you. Nobody asks why, and nobody asks again."""
    door = find_door(**way)
    if door.invitee is None:
        raise Http404
    services.decline_invitation(invitee=door.invitee)
    return render(request, "focusgroups/public/said_no.html", _about(door))
