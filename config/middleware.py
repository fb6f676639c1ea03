"""What holds for whole groups of pages: who may see them, and what browsers may keep of them."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

Handler = Callable[[HttpRequest], HttpResponse]
MEMBERS = ("/work/", "/accounts/")


def is_members_page(request: HttpRequest) -> bool:
    return request.path.startswith(MEMBERS)


def private_pages(get_response: Handler) -> Handler:
    """No page is kept by a browser; a participant's page tells no other site."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cache-Control", "no-store")
        if not is_members_page(request):
            response["Referrer-Policy"] = "no-referrer"
        return response

    return middleware


def members_only(get_response: Handler) -> Handler:
    """Nobody who is not signed in sees a page under /work/, whatever its view forgot."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/work/") and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return get_response(request)

    return middleware


class CsrfOnPagesWithoutReferrer(CsrfViewMiddleware):
    """Accept the `Origin: null` that browsers send from a page with the policy `no-referrer`.

    The token is still required. A browser that says the form came from another site is refused.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META.get("HTTP_ORIGIN") == "null" and not is_members_page(request):
            return request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") in ("same-origin", "none")
        return super()._origin_verified(request)
