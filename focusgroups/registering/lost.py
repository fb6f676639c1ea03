"""The page for a link that opens nothing: it blames nobody and says whom to call."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from initiatives.models import Initiative

View = Callable[..., HttpResponse]


def kindly(view: View) -> View:
    """Show that page where the view raises Http404."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return lost(request)

    return shown


def lost(request: HttpRequest) -> HttpResponse:
    """A link that is cut off, ended, or of something else: the page is the same for all three."""
    agencies = dict(Initiative.objects.public().values_list("agency_name", "agency_contact"))
    context = {"agencies": sorted(agencies.items())}
    return render(request, "focusgroups/public/lost.html", context, status=404)
