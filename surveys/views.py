"""Surveys of an initiative: list, builder, preview, publishing."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.states import InvalidTransition
from initiatives.access import get_initiative_for
from initiatives.permissions import STAFF
from surveys import access, reports, services
from surveys.forms import HeadingForm, QuestionForm, SurveyForm, both, initial_of
from surveys.models import Question, SurveyVersion


def survey_list(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, *STAFF)
    context = {
        "initiative": initiative,
        "step": "invite",
        "surveys": reports.survey_rows(initiative),
        "may_build": bool(initiative.roles & access.BUILDERS),
    }
    return render(request, "surveys/survey_list.html", context)


def survey_new(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_initiative_for(request.user, slug, *access.BUILDERS)
    form = SurveyForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        survey = services.make_survey(
            actor=request.user,
            initiative=initiative,
            name=data["name"],
            slug=data["slug"],
            title=both(data, "title"),
            intro=both(data, "intro"),
        )
        return redirect("surveys:survey", slug, survey.pk)
    context = {"initiative": initiative, "step": "invite", "form": form}
    return render(request, "surveys/survey_new.html", context)


def survey(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The latest version: a draft to build, or what is asked now."""
    initiative, survey = access.get_survey_for(request.user, slug, pk)
    version = survey.surveyversion_set.select_related("title", "intro", "notice").first()
    questions = version.question_set.with_words().select_related("decision_point")
    link = f"{settings.SITE_URL}{reverse('feedback_public:survey', args=[survey.slug])}"
    context = {
        "initiative": initiative,
        "step": "invite",
        "survey": survey,
        "version": version,
        "published": survey.surveyversion_set.filter(state="PUBLISHED").first(),
        "questions": questions,
        "not_in_spanish": reports.untranslated(version, questions, "es"),
        "may_build": bool(initiative.roles & access.BUILDERS),
        "has_notice": initiative.privacynotice_set.exists(),
        "link": link,
    }
    return render(request, "surveys/survey_detail.html", context)


def heading_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, version = access.get_draft_for(request.user, slug, pk)
    initial = initial_of("title", version.title) | initial_of("intro", version.intro)
    form = HeadingForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        words = {"title": both(data, "title"), "intro": both(data, "intro")}
        if _try(request, services.write_heading, version=version, **words):
            return redirect("surveys:survey", slug, pk)
    context = {"initiative": initiative, "step": "invite", "form": form, "survey": version.survey}
    return render(request, "surveys/heading_edit.html", context)


def question_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, version = access.get_draft_for(request.user, slug, pk)
    form = QuestionForm(request.POST or None, initiative=initiative)
    if form.is_valid() and _try(
        request,
        services.add_question,
        version=version,
        identity=form.cleaned_data["identity"],
        **form.values(),
    ):
        return redirect("surveys:survey", slug, pk)
    context = {"initiative": initiative, "step": "invite", "form": form, "survey": version.survey}
    return render(request, "surveys/question_edit.html", context)


def question_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, question = access.get_question_for(request.user, slug, pk)
    survey = question.version.survey
    initial = QuestionForm.initial_for(question)
    form = QuestionForm(request.POST or None, initiative=initiative, initial=initial)
    if form.is_valid() and _try(
        request, services.change_question, question=question, **form.values()
    ):
        return redirect("surveys:survey", slug, survey.pk)
    context = {
        "initiative": initiative,
        "step": "invite",
        "form": form,
        "survey": survey,
        "question": question,
    }
    return render(request, "surveys/question_edit.html", context)


@require_POST
def question_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, question = access.get_question_for(request.user, slug, pk)
    up = request.POST.get("way") == "up"
    _try(request, services.move_question, question=question, up=up)
    return redirect("surveys:survey", slug, question.version.survey_id)


def question_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, question = access.get_question_for(request.user, slug, pk)
    back = reverse("surveys:survey", args=[slug, question.version.survey_id])
    if request.method == "POST":
        _try(request, services.remove_question, question=question)
        return redirect(back)
    context = {
        "initiative": initiative,
        "step": "invite",
        "heading": "Take this question out?",
        "lost": f"“{question.text.words}” and its translations are deleted from this draft.",
        "button": "Take it out",
        "back_url": back,
    }
    return render(request, "member_confirm.html", context)


def preview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What participants will see, question by question on one page; nothing is kept."""
    initiative, survey = access.get_survey_for(request.user, slug, pk)
    version = survey.surveyversion_set.select_related("title", "intro").first()
    language = "es" if request.GET.get("language") == "es" else "en"
    context = {
        "initiative": initiative,
        "survey": survey,
        "language": language,
        "shown": reports.as_shown(version, language),
        "kinds": Question.Kind,
    }
    return render(request, "surveys/survey_preview.html", context)


@require_POST
def publish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, survey = access.get_survey_for(request.user, slug, pk, to_change=True)
    version = survey.surveyversion_set.select_related("survey").first()
    if version.state == SurveyVersion.State.PUBLISHED:
        messages.info(request, "This version is published already.")
    elif _try(request, services.publish_version, version=version):
        messages.success(request, "Published. Everyone who has the link can answer now.")
    return redirect("surveys:survey", slug, pk)


def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    initiative, survey = access.get_survey_for(request.user, slug, pk, to_change=True)
    back = reverse("surveys:survey", args=[slug, pk])
    if request.method == "POST":
        _try(request, services.close_survey, survey=survey)
        return redirect(back)
    context = {
        "initiative": initiative,
        "step": "invite",
        "heading": "Close this survey?",
        "lost": "Nobody can begin to answer any more. What was begun can still be sent, and "
        "receipts go on working. You can publish a new version later.",
        "button": "Close it",
        "back_url": back,
    }
    return render(request, "member_confirm.html", context)


@require_POST
def version_begin(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    _, survey = access.get_survey_for(request.user, slug, pk, to_change=True)
    services.begin_version(actor=request.user, survey=survey)
    return redirect("surveys:survey", slug, pk)


def _try(request: HttpRequest, service, **values) -> bool:
    """Call a service; what it refuses becomes a message."""
    try:
        service(actor=request.user, **values)
    except (services.NotReady, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
        return False
    return True
