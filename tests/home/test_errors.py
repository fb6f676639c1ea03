"""Pages for what went wrong: in the right frame, with the way out, with nothing that tells."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import path

from config import urls as real
from tests import factories

LEAVE = '<form method="post" action="/leave/">'


def _raise(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("forbidden/", _raise(PermissionDenied("the secret reason"))),
    path("bad/", _raise(SuspiciousOperation("the secret reason"))),
    path("broken/", _raise(RuntimeError("the secret reason"))),
    path("work/forbidden/", _raise(PermissionDenied("the secret reason"))),
    *real.urlpatterns,
]
handler400, handler403 = real.handler400, real.handler403
handler404, handler500 = real.handler404, real.handler500

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/forbidden/", 403, "This page is not open to you"),
        ("/bad/", 400, "We could not read that"),
        ("/i/nothing-here/", 404, "This page is not here"),
        ("/broken/", 500, "Something broke on our side"),
    ],
)
def test_a_public_page_that_fails_keeps_the_way_out(visitor, address, status, heading):
    response = visitor.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert f'<h1 class="ask">{heading}</h1>' in page
    assert LEAVE in page
    assert 'href="/">Back to the first page</a>' in page
    assert "secret reason" not in page


def test_a_form_without_its_token_says_what_to_do(settings):
    settings.EXIT_URL = "https://example.org/"
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    page = response.content.decode()
    assert response.status_code == 403
    assert '<h1 class="heading">This form was open too long</h1>' in page
    assert "load the page again" in page
    assert strict.post("/leave/")["Location"] == "https://example.org/"


def test_a_public_form_without_its_token_keeps_the_way_out():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/receipt/", {"code": "AAAA"})
    page = response.content.decode()
    assert response.status_code == 403
    assert '<h1 class="ask">This form was open too long</h1>' in page
    assert LEAVE in page


def test_a_member_stays_in_the_frame_of_members(client):
    client.force_login(factories.UserFactory())
    response = client.get("/work/forbidden/")
    page = response.content.decode()
    assert response.status_code == 403
    assert '<h1 class="heading">This page is not open to you</h1>' in page
    assert 'href="/work/">Back to your work</a>' in page
    assert "secret reason" not in page


def test_a_stranger_is_sent_to_sign_in_and_sees_no_page(client):
    response = client.get("/work/forbidden/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/work/forbidden/"


def test_in_spanish_the_page_that_is_missing_is_spanish(visitor):
    page = visitor.get("/es/i/nothing-here/").content.decode()
    assert '<html lang="es">' in page
    assert 'action="/es/leave/"' in page
