"""Answering themes, for members."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.states import InvalidTransition
from followup import access, reports, services
from followup.forms import ActionForm, MoveForm, NewActionForm
from followup.models import Action
from followup.permissions import ANSWERERS, VIEWERS
from initiatives.access import get_initiative_for


def actions(request: HttpRequest, slug: str) -> HttpResponse:
    """All answers of the initiative, by state, and the themes that still wait for one."""
    initiative = get_initiative_for(request.user, slug, *VIEWERS)
    state = request.GET.get("state", "")
    found = Action.objects.filter(initiative=initiative)
    if state in Action.State.values:
        found = found.filter(state=state)
    context = {
        "initiative": initiative,
        "step": "act",
        "rows": reports.action_rows(found, timezone.localdate()),
        "unanswered": reports.unanswered_themes(initiative),
        "may_answer": bool(initiative.roles & ANSWERERS),
        "states": Action.State.choices,
        "chosen": state,
    }
    return render(request, "followup/action_list.html", context)


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
    form = NewActionForm(request.POST or None, initiative=initiative)
    if form.is_valid():
        action = _answer(request, theme, form.cleaned_data)
        messages.success(request, "Kept. It is on the public page unless it is only proposed.")
        return redirect("followup:action", slug, action.pk)
    context = {"initiative": initiative, "step": "act", "theme": theme, "form": form}
    return render(request, "followup/action_add.html", context)


@transaction.atomic
def _answer(request: HttpRequest, theme, data: dict) -> Action:
    state, reason = data.pop("state"), data.pop("reason")
    action = services.propose_action(actor=request.user, theme=theme, **data)
    if state == Action.State.PROPOSED:
        return action
    return services.move_action(actor=request.user, action=action, state=state, reason=reason)


def action(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One action with its steps; an approver takes it further here."""
    may_answer = request.method == "POST"
    initiative, found = access.get_action_for(request.user, slug, pk, to_change=may_answer)
    form = MoveForm(request.POST or None, action=found)
    if form.is_valid():
        try:
            services.move_action(actor=request.user, action=found, **form.cleaned_data)
        except (services.Incomplete, InvalidTransition) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("followup:action", slug, pk)
    context = {
        "initiative": initiative,
        "step": "act",
        "row": reports.action_rows(Action.objects.filter(pk=pk), timezone.localdate())[0],
        "updates": found.actionupdate_set.select_related("by"),
        "form": form if Action.STEPS[found.state] else None,
        "may_answer": bool(initiative.roles & ANSWERERS),
    }
    return render(request, "followup/action_detail.html", context)


def action_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words, the owner or the date."""
    initiative, found = access.get_action_for(request.user, slug, pk, to_change=True)
    names = ("what", "decision_point", "owner", "due_on")
    initial = {name: getattr(found, name) for name in names}
    form = ActionForm(request.POST or None, initial=initial, initiative=initiative)
    if form.is_valid():
        try:
            services.edit_action(actor=request.user, action=found, **form.cleaned_data)
        except services.Incomplete as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("followup:action", slug, pk)
    context = {"initiative": initiative, "step": "act", "action": found, "form": form}
    return render(request, "followup/action_edit.html", context)


def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Report back: what the public page shows now, and what it does not show yet."""
    initiative = get_initiative_for(request.user, slug)
    context = {
        "initiative": initiative,
        "step": "report",
        "pairs": reports.pairs(initiative),
        "unanswered": reports.unanswered_themes(initiative),
    }
    return render(request, "followup/report.html", context)
