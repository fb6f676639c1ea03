"""Administration: initiatives, coordinators, accounts; nothing that was said."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from initiatives.models import Initiative, Invitation
from tests.factories import InitiativeFactory, UserFactory, make_comment, make_member

pytestmark = pytest.mark.django_db
LIST = "/work/administration/"
NEW = "/work/administration/new/"


@pytest.fixture
def administrator(client):
    user = UserFactory(is_administrator=True)
    client.force_login(user)
    return user


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def values(**fields):
    return {
        "name": "Family voices",
        "slug": "",
        "agency_name": "River County",
        "coordinator_email": "mo@example.org",
        **fields,
    }


def addresses(initiative, user):
    return [
        LIST,
        NEW,
        reverse("home:coordinator_new", args=[initiative.pk]),
        reverse("home:account_close", args=[user.pk]),
        reverse("home:account_open", args=[user.pk]),
    ]


def test_a_coordinator_is_no_administrator(client):
    initiative, other = InitiativeFactory(), UserFactory()
    client.force_login(make_member(initiative, "coordinator"))
    codes = [client.post(where).status_code for where in addresses(initiative, other)]
    assert codes == [403] * 5
    assert User.objects.get(pk=other.pk).is_active


def test_a_visitor_signs_in_first(client):
    for where in addresses(InitiativeFactory(), UserFactory()):
        response = client.post(where)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_the_list_takes_the_same_queries_for_many(client, administrator):
    for _ in range(3):
        make_member(InitiativeFactory(), "coordinator")
    with CaptureQueriesContext(connection) as queries:
        page(client.get(LIST))
    assert len(queries) == 6


def test_an_initiative_is_made_with_an_address_from_its_name(client, administrator):
    text = page(client.post(NEW, values(), follow=True))
    made = Initiative.objects.get()
    assert (made.slug, made.made_by, made.is_public) == ("family-voices", administrator, False)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("mo@example.org", "coordinator")
    assert f"/join/{invitation.pk}/" in text


def test_the_administrator_has_no_way_into_what_they_made(client, administrator):
    client.post(NEW, values())
    make_comment(Initiative.objects.get(), "They came on a Friday.")
    assert client.get("/work/family-voices/").status_code == 404
    assert client.get("/work/family-voices/comments/").status_code == 404
    assert "Friday" not in page(client.get(LIST))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"slug": "administration"}, "is an address of Heard itself"),
        ({"slug": "Profile"}, "is an address of Heard itself"),
        ({"name": "New"}, "is an address of Heard itself"),
        ({"slug": "river"}, "There is an initiative at “river” already"),
        ({"name": "家"}, "Type an address in letters a to z."),
        ({"coordinator_email": "mo"}, "Enter a valid email address."),
    ],
)
def test_what_cannot_be_made_says_why(client, administrator, fields, says):
    InitiativeFactory(slug="river")
    assert says in page(client.post(NEW, values(**fields)))
    assert Initiative.objects.count() == 1


def test_an_initiative_without_coordinator_gets_one(client, administrator):
    initiative, user = InitiativeFactory(), UserFactory(name="Mo Diaz")
    assert "Nobody coordinates it" in page(client.get(LIST))
    where = reverse("home:coordinator_new", args=[initiative.pk])
    assert "Name a coordinator of" in page(client.get(where))
    text = page(client.post(where, {"email": user.email}, follow=True))
    assert "Coordinated by Mo Diaz" in text


def test_an_account_is_closed_after_a_question_and_opened_again(client, administrator):
    user = UserFactory(name="Mo Diaz")
    where = reverse("home:account_close", args=[user.pk])
    assert "Close the account of Mo Diaz?" in page(client.get(where))
    assert User.objects.get(pk=user.pk).is_active
    client.post(where)
    assert not User.objects.get(pk=user.pk).is_active
    where = reverse("home:account_open", args=[user.pk])
    assert client.get(where).status_code == 405
    client.post(where)
    assert User.objects.get(pk=user.pk).is_active


def test_a_closed_account_is_out_at_the_next_click(client):
    user = make_member(InitiativeFactory(slug="river"), "coordinator")
    client.force_login(user)
    assert client.get("/work/river/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/work/river/").status_code == 302


def test_an_administrator_cannot_lock_themselves_out(client, administrator):
    where = reverse("home:account_close", args=[administrator.pk])
    text = page(client.post(where, follow=True))
    assert "You cannot close your own account." in text
    assert User.objects.get().is_active
