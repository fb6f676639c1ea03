"""The page of the Listen step: the ways in, and what came in by each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from feedback import entry_reports
from feedback.import_reports import imports_for
from feedback.models import Import
from initiatives.access import get_initiative_for
from initiatives.models import Role
from initiatives.permissions import LISTENERS, STAFF, has_any

RECENT = 5


def listen(request: HttpRequest, slug: str) -> HttpResponse:
    """The four ways in."""
    initiative = get_initiative_for(request.user, slug, *STAFF)
    is_listener = has_any(initiative.roles, LISTENERS)
    imports = imports_for(request.user, initiative) if is_listener else Import.objects.none()
    context = {
        "initiative": initiative,
        "step": "listen",
        "came": entry_reports.came_in(initiative),
        "imports": imports[:RECENT],
        "may_enter": is_listener,
        "may_import": is_listener,
        "is_coordinator": Role.COORDINATOR in initiative.roles,
    }
    return render(request, "feedback/listen.html", context)
