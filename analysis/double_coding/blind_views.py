"""Coding blind: one comment, without suggestions and without what anybody else put on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.states import InvalidTransition
from analysis import services
from analysis.double_coding.access import get_assignment_of, get_task_for
from analysis.double_coding.disagreements import blind_put
from analysis.double_coding.forms import BlindThemeForm
from analysis.double_coding.reports import coders_of, next_to_code
from analysis.models import Assignment, CodingTask
from feedback.comment_reports import asked_of
from initiatives.wording import whole_number

KEYS = (("/", "find a theme"), ("a", "done, go on"))


def blind(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The next comment that this person has to code in a double coding."""
    _, task = get_task_for(request.user, slug, pk)
    following = next_to_code(task, request.user)
    if following is None or task.state == CodingTask.State.CLOSED:
        return redirect("analysis:double_coding", slug, pk)
    return redirect("analysis:assignment", slug, following.pk)


def assignment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One comment to code blind. A POST puts a theme on, takes one off, or goes on."""
    initiative, row = get_assignment_of(request.user, slug, pk)
    if row.task.state == CodingTask.State.CLOSED:
        messages.info(request, "This double coding is closed.")
        return redirect("analysis:double_coding", slug, row.task_id)
    form = BlindThemeForm(comment=row.comment, task=row.task)
    if request.method == "POST":
        do = DEEDS.get(request.POST.get("do", ""), _stay)
        form = BlindThemeForm(request.POST, comment=row.comment, task=row.task)
        try:
            answer = do(request, slug, row, form)
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
            answer = redirect("analysis:blind", slug, row.task_id)
        if answer is not None:
            return answer
    return _page(request, initiative, row, form)


def _page(request: HttpRequest, initiative, row: Assignment, form) -> HttpResponse:
    coders = coders_of([row.task]).get(row.task_id, ())
    context = {
        "initiative": initiative,
        "step": "understand",
        "assignment": row,
        "comment": row.comment,
        "asked": asked_of(row.comment),
        "put": blind_put(row),
        "me": next(coder for coder in coders if coder.user.pk == row.coder_id),
        "themes": row.task.themes.all(),
        "form": form,
        "keys": KEYS,
    }
    return render(request, "analysis/blind.html", context)


def _put(request: HttpRequest, slug: str, row: Assignment, form) -> HttpResponse | None:
    if not form.is_valid():
        return None
    theme, (start, end) = form.cleaned_data["theme"], form.cleaned_data["span"]
    services.code_blind(assignment=row, theme=theme, start=start, end=end)
    return redirect("analysis:assignment", slug, row.pk)


def _off(request: HttpRequest, slug: str, row: Assignment, form) -> HttpResponse:
    theme = request.POST.get("put", "")
    services.take_off_blind(assignment=row, theme=whole_number(theme) or 0)
    return redirect("analysis:assignment", slug, row.pk)


def _done(request: HttpRequest, slug: str, row: Assignment, form) -> HttpResponse:
    services.finish_assignment(assignment=row)
    return redirect("analysis:blind", slug, row.task_id)


def _stay(request: HttpRequest, slug: str, row: Assignment, form) -> HttpResponse:
    return redirect("analysis:assignment", slug, row.pk)


DEEDS = {"put": _put, "off": _off, "done": _done}
