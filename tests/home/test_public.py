"""Pages for everyone."""

import pytest
from django.urls import reverse

from initiatives.models import Initiative
from tests.factories import DecisionPointFactory, InitiativeFactory, make_session, make_survey

pytestmark = pytest.mark.django_db


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_first_page_names_public_initiatives_only(client):
    InitiativeFactory(name="Open one", slug="open-one")
    InitiativeFactory(name="Hidden one", is_public=False)
    text = page(client.get("/"))
    assert 'href="/i/open-one/"' in text
    assert "Hidden one" not in text
    assert "Leave quickly" in text
    Initiative.objects.all().delete()
    assert "Nothing is open now." in page(client.get("/"))


def test_the_code_is_posted_to_the_page_of_receipts(client):
    text = page(client.get("/"))
    assert f'<form method="post" action="{reverse("feedback_public:receipt")}"' in text
    response = client.post(reverse("feedback_public:receipt"), {"code": "7KQM"})
    assert "This code opens nothing." in page(response)


def test_an_initiative_says_what_it_is_about_and_what_is_open(client):
    initiative = InitiativeFactory(slug="river", aim="Kin first.", help_now="Call the line.")
    DecisionPointFactory(initiative=initiative, name="Removal")
    make_survey(initiative)
    make_survey(InitiativeFactory(), slug="elsewhere")
    make_survey(initiative, slug="draft", published=False)
    for state in ("HELD", "CLOSED", "PLANNED"):
        make_session(initiative, state=state)
    text = page(client.get("/i/river/"))
    assert "Kin first." in text
    assert "Call the line." in text
    assert "1 Main Street, 555-0100" in text
    assert "Removal" in text
    assert "Groups met 2 times so far." in text
    assert reverse("followup_public:what_changed", args=["river"]) in text
    assert [part.partition("/")[0] for part in text.split('href="/s/')[1:]] == ["voices"]


def test_the_survey_is_named_in_the_language_of_the_page(client):
    make_survey(InitiativeFactory(slug="river"))
    assert "Tell us what happened" in page(client.get("/i/river/"))
    spanish = page(client.get("/es/i/river/"))
    assert "Cuéntenos qué pasó" in spanish
    assert 'href="/es/s/voices/"' in spanish


def test_an_initiative_that_is_not_public_is_not_found(client):
    InitiativeFactory(slug="river", is_public=False)
    assert client.get("/i/river/").status_code == 404
    assert client.get("/i/nowhere/").status_code == 404


def test_a_page_without_anything_open_is_honest(client):
    InitiativeFactory(slug="river")
    text = page(client.get("/i/river/"))
    assert "No survey is open now." in text
    assert "No group is open to everyone now." in text
    assert "Groups met" not in text
