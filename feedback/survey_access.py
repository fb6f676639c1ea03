"""A survey, a begun form and an opened receipt: what a participant's browser may see.

The session cookie is the only key. It names a draft by its random key, a sent submission for 30
minutes, and a submission opened by its code for 15 minutes. Quick exit ends all three.
"""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from feedback.models import Submission
from surveys.models import Survey, SurveyVersion

RECEIPT_SHOWN = timedelta(minutes=30)
RECEIPT_OPEN = timedelta(minutes=15)
BEGUN, SENT, OPENED = "begun", "sent", "opened"


def get_survey(slug: str) -> tuple[Survey, SurveyVersion]:
    """A survey with the version that is open, or that was open last. Else Http404."""
    survey = get_object_or_404(Survey.objects.select_related("initiative"), slug=slug)
    shown = SurveyVersion.objects.filter(survey=survey).exclude(state="DRAFT")
    shown = shown.select_related("title", "intro", "notice__text", "survey__initiative")
    version = shown.first()
    if version is None:
        raise Http404
    return survey, version


def remember_begun(request: HttpRequest, slug: str, submission: Submission) -> None:
    """This browser answers this survey; one form at a time for each."""
    begun = request.session.get(BEGUN, {})
    request.session[BEGUN] = begun | {slug: str(submission.begun_key)}


def get_begun(request: HttpRequest, slug: str) -> Submission | None:
    """The draft that this browser has begun, or None: none, sent, or deleted after a day."""
    key = request.session.get(BEGUN, {}).get(slug)
    if key is None:
        return None
    drafts = Submission.objects.filter(state=Submission.State.DRAFT, begun_key=key)
    return drafts.select_related("survey_version__survey__initiative").first()


def get_resent(request: HttpRequest, slug: str) -> Submission | None:
    """What this browser began and an earlier click of the same button has sent meanwhile."""
    key = request.session.get(BEGUN, {}).get(slug)
    return Submission.objects.filter(state=Submission.State.SENT, begun_key=key).first()


def remember_sent(request: HttpRequest, slug: str, submission: Submission) -> None:
    """The receipt may be shown in this browser for 30 minutes."""
    begun = dict(request.session.get(BEGUN, {}))
    begun.pop(slug, None)
    request.session[BEGUN] = begun
    _remember(request, SENT, submission, RECEIPT_SHOWN)


def get_sent(request: HttpRequest) -> Submission | None:
    """The submission whose receipt this browser may still show."""
    return _recall(request, SENT)


def remember_opened(request: HttpRequest, submission: Submission) -> None:
    """A code was right: its pages are open for 15 minutes."""
    request.session.cycle_key()
    _remember(request, OPENED, submission, RECEIPT_OPEN)


def get_opened(request: HttpRequest) -> Submission | None:
    """The submission that a code opened in this browser."""
    return _recall(request, OPENED)


def forget(request: HttpRequest, what: str) -> None:
    request.session.pop(what, None)


def _remember(request: HttpRequest, what: str, submission: Submission, last: timedelta) -> None:
    until = timezone.now() + last
    request.session[what] = {"key": str(submission.begun_key), "until": until.isoformat()}


def _recall(request: HttpRequest, what: str) -> Submission | None:
    kept = request.session.get(what)
    if kept is None or datetime.fromisoformat(kept["until"]) < timezone.now():
        forget(request, what)
        return None
    submissions = Submission.objects.exclude(state=Submission.State.DRAFT)
    return submissions.select_related("initiative").filter(begun_key=kept["key"]).first()
