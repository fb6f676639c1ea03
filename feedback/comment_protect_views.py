"""Protect: a person looks at what the rules were unsure of."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from feedback import comment_access, services
from feedback.comment_forms import SettleForm
from feedback.comment_reports import to_settle
from feedback.models import Comment
from initiatives.access import get_initiative_for
from initiatives.permissions import ANALYSIS_TEAM

PER_PAGE = 10


def protect(request: HttpRequest, slug: str) -> HttpResponse:
    """The comments that wait, oldest first."""
    initiative = get_initiative_for(request.user, slug, *ANALYSIS_TEAM)
    waiting = Comment.objects.waiting_for_a_person().filter(initiative=initiative)
    page = Paginator(waiting.select_related("segment"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "initiative": initiative,
        "step": "protect",
        "page_obj": page,
        "rows": to_settle(list(page)),
        "has_comments": Comment.objects.standing().filter(initiative=initiative).exists(),
    }
    return render(request, "feedback/protect.html", context)


@require_POST
def settle(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say of each doubtful place whether it is hidden or shown; then the comment is ready."""
    _, comment = comment_access.get_comment_to_settle(request.user, slug, pk)
    rows = comment.redaction_set.in_force().filter(is_doubtful=True)
    form = SettleForm(request.POST, doubtful=list(rows.values_list("pk", flat=True)))
    if not form.is_valid():
        messages.error(request, "Choose “hide” or “show” for each marked place.")
        return redirect("feedback:protect", slug)
    try:
        services.settle_redactions(actor=request.user, comment=comment, lift=form.to_show())
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Settled. The comment goes on to be analysed.")
    return redirect("feedback:protect", slug)
