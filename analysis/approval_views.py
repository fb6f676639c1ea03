"""The second person's pages: what waits, and one summary with its evidence."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis import summary_access as access
from analysis import summary_reports
from analysis.models import SummaryVersion
from analysis.services import approval
from analysis.services.summaries import NoEvidence, authors_of
from analysis.summary_forms import ReturnForm
from initiatives.access import get_initiative_for
from initiatives.permissions import ANALYSIS_TEAM


def approvals(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for approval, what needs it again, what is in work, what was decided."""
    initiative = get_initiative_for(request.user, slug, *ANALYSIS_TEAM)
    versions = SummaryVersion.objects.filter(summary__theme__codebook__initiative=initiative)
    versions = versions.select_related("summary__theme", "begun_by", "decided_by")
    context = {
        "initiative": initiative,
        "step": "decide",
        "waiting": versions.filter(state="SUBMITTED").order_by("submitted_at"),
        "renewal": summary_reports.needing_renewed_approval(initiative).select_related(
            "summary__theme"
        ),
        "in_work": versions.filter(state="DRAFT"),
        "returned": summary_reports.returned_and_not_taken_up(initiative),
        "decided": versions.filter(state="APPROVED").order_by("-decided_at")[:20],
    }
    return render(request, "analysis/approval_list.html", context)


def approval_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One version with every sentence's evidence, to approve or to return."""
    initiative, version = access.get_version_to_approve(request.user, slug, pk)
    context = {
        "initiative": initiative,
        "step": "decide",
        "version": version,
        "theme": version.summary.theme,
        "view": summary_reports.views_of([version])[version.pk],
        "wrote_it": request.user.pk in authors_of(version),
        "form": ReturnForm(),
    }
    return render(request, "analysis/approval_detail.html", context)


@require_POST
def approve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, version = access.get_version_to_approve(request.user, slug, pk)
    safe = {int(value) for value in request.POST.getlist("safe") if value.isdigit()}
    try:
        approval.approve_summary(actor=request.user, version=version, found_safe=safe)
    except (NoEvidence, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
        return redirect("analysis:approval", slug, pk)
    messages.success(request, "Approved. Readers see it now. What is the answer to it?")
    return redirect("analysis:theme", slug, version.summary.theme_id)


@require_POST
def return_to_author(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, version = access.get_version_to_approve(request.user, slug, pk)
    reason = request.POST.get("reason", "")
    try:
        approval.return_summary(actor=request.user, version=version, reason=reason)
    except (NoEvidence, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
        return redirect("analysis:approval", slug, pk)
    messages.success(request, "Returned with your reason.")
    return redirect("analysis:approvals", slug)
