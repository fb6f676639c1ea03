"""Pages for everyone, without an account."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from initiatives.models import Initiative


def welcome(request: HttpRequest) -> HttpResponse:
    initiatives = Initiative.objects.public()
    return render(request, "home/welcome.html", {"initiatives": initiatives})


@csrf_exempt  # Leaving must work from a page that is hours old.
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: ends the cookie and all that hangs on it, then goes somewhere harmless."""
    request.session.flush()
    response = HttpResponseRedirect(settings.EXIT_URL)
    response.status_code = 303
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
