"""The pages for what went wrong; each says the way out and none says why to a stranger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.middleware import is_members_page

BASES = {True: "member_base.html", False: "participant_base.html"}


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: the database may be what is broken."""
    return render(None, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "403_csrf.html", 403)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """In the frame of the pages around it: members' under /work/ and /accounts/, else public."""
    return render(request, template, {"base": BASES[is_members_page(request)]}, status=status)
