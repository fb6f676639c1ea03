"""One group: what people read of it, its sessions, and copies of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from focusgroups import access, services
from focusgroups.permissions import PLANNERS
from focusgroups.sessions import copying, reports
from focusgroups.sessions.group_forms import CopyForm, GroupForm
from initiatives.access import get_initiative_for


def group(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is planned, and how far it is filled."""
    initiative, group = access.get_group_to_plan(request.user, slug, pk)
    context = {
        "initiative": initiative,
        "step": "plan",
        "group": group,
        "words": reports.words_of(group),
        "questions": group.eligibilityquestion_set.select_related("text"),
        "rows": reports.session_rows(group),
    }
    return render(request, "focusgroups/group_detail.html", context)


def group_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new group; then one plans its sessions."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    initial = reports.planned_for(initiative, request.GET.get("segment", ""))
    form = GroupForm(request.POST or None, initiative=initiative, initial=initial)
    if form.is_valid():
        try:
            group = services.make_group(actor=request.user, initiative=initiative, plan=form.plan())
        except services.OtherGroup as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{group} is there. Now plan when it meets.")
            return redirect("focusgroups:group", slug, group.pk)
    context = {"initiative": initiative, "step": "plan", "form": form}
    return render(request, "focusgroups/group_edit.html", context)


def group_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is planned of a group, and what people read."""
    initiative, group = access.get_group_to_plan(request.user, slug, pk)
    form = GroupForm(request.POST or None, initiative=initiative, group=group)
    if form.is_valid():
        try:
            services.change_group(actor=request.user, group=group, plan=form.plan())
        except services.OtherGroup as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Changed.")
            return redirect("focusgroups:group", slug, pk)
    context = {"initiative": initiative, "step": "plan", "form": form, "group": group}
    return render(request, "focusgroups/group_edit.html", context)


def group_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """A group or a whole wave once more; `?group=` ticks one, otherwise all are ticked."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    data = copying.with_weeks(request.POST) if request.method == "POST" else None
    initial = {"groups": reports.groups_to_tick(initiative, request.GET.get("group", ""))}
    form, found = CopyForm(data, initiative=initiative, initial=initial), None
    if form.is_valid():
        found = copying.check(request.user, initiative, form)
        if found and (found.is_clear or request.POST.get("anyway") == found.digest):
            try:
                copies = copying.copy(request.user, initiative, form)
            except services.OtherGroup as refusal:
                form.add_error("ending", str(refusal))
            else:
                messages.success(request, f"Copied: {', '.join(map(str, copies))}.")
                return redirect("focusgroups:board", slug)
    shown = None if found is None or found.is_clear else found
    context = {"initiative": initiative, "step": "plan", "form": form, "check": shown}
    return render(request, "focusgroups/group_copy.html", context)
