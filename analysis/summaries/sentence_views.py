"""The sentences of a draft: add, edit, replace, shorten, remove, put back, move."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from analysis.models import Summary
from analysis.services import sentences, summaries
from analysis.summaries import access
from analysis.summaries import sources as summary_sources
from analysis.summaries.forms import SentenceForm, ShortenForm
from analysis.summaries.views import attempt, sources_context, summary_page, to_summary


@require_POST
def sentence_add(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """A sentence in our own words."""
    initiative, version = access.get_draft(request.user, slug, kind, pk)
    page = sources_context(request, initiative, version.summary)["sources"]
    chosen = summary_sources.chosen(version.summary, request.POST.getlist("evidence"))
    form = SentenceForm(request.POST, sources=[*chosen, *page])
    if not form.is_valid():
        return summary_page(request, initiative, version.summary, form=form, status=422)
    words = form.cleaned_data["words"]
    attempt(request, summaries.add_sentence, version=version, words=words, evidence=form.chosen())
    return to_summary(request, slug, version.summary)


@require_POST
def quote_add(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """A quote from the list of what was said."""
    _, version = access.get_draft(request.user, slug, kind, pk)
    source = _posted_source(request, version.summary)
    if source:
        attempt(request, summaries.add_quote, version=version, span=source.span)
    return to_summary(request, slug, version.summary)


@require_POST
def sentence_replace(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another quote in the place of this one: from the list, or the next best by the engine."""
    _, sentence = access.get_sentence(request.user, slug, pk)
    summary = sentence.version.summary
    if "next" in request.POST:
        span = summary_sources.next_best(sentence)
        if span is None:
            messages.info(request, "The engine finds no other quote for this place.")
    else:
        source = _posted_source(request, summary)
        span = source and source.span
    if span:
        attempt(request, sentences.replace_quote, sentence=sentence, span=span)
    return to_summary(request, slug, summary, f"sentence-{sentence.pk}")


def _posted_source(request: HttpRequest, summary: Summary) -> summary_sources.Source | None:
    found = summary_sources.chosen(summary, [request.POST.get("source", "")])
    if not found:
        messages.error(request, "These words were taken back meanwhile. Choose others.")
        return None
    return found[0]


def sentence_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a sentence of ours and what it rests on."""
    initiative, sentence = access.get_sentence(request.user, slug, pk)
    summary = sentence.version.summary
    found = sources_context(request, initiative, summary)
    rests_on = _rests_on(sentence)
    posted = summary_sources.chosen(summary, request.POST.getlist("evidence"))
    initial = {"words": sentence.words, "evidence": [source.key for source in rests_on]}
    rows = [*rests_on, *posted, *found["sources"]]
    form = SentenceForm(request.POST or None, sources=rows, initial=initial)
    if form.is_valid() and attempt(
        request,
        sentences.edit_sentence,
        sentence=sentence,
        words=form.cleaned_data["words"],
        evidence=form.chosen(),
    ):
        return to_summary(request, slug, summary)
    context = found | {"step": "decide", "form": form}
    return render(request, "analysis/summary_sentence.html", context)


def _rests_on(sentence) -> list[summary_sources.Source]:
    rows = sentence.sentenceevidence_set.standing().select_related("comment__segment")
    return summary_sources.sources(rows)


def quote_shorten(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Quote less of the same words."""
    initiative, sentence = access.get_sentence(request.user, slug, pk)
    summary = sentence.version.summary
    quoted = sentence.sentenceevidence_set.standing().filter(is_quoted=True)
    evidence = quoted.select_related("comment__segment").first()
    if evidence is None:
        messages.error(request, "There is nothing here to shorten.")
        return to_summary(request, slug, summary)
    words = summary_sources.sources([evidence])[0].words
    form = ShortenForm(request.POST or None, evidence=evidence, initial={"words": words})
    if form.is_valid() and attempt(
        request, sentences.shorten_quote, sentence=sentence, span=form.span
    ):
        return to_summary(request, slug, summary)
    context = {"initiative": initiative, "step": "decide", "summary": summary, "form": form}
    return render(request, "analysis/quote_shorten.html", context | {"words": words})


@require_POST
def sentence_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take it out; what was taken out already (a double click) is out."""
    _, sentence = access.get_sentence(request.user, slug, pk)
    summary = sentence.version.summary
    if attempt(request, sentences.remove_sentence, sentence=sentence):
        messages.success(request, "The sentence is out. You can put it back below the summary.")
    return to_summary(request, slug, summary)


@require_POST
def sentence_restore(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Put back what was removed last."""
    _, version = access.get_draft(request.user, slug, kind, pk)
    if attempt(request, sentences.restore_sentence, version=version):
        messages.success(request, "The sentence is back where it stood.")
    return to_summary(request, slug, version.summary)


@require_POST
def sentence_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, sentence = access.get_sentence(request.user, slug, pk)
    up = request.POST.get("way") == "up"
    attempt(request, sentences.move_sentence, sentence=sentence, up=up)
    # Where the same button stands again, so that one more press moves it on.
    order = list(sentence.version.sentence_set.values_list("pk", flat=True))
    edge = order[:1] if up else order[-1:]
    button = "sentence" if sentence.pk in edge else "up" if up else "down"
    return to_summary(request, slug, sentence.version.summary, f"{button}-{sentence.pk}")
