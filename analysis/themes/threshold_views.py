"""A theme's threshold, accepting all above a score, and its audit by a random sample."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from analysis import services
from analysis.access import get_theme_to_code
from analysis.themes.audits import audit_of
from analysis.themes.threshold_forms import FloorForm, ThresholdForm
from analysis.themes.threshold_reports import bulk_of, steps_of


def theme_threshold(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What each threshold would do; a POST moves it."""
    initiative, theme = get_theme_to_code(request.user, slug, pk)
    steps = steps_of(theme)
    data = request.POST if request.method == "POST" else None
    form = ThresholdForm(data, steps=[step.value for step in steps])
    if form.is_valid():
        threshold = form.cleaned_data["threshold"]
        services.move_threshold(actor=request.user, theme=theme, threshold=threshold)
        messages.success(
            request, "The threshold is moved. The history of the codebook can undo it."
        )
        return redirect("analysis:theme_threshold", slug, pk)
    context = {
        "initiative": initiative,
        "step": "understand",
        "theme": theme,
        "steps": steps,
        "form": form,
        "now": "" if theme.threshold is None else f"{theme.threshold:g}",
    }
    return render(request, "analysis/theme_threshold.html", context)


def theme_accept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Accept all of a theme from a score on, after a page that says how many would be wrong."""
    initiative, theme = get_theme_to_code(request.user, slug, pk)
    form = FloorForm(request.POST or request.GET)
    if not form.is_valid():
        return redirect("analysis:theme_threshold", slug, pk)
    floor, shown = form.cleaned_data["floor"], form.cleaned_data["shown"]
    if request.method == "POST" and shown is not None:
        try:
            count = services.accept_above(actor=request.user, theme=theme, floor=floor, shown=shown)
        except services.ChangedMeanwhile as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Accepted: {count}. Undo takes them back as one.")
            return redirect("analysis:theme_threshold", slug, pk)
    context = {
        "initiative": initiative,
        "step": "understand",
        "theme": theme,
        "bulk": bulk_of(theme, floor),
    }
    return render(request, "analysis/theme_accept.html", context)


def theme_audit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How often the engine is right on a theme and what it misses; a POST draws a new sample."""
    initiative, theme = get_theme_to_code(request.user, slug, pk)
    if request.method == "POST":
        try:
            sample = services.draw_audit_sample(actor=request.user, theme=theme)
        except services.NothingToDraw as refusal:
            messages.error(request, str(refusal))
            return redirect("analysis:theme_audit", slug, pk)
        return redirect(f"{reverse('analysis:review', args=[slug])}?sample={sample.pk}")
    context = {
        "initiative": initiative,
        "step": "understand",
        "theme": theme,
        "audit": audit_of(theme),
    }
    return render(request, "analysis/theme_audit.html", context)
