"""Writing a theme's summary."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from analysis import summary_access as access
from analysis import summary_reports, summary_sources
from analysis.models import SummaryVersion
from analysis.services import summaries
from analysis.summary_forms import SentenceForm

PER_PAGE = 12


def summary(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The latest version: editable while it is a draft, with what it can be written from."""
    initiative, theme = access.get_theme_to_write(request.user, slug, pk)
    versions = list(
        SummaryVersion.objects.filter(summary__theme=theme).select_related("decided_by", "begun_by")
    )
    latest = versions[0] if versions else None
    draft = latest if latest and latest.state == "DRAFT" else None
    context = {
        "initiative": initiative,
        "step": "decide",
        "theme": theme,
        "versions": versions,
        "version": latest,
        "draft": draft,
        "view": summary_reports.views_of([latest])[latest.pk] if latest else None,
        "segments": initiative.segment_set.all(),
    } | _sources(request, theme)
    context["form"] = _form(request, context["sources"]) if draft else None
    return render(request, "analysis/summary_edit.html", context)


def _sources(request: HttpRequest, theme) -> dict:
    q, segment = request.GET.get("q", "").strip(), request.GET.get("segment", "")
    tags = summary_sources.tags_of(theme, q=q, segment=segment)
    page = Paginator(tags, PER_PAGE).get_page(request.GET.get("page"))
    return {"page_obj": page, "sources": summary_sources.sources(page), "q": q, "chosen": segment}


def _form(request: HttpRequest, sources, data=None, extra=(), **initial) -> SentenceForm:
    rows = {source.key: source for source in [*extra, *sources]}
    return SentenceForm(
        data,
        choices={key: source.span for key, source in rows.items()},
        labels={key: source.words for key, source in rows.items()},
        initial=initial,
    )


@require_POST
def summary_begin(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A first draft of quotes that the engine suggests, or the next version."""
    _, theme = access.get_theme_to_write(request.user, slug, pk)
    quotes = summary_sources.engine_draft(theme)
    summaries.begin_summary(actor=request.user, theme=theme, quotes=quotes)
    return redirect("analysis:summary", slug, pk)


@require_POST
def sentence_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A sentence in our own words."""
    _, version = access.get_draft(request.user, slug, pk)
    theme = version.summary.theme
    sources = summary_sources.sources(summary_sources.tags_of(theme)[:2000])
    form = _form(request, sources, data=request.POST)
    if form.is_valid():
        _try(
            request,
            summaries.add_sentence,
            version=version,
            words=form.cleaned_data["words"],
            evidence=form.chosen(),
        )
    else:
        for errors in form.errors.values():
            messages.error(request, errors[0])
    return redirect("analysis:summary", slug, pk)


@require_POST
def quote_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A quote from the list of what was said."""
    _, version = access.get_draft(request.user, slug, pk)
    tags = summary_sources.tags_of(version.summary.theme)
    rows = {source.key: source for source in summary_sources.sources(tags[:2000])}
    source = rows.get(request.POST.get("source", ""))
    if source is None:
        messages.error(request, "These words were taken back meanwhile. Choose others.")
    else:
        _try(request, summaries.add_quote, version=version, span=source.span)
    return redirect("analysis:summary", slug, pk)


def sentence_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a sentence of ours and what it rests on."""
    initiative, sentence = access.get_sentence(request.user, slug, pk)
    theme = sentence.version.summary.theme
    sources = summary_sources.sources(summary_sources.tags_of(theme)[:200])
    rests_on = _rests_on(sentence)
    form = _form(
        request,
        sources,
        data=request.POST or None,
        extra=rests_on,
        words=sentence.words,
        evidence=[source.key for source in rests_on],
    )
    if form.is_valid() and _try(
        request,
        summaries.edit_sentence,
        sentence=sentence,
        words=form.cleaned_data["words"],
        evidence=form.chosen(),
    ):
        return redirect("analysis:summary", slug, theme.pk)
    context = {"initiative": initiative, "step": "decide", "theme": theme, "form": form}
    return render(request, "analysis/summary_sentence.html", context)


def _rests_on(sentence) -> list[summary_sources.Source]:
    rows = sentence.sentenceevidence_set.standing().select_related("comment__segment")
    return summary_sources.sources(rows)


@require_POST
def sentence_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, sentence = access.get_sentence(request.user, slug, pk)
    theme = sentence.version.summary.theme_id
    _try(request, summaries.remove_sentence, sentence=sentence)
    return redirect("analysis:summary", slug, theme)


@require_POST
def sentence_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, sentence = access.get_sentence(request.user, slug, pk)
    up = request.POST.get("way") == "up"
    _try(request, summaries.move_sentence, sentence=sentence, up=up)
    return redirect("analysis:summary", slug, sentence.version.summary.theme_id)


@require_POST
def summary_submit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, version = access.get_draft(request.user, slug, pk)
    if _try(request, summaries.submit_summary, version=version):
        messages.success(request, "Handed in. An approver who did not write it decides.")
    return redirect("analysis:summary", slug, pk)


@require_POST
def summary_take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, version = access.get_draft(request.user, slug, pk)
    _try(request, summaries.take_back_summary, version=version)
    return redirect("analysis:summary", slug, pk)


def _try(request: HttpRequest, service, **values) -> bool:
    """Call a service; what it refuses becomes a message."""
    try:
        service(actor=request.user, **values)
    except (summaries.NoEvidence, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
        return False
    return True
