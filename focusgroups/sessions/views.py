"""Sessions: the list, planning, changing, calling off."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.states import InvalidTransition
from focusgroups import access, services
from focusgroups.models import Session
from focusgroups.permissions import LOOKERS, PLANNERS, may_log, may_plan
from focusgroups.sessions.checking import Check, check, may_save, with_choice
from focusgroups.sessions.forms import SessionForm
from focusgroups.sessions.meanwhile import is_old, last_changed_by, merged
from initiatives.access import get_initiative_for
from initiatives.models import Initiative

PER_PAGE = 25
MOST_COMING = 50
COMING = [Session.State.PLANNED, Session.State.OPEN]


def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """What is planned, and what was held or called off."""
    initiative = get_initiative_for(request.user, slug, *LOOKERS)
    rows = access.sessions_of(initiative)
    past = rows.exclude(state__in=COMING).order_by("-starts_at", "-id")
    page = Paginator(past, PER_PAGE).get_page(request.GET.get("page"))
    coming = Paginator(rows.filter(state__in=COMING), MOST_COMING).get_page(
        request.GET.get("coming")
    )
    context = {
        "initiative": initiative,
        "step": "listen",
        "coming": _with_rights(request, initiative, coming),
        "coming_page": coming,
        "past": _with_rights(request, initiative, page),
        "page_obj": page,
        "may_plan": may_plan(initiative.roles),
    }
    return render(request, "focusgroups/session_list.html", context)


def _with_rights(request: HttpRequest, initiative, rows) -> list[Session]:
    """The sessions, each with `may_log`, whether this person takes its notes, and `may_receive`,
    whether they see on the day who comes."""
    found = list(rows)
    for session in found:
        is_own = session.facilitator_id == request.user.pk
        is_there = is_own or session.assistant_id == request.user.pk
        session.may_log = may_log(initiative.roles, is_own=is_own)
        session.may_receive = may_log(initiative.roles, is_own=is_there)
    return found


def session_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan one session or a series, of a group that is there or of a new one."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    initial = {
        name: request.GET[name] for name in ("group", "segment", "date") if name in request.GET
    }
    data = with_choice(request.POST) if request.method == "POST" else None
    form, found = SessionForm(data, initiative=initiative, initial=initial), None
    if form.is_valid():
        found = check(request, form)
        if may_save(request, found) and (planned := _plan(request, initiative, form)):
            said = str(planned[0]) if len(planned) == 1 else f"{len(planned)} sessions"
            messages.success(request, f"Planned: {said}.")
            return redirect("focusgroups:group", slug, planned[0].group_id)
    return _form_page(request, form, found)


def _plan(request: HttpRequest, initiative: Initiative, form: SessionForm) -> list[Session]:
    """The planned sessions; none, and an error at its field, where the group is another."""
    data = form.cleaned_data
    about = {"actor": request.user, "starts": data["starts"], "plan": form.plan()}
    if data["group"]:
        return services.plan_sessions(group=data["group"], **about)
    try:
        return services.plan_sessions_of(
            initiative=initiative, name=data["new_group"], segment=data["segment"], **about
        )
    except services.OtherGroup as refusal:
        form.add_error("new_group", str(refusal))
        return []


def session_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is planned. Whoever comes second is told what the other changed."""
    initiative, session = access.get_session_to_plan(request.user, slug, pk)
    if request.method != "POST":
        return _form_page(request, SessionForm(initiative=initiative, session=session))
    data = with_choice(request.POST)
    if is_old(data, session):
        return _meanwhile_page(request, data, session)
    form, found, too_few = SessionForm(data, initiative=initiative, session=session), None, None
    if form.is_valid():
        found = check(request, form)
        try:
            if may_save(request, found):
                _change(request, form)
                messages.success(request, "Changed. Whom it concerns is told.")
                return redirect("focusgroups:group", slug, session.group_id)
        except services.TooFewPlaces as refusal:
            too_few = refusal
            form.add_error("chairs", str(refusal))
        except services.ChangedMeanwhile:
            return _meanwhile_page(
                request, data, access.get_session_to_plan(request.user, slug, pk)[1]
            )
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
            return redirect("focusgroups:sessions", slug)
    return _form_page(request, form, found, too_few=too_few)


def _change(request: HttpRequest, form: SessionForm) -> Session:
    return services.change_session(
        actor=request.user,
        session=form.session,
        starts_at=form.cleaned_data["starts"][0],
        plan=form.plan(),
        revision=form.cleaned_data["revision"],
        keep_people="keep" in request.POST,
    )


def _meanwhile_page(request: HttpRequest, data, session: Session) -> HttpResponse:
    form, changes = merged(data, session, session.group.initiative)
    return _form_page(
        request, form, changes=changes, changed_by=last_changed_by(session), is_meanwhile=True
    )


def _form_page(
    request: HttpRequest, form: SessionForm, found: Check | None = None, **more
) -> HttpResponse:
    context = {
        "initiative": form.initiative,
        "step": "plan",
        "form": form,
        "session": form.session,
        "check": None if found is None or found.is_clear else found,
        **more,
    }
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
        "step": "plan",
        "heading": f"Call off {session}?",
        "lost": "It stays on the list as cancelled and takes no notes. This cannot be undone; "
        "plan a new session if it takes place after all. Everybody who has a place, or waits for "
        "one, is told.",
        "button": "Call it off",
        "back_url": reverse("focusgroups:sessions", args=[slug]),
        "crumb": "Plan · Sessions",
    }
    return render(request, "member_confirm.html", context)
