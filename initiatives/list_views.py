"""The two lists of the Plan page: decision points and segments. A coordinator changes them."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from initiatives import services
from initiatives.access import get_initiative_for, get_part_for
from initiatives.forms import DecisionPointForm, SegmentForm
from initiatives.models import DecisionPoint, Role, Segment

POINTS, SEGMENTS = "#decision-points", "#segments"


@require_POST
def points_start(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, Role.COORDINATOR)
    added = services.start_from_list(actor=request.user, initiative=initiative)
    messages.success(request, f"{added} decision points added from the starter list.")
    return _back(slug, POINTS)


def point_new(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, Role.COORDINATOR)
    form = DecisionPointForm(request.POST or None, initiative=initiative)
    if form.is_valid():
        try:
            services.add_decision_point(
                actor=request.user, initiative=initiative, **form.cleaned_data
            )
        except services.NotPossible as reason:
            form.add_error("name", str(reason))
        else:
            return _back(slug, POINTS)
    context = {"initiative": initiative, "step": "plan", "form": form}
    return render(request, "initiatives/point_edit.html", context)


def point_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, point = get_part_for(request.user, slug, DecisionPoint.objects.all(), pk)
    form = DecisionPointForm(
        request.POST or None, initiative=initiative, point=point, initial=model_to_dict(point)
    )
    if form.is_valid():
        try:
            services.edit_decision_point(actor=request.user, point=point, **form.cleaned_data)
        except services.NotPossible as reason:
            form.add_error("name", str(reason))
        else:
            return _back(slug, POINTS)
    context = {"initiative": initiative, "step": "plan", "form": form, "point": point}
    return render(request, "initiatives/point_edit.html", context)


@require_POST
def point_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, point = get_part_for(request.user, slug, DecisionPoint.objects.all(), pk)
    up = request.POST.get("way") == "up"
    services.move_decision_point(actor=request.user, point=point, up=up)
    return _back(slug, POINTS)


def point_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, point = get_part_for(request.user, slug, DecisionPoint.objects.all(), pk)
    if request.method == "POST":
        try:
            services.remove_decision_point(actor=request.user, point=point)
        except services.NotPossible as reason:
            messages.error(request, str(reason))
        return _back(slug, POINTS)
    return _confirm_removal(request, initiative, point.name, POINTS)


@require_POST
def segments_start(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, Role.COORDINATOR)
    added = services.start_segments(actor=request.user, initiative=initiative)
    messages.success(request, f"{added} segments added from the starter list.")
    return _back(slug, SEGMENTS)


def segment_new(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, Role.COORDINATOR)
    form = SegmentForm(request.POST or None)
    if form.is_valid():
        try:
            services.add_segment(actor=request.user, initiative=initiative, **form.cleaned_data)
        except services.NotPossible as reason:
            form.add_error("name", str(reason))
        else:
            return _back(slug, SEGMENTS)
    context = {"initiative": initiative, "step": "plan", "form": form}
    return render(request, "initiatives/segment_edit.html", context)


def segment_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, segment = get_part_for(request.user, slug, Segment.objects.all(), pk)
    form = SegmentForm(request.POST or None, initial={"name": segment.name})
    if form.is_valid():
        try:
            services.edit_segment(actor=request.user, segment=segment, **form.cleaned_data)
        except services.NotPossible as reason:
            form.add_error("name", str(reason))
        else:
            return _back(slug, SEGMENTS)
    context = {"initiative": initiative, "step": "plan", "form": form, "segment": segment}
    return render(request, "initiatives/segment_edit.html", context)


def segment_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, segment = get_part_for(request.user, slug, Segment.objects.all(), pk)
    if request.method == "POST":
        try:
            services.remove_segment(actor=request.user, segment=segment)
        except services.NotPossible as reason:
            messages.error(request, str(reason))
        return _back(slug, SEGMENTS)
    return _confirm_removal(request, initiative, segment.name, SEGMENTS)


def _back(slug: str, part: str) -> HttpResponse:
    return redirect(reverse("initiatives:plan", args=[slug]) + part)


def _confirm_removal(request: HttpRequest, initiative, name: str, part: str) -> HttpResponse:
    context = {
        "initiative": initiative,
        "step": "plan",
        "heading": f"Remove “{name}”?",
        "lost": "It is taken off the list. That is possible only while nothing refers to it.",
        "button": "Remove",
        "back_url": reverse("initiatives:plan", args=[initiative.slug]) + part,
        "crumb": "Plan",
    }
    return render(request, "member_confirm.html", context)
