"""One comment: where it came from, what is hidden of it, and taking it back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.states import InvalidTransition
from feedback import comment_reports, services
from feedback.comment_access import get_comment
from feedback.comment_forms import HideForm, ReasonForm
from feedback.models import Comment
from feedback.reports import hidden_spans


def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The comment as it may be read. One that was replaced or taken back shows no words."""
    initiative, comment = get_comment(request.user, slug, pk)
    return _page(request, initiative, comment, HideForm(comment=comment))


def _page(request: HttpRequest, initiative, comment: Comment, form: HideForm) -> HttpResponse:
    context = {
        "initiative": initiative,
        "step": "protect",
        "comment": comment,
        "stands": comment.state in Comment.STANDING,
        "later": Comment.objects.filter(replaces=comment).only("pk").first(),
        "way_in": comment_reports.way_of(comment),
        "language": comment_reports.language_of(comment),
        "asked": comment_reports.asked_of(comment),
        "history": comment_reports.history_of(comment),
        "form": form,
    }
    return render(request, "feedback/comment_detail.html", context)


def comment_hide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Hide words of a comment, selected or typed."""
    initiative, comment = get_comment(request.user, slug, pk)
    if request.method != "POST":
        return redirect("feedback:comment", slug, pk)
    form = HideForm(request.POST, comment=comment)
    if not form.is_valid():
        return _page(request, initiative, comment, form)
    try:
        with transaction.atomic():
            for start, end in form.originals(hidden_spans([comment.pk])[comment.pk]):
                services.hide_words(actor=request.user, comment=comment, start=start, end=end)
    except (ValueError, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The words are hidden.")
    return redirect("feedback:comment", slug, pk)


def comment_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back at a person's request: all they gave at once where there is a receipt."""
    initiative, comment = get_comment(request.user, slug, pk)
    form = ReasonForm(request.POST or None)
    whole = _whole_submission(comment)
    if form.is_valid():
        try:
            _withdraw(request, comment, whole, form.cleaned_data["reason"])
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Taken back. It counts nowhere any more.")
        return redirect("feedback:comments", slug)
    context = {
        "initiative": initiative,
        "step": "protect",
        "heading": "Take back what this person said?" if whole else "Take back this comment?",
        "lost": _lost(whole),
        "button": "Take it back",
        "back_url": reverse("feedback:comment", args=[slug, pk]),
        "crumb": "Protect · Comments",
        "form": form,
    }
    return render(request, "member_confirm.html", context)


def _whole_submission(comment: Comment):
    """The submission, where the person has a receipt for all of it."""
    submission = comment.submission
    return submission if submission is not None and submission.receipt_hash else None


def _withdraw(request: HttpRequest, comment: Comment, whole, reason: str) -> None:
    if whole is None:
        services.withdraw_comment(actor=request.user, comment=comment, reason=reason)
    else:
        services.withdraw_submission(actor=request.user, submission=whole, reason=reason)


def _lost(whole) -> str:
    what = "Its words are deleted, with all earlier wordings of it."
    if whole is not None:
        count = whole.comment_set.standing().count()
        comments = "1 comment" if count == 1 else f"{count} comments"
        what = f"They gave {comments} under one receipt. All the words and answers are deleted."
    return (
        f"{what} Themes, summaries and public pages show them no more. This cannot be undone. "
        "Do it only where the person, or somebody for them, asked for it."
    )
