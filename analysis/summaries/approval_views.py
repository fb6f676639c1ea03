"""The second person's pages: what waits, and one summary with its evidence."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis.models import SummaryVersion
from analysis.requests import whole_numbers
from analysis.services import approval
from analysis.services.summaries import NoEvidence
from analysis.summaries import access, approval_reports
from analysis.summaries import history as summary_history
from analysis.summaries import reports as summary_reports
from analysis.summaries.authorship import authors_of
from analysis.summaries.forms import ReturnForm
from initiatives.access import get_initiative_for
from initiatives.models import Initiative, Role
from initiatives.permissions import ANALYSIS_TEAM


def approvals(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for approval, what needs it again, what is in work, what was decided."""
    initiative = get_initiative_for(request.user, slug, *ANALYSIS_TEAM)
    context = {
        "initiative": initiative,
        "step": "decide",
        "decisions": approval_reports.decisions(request.user, initiative),
        "may_approve": Role.APPROVER in initiative.roles,
    }
    return render(request, "analysis/approval_list.html", context)


def approval_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One version with every sentence's evidence, to approve or to return."""
    initiative, version = access.get_version_to_approve(request.user, slug, pk)
    return _page(request, initiative, version)


def _page(
    request: HttpRequest,
    initiative: Initiative,
    version: SummaryVersion,
    *,
    form: ReturnForm | None = None,
    checked: frozenset[int] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    """The page; what was ticked stays ticked where the approval was refused."""
    view = summary_reports.views_of([version])[version.pk]
    before = version.summary.summaryversion_set.filter(state="APPROVED").exclude(pk=version.pk)
    before = before.first() if version.state == "SUBMITTED" else None
    context = {
        "initiative": initiative,
        "step": "decide",
        "version": version,
        "summary": version.summary,
        "view": view,
        "before": before,
        "sentences": summary_history.written(view, before),
        "seen": approval.token_of(version),
        "wrote_it": request.user.pk in authors_of(version),
        "nobody": not approval_reports.approvers_of(version),
        "form": form or ReturnForm(),
        "checked": checked,
    }
    return render(request, "analysis/approval_detail.html", context, status=status)


@require_POST
def approve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Approve, with a tick at each quote."""
    initiative, version = access.get_version_to_approve(request.user, slug, pk)
    safe = frozenset(whole_numbers(request.POST.getlist("safe")))
    try:
        approval.approve_summary(
            actor=request.user,
            version=version,
            found_safe=safe,
            seen=request.POST.get("seen", ""),
        )
    except NoEvidence as refusal:
        messages.error(request, str(refusal))
        return _page(request, initiative, version, checked=safe, status=422)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
        return redirect("analysis:approval", slug, pk)
    about = version.summary
    if about.theme_id is None:
        messages.success(request, "Approved. Readers see it now.")
        return redirect("analysis:summary_read", slug, about.kind, about.about_id)
    messages.success(request, "Approved. Readers see it now. What is the answer to it?")
    return redirect("analysis:theme", slug, about.theme_id)


@require_POST
def return_to_author(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Return with a reason for those who wrote it."""
    initiative, version = access.get_version_to_approve(request.user, slug, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, initiative, version, form=form, status=422)
    reason = form.cleaned_data["reason"]
    try:
        approval.return_summary(
            actor=request.user,
            version=version,
            reason=reason,
            seen=request.POST.get("seen", ""),
        )
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
        return redirect("analysis:approval", slug, pk)
    messages.success(request, "Returned with your reason. Those who wrote it get a letter.")
    return redirect("analysis:approvals", slug)
