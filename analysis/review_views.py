"""Review: one comment at a time, decided by buttons or by keys."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis import review_reports as reports
from analysis import services
from analysis.access import get_comment_to_code, get_tag_to_remove
from analysis.models import Codebook, Theme
from analysis.permissions import CODERS
from analysis.review_forms import FindThemeForm, NewThemeForm
from analysis.sureness import sureness
from feedback import services as feedback
from feedback.comment_forms import HideForm
from feedback.comment_reports import asked_of, way_of
from feedback.models import Comment
from feedback.reports import hidden_spans
from initiatives.access import get_initiative_for
from initiatives.models import Initiative

KEYS = (
    ("1 … 9", "tick or untick"),
    ("a", "keep the ticked, go on"),
    ("x", "reject all, go on"),
    ("/", "find a theme"),
    ("n", "new theme"),
    ("h", "hide selected words"),
    ("u", "undo"),
    ("→", "skip"),
)


def review(request: HttpRequest, slug: str) -> HttpResponse:
    """The next comment that waits, after the one that the address names; or that none waits."""
    initiative = get_initiative_for(request.user, slug, *CODERS)
    codebook = services.codebook_of(initiative)
    after = request.GET.get("after", "")
    comment = reports.next_to_review(codebook, int(after) if after.isdecimal() else 0)
    if comment is not None:
        return redirect("analysis:review_comment", slug, comment)
    context = {
        "initiative": initiative,
        "step": "understand",
        "run": codebook.run_set.first(),
        "progress": reports.progress(codebook),
        "sureness": sureness(codebook),
    }
    return render(request, "analysis/review_done.html", context)


def review_comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One comment. A POST decides on it; who was signed out meanwhile comes back to it."""
    initiative, comment = get_comment_to_code(request.user, slug, pk)
    codebook = services.codebook_of(initiative)
    forms = _forms(codebook, comment)
    if request.method == "POST":
        do = DEEDS.get(request.POST.get("do", ""), _unknown)
        try:
            answer = do(request, initiative, comment, forms)
        except (InvalidTransition, services.ThemeRefused, ValueError) as refusal:
            messages.error(request, str(refusal))
            answer = redirect("analysis:review", slug)
        if answer is not None:
            return answer
    return _page(request, initiative, codebook, comment, forms)


def _forms(codebook: Codebook, comment: Comment) -> dict:
    open_ones = reports.open_suggestions(codebook).filter(comment=comment).select_related("theme")
    return {
        "find": FindThemeForm(
            comment=comment, codebook=codebook, suggestions=open_ones, auto_id="find_%s"
        ),
        "new": NewThemeForm(comment=comment, auto_id="new_%s"),
        "hide": HideForm(comment=comment, auto_id="hide_%s"),
    }


def _page(request, initiative: Initiative, codebook, comment: Comment, forms: dict):
    context = {
        "initiative": initiative,
        "step": "understand",
        "comment": comment,
        "asked": asked_of(comment),
        "way_in": way_of(comment),
        "review": reports.review_of(codebook, comment),
        "progress": reports.progress(codebook),
        "sureness": sureness(codebook),
        "themes": Theme.objects.in_use().filter(codebook=codebook),
        "keys": KEYS,
        **forms,
    }
    return render(request, "analysis/review.html", context)


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {int(value) for value in request.POST.getlist(name) if value.isdecimal()}


def _keep(request: HttpRequest, initiative, comment: Comment, forms) -> HttpResponse:
    """Accept what is ticked and reject the rest of what was on the page."""
    shown, ticked = _numbers(request, "shown"), _numbers(request, "keep")
    return _decide(request, initiative, comment, ticked & shown, shown - ticked)


def _reject(request: HttpRequest, initiative, comment: Comment, forms) -> HttpResponse:
    return _decide(request, initiative, comment, set(), _numbers(request, "shown"))


def _decide(request, initiative, comment, accept: set[int], reject: set[int]) -> HttpResponse:
    services.decide_suggestions(actor=request.user, comment=comment, accept=accept, reject=reject)
    return _next(initiative, comment)


def _next(initiative: Initiative, comment: Comment) -> HttpResponse:
    """Straight to the next page: one journey for a key stroke instead of two."""
    following = reports.next_to_review(services.codebook_of(initiative), comment.pk)
    if following is None:
        return redirect("analysis:review", initiative.slug)
    return redirect("analysis:review_comment", initiative.slug, following)


def _add(request: HttpRequest, initiative, comment: Comment, forms) -> HttpResponse | None:
    """Another theme: besides the suggestions, or instead of one."""
    bound = forms["find"] = _bound(forms["find"], request)
    if not bound.is_valid():
        return None
    theme, instead = bound.cleaned_data["theme"], bound.cleaned_data["instead"]
    if instead is not None:
        services.change_suggestion(actor=request.user, suggestion=instead, theme=theme)
    else:
        start, end = bound.cleaned_data["span"]
        services.add_tag(actor=request.user, comment=comment, theme=theme, start=start, end=end)
    messages.success(request, f"“{theme.name}” is on it.")
    return redirect("analysis:review_comment", initiative.slug, comment.pk)


def _new_theme(request: HttpRequest, initiative, comment: Comment, forms) -> HttpResponse | None:
    bound = forms["new"] = _bound(forms["new"], request)
    if not bound.is_valid():
        return None
    start, end = bound.cleaned_data["span"]
    try:
        theme = services.add_new_theme(
            actor=request.user,
            comment=comment,
            name=bound.cleaned_data["name"],
            start=start,
            end=end,
        )
    except services.ThemeRefused as refusal:
        bound.add_error("name", str(refusal))
        return None
    messages.success(request, f"“{theme.name}” is in the codebook as a draft, and on it.")
    return redirect("analysis:review_comment", initiative.slug, comment.pk)


def _hide(request: HttpRequest, initiative, comment: Comment, forms) -> HttpResponse | None:
    """Hide words that point to a person, and stay with the comment."""
    bound = forms["hide"] = _bound(forms["hide"], request)
    if not bound.is_valid():
        return None
    with transaction.atomic():
        for start, end in bound.originals(hidden_spans([comment.pk])[comment.pk]):
            feedback.hide_words(actor=request.user, comment=comment, start=start, end=end)
    messages.success(request, "The words are hidden.")
    return redirect("analysis:review_comment", initiative.slug, comment.pk)


def _unknown(request: HttpRequest, initiative, comment: Comment, forms) -> HttpResponse:
    return redirect("analysis:review_comment", initiative.slug, comment.pk)


DEEDS = {"keep": _keep, "reject": _reject, "add": _add, "new": _new_theme, "hide": _hide}


def _bound(form, request: HttpRequest):
    """The same form with what was sent."""
    form.data, form.is_bound = request.POST, True
    return form


@require_POST
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo what this person decided last, and show that comment again."""
    initiative = get_initiative_for(request.user, slug, *CODERS)
    try:
        comment = services.undo_last(actor=request.user, initiative_id=initiative.pk)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
        return redirect("analysis:review", slug)
    if comment is None:
        messages.info(request, "There is nothing of yours to undo.")
        return redirect("analysis:review", slug)
    messages.success(request, "Undone.")
    if not Comment.objects.as_evidence().filter(pk=comment.pk).exists():
        return redirect("analysis:review", slug)
    return redirect("analysis:review_comment", slug, comment.pk)


def tag_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a theme off a comment, after a page that says so."""
    initiative, tag = get_tag_to_remove(request.user, slug, pk)
    if request.method == "POST":
        try:
            services.remove_tag(actor=request.user, tag=tag)
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
            return redirect("analysis:review", slug)
        messages.success(request, f"“{tag.theme.name}” is off this comment.")
        return redirect("analysis:review_comment", slug, tag.comment_id)
    context = {
        "initiative": initiative,
        "step": "understand",
        "heading": f"Take “{tag.theme.name}” off this comment?",
        "lost": "The theme no longer counts here. That you took it off is kept on record.",
        "button": "Take it off",
        "back_url": reverse("analysis:review_comment", args=[slug, tag.comment_id]),
        "crumb": "Understand · Review",
    }
    return render(request, "member_confirm.html", context)
