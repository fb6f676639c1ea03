"""One's own profile."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.factories import InitiativeFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db
PROFILE = "/accounts/profile/"


def test_a_visitor_signs_in_first(client):
    response = client.get(PROFILE)
    assert (response.status_code, response["Location"]) == (
        302,
        f"/accounts/login/?next={PROFILE}",
    )


def test_the_profile_shows_oneself_and_the_ways_to_sign_in(client):
    user = UserFactory(name="Mo")
    client.force_login(user)
    page = client.get(reverse("account_profile")).content.decode()
    assert user.email in page
    assert reverse("mfa_index") in page
    assert reverse("account_change_password") in page
    assert f'hx-get="{reverse("home:roles")}"' in page


def test_a_person_changes_their_own_name_and_nothing_else(client):
    user, other = UserFactory(), UserFactory()
    client.force_login(user)
    data = {"name": " Mo ", "email": "x@example.org", "is_administrator": "on"}
    assert client.post(PROFILE, data).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.is_administrator) == ("Mo", False)
    assert user.email != "x@example.org"
    assert User.objects.get(pk=other.pk).name == other.name
    assert client.post(PROFILE, {"name": " "}).status_code == 200


def test_the_roles_are_ones_own(client):
    mine, other = InitiativeFactory(name="Mine"), InitiativeFactory(name="Other")
    make_member(other, "analyst")
    client.force_login(make_member(mine, "analyst", "coordinator"))
    page = client.get(reverse("home:roles")).content.decode()
    assert "<dt>Mine</dt><dd>Coordinator, Analyst</dd>" in page
    assert "Other" not in page
