"""Planning sessions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.states import InvalidTransition
from focusgroups import access, services
from focusgroups.forms import SessionForm
from focusgroups.models import Session
from focusgroups.permissions import LOOKERS, PLANNERS, may_log, may_plan
from initiatives.access import get_initiative_for

PER_PAGE = 25
COMING = [Session.State.PLANNED, Session.State.OPEN]


def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """What is planned, and what was held or called off."""
    initiative = get_initiative_for(request.user, slug, *LOOKERS)
    rows = access.sessions_of(initiative)
    past = rows.exclude(state__in=COMING).order_by("-starts_at", "-id")
    page = Paginator(past, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "initiative": initiative,
        "step": "listen",
        "coming": _with_rights(request, initiative, rows.filter(state__in=COMING)),
        "past": _with_rights(request, initiative, page),
        "page_obj": page,
        "may_plan": may_plan(initiative.roles),
    }
    return render(request, "focusgroups/session_list.html", context)


def _with_rights(request: HttpRequest, initiative, rows) -> list[Session]:
    """The sessions, each with `may_log`: whether this person takes its notes."""
    found = list(rows)
    for session in found:
        is_own = session.facilitator_id == request.user.pk
        session.may_log = may_log(initiative.roles, is_own=is_own)
    return found


def session_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a session."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    form = SessionForm(request.POST or None, initiative=initiative)
    if form.is_valid():
        try:
            session = services.plan_session(
                actor=request.user, initiative=initiative, **form.planned()
            )
        except services.OtherGroup as refusal:
            form.add_error("group", str(refusal))
        else:
            messages.success(request, f"Planned: {session}.")
            return redirect("focusgroups:sessions", slug)
    return _form_page(request, initiative, form, None)


def session_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is planned."""
    initiative, session = access.get_session_to_plan(request.user, slug, pk)
    form = SessionForm(request.POST or None, initiative=initiative, session=session)
    if form.is_valid():
        try:
            services.change_session(actor=request.user, session=session, **form.planned())
        except services.OtherGroup as refusal:
            form.add_error("group", str(refusal))
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
            return redirect("focusgroups:sessions", slug)
        else:
            messages.success(request, "Changed.")
            return redirect("focusgroups:sessions", slug)
    return _form_page(request, initiative, form, session)


def _form_page(request: HttpRequest, initiative, form, session) -> HttpResponse:
    context = {"initiative": initiative, "step": "listen", "form": form, "session": session}
    return render(request, "focusgroups/session_edit.html", context)


def session_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Call a session off, after a page that says what that does."""
    initiative, session = access.get_session_to_plan(request.user, slug, pk)
    if request.method == "POST":
        try:
            services.cancel_session(actor=request.user, session=session)
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Called off: {session}.")
        return redirect("focusgroups:sessions", slug)
    context = {
        "initiative": initiative,
        "step": "listen",
        "heading": f"Call off {session}?",
        "lost": "It stays on the list as cancelled and takes no notes. This cannot be undone; "
        "plan a new session if it takes place after all. Heard tells nobody: call those who "
        "were going to come.",
        "button": "Call it off",
        "back_url": reverse("focusgroups:sessions", args=[slug]),
        "crumb": "Listen · Sessions",
    }
    return render(request, "member_confirm.html", context)
