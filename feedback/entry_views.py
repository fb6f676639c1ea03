"""Typing what somebody said by telephone or wrote, and reading out its receipt once."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.hashes import grouped
from accounts.states import InvalidTransition
from feedback import receipts, services
from feedback.entry_forms import MOST_PIECES, entry_of
from feedback.models import Submission
from initiatives.access import get_initiative_for
from initiatives.permissions import LISTENERS

SHOWN_FOR = timedelta(minutes=30)
# In the session: numbers of submissions, and when each was entered. Never a code.
TO_READ_OUT = "receipts_to_read_out"


def entry_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Type what one person said."""
    initiative = get_initiative_for(request.user, slug, *LISTENERS)
    one_more = "more" in request.POST
    form, pieces = entry_of(request, initiative, timezone.localdate(), one_more=one_more)
    if form.is_bound and form.is_valid() & pieces.is_valid():
        try:
            submission = services.enter_submission(
                actor=request.user,
                initiative=initiative,
                pieces=pieces.pieces(),
                **form.cleaned_data,
            )
        except (InvalidTransition, services.NoticeMissing, services.NothingSaid) as refusal:
            form.add_error(None, str(refusal))
        else:
            _remember(request, submission)
            return redirect("feedback:entry_receipt", slug, submission.pk)
    context = {
        "initiative": initiative,
        "step": "listen",
        "form": form,
        "pieces": pieces,
        "may_add": pieces.total_form_count() < MOST_PIECES,
    }
    return render(request, "feedback/entry_edit.html", context)


def entry_receipt(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The receipt to read out or send: for who typed it, for half an hour."""
    initiative = get_initiative_for(request.user, slug, *LISTENERS)
    own = Submission.objects.filter(initiative=initiative, entered_by=request.user)
    submission = get_object_or_404(own, pk=pk)
    if request.method == "POST":
        _forget(request, submission)
        messages.success(request, "Kept. The receipt is not shown again.")
        return redirect("feedback:listen", slug)
    is_shown = submission.state == Submission.State.SENT and _is_fresh(request, submission)
    context = {
        "initiative": initiative,
        "step": "listen",
        "submission": submission,
        "count": submission.comment_set.standing().count(),
        "groups": grouped(receipts.code_of(submission)).split() if is_shown else None,
    }
    return render(request, "feedback/entry_receipt.html", context)


def _remember(request: HttpRequest, submission: Submission) -> None:
    """From now on; a form that is sent again does not begin the half hour anew."""
    shown = request.session.get(TO_READ_OUT, {})
    if str(submission.pk) not in shown and submission.touched_at > timezone.now() - SHOWN_FOR:
        now = timezone.now().isoformat()
        request.session[TO_READ_OUT] = shown | {str(submission.pk): now}


def _forget(request: HttpRequest, submission: Submission) -> None:
    shown = request.session.get(TO_READ_OUT, {})
    # An empty time stays: the same form, sent once more, shows nothing any more.
    request.session[TO_READ_OUT] = shown | {str(submission.pk): ""}


def _is_fresh(request: HttpRequest, submission: Submission) -> bool:
    return _is_young(request.session.get(TO_READ_OUT, {}).get(str(submission.pk), ""))


def _is_young(at: str) -> bool:
    return bool(at) and timezone.now() - datetime.fromisoformat(at) < SHOWN_FOR
