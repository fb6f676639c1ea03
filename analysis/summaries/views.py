"""A theme's summary: what it says, what it can be written from, how it was made."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis.models import SummaryVersion, Theme
from analysis.services import summaries
from analysis.summaries import access, approval_reports
from analysis.summaries import history as summary_history
from analysis.summaries import reports as summary_reports
from analysis.summaries import sources as summary_sources
from analysis.summaries.authorship import authors_of
from analysis.summaries.forms import SentenceForm
from analysis.summaries.lead_ins import lead_in
from initiatives.models import Initiative, Role

PER_PAGE = 12


def summary(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The latest version: editable while it is a draft, with what it can be written from."""
    initiative, theme = access.get_theme_to_write(request.user, slug, pk)
    return summary_page(request, initiative, theme)


def summary_page(
    request: HttpRequest,
    initiative: Initiative,
    theme: Theme,
    form: SentenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with a form that has errors where one was sent."""
    versions = list(
        SummaryVersion.objects.filter(summary__theme=theme).select_related("decided_by", "begun_by")
    )
    latest = versions[0] if versions else None
    draft = latest if latest and latest.state == "DRAFT" else None
    view = summary_reports.views_of([latest])[latest.pk] if latest else None
    found = sources_context(request, theme)
    context = found | {
        "initiative": initiative,
        "step": "decide",
        "theme": theme,
        "versions": versions,
        "version": latest,
        "draft": draft,
        "view": view,
        "lead_in": lead_in(initiative, theme),
        "returned": versions[1] if draft and _was_returned(versions) else None,
        "replacing": _replacing(request, view) if draft else None,
        "segments": initiative.segment_set.all(),
        "is_approver": Role.APPROVER in initiative.roles,
        "wrote_it": bool(latest) and request.user.pk in authors_of(latest),
        "nobody": bool(latest)
        and latest.state == "SUBMITTED"
        and not approval_reports.approvers_of(latest),
        "form": form or (SentenceForm(sources=found["sources"]) if draft else None),
    }
    return render(request, "analysis/summary_edit.html", context, status=status)


def _was_returned(versions: list[SummaryVersion]) -> bool:
    return len(versions) > 1 and versions[1].state == "RETURNED"


def _replacing(request: HttpRequest, view) -> summary_reports.SentenceView | None:
    """The quote that is to be replaced, as the address names it."""
    wanted = request.GET.get("replace", "")
    quotes = (row for row in view.sentences if not row.words)
    return next((row for row in quotes if str(row.pk) == wanted), None)


def sources_context(request: HttpRequest, theme: Theme) -> dict:
    """What was said on the theme, narrowed by the address, a page of it."""
    q, segment = request.GET.get("q", "").strip(), request.GET.get("segment", "")
    tags = summary_sources.tags_of(theme, q=q, segment=segment)
    page = Paginator(tags, PER_PAGE).get_page(request.GET.get("page"))
    return {"page_obj": page, "sources": summary_sources.sources(page), "q": q, "chosen": segment}


def summary_made(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How this summary was made: what it was counted from, each version, who did what."""
    initiative, theme = access.get_theme_to_write(request.user, slug, pk)
    made = summary_history.how_it_was_made(theme, request.GET.get("version", ""))
    context = {"initiative": initiative, "step": "decide", "theme": theme, "made": made}
    return render(request, "analysis/summary_made.html", context)


@require_POST
def summary_begin(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A first draft of quotes that the engine suggests, or the next version."""
    _, theme = access.get_theme_to_write(request.user, slug, pk)
    is_first = not SummaryVersion.objects.filter(summary__theme=theme).exists()
    quotes = summary_sources.engine_draft(theme) if is_first else ()
    attempt(request, summaries.begin_summary, theme=theme, quotes=quotes)
    return redirect("analysis:summary", slug, pk)


@require_POST
def summary_submit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, version = access.get_draft(request.user, slug, pk)
    if attempt(request, summaries.submit_summary, version=version):
        messages.success(request, "Handed in. An approver who did not write it decides.")
    return redirect("analysis:summary", slug, pk)


@require_POST
def summary_take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, version = access.get_draft(request.user, slug, pk)
    attempt(request, summaries.take_back_summary, version=version)
    return redirect("analysis:summary", slug, pk)


def attempt(request: HttpRequest, service, **values) -> bool:
    """Call a service; what it refuses becomes a message."""
    try:
        service(actor=request.user, **values)
    except (summaries.NoEvidence, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
        return False
    return True
