"""Places with their rooms, and interpreters."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from focusgroups import access, services
from focusgroups.models import Interpreter, Place
from focusgroups.permissions import PLANNERS
from focusgroups.planning.place_forms import InterpreterForm, PlaceForm
from initiatives import languages
from initiatives.access import get_initiative_for, get_part_for


def places(request: HttpRequest, slug: str) -> HttpResponse:
    """Where groups can meet, and who interprets."""
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    interpreters = list(Interpreter.objects.filter(initiative=initiative))
    for row in interpreters:
        row.language_names = [languages.name_of(code) for code in row.languages]
    rows = Place.objects.filter(initiative=initiative).prefetch_related("room_set")
    context = {
        "initiative": initiative,
        "step": "plan",
        "places": rows.order_by("-is_in_use", "name", "pk"),
        "interpreters": interpreters,
    }
    return render(request, "focusgroups/place_list.html", context)


def place_new(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    return _place_page(request, initiative, None)


def place_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, place = get_part_for(request.user, slug, Place.objects.all(), pk)
    return _place_page(request, initiative, place)


def _place_page(request: HttpRequest, initiative, place: Place | None) -> HttpResponse:
    form = PlaceForm(request.POST or None, place=place)
    if form.is_valid():
        saved = services.save_place(
            actor=request.user,
            initiative=initiative,
            place=place,
            facts=form.facts(),
            rooms=form.rooms(),
        )
        messages.success(request, f"Saved: {saved}.")
        return redirect("focusgroups:places", initiative.slug)
    context = {"initiative": initiative, "step": "plan", "form": form, "place": place}
    return render(request, "focusgroups/place_edit.html", context)


def place_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, place = get_part_for(request.user, slug, Place.objects.all(), pk)
    remove = services.remove_place, {"place": place}
    return _removal(request, initiative, place.name, *remove)


def room_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, room = access.get_room_to_plan(request.user, slug, pk)
    remove = services.remove_room, {"room": room}
    return _removal(request, initiative, str(room), *remove)


def interpreter_new(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, *PLANNERS)
    return _interpreter_page(request, initiative, None)


def interpreter_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, row = get_part_for(request.user, slug, Interpreter.objects.all(), pk)
    return _interpreter_page(request, initiative, row)


def _interpreter_page(request, initiative, row: Interpreter | None) -> HttpResponse:
    form = InterpreterForm(request.POST or None, interpreter=row)
    if form.is_valid():
        services.save_interpreter(
            actor=request.user, initiative=initiative, interpreter=row, facts=form.facts()
        )
        messages.success(request, "Saved.")
        return redirect("focusgroups:places", initiative.slug)
    context = {"initiative": initiative, "step": "plan", "form": form, "interpreter": row}
    return render(request, "focusgroups/interpreter_edit.html", context)


def interpreter_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, row = get_part_for(request.user, slug, Interpreter.objects.all(), pk)
    remove = services.remove_interpreter, {"interpreter": row}
    return _removal(request, initiative, row.name, *remove)


def _removal(request: HttpRequest, initiative, name: str, service, what: dict) -> HttpResponse:
    """Ask once, then remove; where it is booked, say for what."""
    back = reverse("focusgroups:places", args=[initiative.slug])
    if request.method == "POST":
        try:
            service(actor=request.user, **what)
        except services.InUse as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Removed: {name}.")
        return redirect(back)
    context = {
        "initiative": initiative,
        "step": "plan",
        "heading": f"Remove {name}?",
        "lost": "What is written down about it is gone. That is possible only while no session "
        "uses it.",
        "button": "Remove",
        "back_url": back,
        "crumb": "Plan · Places",
    }
    return render(request, "member_confirm.html", context)
