"""`/s/<survey>/`: notice, may we quote, one question a page, look over, receipt.

Every step is a plain form that keeps what was typed, so a lost connection loses one page at most.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.hashes import grouped
from accounts.states import InvalidTransition
from feedback import receipts, services, survey_access
from feedback.models import Submission
from feedback.survey_forms import AnswerForm, QuoteForm
from feedback.survey_reports import initial_answer, looked_over
from surveys.models import SurveyVersion
from surveys.reports import shown_question


def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """What this is and the privacy notice, before anything is asked."""
    survey, version = survey_access.get_survey(slug)
    language = get_language()
    context = {
        "initiative": survey.initiative,
        "survey": survey,
        "title": version.title.in_language(language),
        "intro": version.intro.in_language(language),
        "notice": version.notice.text.in_language(language),
        "is_open": version.state == SurveyVersion.State.PUBLISHED,
        "begun": survey_access.get_begun(request, slug),
        "questions": version.question_set.count(),
    }
    return render(request, "feedback/public/survey.html", context)


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """The notice was read. A form that was begun before in this browser is deleted."""
    _survey, version = survey_access.get_survey(slug)
    before = survey_access.get_begun(request, slug)
    try:
        submission = services.begin_submission(version=version, language=get_language())
    except InvalidTransition:
        return redirect("feedback_public:survey", slug)
    if before is not None:
        services.delete_draft(submission=before)
    survey_access.remember_begun(request, slug, submission)
    return redirect("feedback_public:quote", slug)


def quote(request: HttpRequest, slug: str) -> HttpResponse:
    """Consent to quote, on a page of its own."""
    draft = survey_access.get_begun(request, slug)
    if draft is None:
        return _lost(request, slug)
    given = draft.consent_set.filter(part="QUOTE").values_list("given", flat=True).first()
    initial = {} if given is None else {"quote": "yes" if given else "no"}
    form = QuoteForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.keep_consent(submission=draft, given=form.cleaned_data["quote"] == "yes")
        return redirect("feedback_public:question", slug, 1)
    context = {"initiative": draft.survey_version.survey.initiative, "form": form, "slug": slug}
    return render(request, "feedback/public/quote.html", context)


def question(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One question. Going on keeps it, also when one goes back."""
    draft = survey_access.get_begun(request, slug)
    if draft is None:
        return _lost(request, slug)
    questions = list(draft.survey_version.question_set.with_words())
    if not 1 <= number <= len(questions):
        return redirect("feedback_public:check", slug)
    shown = shown_question(questions[number - 1], get_language())
    form = AnswerForm(request.POST or None, shown=shown, initial=_kept(draft, shown.question))
    back = "back" in request.POST
    if request.method == "POST" and (form.is_valid() or back):
        if form.is_valid():
            services.keep_answer(
                submission=draft,
                question=shown.question,
                words=form.words(),
                choices=form.choices(),
            )
        return _next(slug, number - 1 if back else number + 1, len(questions), request)
    context = {
        "initiative": draft.survey_version.survey.initiative,
        "slug": slug,
        "form": form,
        "shown": shown,
        "number": number,
        "total": len(questions),
    }
    return render(request, "feedback/public/question.html", context)


def _next(slug: str, number: int, total: int, request: HttpRequest) -> HttpResponse:
    if number < 1:
        return redirect("feedback_public:quote", slug)
    if number > total or "from_check" in request.GET:
        return redirect("feedback_public:check", slug)
    return redirect("feedback_public:question", slug, number)


def _kept(draft: Submission, question) -> dict:
    answer = draft.answer_set.filter(question=question).first()
    if answer is None:
        return {}
    chosen = [str(pk) for pk in answer.choices.values_list("pk", flat=True)]
    return initial_answer(question.kind, answer.draft_words, chosen)


def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything once more, before it is sent."""
    draft = survey_access.get_begun(request, slug)
    if draft is None:
        return _lost(request, slug)
    items = looked_over(draft, get_language())
    missing = [item for item in items if item.is_missing]
    given = draft.consent_set.filter(part="QUOTE", given=True).exists()
    context = {
        "initiative": draft.survey_version.survey.initiative,
        "slug": slug,
        "items": items,
        "missing": missing,
        "anything": any(item.is_answered for item in items),
        "may_quote": given,
    }
    return render(request, "feedback/public/check.html", context)


@require_POST
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Send it; the receipt is shown after the commit, on a page that can be loaded again."""
    draft = survey_access.get_begun(request, slug)
    if draft is None:
        # A second click: the first one has sent it.
        sent = survey_access.get_sent(request)
        return redirect("feedback_public:thanks") if sent else _lost(request, slug)
    if any(item.is_missing for item in looked_over(draft, get_language())):
        return redirect("feedback_public:check", slug)
    try:
        sent = services.send_submission(submission=draft)
    except (services.NothingSaid, InvalidTransition):
        return redirect("feedback_public:check", slug)
    survey_access.remember_sent(request, slug, sent)
    return redirect("feedback_public:thanks")


def thanks(request: HttpRequest) -> HttpResponse:
    """The receipt: shown again for 30 minutes, or until "I have kept it" or quick exit."""
    sent = survey_access.get_sent(request)
    if request.method == "POST":
        survey_access.forget(request, survey_access.SENT)
        return redirect("feedback_public:receipt")
    if sent is None:
        return redirect("feedback_public:receipt")
    groups = grouped(receipts.code_of(sent)).split()
    context = {"initiative": sent.initiative, "groups": groups}
    return render(request, "feedback/public/thanks.html", context)


def _lost(request: HttpRequest, slug: str) -> HttpResponse:
    """No form is begun in this browser: cookies are off, it was sent, or a day has passed."""
    survey, _version = survey_access.get_survey(slug)
    context = {
        "initiative": survey.initiative,
        "slug": slug,
        "why": _("Your answers are not in this browser any more."),
    }
    return render(request, "feedback/public/lost.html", context, status=409)
