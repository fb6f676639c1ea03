"""The day: whom to expect, who came by one tap each, a sheet for paper, and what is left after."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from focusgroups.access import get_session_to_plan
from focusgroups.day import reports
from focusgroups.models import Registration
from focusgroups.needs.forms import GiveForm
from focusgroups.people_access import get_session_of_day
from focusgroups.permissions import may_plan
from focusgroups.services import Closed
from focusgroups.services import day as services
from focusgroups.services.registrations import LONGEST_NAME
from focusgroups.services.stipends import give_stipends

TAPS = [(value, label) for value, label in Registration.Attendance.choices if value]


class WalkInForm(forms.Form):
    name = forms.CharField(
        label="First name or nickname",
        max_length=LONGEST_NAME,
        error_messages={"required": "Type the name that they want to be called."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def session_day(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Everybody who is expected, with a row of buttons each."""
    initiative, session = get_session_of_day(request.user, slug, pk)
    return _day_page(request, initiative, session, WalkInForm())


def _day_page(request: HttpRequest, initiative, session, form: WalkInForm) -> HttpResponse:
    with_place, waiting = reports.expected_people(session)
    context = {
        "initiative": initiative,
        "step": "listen",
        "session": session,
        "people": with_place,
        "waiting": waiting,
        "day": reports.day_of(with_place),
        "taps": TAPS,
        "form": form,
        "may_plan": may_plan(initiative.roles),
    }
    return render(request, "focusgroups/day/session_day.html", context)


@require_POST
def attendance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One tap: present, late, left early, did not come. The same tap again takes it back."""
    _, session = get_session_of_day(request.user, slug, pk)
    number, _, tapped = request.POST.get("tap", "").partition(":")
    rows = Registration.objects.filter(session=session)
    registration = get_object_or_404(rows, pk=number if number.isdecimal() else 0)
    if tapped not in dict(TAPS):
        messages.error(request, "Nothing was noted. Use a button of this page.")
        return redirect("focusgroups:session_day", slug, pk)
    try:
        services.set_attendance(actor=request.user, registration=registration, attendance=tapped)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    response = redirect("focusgroups:session_day", slug, pk)
    response["Location"] += f"#person-{registration.pk}"
    return response


@require_POST
def walk_in(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody came who had not registered."""
    initiative, session = get_session_of_day(request.user, slug, pk)
    form = WalkInForm(request.POST)
    if form.is_valid():
        try:
            services.add_walk_in(
                actor=request.user, session=session, name=form.cleaned_data["name"]
            )
        except (Closed, InvalidTransition) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Added, and noted as present.")
            return redirect("focusgroups:session_day", slug, pk)
    return _day_page(request, initiative, session, form)


def day_sheet(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The list for paper: large, with boxes to tick."""
    initiative, session = get_session_of_day(request.user, slug, pk)
    people, waiting = reports.expected_people(session)
    context = {
        "initiative": initiative,
        "step": "listen",
        "session": session,
        "people": people,
        "waiting": waiting,
        "blank": range(3),
    }
    return render(request, "focusgroups/day/sheet.html", context)


def session_after(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is left to do: who came, stipends, thanks, whom one may contact later, open needs."""
    initiative, session = get_session_of_day(request.user, slug, pk)
    to_give = reports.stipends_to_give(session)
    form = GiveForm(request.POST or None)
    if form.is_valid():
        given = give_stipends(
            actor=request.user,
            stipends=to_give.filter(pk__in=form.numbers()),
            receipts=form.receipts(),
            **form.cleaned_data,
        )
        messages.success(request, f"{given} noted as given.")
        return redirect("focusgroups:session_after", slug, pk)
    people, _ = reports.expected_people(session)
    is_planner = may_plan(initiative.roles)
    context = {
        "initiative": initiative,
        "step": "listen",
        "session": session,
        "is_over": session.ends_at <= timezone.now(),
        "day": reports.day_of(people),
        "to_give": to_give,
        "form": form,
        "may_plan": is_planner,
        # How to reach people is for coordinators.
        "later": reports.to_contact_later(session) if is_planner else None,
        "open_needs": reports.open_needs(session) if is_planner else None,
    }
    return render(request, "focusgroups/day/session_after.html", context)


@require_POST
def session_thanks(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Thank those who came, once."""
    _, session = get_session_to_plan(request.user, slug, pk)
    if session.ends_at > timezone.now():
        messages.error(request, "Thanks go out after the session.")
    else:
        count = services.thank_people(actor=request.user, session=session)
        messages.success(request, f"Thanks go out to {count}. Nobody gets them twice.")
    return redirect("focusgroups:session_after", slug, pk)
