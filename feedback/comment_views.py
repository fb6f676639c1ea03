"""Reading what was said, redacted, and taking it out as a file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from feedback import comment_reports as reports
from feedback import services
from feedback.comment_forms import CommentFilter, ExportForm, chosen_groups
from feedback.permissions import EXPORTERS, may_export
from initiatives.access import get_initiative_for
from initiatives.downloads import write_csv
from initiatives.permissions import ANALYSIS_TEAM

PER_PAGE = 25


def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """All comments that stand, narrowed by what the address says."""
    initiative = get_initiative_for(request.user, slug, *ANALYSIS_TEAM)
    form = CommentFilter(request.GET, initiative=initiative)
    found = form.narrow(reports.comments_of(initiative))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for comment in page:
        comment.way_in = reports.way_of(comment)
    context = {
        "initiative": initiative,
        "step": "protect",
        "form": form,
        "page_obj": page,
        "is_narrowed": any(form.cleaned_data.values()),
        "may_export": may_export(initiative.roles),
        "query": request.GET.urlencode(),
        "groups": chosen_groups(
            initiative, form.cleaned_data.get("segment", ""), form.cleaned_data.get("point", "")
        ),
    }
    return render(request, "feedback/comment_list.html", context)


def comment_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The comments of the list as a file, once somebody has said what for."""
    initiative = get_initiative_for(request.user, slug, *EXPORTERS)
    found = CommentFilter(request.GET, initiative=initiative).narrow(
        reports.comments_of(initiative)
    )
    form = ExportForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.allow_export(actor=request.user, initiative=initiative, reason=reason)
        return write_csv(f"{slug}-comments.csv", reports.COLUMNS, reports.rows_for_file(found))
    context = {
        "initiative": initiative,
        "step": "protect",
        "form": form,
        "count": found.ready_for_analysis().exclude(redacted_text="").count(),
        "query": request.GET.urlencode(),
    }
    return render(request, "feedback/comment_export.html", context)
