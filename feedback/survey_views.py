"""`/s/<survey>/`: notice, may we quote, one question a page, look over, receipt.

Every step is a plain form that keeps what was typed, so a lost connection loses one page at most.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.hashes import grouped
from accounts.states import InvalidTransition
from feedback import receipts, services, survey_access
from feedback.models import Submission
from feedback.survey_forms import AnswerForm, QuoteForm
from feedback.survey_reports import answered_to, initial_answer, looked_over
from initiatives.wording import clean_words
from surveys.models import Question, SurveyVersion
from surveys.reports import ShownQuestion, shown_question


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
        "go_on": _where_left(request, slug),
        "questions": version.question_set.count(),
    }
    return render(request, "feedback/public/survey.html", context)


def _where_left(request: HttpRequest, slug: str) -> str:
    """The page at which this browser stopped: after its last answer. Empty where none is begun."""
    draft = survey_access.get_begun(request, slug)
    if draft is None:
        return ""
    if not draft.consent_set.filter(part="QUOTE").exists():
        return reverse("feedback_public:quote", args=[slug])
    number = 1 + answered_to(draft)
    if number > draft.survey_version.question_set.count():
        return reverse("feedback_public:check", args=[slug])
    return reverse("feedback_public:question", args=[slug, number])


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
        try:
            services.keep_consent(submission=draft, given=form.cleaned_data["quote"] == "yes")
        except InvalidTransition:
            return _lost(request, slug)
        return _next(slug, 1, 1, request)
    context = {"initiative": draft.survey_version.survey.initiative, "form": form, "slug": slug}
    return render(request, "feedback/public/quote.html", context)


def question(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One question. Going on keeps it, also when one goes back; skipping takes it back."""
    draft = survey_access.get_begun(request, slug)
    if draft is None:
        return _lost(request, slug, number)
    questions = list(draft.survey_version.question_set.with_words())
    if not 1 <= number <= len(questions):
        return redirect("feedback_public:check", slug)
    shown = shown_question(questions[number - 1], get_language())
    way = _way(request, shown)
    form = AnswerForm(
        request.POST or None,
        shown=shown,
        needed=None if way == "next" else False,
        initial=_kept(draft, shown.question),
    )
    if request.method == "POST" and (way == "skip" or form.is_valid()):
        if not _keep(draft, form, skipped=way == "skip"):
            return _lost(request, slug, number)
        return _next(slug, number - 1 if way == "back" else number + 1, len(questions), request)
    context = {
        "initiative": draft.survey_version.survey.initiative,
        "slug": slug,
        "form": form,
        "shown": shown,
        "number": number,
        "total": len(questions),
        "is_for_words": shown.question.kind in Question.WRITING,
    }
    return render(request, "feedback/public/question.html", context)


def _way(request: HttpRequest, shown: ShownQuestion) -> str:
    """Which button was pressed. What has to be answered cannot be skipped."""
    if "back" in request.POST:
        return "back"
    return "skip" if "skip" in request.POST and not shown.question.is_required else "next"


def _keep(draft: Submission, form: AnswerForm, *, skipped: bool) -> bool:
    """Keep what the page says; False where another window has sent the draft meanwhile."""
    given = {} if skipped else {"words": form.words(), "choices": form.choices()}
    try:
        services.keep_answer(
            submission=draft, question=form.shown.question, language=get_language(), **given
        )
    except InvalidTransition:
        return False
    return True


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
        return _send_again(request, slug)
    if any(item.is_missing for item in looked_over(draft, get_language())):
        return redirect("feedback_public:check", slug)
    try:
        sent = services.send_submission(submission=draft)
    except (services.NothingSaid, InvalidTransition):
        return redirect("feedback_public:check", slug)
    return _show_receipt(request, slug, sent)


def _send_again(request: HttpRequest, slug: str) -> HttpResponse:
    """A double click, or the same page sent again: it is one submission with one receipt."""
    if (sent := survey_access.get_resent(request, slug)) is not None:
        return _show_receipt(request, slug, sent)
    if survey_access.get_sent(request) is not None:
        return redirect("feedback_public:thanks")
    return _lost(request, slug)


def _show_receipt(request: HttpRequest, slug: str, sent: Submission) -> HttpResponse:
    survey_access.remember_sent(request, slug, sent)
    return redirect("feedback_public:thanks")


def thanks(request: HttpRequest) -> HttpResponse:
    """The receipt: shown again for 30 minutes, or until "I have kept it" or quick exit."""
    sent = survey_access.get_sent(request)
    if sent is None:
        return redirect("feedback_public:receipt")
    if request.method == "POST":
        survey_access.forget(request, survey_access.SENT)
        if sent.initiative.is_public:
            return redirect("home_public:initiative", sent.initiative.slug)
        return redirect("home_public:welcome")
    groups = grouped(receipts.code_of(sent)).split()
    context = {"initiative": sent.initiative, "groups": groups}
    return render(request, "feedback/public/thanks.html", context)


def _lost(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """No form is begun in this browser: cookies are off, it was sent, or a day has passed.

    What was typed on the page that came too late stands on this one, so that it can be copied.
    """
    survey, version = survey_access.get_survey(slug)
    asked = list(version.question_set.all())[number - 1 : number] if number else []
    typed = request.POST.get("answer", "") if asked and asked[0].kind in Question.WRITING else ""
    context = {
        "initiative": survey.initiative,
        "slug": slug,
        "why": _("Your answers are not in this browser any more."),
        "typed": clean_words(typed),
    }
    return render(request, "feedback/public/lost.html", context, status=409)
