"""One theme that may be new: make a theme of it, split it, find more like it, or let it go."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.states import InvalidTransition
from analysis import services
from analysis.discovery import reports
from analysis.discovery.access import get_candidate_for
from analysis.discovery.forms import TakeForm
from analysis.models import Candidate
from analysis.requests import whole_numbers
from analysis.services.candidates import comments_of, last_run
from feedback.models import Comment
from initiatives.models import Initiative

PER_PAGE = 25
UNDO_BY_HAND = "Undo it below, under “Changed by hand”."
REFUSALS = (services.CandidateRefused, services.ThemeRefused, InvalidTransition)


def candidate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, candidate = get_candidate_for(request.user, slug, pk)
    [view] = reports.views_of([candidate])
    form = _form(request, view)
    if request.method == "POST":
        do = DEEDS.get(request.POST.get("do", ""), _unknown)
        try:
            answer = do(request, initiative, candidate, form)
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
            answer = redirect("analysis:candidate", slug, pk)
        if answer is not None:
            return answer
    return _page(request, initiative, view, form)


def _form(request: HttpRequest, view: reports.CandidateView) -> TakeForm:
    taking = request.POST.get("do") == "take"
    # Words of one person do not become a name of ours by themselves.
    name = view.name if view.is_named else ""
    return TakeForm(
        request.POST if taking else None,
        codebook=view.candidate.discovery.codebook,
        may_suggest=last_run(view.candidate) is not None,
        initial={"name": name[:150].capitalize(), "keywords": "\n".join(view.keywords)},
    )


def _page(request, initiative: Initiative, view, form: TakeForm) -> HttpResponse:
    comments = comments_of(view.candidate, whole=False)
    more = reports.more_like(view.candidate, comments) if "more" in request.GET else None
    context = {
        "initiative": initiative,
        "step": "understand",
        "view": view,
        "is_open": view.candidate.state == Candidate.State.OPEN,
        "form": form,
        "more": more,
        "by_hand": reports.by_hand(view.candidate),
        "page_obj": Paginator(comments, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "analysis/candidate.html", context)


def _ticked(request: HttpRequest) -> set[int]:
    return whole_numbers(request.POST.getlist("comment"))


def _take(request, initiative: Initiative, candidate: Candidate, form: TakeForm):
    if not form.is_valid():
        return None
    try:
        theme = services.take_candidate(
            actor=request.user, candidate=candidate, **form.cleaned_data
        )
    except services.ThemeRefused as refusal:
        form.add_error("name", str(refusal))
        return None
    messages.success(request, f"“{theme.name}” is in the codebook as a draft.")
    return redirect("analysis:discover", initiative.slug)


def _split(request, initiative: Initiative, candidate: Candidate, form: TakeForm):
    ticked = _ticked(request)
    if not ticked:
        raise services.CandidateRefused("Tick the comments that are about something else.")
    services.split_candidate(actor=request.user, candidate=candidate, apart=ticked)
    messages.success(request, "It is two now. Undo it below, under “Settled”.")
    return redirect("analysis:discover", initiative.slug)


def _engine_split(request, initiative: Initiative, candidate: Candidate, form: TakeForm):
    services.split_candidate(actor=request.user, candidate=candidate)
    messages.success(request, "It is two now. Undo it below, under “Settled”.")
    return redirect("analysis:discover", initiative.slug)


def _add(request, initiative: Initiative, candidate: Candidate, form: TakeForm):
    comments = Comment.objects.as_evidence().filter(initiative=initiative, pk__in=_ticked(request))
    number = services.add_to_candidate(
        actor=request.user, candidate=candidate, comments=list(comments.defer("original"))
    )
    _say(request, candidate, f"{number} put in.")
    return redirect("analysis:candidate", initiative.slug, candidate.pk)


def _remove(request, initiative: Initiative, candidate: Candidate, form: TakeForm):
    number = services.remove_from_candidate(
        actor=request.user, candidate=candidate, comments=_ticked(request)
    )
    _say(request, candidate, f"{number} taken out.")
    return redirect("analysis:candidate", initiative.slug, candidate.pk)


def _say(request: HttpRequest, candidate: Candidate, done: str) -> None:
    """What was done, and where to undo it; what undid something stands there no more."""
    below = {change.comment.pk for change in reports.by_hand(candidate)}
    hint = f" {UNDO_BY_HAND}" if below & _ticked(request) else ""
    messages.success(request, f"{done}{hint}")


def _dismiss(request, initiative: Initiative, candidate: Candidate, form: TakeForm):
    services.dismiss_candidate(actor=request.user, candidate=candidate)
    messages.success(request, "Dismissed. Undo it below, under “Settled”.")
    return redirect("analysis:discover", initiative.slug)


def _reopen(request, initiative: Initiative, candidate: Candidate, form: TakeForm):
    services.reopen_candidate(actor=request.user, candidate=candidate)
    messages.success(request, "Undone. It is suggested again.")
    return redirect("analysis:candidate", initiative.slug, candidate.pk)


def _unknown(request, initiative: Initiative, candidate: Candidate, form: TakeForm):
    return redirect("analysis:candidate", initiative.slug, candidate.pk)


DEEDS = {
    "take": _take,
    "apart": _split,
    "two": _engine_split,
    "add": _add,
    "remove": _remove,
    "dismiss": _dismiss,
    "reopen": _reopen,
}
