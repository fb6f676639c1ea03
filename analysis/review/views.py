"""Review: one comment at a time, decided by buttons or by keys."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis import services
from analysis.access import find_comment_to_code, find_tag_to_remove
from analysis.engine.orders import ORDERS
from analysis.models import AuditSample, Codebook, Tag, Theme
from analysis.permissions import CODERS
from analysis.review import queue as review_queue
from analysis.review.deeds import Under, address, deed_of
from analysis.review.forms import FindThemeForm, NewThemeForm
from analysis.review.queue import NOTHING_QUEUE, ORDER_NAMES, UNREAD_QUEUE, Queue
from analysis.review.readings import about_comment
from analysis.review.reports import review_of
from analysis.services.decisions import GONE
from analysis.themes.sureness import sureness
from feedback.comment_forms import HideForm
from feedback.comment_reports import asked_of, way_of
from feedback.models import Comment
from initiatives.access import get_initiative_for
from initiatives.models import Initiative
from initiatives.wording import whole_number

KEYS = (
    ("1 … 9, 0", "tick or untick"),
    ("a", "keep the ticked, go on"),
    ("x", "reject all, go on"),
    ("/", "find a theme"),
    ("n", "new theme"),
    ("h", "hide selected words"),
    ("s", "the same for repeated texts"),
    ("u", "undo"),
    ("→", "skip"),
)
REMEMBERED = "review-order"


def queue_of(request: HttpRequest, codebook: Codebook) -> Queue:
    """From the address, which is remembered; without it what was chosen last."""
    order = request.GET.get("order", request.session.get(REMEMBERED, review_queue.MIX))
    if order not in ORDERS:
        order = review_queue.MIX
    if request.session.get(REMEMBERED, review_queue.MIX) != order:
        request.session[REMEMBERED] = order
    wanted = request.GET.get("sample", "")
    samples = AuditSample.objects.filter(theme__codebook=codebook).select_related("theme", "run")
    return Queue(
        codebook,
        order,
        nothing=request.GET.get("queue") in (NOTHING_QUEUE, UNREAD_QUEUE),
        unread=request.GET.get("queue") == UNREAD_QUEUE,
        sample=samples.filter(pk=wanted).first() if wanted.isdecimal() else None,
    )


def review(request: HttpRequest, slug: str) -> HttpResponse:
    """The next comment that waits, after the one that the address names; or that none waits."""
    initiative = get_initiative_for(request.user, slug, *CODERS)
    codebook = services.codebook_of(initiative)
    queue = queue_of(request, codebook)
    after = request.GET.get("after", "")
    comment = queue.next(whole_number(after) or 0)
    if comment is not None:
        return redirect(address(slug, queue, comment))
    context = {
        "initiative": initiative,
        "step": "understand",
        "run": codebook.run_set.first(),
        "progress": review_queue.progress(codebook),
        "sureness": sureness(codebook),
        "queue": queue,
        "without_theme": review_queue.without_theme(codebook).count(),
        "unread": review_queue.unread(codebook).count(),
    }
    return render(request, "analysis/review_done.html", context)


def review_comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One comment. A POST decides on it; who was signed out meanwhile comes back to it."""
    initiative, comment = find_comment_to_code(request.user, slug, pk)
    queue = queue_of(request, services.codebook_of(initiative))
    if comment is None:
        messages.error(request, GONE)
        return redirect(address(slug, queue))
    under = Under(slug, queue, comment, _forms(queue.codebook, comment))
    if request.method == "POST":
        try:
            answer = deed_of(request)(request, under)
        except (InvalidTransition, services.ThemeRefused, ValueError) as refusal:
            messages.error(request, str(refusal))
            answer = redirect(address(slug, queue))
        if answer is not None:
            return answer
    return _page(request, initiative, under)


def _forms(codebook: Codebook, comment: Comment) -> dict:
    open_ones = review_queue.open_suggestions(codebook).filter(comment=comment)
    open_ones = open_ones.select_related("theme")
    return {
        "find": FindThemeForm(
            comment=comment, codebook=codebook, suggestions=open_ones, auto_id="find_%s"
        ),
        "new": NewThemeForm(comment=comment, auto_id="new_%s"),
        "hide": HideForm(comment=comment, auto_id="hide_%s"),
    }


def _page(request: HttpRequest, initiative: Initiative, under: Under) -> HttpResponse:
    codebook, comment = under.queue.codebook, under.comment
    context = {
        "initiative": initiative,
        "step": "understand",
        "comment": comment,
        "asked": asked_of(comment),
        "way_in": way_of(comment),
        "review": review_of(codebook, comment),
        "about": about_comment(codebook, comment),
        "repeats": review_queue.repeats_of(codebook, comment),
        "queue": under.queue,
        "here": address(initiative.slug, under.queue, comment.pk),
        "orders": ORDER_NAMES,
        "without_theme": review_queue.without_theme(codebook).count(),
        "unread": review_queue.unread(codebook).count(),
        "progress": review_queue.progress(codebook),
        "sureness": sureness(codebook),
        "themes": Theme.objects.in_use().filter(codebook=codebook),
        "keys": KEYS,
        **under.forms,
    }
    return render(request, "analysis/review.html", context)


@require_POST
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo what this person decided last, and show that comment again."""
    initiative = get_initiative_for(request.user, slug, *CODERS)
    queue = queue_of(request, services.codebook_of(initiative))
    try:
        comment = services.undo_last(actor=request.user, initiative_id=initiative.pk)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
        return redirect(address(slug, queue))
    if comment is None:
        messages.info(request, "There is nothing of yours to undo.")
        return redirect(address(slug, queue))
    messages.success(request, "Undone.")
    if not Comment.objects.as_evidence().filter(pk=comment.pk).exists():
        return redirect(address(slug, queue))
    return redirect(address(slug, queue, comment.pk))


def tag_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a theme off a comment, after a page that says so."""
    initiative, tag = find_tag_to_remove(request.user, slug, pk)
    if tag is None:
        return _off_already(request, slug, pk)
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


def _off_already(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The second half of a double click: back to the comment. What never was here is not found."""
    comment = whole_number(request.GET.get("of", ""))
    if comment is None or Tag.objects.filter(pk=pk).exists():
        raise Http404
    find_comment_to_code(request.user, slug, comment)
    messages.info(request, "The theme is off this comment already.")
    return redirect("analysis:review_comment", slug, comment)
