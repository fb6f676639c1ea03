"""`/receipt/`: with the code alone a person reads, changes and takes back what they gave."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from feedback import receipts, services, survey_access
from feedback.models import Submission
from feedback.survey_forms import AnswerForm, CodeForm, WordsForm
from feedback.survey_reports import initial_answer, looked_over, words_of
from surveys.reports import shown_question


def receipt(request: HttpRequest) -> HttpResponse:
    """Type the code. It is only ever posted, so that it stands in no address and no log."""
    if request.method != "POST" and survey_access.get_opened(request):
        return redirect("feedback_public:mine")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        submission = receipts.find(form.cleaned_data["code"])
        if submission is not None:
            survey_access.remember_opened(request, submission)
            return redirect("feedback_public:mine")
        form.add_error("code", _("This code opens nothing. Look at each letter again."))
    return render(request, "feedback/public/receipt.html", {"form": form})


def mine(request: HttpRequest) -> HttpResponse:
    """What I gave, and what I can do with it."""
    submission = survey_access.get_opened(request)
    if submission is None:
        return redirect("feedback_public:receipt")
    if submission.state == Submission.State.WITHDRAWN:
        context = {"initiative": submission.initiative}
        return render(request, "feedback/public/withdrawn.html", context)
    context = {
        "initiative": submission.initiative,
        "submission": submission,
        "items": looked_over(submission, get_language()) if submission.survey_version else (),
        "comments": _loose_comments(submission),
        "may_quote": submission.consent_set.filter(part="QUOTE", given=True).exists(),
    }
    return render(request, "feedback/public/mine.html", context)


def _loose_comments(submission: Submission):
    """What was taken down by telephone, letter or e-mail."""
    if submission.survey_version_id:
        return ()
    return submission.comment_set.standing().order_by("id")


def change_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Change one answer of a survey."""
    submission = _get_sent(request)
    if submission is None:
        return redirect("feedback_public:receipt")
    if submission.survey_version is None:
        raise Http404
    questions = list(submission.survey_version.question_set.with_words())
    if not 1 <= number <= len(questions):
        raise Http404
    shown = shown_question(questions[number - 1], get_language())
    form = AnswerForm(request.POST or None, shown=shown, initial=_kept(submission, shown.question))
    if form.is_valid():
        # Taken back in another window meanwhile: the page then shows how it stands.
        with suppress(InvalidTransition):
            services.change_answer(
                submission=submission,
                question=shown.question,
                words=form.words(),
                choices=form.choices(),
                language=get_language(),
            )
        return redirect("feedback_public:mine")
    context = {
        "initiative": submission.initiative,
        "form": form,
        "heading": shown.words,
        "may_be_empty": not shown.question.is_required,
    }
    return render(request, "feedback/public/change.html", context)


def _kept(submission: Submission, question) -> dict:
    answer = submission.answer_set.filter(question=question).select_related("comment").first()
    if answer is None:
        return {}
    chosen = [str(pk) for pk in answer.choices.values_list("pk", flat=True)]
    return initial_answer(question.kind, words_of(answer), chosen)


def change_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was taken down for me."""
    submission = _get_sent(request)
    if submission is None:
        return redirect("feedback_public:receipt")
    comment = submission.comment_set.standing().filter(pk=pk).first()
    if comment is None:
        raise Http404
    form = WordsForm(request.POST or None, initial={"words": comment.original})
    if form.is_valid():
        # Changed in another window meanwhile: the page then shows how it stands.
        with suppress(InvalidTransition):
            services.change_words(
                submission=submission, comment=comment, words=form.cleaned_data["words"]
            )
        return redirect("feedback_public:mine")
    heading = _("Change what you said")
    context = {
        "initiative": submission.initiative,
        "form": form,
        "heading": heading,
        "may_be_empty": True,
    }
    return render(request, "feedback/public/change.html", context)


@require_POST
def change_quote(request: HttpRequest) -> HttpResponse:
    """May my words be shown, from now on?"""
    submission = _get_sent(request)
    if submission is not None:
        given = request.POST.get("given") == "yes"
        # Taken back in another window meanwhile: the page then shows how it stands.
        with suppress(InvalidTransition):
            services.set_may_quote(actor=None, submission=submission, given=given)
    return redirect("feedback_public:mine")


def withdraw(request: HttpRequest) -> HttpResponse:
    """Take everything back; asked once, saying what is lost."""
    submission = _get_sent(request)
    if submission is None:
        return redirect("feedback_public:mine")
    if request.method == "POST":
        # A double click: the first one has taken it back.
        with suppress(InvalidTransition):
            services.withdraw_submission(actor=None, submission=submission)
        return redirect("feedback_public:mine")
    context = {"initiative": submission.initiative, "back_url": reverse("feedback_public:mine")}
    return render(request, "feedback/public/withdraw.html", context)


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """I am done: the code has to be typed again."""
    survey_access.forget(request, survey_access.OPENED)
    return redirect("home_public:welcome")


def _get_sent(request: HttpRequest) -> Submission | None:
    submission = survey_access.get_opened(request)
    if submission is None or submission.state != Submission.State.SENT:
        return None
    return submission
