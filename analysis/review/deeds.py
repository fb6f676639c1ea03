"""What a person does with the comment under review.

Each deed returns where to go next, or None to show the comment again with what was wrong.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from analysis import services
from analysis.requests import whole_numbers
from analysis.review.queue import Queue, repeats_of
from feedback import services as feedback
from feedback.models import Comment
from feedback.reports import hidden_spans


@dataclass(frozen=True)
class Under:
    """A comment under review, the queue it came in, and the forms of its page."""

    slug: str
    queue: Queue
    comment: Comment
    forms: dict[str, forms.Form]

    def bound(self, name: str, request: HttpRequest) -> forms.Form:
        """The form with what was sent."""
        form = self.forms[name]
        form.data, form.is_bound = request.POST, True
        return form

    def here(self) -> HttpResponse:
        return redirect(address(self.slug, self.queue, self.comment.pk))

    def onward(self) -> HttpResponse:
        """Straight to the next page: one journey for a key stroke instead of two."""
        return redirect(address(self.slug, self.queue, self.queue.next(self.comment.pk)))


def address(slug: str, queue: Queue, comment: int | None = None) -> str:
    """Of a comment in its queue; of the queue itself where there is none."""
    path = (
        reverse("analysis:review_comment", args=[slug, comment])
        if comment
        else reverse("analysis:review", args=[slug])
    )
    return f"{path}?{queue.query}" if queue.query else path


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return whole_numbers(request.POST.getlist(name))


def keep(request: HttpRequest, under: Under) -> HttpResponse:
    """Accept what is ticked and reject the rest of what was suggested on the page; of what was
    only offered, what is ticked is put on it."""
    shown, ticked = _numbers(request, "shown"), _numbers(request, "keep")
    return _decide(request, under, ticked & shown, shown - ticked, _numbers(request, "also"))


def reject(request: HttpRequest, under: Under) -> HttpResponse:
    return _decide(request, under, set(), _numbers(request, "shown"))


def _decide(
    request: HttpRequest,
    under: Under,
    accept: set[int],
    refuse: set[int],
    also: Collection[int] = (),
) -> HttpResponse:
    more = services.decide_suggestions(
        actor=request.user,
        comment=under.comment,
        accept=accept,
        reject=refuse,
        also=also,
        alike=_alike(request, under),
    )
    if more:
        other = "1 other comment" if more == 1 else f"{more:,} other comments"
        messages.success(request, f"Decided on {other} with the same words as well.")
    return under.onward()


def _alike(request: HttpRequest, under: Under) -> tuple[int, ...]:
    """The comments that say the same, where the person wants them decided as well."""
    if not request.POST.get("alike"):
        return ()
    repeats = repeats_of(under.queue.codebook, under.comment)
    return repeats.others if repeats else ()


def nothing(request: HttpRequest, under: Under) -> HttpResponse:
    """Read by a person, and nothing is in it but what is ticked."""
    if request.POST.getlist("also"):
        return keep(request, under)
    services.find_no_theme(actor=request.user, comment=under.comment, alike=_alike(request, under))
    return under.onward()


def add(request: HttpRequest, under: Under) -> HttpResponse | None:
    """Another theme: besides the suggestions, or instead of one."""
    form = under.bound("find", request)
    if not form.is_valid():
        return None
    theme, instead = form.cleaned_data["theme"], form.cleaned_data["instead"]
    if instead is not None:
        services.change_suggestion(actor=request.user, suggestion=instead, theme=theme)
    else:
        start, end = form.cleaned_data["span"]
        services.add_tag(
            actor=request.user, comment=under.comment, theme=theme, start=start, end=end
        )
    messages.success(request, f"“{theme.name}” is on it.")
    return under.here()


def new_theme(request: HttpRequest, under: Under) -> HttpResponse | None:
    form = under.bound("new", request)
    if not form.is_valid():
        return None
    start, end = form.cleaned_data["span"]
    try:
        theme = services.add_new_theme(
            actor=request.user,
            comment=under.comment,
            name=form.cleaned_data["name"],
            start=start,
            end=end,
        )
    except services.ThemeRefused as refusal:
        form.add_error("name", str(refusal))
        return None
    messages.success(request, f"“{theme.name}” is in the codebook as a draft, and on it.")
    return under.here()


def hide(request: HttpRequest, under: Under) -> HttpResponse | None:
    """Hide words that point to a person, and stay with the comment."""
    form, comment = under.bound("hide", request), under.comment
    if not form.is_valid():
        return None
    with transaction.atomic():
        for start, end in form.originals(hidden_spans([comment.pk])[comment.pk]):
            feedback.hide_words(actor=request.user, comment=comment, start=start, end=end)
    messages.success(request, "The words are hidden.")
    return under.here()


def _unknown(request: HttpRequest, under: Under) -> HttpResponse:
    return under.here()


DEEDS: dict[str, Callable[[HttpRequest, Under], HttpResponse | None]] = {
    "keep": keep,
    "reject": reject,
    "nothing": nothing,
    "add": add,
    "new": new_theme,
    "hide": hide,
}


def deed_of(request: HttpRequest) -> Callable[[HttpRequest, Under], HttpResponse | None]:
    """What the pressed button asks for; what nobody knows changes nothing."""
    return DEEDS.get(request.POST.get("do", ""), _unknown)
