"""Pages for everyone, without an account."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from feedback.survey_forms import CodeForm
from focusgroups.registering.reports import open_groups
from home import reports
from initiatives.models import Initiative


def welcome(request: HttpRequest) -> HttpResponse:
    """What this is, what is open, and the way back to what one said."""
    context = {"initiatives": Initiative.objects.public(), "form": CodeForm()}
    return render(request, "home/welcome.html", context)


def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """What an initiative is about, and how to take part. No number of people is shown."""
    found = get_object_or_404(Initiative.objects.public(), slug=slug)
    language = get_language()
    surveys = [
        (version.survey.slug, version.title.in_language(language))
        for version in reports.open_surveys(found)
    ]
    context = {
        "initiative": found,
        "surveys": surveys,
        "groups": open_groups(found, timezone.now()),
        "sessions": reports.sessions_held(found),
        "points": found.decisionpoint_set.all(),
    }
    return render(request, "home/initiative.html", context)


@csrf_exempt  # Leaving must work from a page that is hours old.
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: ends the cookie and all that hangs on it, then goes somewhere harmless."""
    request.session.flush()
    response = HttpResponseRedirect(settings.EXIT_URL)
    response.status_code = 303
    response.delete_cookie(settings.CSRF_COOKIE_NAME)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
