"""Taking the notes of a session, question by question."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.states import InvalidTransition
from feedback import log_access as access
from feedback import log_reports, services
from feedback.log_forms import ImpressionForm, NoteForm, NoticeForm, RemoveForm
from feedback.models import Comment

REFUSALS = (InvalidTransition, services.NoticeMissing, services.NothingSaid)


def session_log(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The notes of a session; before the first, which notice people were given."""
    initiative, session, log = access.get_log(request.user, slug, pk)
    if log is None:
        return _begin(request, initiative, session)
    return _log_page(request, initiative, session, log)


def _begin(request: HttpRequest, initiative, session) -> HttpResponse:
    today = timezone.localdate()
    initial = {"language": session.language, "on": min(session.local_start.date(), today)}
    form = NoticeForm(request.POST or None, initiative=initiative, today=today, initial=initial)
    if form.is_valid():
        try:
            services.open_log(actor=request.user, session=session, **form.cleaned_data)
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
            return redirect("focusgroups:sessions", slug=initiative.slug)
        return redirect("feedback:session_log", initiative.slug, session.pk)
    context = {
        "initiative": initiative,
        "step": "listen",
        "session": session,
        "form": form,
        "has_notice": form.fields["notice"].queryset.exists(),
    }
    return render(request, "feedback/log_begin.html", context)


def _log_page(request, initiative, session, log, wrong=None, wrong_key="") -> HttpResponse:
    """The page with an empty form below each question, or the form that was wrong."""
    parts, impressions = log_reports.parts_of(session, log, request.user)
    rows = [
        (part, wrong if part.key == wrong_key else NoteForm(auto_id=f"{part.key}-%s"))
        for part in parts
    ]
    is_wrong = wrong_key == impressions.key
    context = {
        "initiative": initiative,
        "step": "listen",
        "session": session,
        "log": log,
        "is_open": log.state == "OPEN",
        "rows": rows,
        "impressions": impressions,
        "impression_form": wrong if is_wrong else ImpressionForm(auto_id="impressions-%s"),
        "wrong": wrong,
        "saved": log_reports.count_notes([*parts, impressions]),
    }
    return render(request, "feedback/log_detail.html", context)


def note_add(request: HttpRequest, slug: str, pk: int, question: int) -> HttpResponse:
    """Keep a note below its question."""
    initiative, session, log = access.get_begun_log(request.user, slug, pk)
    asked = access.get_guide_question(session, question)
    key = f"q{asked.pk}"
    if request.method != "POST":
        return redirect("feedback:session_log", slug, pk)
    form = NoteForm(request.POST, auto_id=f"{key}-%s")
    if not form.is_valid():
        return _log_page(request, initiative, session, log, form, key)
    return _keep(request, initiative, session, log, form, key, guide_question=asked)


def impression_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep what the facilitator saw or thought."""
    initiative, session, log = access.get_begun_log(request.user, slug, pk)
    if request.method != "POST":
        return redirect("feedback:session_log", slug, pk)
    form = ImpressionForm(request.POST, auto_id="impressions-%s")
    if not form.is_valid():
        return _log_page(request, initiative, session, log, form, "impressions")
    voice = {"voice": Comment.Voice.OBSERVED}
    return _keep(request, initiative, session, log, form, "impressions", **voice)


def _keep(request, initiative, session, log, form, key, **values) -> HttpResponse:
    try:
        services.add_note(actor=request.user, log=log, **form.cleaned_data | values)
    except services.NothingSaid as refusal:
        form.add_error("words", str(refusal))
        return _log_page(request, initiative, session, log, form, key)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    url = reverse("feedback:session_log", args=[initiative.slug, session.pk])
    return redirect(f"{url}#{key}")


def note_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write a note anew; the old one is kept with it until somebody withdraws it."""
    initiative, note = access.get_own_note(request.user, slug, pk)
    is_impression = note.voice == Comment.Voice.OBSERVED
    initial = {"words": note.original, "voice": note.voice, "may_quote": note.may_quote}
    form_class = ImpressionForm if is_impression else NoteForm
    form = form_class(request.POST or None, initial=initial)
    if form.is_valid():
        observed = {"voice": note.voice, "may_quote": False} if is_impression else {}
        try:
            services.change_note(actor=request.user, note=note, **form.cleaned_data | observed)
        except services.NothingSaid as refusal:
            form.add_error("words", str(refusal))
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
            return _to_log(slug, note)
        else:
            return _to_log(slug, note)
    context = {
        "initiative": initiative,
        "step": "listen",
        "session": note.session_log.session,
        "note": note,
        "form": form,
    }
    return render(request, "feedback/log_note_edit.html", context)


def note_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a note, after a page that says what is lost."""
    initiative, note = access.get_note(request.user, slug, pk)
    form = RemoveForm(request.POST or None)
    if form.is_valid():
        try:
            services.remove_note(actor=request.user, note=note, reason=form.cleaned_data["reason"])
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The note is removed.")
        return _to_log(slug, note)
    session = note.session_log.session
    context = {
        "initiative": initiative,
        "step": "listen",
        "heading": "Remove this note?",
        "lost": "Its words are deleted, with all earlier wordings of it. This cannot be undone.",
        "button": "Remove the note",
        "back_url": reverse("feedback:session_log", args=[slug, session.pk]),
        "crumb": f"Listen · Sessions · {session}",
        "form": form,
    }
    return render(request, "member_confirm.html", context)


def _to_log(slug: str, note: Comment) -> HttpResponse:
    key = f"q{note.guide_question_id}" if note.guide_question_id else "impressions"
    url = reverse("feedback:session_log", args=[slug, note.session_log.session_id])
    return redirect(f"{url}#{key}")


def log_close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close the notes, after a page that says what that does."""
    initiative, session, log = access.get_begun_log(request.user, slug, pk)
    if request.method == "POST":
        try:
            services.close_log(actor=request.user, log=log)
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The notes are closed. They go on to be analysed.")
        return redirect("feedback:session_log", slug, pk)
    count = log.comment_set.standing().count()
    notes = "1 note goes" if count == 1 else f"{count or 'no'} notes go"
    context = {
        "initiative": initiative,
        "step": "listen",
        "heading": f"Close the notes of {session}?",
        "lost": f"With this, {notes} on to be analysed. "
        "After that nothing can be added, changed or removed here.",
        "button": "Close the notes",
        "back_url": reverse("feedback:session_log", args=[slug, pk]),
        "crumb": "Listen · Sessions",
    }
    return render(request, "member_confirm.html", context)
