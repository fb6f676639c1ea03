"""The link of an invitation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from initiatives import invitations, services
from initiatives.access import roles_of
from tests.factories import PASSWORD, InitiativeFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river", name="Kin first")


@pytest.fixture
def invitation(initiative):
    return services.invite(
        actor=make_member(initiative, "coordinator"),
        initiative=initiative,
        email="new@example.org",
        role="analyst",
    )


def path_of(invitation):
    return invitations.link_of(invitation).partition("localhost:8000")[2]


def page(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_a_wrong_link_opens_nothing(client, invitation):
    path = path_of(invitation)
    for wrong in (path[:-2] + "0/", f"/join/{invitation.pk}/{'0' * 64}/", "/join/9999/abc/"):
        if wrong != path:
            assert client.get(wrong).status_code == 404


def test_the_page_is_not_kept_and_tells_no_other_site(client, invitation):
    response = client.get(path_of(invitation))
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_a_new_person_sets_a_name_and_password_and_is_in(client, initiative, invitation):
    path = path_of(invitation)
    text = page(client.get(path))
    assert "Kin first" in text
    assert "new@example.org" in text
    response = client.post(path, {"name": "Mo", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/work/")
    user = User.objects.get(email="new@example.org")
    assert roles_of(user, initiative) == {"analyst"}
    assert "Kin first" in page(client.get("/work/"))
    client.logout()
    signed_in = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/work/")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"name": "Mo", "password": "short"}, "This password is too short."),
        ({"name": "Mo", "password": "new@example.org"}, "too similar"),
        ({"name": "", "password": PASSWORD}, "This field is required."),
    ],
)
def test_a_weak_password_makes_no_account(client, invitation, data, says):
    assert says in page(client.post(path_of(invitation), data))
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_person_with_an_account_signs_in_first_then_accepts(client, initiative, invitation):
    user = UserFactory(email="new@example.org")
    path = path_of(invitation)
    assert f"/accounts/login/?next={path}" in page(client.get(path))
    assert client.post(path, {"name": "Mo", "password": PASSWORD}).status_code == 200
    assert roles_of(user, initiative) == frozenset()
    signed_in = client.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD, "next": path}
    )
    assert signed_in["Location"] == path
    assert "Accept the invitation?" in page(client.get(path))
    assert roles_of(user, initiative) == frozenset()
    assert client.post(path)["Location"] == "/work/"
    assert roles_of(user, initiative) == {"analyst"}


def test_another_person_who_is_signed_in_cannot_take_it(client, initiative, invitation):
    stranger = UserFactory()
    client.force_login(stranger)
    path = path_of(invitation)
    assert "This invitation is for another address" in page(client.post(path))
    assert roles_of(stranger, initiative) == frozenset()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"revoked_at": timezone.now()}, "The invitation was taken back."),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "for a new one."),
    ],
)
def test_a_link_that_is_closed_says_what_to_do(client, invitation, fields, says):
    for name, value in fields.items():
        setattr(invitation, name, value)
    invitation.save()
    assert says in page(client.get(path_of(invitation)), 410)
    data = {"name": "Mo", "password": PASSWORD}
    assert client.post(path_of(invitation), data).status_code == 410
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_link_that_was_used_leads_to_signing_in(client, invitation):
    services.accept_invitation(actor=UserFactory(email="new@example.org"), invitation=invitation)
    text = page(client.get(path_of(invitation)), 410)
    assert "accepted already" in text
    assert 'href="/accounts/login/"' in text
