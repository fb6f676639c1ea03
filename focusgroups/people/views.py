"""Who is coming: by session, of one session, somebody who calls."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from focusgroups import services
from focusgroups.access import get_session_to_plan
from focusgroups.people import reports
from focusgroups.people.forms import FindForm, PeopleFilter, RegisterForm, WhyForm
from focusgroups.permissions import PLANNERS
from focusgroups.services.exports import allow_people_export
from focusgroups.services.registrations import Source
from initiatives.access import get_initiative_for
from initiatives.downloads import write_csv
from initiatives.languages import name_of

PER_PAGE = 50
PHONE = "PHONE"


def registrations(request: HttpRequest, slug: str) -> HttpResponse:
    """Every session with how many have a place, wait, and said that they come."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    now = timezone.now()
    sessions = list(reports.sessions_to_fill(initiative, now))
    context = {
        "initiative": initiative,
        "step": "invite",
        "coming": [session for session in sessions if session.ends_at > now],
        "past": [session for session in reversed(sessions) if session.ends_at <= now],
        "find": FindForm(),
    }
    return render(request, "focusgroups/people/session_list.html", context)


@require_POST
def people_find(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody calls: where do they stand?"""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    form = FindForm(request.POST)
    found = []
    if form.is_valid():
        found = reports.find_people(initiative, form.cleaned_data["who"], timezone.now())
    context = {"initiative": initiative, "step": "invite", "find": form, "found": found}
    return render(request, "focusgroups/people/people_found.html", context)


def session_people(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The registrations of one session in the order in which they came."""
    initiative, session = get_session_to_plan(request.user, slug, pk)
    filters = PeopleFilter(request.GET)
    rows = filters.narrow(reports.registrations_of(session))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for person in page:
        person.language_name = name_of(person.language)
    context = {
        "initiative": initiative,
        "step": "invite",
        "session": session,
        "places": reports.places_of(session),
        "filters": filters,
        "page_obj": page,
    }
    return render(request, "focusgroups/people/session_people.html", context)


def person_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody calls and wants to come: a short form, with what to say beside it."""
    initiative, session = get_session_to_plan(request.user, slug, pk)
    form = RegisterForm(request.POST or None, session=session)
    if form.is_valid():
        try:
            outcome = services.register(
                session=session,
                contact=form.contact,
                segment=form.cleaned_data["segment"],
                source=Source(way=PHONE, made_by=request.user),
            )
        except services.Closed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _told(outcome))
            return redirect("focusgroups:registration", slug, outcome.registration.pk)
    context = {
        "initiative": initiative,
        "step": "invite",
        "session": session,
        "form": form,
        "places": reports.places_of(session),
    }
    return render(request, "focusgroups/people/person_new.html", context)


def _told(outcome: services.Outcome) -> str:
    """What the coordinator says to the person who is still on the telephone."""
    if outcome.is_double:
        return "This person was written down before. Nothing has changed; here is how they stand."
    if outcome.registration.state == "REGISTERED":
        return "Written down, with a place. Ask now what they need in order to come."
    return "Written down. All places are taken: they are on the waitlist, in their order."


@require_POST
def places_offer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Offer what is free to those who are next; nobody is passed by."""
    _, session = get_session_to_plan(request.user, slug, pk)
    offered = services.offer_places(session=session)
    if offered:
        messages.success(request, f"Offered to the next {offered} in line. They are written to.")
    else:
        messages.info(request, "There is no free place for anybody who waits.")
    return redirect("focusgroups:session_people", slug, pk)


def people_export(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The list as a file for the desk at the door, after saying what for."""
    initiative, session = get_session_to_plan(request.user, slug, pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        allow_people_export(actor=request.user, subject=session, reason=form.cleaned_data["reason"])
        rows = reports.rows_for_the_desk(session)
        return write_csv(f"people-{slug}-{session.pk}.csv", reports.COLUMNS, rows)
    context = {"initiative": initiative, "step": "invite", "session": session, "form": form}
    return render(request, "focusgroups/people/people_export.html", context)
