"""The weeks and months of an initiative's sessions."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from focusgroups import access
from focusgroups.permissions import LOOKERS, may_plan
from focusgroups.sessions import calendars
from initiatives.access import get_initiative_for


def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """A week (`?week=2026-W45`) or a month (`?month=2026-11`), filtered by the address."""
    initiative = get_initiative_for(request.user, slug, *LOOKERS)
    asked = calendars.asked_for(request.GET, timezone.localdate())
    form = calendars.FilterForm(request.GET, rows=access.sessions_of(initiative))
    sessions = calendars.sessions_in(asked, form.filtered())
    context = {
        "initiative": initiative,
        "step": "plan",
        "asked": asked,
        "grid": calendars.grid(asked, sessions),
        "form": form,
        "kept": form.in_address(),
        "may_plan": may_plan(initiative.roles),
        "zone": settings.TIME_ZONE,
    }
    return render(request, "focusgroups/calendar.html", context)
