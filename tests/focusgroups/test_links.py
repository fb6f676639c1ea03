"""Private links: each opens one thing of one kind, until its generation is raised."""

import pytest

from focusgroups.links import address, find, number_in, token_of
from focusgroups.models import FocusGroup, Registration
from tests.focusgroups.people import come, open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return come(open_session(), "Ana")


def test_a_token_finds_its_row_and_stores_nothing(ana):
    token = token_of("registration", ana)
    assert find("registration", Registration.objects.all(), token) == ana
    assert token == token_of("registration", Registration.objects.get())


def test_a_group_is_named_by_its_random_number_and_not_by_how_many_there_are(ana):
    group = ana.session.group
    token = token_of("group", group)
    assert number_in(token) == group.number != group.pk
    assert find("group", FocusGroup.objects.all(), token) == group


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda token: token[:-1],
        lambda token: token + "0",
        lambda token: token.upper(),
        lambda token: " " + token,
        lambda token: token.split("-")[1],
        lambda token: token.replace("-", ""),
        lambda token: "",
        lambda token: "-",
        lambda token: "f" * 400 + "-1",
        lambda token: "٣-" + token.split("-")[1],
    ],
)
def test_what_is_not_whole_finds_nothing(ana, spoiled):
    token = token_of("registration", ana)
    assert find("registration", Registration.objects.all(), spoiled(token)) is None


def test_a_token_of_another_kind_or_row_or_generation_finds_nothing(ana):
    bo = come(ana.session, "Bo")
    rows = Registration.objects.all()
    proof = token_of("registration", bo).split("-")[1]
    assert find("registration", rows, token_of("invitee", ana)) is None
    assert find("registration", rows, f"{ana.pk:x}-{proof}") is None
    old = token_of("registration", ana)
    Registration.objects.filter(pk=ana.pk).update(generation=1)
    assert find("registration", rows, old) is None


@pytest.mark.parametrize(("language", "begins"), [("es", "/es/r/"), ("en", "/r/"), ("so", "/r/")])
def test_an_address_is_in_a_language_that_our_pages_are_in(ana, language, begins, settings):
    settings.SITE_URL = "https://heard.example"
    found = address("focusgroups_public:registration", "x-y", language=language)
    assert found == f"https://heard.example{begins}x-y/"
