"""Polls of times, as coordinators make, read and close them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from focusgroups import services
from focusgroups.models.polls import KEPT_DAYS
from focusgroups.permissions import PLANNERS
from focusgroups.polls import access, reports, zones
from focusgroups.polls.conflicts import plan_of_poll, taken
from focusgroups.polls.forms import MOST_TIMES, FromPollForm, PollForm
from initiatives.access import get_initiative_for
from initiatives.wording import whole_number

PER_PAGE = 25


def polls(request: HttpRequest, slug: str) -> HttpResponse:
    """All polls of the initiative."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    rows = Paginator(reports.poll_list(initiative), PER_PAGE)
    context = {
        "initiative": initiative,
        "step": "plan",
        "page_obj": rows.get_page(request.GET.get("page")),
    }
    return render(request, "focusgroups/polls/poll_list.html", context)


def poll_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Days and hours first; then each time with what stands against it, to tick."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    group = whole_number(request.GET.get("group", ""))
    form = PollForm(request.POST or None, initiative=initiative, initial={"group": group})
    shown = None
    if form.is_valid():
        chosen = form.chosen(request.POST.getlist("times"))
        if chosen and "make" in request.POST:
            poll = services.make_poll(
                actor=request.user,
                group=form.cleaned_data["group"],
                plan=form.plan(),
                starts=chosen,
            )
            messages.success(request, "The poll is open. Copy its link and send it.")
            return redirect("focusgroups:poll", slug, poll.pk)
        shown = _shown(initiative, form, chosen)
        if "make" in request.POST:
            form.add_error(None, "Tick at least one time below.")
    context = {"initiative": initiative, "step": "plan", "form": form, "shown": shown}
    context["most"] = MOST_TIMES
    return render(request, "focusgroups/polls/poll_new.html", context)


def _shown(initiative, form: PollForm, chosen: list) -> dict[str, object]:
    """The times of the form as rows to tick; at first all that are free are ticked."""
    data, now = form.cleaned_data, timezone.now()
    zone, found = data["zone"], data["combined"]
    starts = [each.starts_at for each in found.offered]
    clashes = taken(initiative=initiative, starts=starts, plan=plan_of_poll(form.plan()))
    rows = [
        {
            "value": each.starts_at.isoformat(),
            "when": zones.say_time(each.starts_at, zone),
            "turn": each.turn,
            "is_over": each.starts_at <= now,
            "conflicts": clashes.get(each.starts_at, ()),
            "ticked": each.starts_at in chosen if chosen else each.starts_at not in clashes,
        }
        for each in found.offered
    ]
    return {"rows": rows, "skipped": found.skipped}


def poll(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The link, the best times, and who said what."""
    initiative, found = access.get_poll_for(request.user, slug, pk)
    context = {
        "initiative": initiative,
        "step": "plan",
        "poll": found,
        "table": reports.table_of(found, timezone.now()),
        "links": {code: reports.link_of(found, code) for code in ("en", "es")},
        "clock": zones.zone_name(found.zone),
        "kept_days": KEPT_DAYS,
    }
    return render(request, "focusgroups/polls/poll_detail.html", context)


@require_POST
def poll_close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close it, or open it again."""
    _initiative, found = access.get_poll_for(request.user, slug, pk)
    try:
        if request.POST.get("open"):
            services.reopen_poll(actor=request.user, poll=found)
            messages.success(request, "The poll takes answers again.")
        else:
            services.close_poll(actor=request.user, poll=found)
            messages.success(request, "Closed. It takes no more answers.")
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    return redirect("focusgroups:poll", slug, pk)


def poll_renew(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End the link that is out, after a page that says what that does."""
    initiative, found = access.get_poll_for(request.user, slug, pk)
    if request.method == "POST":
        services.renew_poll_link(actor=request.user, poll=found)
        messages.success(request, "There is a new link. The old one opens nothing any more.")
        return redirect("focusgroups:poll", slug, pk)
    context = {
        "heading": "Make a new link?",
        "lost": "The link that you sent stops working at once: whoever has not answered yet needs "
        "the new one. What was answered stays, and who answered keeps their own link.",
        "button": "Make a new link",
    }
    return _confirm(request, initiative, found, context)


def answer_delete(request: HttpRequest, slug: str, pk: int, person: int) -> HttpResponse:
    """Delete what one person answered, after a page that says so."""
    initiative, found, who = access.get_answer_for(request.user, slug, pk, person)
    if request.method == "POST":
        services.delete_poll_answer(person=who, actor=request.user)
        messages.success(request, "Deleted.")
        return redirect("focusgroups:poll", slug, pk)
    context = {
        "heading": f"Delete the answer of {who.name}?",
        "lost": "The name and all that this person said about the times is deleted, and their own "
        "link stops working. They are not told.",
        "button": "Delete it",
    }
    return _confirm(request, initiative, found, context)


def _confirm(request: HttpRequest, initiative, found, context: dict) -> HttpResponse:
    context |= {
        "initiative": initiative,
        "step": "plan",
        "back_url": reverse("focusgroups:poll", args=[initiative.slug, found.pk]),
        "crumb": "Plan · Find a time",
    }
    return render(request, "member_confirm.html", context)


def poll_plan(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Plan the session at one of the times; what stands against it is said first."""
    initiative, found = access.get_poll_for(request.user, slug, pk)
    if (
        "time" not in request.GET
    ):  # an address that was cut off: one chooses on the page of the poll
        return redirect("focusgroups:poll", slug, pk)
    number = whole_number(request.GET["time"])
    time = get_object_or_404(found.timepolltime_set.all(), pk=number)
    form = FromPollForm(request.POST or None, poll=found)
    clashes: tuple[str, ...] = ()
    if form.is_valid():
        plan = form.plan()
        clashes = _clashes(initiative, time, plan)
        if not clashes or "all-the-same" in request.POST:
            try:
                session = services.plan_session_from_poll(
                    actor=request.user, poll=found, starts_at=time.starts_at, plan=plan
                )
            except InvalidTransition as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"Planned: {session}. The poll is closed.")
            return redirect("focusgroups:poll", slug, pk)
    elif request.method == "GET":
        clashes = _clashes(initiative, time, plan_of_poll(found))
    context = {
        "initiative": initiative,
        "step": "plan",
        "poll": found,
        "form": form,
        "clashes": clashes,
        "is_over": time.starts_at <= timezone.now(),
        "when": zones.say_time(time.starts_at, found.zone),
        "clock": zones.zone_name(found.zone),
    }
    return render(request, "focusgroups/polls/poll_plan.html", context)


def _clashes(initiative, time, plan) -> tuple[str, ...]:
    """What stands against a time."""
    found = taken(initiative=initiative, starts=[time.starts_at], plan=plan)
    return found.get(time.starts_at, ())
