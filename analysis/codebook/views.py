"""Keeping the codebook: the starter, new themes, their words, retiring them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis import services
from analysis.access import get_theme_to_edit
from analysis.codebook.forms import ThemeForm
from analysis.codebook.reports import lines_of
from analysis.models import Theme
from analysis.permissions import CODEBOOK_KEEPERS, CODEBOOK_READERS, may_code, may_keep_codebook
from analysis.services.changes import WORDING
from initiatives.access import get_initiative_for


def codebook(request: HttpRequest, slug: str) -> HttpResponse:
    """Every theme with its definition; how to begin where there is none."""
    initiative = get_initiative_for(request.user, slug, *CODEBOOK_READERS)
    book = services.codebook_of(initiative)
    themes = list(book.theme_set.select_related("parent"))
    context = {
        "initiative": initiative,
        "step": "understand",
        "codebook": book,
        "lines": lines_of([t for t in themes if t.state != Theme.State.RETIRED]),
        "retired": [theme for theme in themes if theme.state == Theme.State.RETIRED],
        "starter": len(services.starter_rows()),
        "may_keep": may_keep_codebook(initiative.roles),
        "may_code": may_code(initiative.roles),
    }
    return render(request, "analysis/codebook.html", context)


@require_POST
def codebook_starter(request: HttpRequest, slug: str) -> HttpResponse:
    """Add the starter's themes; those that are there already stay as they are."""
    initiative = get_initiative_for(request.user, slug, *CODEBOOK_KEEPERS)
    added = services.add_themes(
        actor=request.user, initiative=initiative, rows=services.starter_rows()
    )
    number = len(added)
    if number:
        what = "1 theme was" if number == 1 else f"{number} themes were"
        messages.success(request, f"{what} added. Change the words to fit yours.")
    else:
        messages.info(request, "Every theme of the starter is in the codebook already.")
    return redirect("analysis:codebook", slug)


def theme_new(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, *CODEBOOK_KEEPERS)
    form = ThemeForm(request.POST or None, codebook=services.codebook_of(initiative))
    if form.is_valid():
        try:
            theme = services.make_theme(
                actor=request.user, initiative=initiative, **form.cleaned_data
            )
        except services.ThemeRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"“{theme.name}” is in the codebook.")
            return redirect("analysis:codebook", slug)
    context = {"initiative": initiative, "step": "understand", "form": form}
    return render(request, "analysis/theme_edit.html", context)


def theme_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, theme = get_theme_to_edit(request.user, slug, pk)
    initial = {name: getattr(theme, name) for name in WORDING}
    initial |= {"parent": theme.parent_id, "decision_point": theme.decision_point_id}
    form = ThemeForm(request.POST or None, codebook=theme.codebook, theme=theme, initial=initial)
    if form.is_valid():
        try:
            services.edit_theme(actor=request.user, theme=theme, **form.cleaned_data)
        except services.ThemeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. The next run uses it.")
            return redirect("analysis:codebook", slug)
    context = {"initiative": initiative, "step": "understand", "form": form, "theme": theme}
    return render(request, "analysis/theme_edit.html", context)


@require_POST
def theme_retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _set_state(request, slug, pk, services.retire_theme, "is retired. Its tags stay.")


@require_POST
def theme_take_up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _set_state(request, slug, pk, services.take_up_theme, "is in use again.")


def _set_state(request: HttpRequest, slug: str, pk: int, service, what: str) -> HttpResponse:
    _, theme = get_theme_to_edit(request.user, slug, pk)
    try:
        service(actor=request.user, theme=theme)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{theme.name}” {what}")
    return redirect("analysis:codebook", slug)


def theme_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete a theme that nobody has used, after a page that says so."""
    initiative, theme = get_theme_to_edit(request.user, slug, pk)
    if request.method == "POST":
        try:
            services.remove_theme(actor=request.user, theme=theme)
        except services.ThemeRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"“{theme.name}” is deleted.")
        return redirect("analysis:codebook", slug)
    context = {
        "initiative": initiative,
        "step": "understand",
        "heading": f"Delete “{theme.name}”?",
        "lost": "Its name, definition and keywords are deleted, and what runs suggested of it.",
        "button": "Delete the theme",
        "back_url": reverse("analysis:codebook", args=[slug]),
        "crumb": "Understand · Codebook",
    }
    return render(request, "member_confirm.html", context)
