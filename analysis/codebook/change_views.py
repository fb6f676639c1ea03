"""Changes of the codebook that move tags, its history, and undo."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis import services
from analysis.access import get_change_to_undo, get_theme_to_code, get_theme_to_edit
from analysis.codebook import reports
from analysis.codebook.forms import MergeForm, SplitForm
from analysis.models import CodebookChange
from analysis.permissions import CODEBOOK_READERS, may_code, may_keep_codebook
from analysis.themes.reports import said, tags_of
from initiatives.access import get_initiative_for

PER_PAGE = 25
# So many comments are offered at once; who needs more splits again.
OFFERED = 200


@require_POST
def theme_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One place up or down in the tree."""
    _, theme = get_theme_to_edit(request.user, slug, pk)
    services.move_theme(actor=request.user, theme=theme, up=request.POST.get("to") == "up")
    return redirect("analysis:codebook", slug)


def theme_merge(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make one theme of two, after a page that says what moves."""
    initiative, theme = get_theme_to_code(request.user, slug, pk)
    form = MergeForm(request.POST or None, theme=theme)
    if form.is_valid():
        into = form.cleaned_data["into"]
        try:
            change = services.merge_theme(actor=request.user, theme=theme, into=into)
        except services.ThemeRefused as refusal:
            form.add_error("into", str(refusal))
        else:
            messages.success(
                request,
                f"“{theme}” is merged into “{into}”: {change.tags_moved} tags moved. "
                "The history can undo it.",
            )
            return redirect("analysis:codebook_history", slug)
    context = {
        "initiative": initiative,
        "step": "understand",
        "theme": theme,
        "form": form,
        "tags": tags_of(theme).count(),
        "below": theme.theme_set.count(),
    }
    return render(request, "analysis/theme_merge.html", context)


def theme_split(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose the comments that belong to a new theme."""
    initiative, theme = get_theme_to_code(request.user, slug, pk)
    words = request.GET.get("q", "")
    tags = tags_of(theme, q=words)
    shown = list(tags[:OFFERED])
    numbers = [tag.pk for tag in shown]
    form = SplitForm(request.POST or None, shown=numbers)
    if form.is_valid():
        name, chosen = form.cleaned_data["name"], form.cleaned_data["tags"]
        try:
            change = services.split_theme(actor=request.user, theme=theme, name=name, tags=chosen)
        except services.ThemeRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(
                request, f"“{change.other}” is a theme of its own now, on {change.tags_moved}."
            )
            return redirect("analysis:theme_edit", slug, change.other_id)
    context = {
        "initiative": initiative,
        "step": "understand",
        "theme": theme,
        "form": form,
        "q": words,
        "total": tags.count(),
        "said": list(zip(numbers, said(shown), strict=True)),
        "chosen": form.cleaned_data.get("tags", ()) if form.is_bound else (),
    }
    return render(request, "analysis/theme_split.html", context)


def codebook_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every change with who and when, what it was before, and which tags it moved."""
    initiative = get_initiative_for(request.user, slug, *CODEBOOK_READERS)
    codebook = services.codebook_of(initiative)
    wanted = request.GET.get("theme", "")
    theme = codebook.theme_set.filter(pk=wanted).first() if wanted.isdecimal() else None
    changes = reports.changes_of(codebook, theme.pk if theme else None)
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "initiative": initiative,
        "step": "understand",
        "codebook": codebook,
        "theme": theme,
        "page_obj": page,
        "rows": reports.change_rows(page),
        "may_keep": may_keep_codebook(initiative.roles),
        "may_code": may_code(initiative.roles),
        "moving": [CodebookChange.Kind.MERGE, CodebookChange.Kind.SPLIT],
    }
    return render(request, "analysis/codebook_history.html", context)


@require_POST
def change_undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Undo one change; what moved goes back."""
    _, change = get_change_to_undo(request.user, slug, pk)
    try:
        services.undo_change(actor=request.user, change=change)
    except (services.ThemeRefused, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Undone: “{change.name}” is as it was.")
    return redirect("analysis:codebook_history", slug)
