"""The page of a group behind its three doors: the public page, the link, an invitation."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from focusgroups import services
from focusgroups.links import token_of
from focusgroups.models import FocusGroup, Invitee, Registration
from tests.factories import InitiativeFactory, SessionFactory
from tests.focusgroups.people import come, group_url, invite, open_session, page_without_token

pytestmark = pytest.mark.django_db
SITE = "https://heard.example.org"
FORM = {"name": "Ana", "reach": "ana@mail.example", "language": "en"}


@pytest.fixture
def session():
    return open_session(chairs=2)


def test_the_public_page_of_the_initiative_lists_the_group(client, session):
    page = client.get(reverse("home_public:initiative", args=[session.group.initiative.slug]))
    assert [group.title for group in page.context["groups"]] == ["Grandparents talk"]
    assert [group.url for group in page.context["groups"]] == [group_url(session)]


@pytest.mark.parametrize(
    "change", [{"visibility": "LINK"}, {"visibility": "INVITED"}, {"is_public": False}]
)
def test_a_group_that_is_not_public_is_not_there(client, session, change):
    group = session.group
    if "is_public" in change:
        group.initiative.is_public = False
        group.initiative.save()
    else:
        FocusGroup.objects.filter(pk=group.pk).update(**change)
    pages = ["", "register/", "check/", "details/", "done/", "poster/", "qr.svg"]
    assert {client.get(group_url(session, page)).status_code for page in pages} == {404}


def test_a_number_of_another_initiative_opens_nothing(client, session):
    other = InitiativeFactory()
    path = reverse("focusgroups_public:group", args=[other.slug, session.group_id])
    assert client.get(path).status_code == 404


def test_the_page_says_it_in_the_language_of_the_reader(client, session):
    english, spanish = (
        client.get(group_url(session)),
        client.get(group_url(session, language="/es")),
    )
    assert (english.context["page"].title, spanish.context["page"].title) == (
        "Grandparents talk",
        "Hablan los abuelos",
    )


def test_the_page_of_a_group_asks_no_more_for_many_sessions(client, session):
    counts = []
    for week in range(1, 4):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(group_url(session)).context["page"]
        assert len(page.sessions) == week
        counts.append(len(queries))
        later = session.starts_at + timedelta(weeks=week)
        come(SessionFactory(group=session.group, starts_at=later, place=session.place), "Ana")
    assert len(set(counts[1:])) == 1
    assert max(counts) < 25


def test_the_page_of_an_initiative_has_few_queries_however_many_groups(
    client, session, django_assert_max_num_queries
):
    path = reverse("home_public:initiative", args=[session.group.initiative.slug])
    for _ in range(4):
        open_session(session.group.initiative)
    client.get(path)
    with django_assert_max_num_queries(12):
        client.get(path)


def test_a_group_that_takes_nobody_says_so(client, session):
    services.cancel_session(actor=None, session=session)
    page = client.get(group_url(session))
    assert (page.context["page"].is_open, len(page.context["page"].called_off)) == (False, 1)
    assert client.get(group_url(session, "register/")).url == group_url(session)


def test_a_group_by_link_opens_by_its_link_alone(client, session):
    FocusGroup.objects.filter(pk=session.group_id).update(visibility="LINK")
    group = FocusGroup.objects.get(pk=session.group_id)
    token = token_of("group", group)
    path = reverse("focusgroups_public:group_link", args=[token])
    assert client.get(path).status_code == 200
    response = client.post(f"{path}register/", FORM | {"sessions": session.pk})
    assert response.url == f"{path}details/"
    wrong = [token[:-1], token + "0", token_of("invitee", group), "x", "1-2"]
    for bad in wrong:
        page = client.get(reverse("focusgroups_public:group_link", args=[bad]))
        assert (page.status_code, page.templates[0].name) == (404, "focusgroups/public/lost.html")
    group.generation += 1
    group.save()
    assert client.get(path).status_code == 404


def test_an_invited_person_says_yes(client, session):
    FocusGroup.objects.filter(pk=session.group_id).update(visibility="INVITED")
    invitee = invite(session, name="Ana", name_source="Your school gave us your name.")
    path = reverse("focusgroups_public:invite", args=[token_of("invitee", invitee)])
    page = client.get(path)
    assert page.context["name_source"] == "Your school gave us your name."
    client.post(f"{path}register/", FORM | {"sessions": session.pk})
    row = Registration.objects.get(session=session)
    invitee.refresh_from_db()
    assert (row.invitee, row.segment, invitee.state) == (
        invitee,
        session.group.segment,
        "REGISTERED",
    )


def test_an_invited_person_says_no_by_one_tap_and_a_scanner_says_nothing(client, session):
    invitee = invite(session, noted="ASKED")
    path = reverse("focusgroups_public:invite_no", args=[token_of("invitee", invitee)])
    assert client.get(path).status_code == 405
    assert Invitee.objects.get().state == "ASKED"
    assert client.post(path).status_code == 200
    assert (Invitee.objects.get().state, Invitee.objects.get().noted) == ("NO", "ASKED")


def test_the_poster_has_a_code_and_strips_with_the_address(client, session, settings):
    settings.SITE_URL = "https://heard.example.org"
    poster = client.get(group_url(session, "poster/"))
    assert poster.context["address"] == f"https://heard.example.org{group_url(session)}"
    code = client.get(group_url(session, "qr.svg"))
    assert (code.status_code, code["Content-Type"]) == (200, "image/svg+xml")
    assert code.content.startswith(b"<?xml")


def test_a_poster_never_shows_the_address_of_somebodys_invitation(client, session, settings):
    settings.SITE_URL = SITE
    token = token_of("invitee", invite(session, name="Ana"))
    path = reverse("focusgroups_public:invite", args=[token])
    shown = client.get(f"{path}poster/").context
    assert (shown["door"].invitee, shown["address"]) == (None, SITE + group_url(session))
    FocusGroup.objects.filter(pk=session.group_id).update(visibility="INVITED")
    pages = [client.get(f"{path}{page}") for page in ("poster/", "qr.svg")]
    assert {(page.status_code, page.templates[0].name) for page in pages} == {
        (404, "focusgroups/public/lost.html")
    }


def test_no_number_of_people_is_on_the_page(client, session):
    """Two pages that differ in how many came are the same."""
    before = page_without_token(client.get(group_url(session)))
    come(session, "Bo")
    assert page_without_token(client.get(group_url(session))) == before
