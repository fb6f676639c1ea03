"""The pages to sign in and to guard an account, in the frame of members."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db

OPEN = {
    "/accounts/login/": "Sign in",
    "/accounts/password/reset/": "Set a new password",
    "/accounts/password/reset/done/": "Look at your e-mail",
    "/accounts/password/reset/key/done/": "Your password is changed",
    "/accounts/signup/": "Accounts come by invitation",
    "/accounts/inactive/": "This account is closed",
}
OWN = {
    "/accounts/logout/": "Sign out?",
    "/accounts/password/change/": "Change password",
    "/accounts/2fa/": "Two-step sign-in",
}


def headings(response):
    page = response.content.decode()
    assert page.count("<h1") == 1
    return page.partition('<h1 class="heading">')[2].partition("</h1>")[0]


@pytest.mark.parametrize("address", OPEN)
def test_a_visitor_reads_the_open_pages(client, address):
    assert headings(client.get(address)) == OPEN[address]


@pytest.mark.parametrize("address", OWN)
def test_a_member_reads_the_pages_of_the_account(client, address):
    client.force_login(factories.UserFactory())
    assert headings(client.get(address)) == OWN[address]


@pytest.mark.parametrize("address", ["/accounts/password/change/", "/accounts/2fa/"])
def test_a_visitor_is_sent_to_sign_in(client, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (
        302,
        f"/accounts/login/?next={address}",
    )


def test_the_second_step_is_turned_on_with_a_picture_that_the_policy_lets_through(client):
    user = factories.UserFactory()
    user.set_password("correct horse battery")
    user.save()
    client.force_login(user)
    activate = "/accounts/2fa/totp/activate/"
    assert headings(client.get(activate, follow=True)) == "Is it you?"
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    response = client.get(activate)
    page = response.content.decode()
    assert headings(response) == "Turn on the second step"
    assert page.count("<svg") == 1
    assert "data:image" not in page
