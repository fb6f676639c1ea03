"""Answering themes, for members."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.states import InvalidTransition
from analysis.permissions import may_read_all
from analysis.summaries.reports import approved_view
from followup import access, public_reports, reports, services
from followup.forms import ActionFilter, EditActionForm, MoveForm, NewActionForm
from followup.models import Action
from followup.permissions import ANSWERERS, VIEWERS
from initiatives.access import get_initiative_for
from initiatives.downloads import write_csv
from initiatives.models import Role


def actions(request: HttpRequest, slug: str) -> HttpResponse:
    """The answers of the initiative, narrowed by the address, and the themes that have none."""
    initiative = get_initiative_for(request.user, slug, *VIEWERS)
    form = ActionFilter(request.GET, initiative=initiative)
    found = Action.objects.filter(initiative=initiative)
    context = {
        "initiative": initiative,
        "step": "act",
        "form": form,
        "rows": reports.action_rows(form.narrow(found), timezone.localdate()),
        "unanswered": reports.unanswered_themes(initiative),
        "may_answer": bool(initiative.roles & ANSWERERS),
        "query": request.GET.urlencode(),
    }
    return render(request, "followup/action_list.html", context)


def action_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The same rows as a file for a spreadsheet."""
    initiative = get_initiative_for(request.user, slug, *VIEWERS)
    form = ActionFilter(request.GET, initiative=initiative)
    found = form.narrow(Action.objects.filter(initiative=initiative))
    rows = reports.rows_for_file(found, timezone.localdate())
    return write_csv(f"{slug}-actions.csv", reports.COLUMNS, rows)


def theme_actions(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The answers to one theme: a page of its own, or the fragment that the theme's page shows."""
    initiative, theme = access.get_theme_with_actions(request.user, slug, pk)
    found = Action.objects.filter(theme=theme)
    if not initiative.roles & VIEWERS:
        found = found.answered()
    context = {
        "initiative": initiative,
        "step": "act",
        "theme": theme,
        "name": theme.name if may_read_all(initiative.roles) else theme.name_for_readers,
        "rows": reports.action_rows(found, timezone.localdate()),
        "may_answer": bool(initiative.roles & ANSWERERS),
        "may_open": bool(initiative.roles & VIEWERS),
    }
    if request.headers.get("HX-Request"):
        return render(request, "followup/partials/theme_actions.html", context)
    return render(request, "followup/theme_actions.html", context)


def action_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer an approved theme."""
    initiative, theme = access.get_theme_to_answer(request.user, slug, pk)
    point = reports.likely_point(theme)
    form = NewActionForm(
        request.POST or None, initiative=initiative, initial={"decision_point": point}
    )
    if form.is_valid():
        try:
            action = services.answer_theme(actor=request.user, theme=theme, **form.cleaned_data)
        except (services.Incomplete, InvalidTransition) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _kept(action))
            return redirect("followup:action", slug, action.pk)
    context = {
        "initiative": initiative,
        "step": "act",
        "theme": theme,
        "form": form,
        "point": point,
        "view": approved_view(theme),
    }
    return render(request, "followup/action_add.html", context)


def _kept(action: Action) -> str:
    if action.state == Action.State.PROPOSED:
        return "Kept as proposed. It is not on the public page until it is accepted or declined."
    return "Kept. The public page shows it now."


def action(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One action with its steps; an approver takes it further here."""
    is_post = request.method == "POST"
    initiative, found = access.get_action_for(request.user, slug, pk, to_change=is_post)
    # The second half of a double click asks for what the first half did.
    if is_post and request.POST.get("state") == found.state:
        return redirect("followup:action", slug, pk)
    form = MoveForm(request.POST or None, action=found)
    if form.is_valid():
        try:
            services.move_action(actor=request.user, action=found, **form.cleaned_data)
        except (services.Incomplete, InvalidTransition) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept. The public page shows where it stands.")
            return redirect("followup:action", slug, pk)
    context = {
        "initiative": initiative,
        "step": "act",
        "action": found,
        "late": reports.days_late(found, timezone.localdate()),
        "updates": found.actionupdate_set.select_related("by").order_by("-id"),
        "form": form if Action.STEPS[found.state] else None,
        "may_answer": bool(initiative.roles & ANSWERERS),
    }
    return render(request, "followup/action_detail.html", context)


def action_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words, the owner, the date or the published reason."""
    initiative, found = access.get_action_for(request.user, slug, pk, to_change=True)
    form = EditActionForm(request.POST or None, action=found)
    if form.is_valid():
        try:
            services.edit_action(actor=request.user, action=found, **form.cleaned_data)
        except services.Incomplete as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept.")
            return redirect("followup:action", slug, pk)
    context = {"initiative": initiative, "step": "act", "action": found, "form": form}
    return render(request, "followup/action_edit.html", context)


def action_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back a proposal that was a mistake; asked once, saying what is lost."""
    initiative, found = access.get_action_for(request.user, slug, pk, to_change=True)
    if found.state != Action.State.PROPOSED:
        messages.error(request, "This action is public, so it stays on record.")
        return redirect("followup:action", slug, pk)
    if request.method == "POST":
        services.remove_action(actor=request.user, action=found)
        messages.success(request, "The proposal is removed.")
        return redirect("followup:actions", slug)
    context = {
        "initiative": initiative,
        "step": "act",
        "crumb": "Act",
        "heading": "Remove this proposal?",
        "lost": f"“{found.what}” and its history are deleted. Nobody outside the team saw it.",
        "button": "Remove",
        "back_url": reverse("followup:action", args=[slug, pk]),
    }
    return render(request, "member_confirm.html", context)


def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Report back: what the public page shows now, and what it does not show yet."""
    initiative = get_initiative_for(request.user, slug)
    pairs = public_reports.pairs(initiative, timezone.localdate())
    context = {
        "initiative": initiative,
        "step": "report",
        "pairs": pairs,
        "tally": public_reports.tally(pairs),
        "waits": reports.not_public(initiative),
        "may_answer": bool(initiative.roles & ANSWERERS),
        "may_open": bool(initiative.roles & VIEWERS),
        "may_approve": Role.APPROVER in initiative.roles,
    }
    return render(request, "followup/report.html", context)
