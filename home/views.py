"""Home, by role, and what other pages show of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home import reports
from initiatives.access import get_initiative_for
from initiatives.permissions import STAFF


def work(request: HttpRequest) -> HttpResponse:
    """What waits for this person, by initiative."""
    works = reports.work_of(request.user)
    waiting = sum(len(work.waiting) for work in works)
    return render(request, "home/work.html", {"works": works, "waiting": waiting})


def roles(request: HttpRequest) -> HttpResponse:
    """A fragment for the profile: the person's roles by initiative."""
    return render(
        request, "home/partials/roles.html", {"initiatives": reports.roles_of(request.user)}
    )


def set_up(request: HttpRequest, slug: str) -> HttpResponse:
    """A fragment for the Plan page: what of the set-up lies in other apps."""
    initiative = get_initiative_for(request.user, slug, *STAFF)
    context = {"initiative": initiative, "beyond": reports.set_up_beyond(initiative)}
    return render(request, "home/partials/set_up.html", context)
