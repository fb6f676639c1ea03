"""Disagreements side by side, and what somebody settles on each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis import services
from analysis.double_coding import disagreements as reports
from analysis.double_coding.access import get_task_to_settle
from analysis.double_coding.matrix import agreed, matrix_of, settled_in
from analysis.requests import whole_numbers
from feedback.models import Comment
from initiatives.wording import whole_number

PER_PAGE = 5


def disagreements(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Comments on which coders differ, a few on a page; `theme` and `settled` in the address."""
    initiative, task = get_task_to_settle(request.user, slug, pk)
    theme = request.GET.get("theme", "")
    wanted = reports.Filter(
        theme=whole_number(theme),
        settled_too=request.GET.get("settled") == "too",
    )
    matrix, ids = reports.page_of(task, wanted)
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "initiative": initiative,
        "step": "understand",
        "task": task,
        "page_obj": page,
        "rows": reports.disagreements(task, matrix, page.object_list),
        "themes": matrix.themes,
        "wanted": wanted,
    }
    return render(request, "analysis/disagreements.html", context)


@require_POST
def adjudicate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Settle one comment: the ticked themes stay, the others of the page do not."""
    initiative, task = get_task_to_settle(request.user, slug, pk)
    sample = Comment.objects.as_evidence().filter(initiative=initiative)
    sample = sample.filter(pk__in=task.assignment_set.values("comment")).defer("original")
    number = request.POST.get("comment", "")
    comment = get_object_or_404(sample, pk=whole_number(number) or 0)
    themes = whole_numbers(request.POST.getlist("stays"))
    try:
        services.adjudicate(actor=request.user, task=task, comment=comment, themes=themes)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Settled. It can be changed again.")
    address = reverse("analysis:disagreements", args=[slug, pk])
    return redirect(f"{address}?{QueryDict(request.POST.get('kept', '')).urlencode()}")


@require_POST
def adjudicate_agreed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let stay what all coders put on, wherever they agree on every theme of a comment."""
    _, task = get_task_to_settle(request.user, slug, pk)
    found = agreed(matrix_of(task), settled_in(task))
    number = services.adjudicate_agreed(actor=request.user, task=task, comments=found)
    noun = "comment has" if number == 1 else "comments have"
    messages.success(request, f"{number} {noun} the themes on which all agree.")
    return redirect("analysis:double_coding", slug, pk)
