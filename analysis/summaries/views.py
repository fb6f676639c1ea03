"""A summary: what it says, what it can be written from, how it was made."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis.models import Summary, SummaryVersion
from analysis.services import drafting, sentences, summaries
from analysis.summaries import access, approval_reports
from analysis.summaries import history as summary_history
from analysis.summaries import reports as summary_reports
from analysis.summaries import sources as summary_sources
from analysis.summaries.authorship import authors_of
from analysis.summaries.forms import SentenceForm
from analysis.summaries.lead_ins import lead_in
from initiatives.models import Initiative, Role
from initiatives.wording import clean_words

PER_PAGE = 12


def summary(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """The latest version: editable while it is a draft, with what it can be written from."""
    initiative, summary = access.get_summary_to_write(request.user, slug, kind, pk)
    return summary_page(request, initiative, summary)


def summary_page(
    request: HttpRequest,
    initiative: Initiative,
    summary: Summary,
    form: SentenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with a form that has errors where one was sent."""
    versions = list(
        SummaryVersion.objects.filter(summary=summary.pk).select_related("decided_by", "begun_by")
    )
    latest = versions[0] if versions else None
    draft = latest if latest and latest.state == "DRAFT" else None
    view = summary_reports.views_of([latest])[latest.pk] if latest else None
    found = sources_context(request, initiative, summary)
    context = found | {
        "step": "decide",
        "versions": versions,
        "version": latest,
        "draft": draft,
        "view": view,
        "lead_in": lead_in(summary),
        "drafting": draft.drafting_set.first() if draft else None,
        "removed": bool(draft) and sentences.removed_of(draft).exists(),
        "returned": versions[1] if draft and _was_returned(versions) else None,
        "replacing": _replacing(request, view) if draft else None,
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


def sources_context(request: HttpRequest, initiative: Initiative, summary: Summary) -> dict:
    """What was said, narrowed by the address, a page of it. A segment's own is not narrowed by
    segment."""
    segments = () if summary.segment_id else initiative.segment_set.all()
    q, segment = clean_words(request.GET.get("q", "")), request.GET.get("segment", "")
    rows = summary_sources.said(summary, q=q, segment=segment)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "initiative": initiative,
        "summary": summary,
        "page_obj": page,
        "sources": summary_sources.sources(page),
        "q": q,
        "chosen": segment,
        "segments": segments,
        "here": _narrowed(request),
    }


def _narrowed(request: HttpRequest) -> str:
    """What narrows the list in the address, so that a step made here comes back to it."""
    kept = {key: request.GET[key] for key in ("q", "segment", "page") if request.GET.get(key)}
    return f"?{urlencode(kept)}" if kept else ""


def summary_made(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """How this summary was made: what it was counted from, each version, who did what."""
    initiative, summary = access.get_summary_to_write(request.user, slug, kind, pk)
    made = summary_history.how_it_was_made(summary, request.GET.get("version", ""))
    context = {"initiative": initiative, "step": "decide", "summary": summary, "made": made}
    return render(request, "analysis/summary_made.html", context)


@require_POST
def summary_begin(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """The first draft, for which the engine chooses quotes, or the next version."""
    _, summary = access.get_summary_to_write(request.user, slug, kind, pk)
    attempt(request, drafting.draft_summary, about=summary.about)
    return redirect("analysis:summary", slug, kind, pk)


@require_POST
def quotes_ask(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Quotes that bring what the draft lacks, chosen by the engine while one goes on."""
    _, version = access.get_draft(request.user, slug, kind, pk)
    attempt(request, drafting.ask_for_quotes, version=version)
    return redirect("analysis:summary", slug, kind, pk)


def drafting_progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The part of the page that changes while the engine chooses."""
    initiative, row = access.get_drafting(request.user, slug, pk)
    context = {"initiative": initiative, "drafting": row, "summary": row.version.summary}
    return render(request, "analysis/partials/drafting_progress.html", context | {"fresh": True})


@require_POST
def drafting_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, row = access.get_drafting(request.user, slug, pk)
    attempt(request, drafting.cancel_drafting, drafting=row)
    return to_summary(request, slug, row.version.summary)


@require_POST
def summary_submit(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    _, version = access.get_draft(request.user, slug, kind, pk)
    if attempt(request, summaries.submit_summary, version=version):
        messages.success(request, "Handed in. An approver who did not write it decides.")
    return redirect("analysis:summary", slug, kind, pk)


@require_POST
def summary_take_back(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    _, version = access.get_draft(request.user, slug, kind, pk)
    attempt(request, summaries.take_back_summary, version=version)
    return redirect("analysis:summary", slug, kind, pk)


def to_summary(request: HttpRequest, slug: str, summary: Summary, place: str = "") -> HttpResponse:
    """Back to the page, with its list as it was narrowed, at the element `place`."""
    page = reverse("analysis:summary", args=[slug, summary.kind, summary.about_id])
    return redirect(f"{page}{_narrowed(request)}{'#' if place else ''}{place}")


def attempt(request: HttpRequest, service, **values) -> bool:
    """Call a service; what it refuses becomes a message."""
    try:
        service(actor=request.user, **values)
    except (summaries.NoEvidence, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
        return False
    return True
