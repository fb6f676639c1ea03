"""No line of a log opens a private link. The token of each test is a real one."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from config.private_logs import WithoutAddresses, without_links
from initiatives import invitations, services
from tests.factories import InitiativeFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db


def of_settings():
    """The handler of the settings; pytest adds its own behind it."""
    return logging.getLogger("django").handlers[0]


@pytest.fixture
def lines():
    """What the handlers of Django's loggers write, with tracebacks, as an installation has it."""
    written = []
    handler = logging.Handler()
    handler.emit = lambda record: written.append(logging.Formatter().format(record))
    for each in of_settings().filters:
        handler.addFilter(each)
    logging.getLogger("django").addHandler(handler)
    yield written
    logging.getLogger("django").removeHandler(handler)


@pytest.fixture
def invitation():
    initiative = InitiativeFactory()
    return services.invite(
        actor=make_member(initiative, "coordinator"),
        initiative=initiative,
        email="new@example.org",
        role="analyst",
    )


@pytest.fixture
def link(invitation):
    return reverse("home_public:join", args=[invitation.pk, invitations.token_of(invitation)])


def token_in(link):
    return link.rstrip("/").rpartition("/")[2]


def test_a_form_without_its_cookie_names_the_route(lines, link):
    """The very line of the review: Forbidden (CSRF cookie not set.): /join/1/<token>/."""
    assert Client(enforce_csrf_checks=True).post(link, {"name": "Mo"}).status_code == 403
    assert lines == ["Forbidden (CSRF cookie not set.): /join/…"]


def test_a_referrer_from_another_site_is_not_written_either(lines, link):
    client = Client(enforce_csrf_checks=True)
    elsewhere = f"https://elsewhere.example{link}"
    client.post(link, {"name": "Mo"}, secure=True, headers={"referer": elsewhere})
    assert len(lines) == 1
    assert token_in(link) not in lines[0]


def test_a_link_that_is_closed_names_the_route(client, lines, invitation, link):
    services.revoke_invitation(actor=UserFactory(), invitation=invitation)
    assert client.get(link).status_code == 410
    assert lines == ["Gone: /join/…"]


@pytest.mark.parametrize("harm", [lambda link: link[:-1] + "x/", lambda link: link + "more/"])
def test_a_link_that_was_copied_badly_is_not_written(client, lines, link, harm):
    assert client.get(harm(link)).status_code == 404
    assert [token_in(link)[:10] in line for line in lines] == [False]


def test_an_exception_that_names_the_link_is_not_written_so(client, lines, link, monkeypatch):
    def broken(pk, token):
        raise RuntimeError(f"no row for {link} and {token!r} of join/{pk}/{token}/")

    monkeypatch.setattr(invitations, "find", broken)
    client.raise_request_exception = False
    assert client.get(link).status_code == 500
    assert len(lines) == 1
    assert lines[0].startswith("Internal Server Error: /join/…\nTraceback")
    # Where, and what kind of fault; not its words.
    assert 'raise RuntimeError(f"no row for {link}' in lines[0]
    assert lines[0].splitlines()[-1] == "RuntimeError"


def test_what_a_form_was_sent_is_not_in_the_traceback(client, lines, link, monkeypatch):
    def broken(pk, token):
        try:
            int("Maria")
        except ValueError as error:
            raise KeyError("maria@mail.example") from error

    monkeypatch.setattr(invitations, "find", broken)
    client.raise_request_exception = False
    client.get(link)
    assert [line.strip() for line in lines[0].splitlines() if "Error" in line][-2:] == [
        "KeyError",
        "ValueError",
    ]
    assert lines[0].count('int("Maria")') == 1  # the line of this file, which is no word of hers
    assert "'Maria'" not in lines[0]
    assert "'maria@mail.example'" not in lines[0]


def test_addresses_and_numbers_are_left_out_of_every_line():
    error = ValueError("550 no mailbox", "<maria@mail.example>", "+16515550100 is off")
    record = logging.LogRecord(
        "heard.letters", 30, "", 1, "%s refused", ("maria@mail.example",), (ValueError, error, None)
    )
    WithoutAddresses().filter(record)
    assert record.getMessage() == "… refused"
    assert record.exc_text == "ValueError: ('550 no mailbox', '<…>', '… is off')"


def test_the_link_to_a_new_password_is_not_written(lines):
    path = "/accounts/password/reset/key/3-abc123-def456/"
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    assert lines == ["Forbidden (CSRF cookie not set.): /accounts/password/reset/key/…"]


def test_an_address_of_no_page_is_not_repeated(client, lines):
    assert client.get("/s/voices/what-i-typed-by-mistake").status_code == 404
    assert lines == ["Not Found: /(no such page)"]


def test_a_page_of_members_names_its_route(client, lines):
    client.force_login(UserFactory())
    assert client.get(reverse("initiatives:plan", args=["nowhere"])).status_code == 404
    assert lines == ["Not Found: /work/<slug:slug>/"]


def test_the_development_server_writes_no_link(link):
    record = logging.LogRecord(
        "django.server", 30, "", 1, '"%s" %s %s', (f"GET {link} HTTP/1.1", "404", "0"), None
    )
    assert WithoutAddresses().filter(record)
    assert (record.getMessage(), record.args) == ('"GET /join/… HTTP/1.1" 404 0', ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Gone: /join/4/5f0c/", "Gone: /join/…"),
        ("Gone: /r/abc-def/ and /receipt/mine/words/4/", "Gone: /r/… and /receipt/…"),
        (
            "GET /accounts/login/?next=%2Fjoin%2F4%2F5f0c%2F",
            "GET /accounts/login/?next=%2Fjoin%2F…",
        ),
        ("{'path': 'join/4/5f0c'}", "{'path': 'join/…'}"),
        ("/accounts/password/reset/key/3-abc/", "/accounts/password/reset/key/…"),
        ("/work/river/rejoin/4/ and /work/join-us/", "/work/river/rejoin/4/ and /work/join-us/"),
        ("templates/feedback/public/receipt.html", "templates/feedback/public/receipt.html"),
    ],
)
def test_the_start_of_a_private_link_is_all_that_is_left(text, shown):
    assert without_links(text) == shown


def test_loggers_that_name_a_path_lose_it_before_any_handler():
    names = ("django.request", "django.security.csrf", "django.server")
    kinds = [[type(each) for each in logging.getLogger(name).filters] for name in names]
    assert kinds == [[WithoutAddresses]] * 3
    assert [type(each) for each in of_settings().filters] == [WithoutAddresses]
