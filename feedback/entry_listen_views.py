"""The page of the Listen step: the ways in, and what came in by each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from feedback import entry_reports
from feedback.models import Import
from initiatives.access import get_initiative_for
from initiatives.models import Role
from initiatives.permissions import LISTENERS, STAFF, has_any

RECENT = 5


def listen(request: HttpRequest, slug: str) -> HttpResponse:
    """The four ways in."""
    initiative = get_initiative_for(request.user, slug, *STAFF)
    imports = Import.objects.filter(initiative=initiative).select_related("by")
    sees_imports = has_any(initiative.roles, {Role.COORDINATOR, Role.ANALYST})
    context = {
        "initiative": initiative,
        "step": "listen",
        "came": entry_reports.came_in(initiative),
        "imports": imports[:RECENT] if sees_imports else [],
        "may_enter": has_any(initiative.roles, LISTENERS),
        "may_import": sees_imports,
        "is_coordinator": Role.COORDINATOR in initiative.roles,
    }
    return render(request, "feedback/listen.html", context)
