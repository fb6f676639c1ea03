"""The codebook's pages: who keeps it, who reads it, and what happens to a draft of a theme."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.models import Theme
from tests import factories as make

pytestmark = pytest.mark.django_db

KEEPERS, OTHERS = ["coordinator", "analyst"], ["facilitator", "reader"]
POSTS = ["codebook_starter", "theme_retire", "theme_take_up", "theme_remove", "theme_new"]


@pytest.fixture
def initiative():
    return make.InitiativeFactory(slug="ours")


@pytest.fixture
def theme(initiative):
    return make.make_codebook(initiative, "Waiting", "Lawyer").theme_set.first()


@pytest.fixture
def sign_in(client, initiative):
    def sign_in(*roles):
        person = make.make_member(initiative, *roles)
        client.force_login(person)
        return person

    return sign_in


def url(name, *numbers) -> str:
    return reverse(f"analysis:{name}", args=["ours", *numbers])


def address(name, theme) -> str:
    return (
        url(name) if name in {"codebook_starter", "theme_new", "codebook"} else url(name, theme.pk)
    )


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_an_empty_codebook_teaches(client, initiative, sign_in):
    sign_in("coordinator")
    html = client.get(url("codebook")).content.decode()
    assert "The starter codebook has 19 themes" in html
    assert "Take the starter codebook" in html
    assert "Add the starter" not in html


def test_the_starter_is_taken_once(client, initiative, sign_in):
    sign_in("coordinator")
    response = client.post(url("codebook_starter"), follow=True)
    assert told(response) == ["19 themes were added. Change the words to fit yours."]
    assert len(response.context["lines"]) == 19
    assert response.context["codebook"].version == 2
    Theme.objects.get(code="POV").delete()
    response = client.post(url("codebook_starter"), follow=True)
    assert told(response) == ["1 theme was added. Change the words to fit yours."]
    response = client.post(url("codebook_starter"), follow=True)
    assert told(response) == ["Every theme of the starter is in the codebook already."]
    assert response.context["codebook"].version == 3


@pytest.mark.parametrize("role", KEEPERS)
def test_a_new_theme(client, theme, sign_in, role):
    sign_in(role)
    response = client.post(
        url("theme_new"), {"name": "Kin", "keywords": "aunt\ngrandmother", "parent": theme.pk}
    )
    assert response.url == url("codebook")
    made = Theme.objects.get(code="kin")
    assert (made.parent, made.keywords) == (theme, "aunt\ngrandmother")
    assert told(client.get(response.url)) == ["“Kin” is in the codebook."]


@pytest.mark.parametrize(("name", "field"), [("", "name"), ("waiting", "name")])
def test_what_cannot_be_kept_comes_back_with_its_words(client, theme, sign_in, name, field):
    sign_in("analyst")
    response = client.post(url("theme_new"), {"name": name, "definition": "Mine."})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "Mine." in response.content.decode()
    assert Theme.objects.count() == 2


def test_an_edit_shows_what_stands_and_saves_what_is_written(client, theme, sign_in):
    sign_in("coordinator")
    page = client.get(url("theme_edit", theme.pk))
    assert page.context["form"].initial["keywords"] == "waiting"
    client.post(url("theme_edit", theme.pk), {"name": "Delay", "keywords": "late"})
    theme.refresh_from_db()
    assert (theme.name, theme.keywords, theme.code) == ("Delay", "late", "waiting")


def test_a_circle_is_said_in_the_form(client, theme, sign_in):
    sign_in("analyst")
    below = Theme.objects.get(code="lawyer")
    Theme.objects.filter(pk=below.pk).update(parent=theme)
    response = client.post(url("theme_edit", theme.pk), {"name": "Waiting", "parent": below.pk})
    assert response.context["form"].non_field_errors() == ["A theme cannot stand below itself."]


def test_below_a_retired_theme_an_edit_leaves_it_there(client, theme, sign_in):
    """Taking the parent up again finds the tree as it was."""
    sign_in("analyst")
    below = Theme.objects.get(code="lawyer")
    Theme.objects.filter(pk=below.pk).update(parent=theme)
    Theme.objects.filter(pk=theme.pk).update(state="RETIRED")
    form = client.get(url("theme_edit", below.pk)).context["form"]
    assert list(form.fields["parent"].queryset) == [theme]
    client.post(url("theme_edit", below.pk), {"name": "Lawyers", "parent": theme.pk})
    below.refresh_from_db()
    assert (below.name, below.parent) == ("Lawyers", theme)
    new = client.get(url("theme_new")).context["form"]
    assert list(new.fields["parent"].queryset) == [below]


def test_a_theme_of_another_initiative_is_no_parent(client, theme, sign_in):
    sign_in("analyst")
    theirs = make.make_codebook(make.InitiativeFactory(), "Theirs").theme_set.get()
    response = client.post(url("theme_new"), {"name": "Kin", "parent": theirs.pk})
    assert list(response.context["form"].errors) == ["parent"]


def test_retire_and_take_up_again(client, theme, sign_in):
    sign_in("coordinator")
    response = client.post(url("theme_retire", theme.pk), follow=True)
    assert told(response) == ["“Waiting” is retired. Its tags stay."]
    assert response.context["retired"] == [theme]
    response = client.post(url("theme_retire", theme.pk), follow=True)
    assert told(response) == [
        "This theme is retired and cannot become retired. Load the page again."
    ]
    response = client.post(url("theme_take_up", theme.pk), follow=True)
    assert told(response) == ["“Waiting” is in use again."]
    assert response.context["retired"] == []


def test_deleting_asks_first_and_a_used_theme_stays(client, initiative, theme, sign_in):
    sign_in("coordinator")
    page = client.get(url("theme_remove", theme.pk))
    assert page.templates[0].name == "member_confirm.html"
    assert Theme.objects.filter(pk=theme.pk).exists()
    make.make_tag(make.make_comment(initiative, "waiting"), theme)
    refused = client.post(url("theme_remove", theme.pk), follow=True)
    assert told(refused) == ["This theme is on comments. Retire it instead, so that they keep it."]
    lawyer = Theme.objects.get(code="lawyer")
    response = client.post(url("theme_remove", lawyer.pk), follow=True)
    assert told(response) == ["“Lawyer” is deleted."]
    assert list(Theme.objects.all()) == [theme]


def test_an_approver_reads_and_changes_nothing(client, theme, sign_in):
    sign_in("approver")
    html = client.get(url("codebook")).content.decode()
    assert "Waiting" in html
    for word in ("Edit", "Retire", "New theme", "starter"):
        assert word not in html
    assert [client.post(address(name, theme)).status_code for name in POSTS] == [403] * len(POSTS)
    assert Theme.objects.in_use().count() == 2


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_are_refused(client, theme, sign_in, role):
    sign_in(role)
    names = ["codebook", "theme_new", "theme_edit", "theme_remove"]
    assert [client.get(address(name, theme)).status_code for name in names] == [403] * 4
    assert [client.post(address(name, theme)).status_code for name in POSTS] == [403] * len(POSTS)


def test_to_a_stranger_it_does_not_exist(client, theme):
    client.force_login(make.make_member(make.InitiativeFactory(), *KEEPERS))
    names = ["codebook", "theme_new", "theme_edit", "theme_remove"]
    assert [client.get(address(name, theme)).status_code for name in names] == [404] * 4
    assert [client.post(address(name, theme)).status_code for name in POSTS] == [404] * len(POSTS)


def queries(client) -> int:
    with CaptureQueriesContext(connection) as done:
        client.get(url("codebook"))
    return len(done)


def test_queries_do_not_grow_with_the_themes(client, theme, sign_in):
    sign_in("analyst")
    few = queries(client)
    for number in range(30):
        Theme.objects.create(
            codebook=theme.codebook, code=f"t{number}", name=f"T{number}", parent=theme
        )
    assert queries(client) == few
