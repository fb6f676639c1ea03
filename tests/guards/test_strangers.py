"""Every address of Heard, asked for by those who must not see it.

Nothing is public by forgetting: an address answers to somebody without an account only when its
name stands on the list PUBLIC below.
"""

import pytest
from django.test import Client
from django.urls import reverse

from initiatives.models import Membership, Role
from tests import factories as make
from tests.guards.addresses import every, make_world

pytestmark = pytest.mark.django_db

# What anybody may open, without an account.
PUBLIC = {
    # Participants answer a survey, and read, change or withdraw what they gave.
    "feedback_public:survey",
    "feedback_public:begin",
    "feedback_public:quote",
    "feedback_public:question",
    "feedback_public:check",
    "feedback_public:send",
    "feedback_public:thanks",
    "feedback_public:receipt",
    "feedback_public:mine",
    "feedback_public:change_answer",
    "feedback_public:change_words",
    "feedback_public:change_quote",
    "feedback_public:withdraw",
    "feedback_public:close",
    # Times that somebody was asked about by a link, and what the calendar of a member reads.
    "focusgroups_public:poll",
    "focusgroups_public:my_times",
    "focusgroups_public:my_times_back",
    "focusgroups_public:calendar_feed",
    # Partners who ask people for us, by their private link.
    "focusgroups_public:partner",
    "focusgroups_public:partner_asked",
    "focusgroups_public:partner_said",
    "focusgroups_public:partner_sign_up",
    # Anybody reads about a group, by its public page, its link or an invitation, and signs up.
    "focusgroups_public:group",
    "focusgroups_public:group_check",
    "focusgroups_public:group_details",
    "focusgroups_public:group_done",
    "focusgroups_public:group_poster",
    "focusgroups_public:group_qr",
    "focusgroups_public:group_register",
    "focusgroups_public:group_link",
    "focusgroups_public:group_link_check",
    "focusgroups_public:group_link_details",
    "focusgroups_public:group_link_done",
    "focusgroups_public:group_link_poster",
    "focusgroups_public:group_link_qr",
    "focusgroups_public:group_link_register",
    "focusgroups_public:invite",
    "focusgroups_public:invite_check",
    "focusgroups_public:invite_details",
    "focusgroups_public:invite_done",
    "focusgroups_public:invite_poster",
    "focusgroups_public:invite_qr",
    "focusgroups_public:invite_register",
    "focusgroups_public:invite_no",
    # Who signed up reads, changes and deletes what they gave, by their private link.
    "focusgroups_public:registration",
    "focusgroups_public:registration_calendar",
    "focusgroups_public:registration_change",
    "focusgroups_public:registration_delete",
    "focusgroups_public:registration_link",
    "focusgroups_public:registration_needs",
    # The link in each letter that stops our letters.
    "letters_public:stop",
    # What an agency says in public, and the way out.
    "followup_public:what_changed",
    "home_public:welcome",
    "home_public:initiative",
    "home_public:leave",
    # Members before they have signed in: with a link of invitation, or with a lost password.
    "home_public:join",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_email_verification_sent",
}
# What a reader may open in an initiative: what is approved, and what is done about it.
FOR_READERS = {
    "analysis:themes",
    "analysis:theme",
    "analysis:summaries",
    "analysis:summary_read",
    "followup:theme_actions",
    "followup:report",
}
ADDRESSES = every()
FOR_ADMINISTRATORS = [a for a in ADDRESSES if a.route.startswith("work/administration/")]
OF_AN_INITIATIVE = [address for address in ADDRESSES if address.is_of_an_initiative]
CLOSED = {404, 405}


@pytest.fixture
def client():
    """A browser that shows a fault as 500, so that a list names each address with a fault."""
    return Client(raise_request_exception=False)


@pytest.fixture
def world():
    return make_world("ours")


def answers(client, url: str) -> tuple[int, int]:
    """The status of a GET and of an empty POST."""
    return client.get(url).status_code, client.post(url).status_code


def is_refused(statuses: tuple[int, int], refusals=frozenset({404})) -> bool:
    """One of the two is a refusal; the other may say that the method does not exist."""
    return bool(refusals & set(statuses)) and set(statuses) <= refusals | {405}


def sent_to_sign_in(client, url: str) -> bool:
    responses = client.get(url), client.post(url)
    return all(
        response.status_code in CLOSED
        or (response.status_code == 302 and response.url.startswith(reverse("account_login")))
        for response in responses
    )


def test_without_an_account_everything_is_closed_but_the_public_list(client, world):
    open_to_all = {a.name for a in ADDRESSES if not sent_to_sign_in(client, world.url(a))}
    assert open_to_all == PUBLIC & {a.name for a in ADDRESSES}


def test_what_is_public_answers_without_a_fault(client, world):
    found = {a.name: answers(client, world.url(a)) for a in ADDRESSES if a.name in PUBLIC}
    assert {name: status for name, status in found.items() if 500 in status} == {}


@pytest.mark.parametrize("kind", ["member elsewhere", "administrator", "role has ended"])
def test_for_a_stranger_an_initiative_does_not_exist(client, world, kind):
    person = make_world("theirs").member
    if kind == "administrator":
        person = make.UserFactory(is_administrator=True)
    if kind == "role has ended":
        person = world.member
        Membership.objects.filter(user=person).update(ended_at="2026-11-01T00:00Z")
    client.force_login(person)
    found = {a.name: answers(client, world.url(a)) for a in OF_AN_INITIATIVE}
    assert {name: status for name, status in found.items() if not is_refused(status)} == {}


def test_only_administrators_administer(client, world):
    client.force_login(world.member)
    found = {a.name: answers(client, world.url(a)) for a in FOR_ADMINISTRATORS}
    assert {n: s for n, s in found.items() if not is_refused(s, frozenset({403, 404}))} == {}


def test_a_number_of_another_initiative_is_not_found(client, world):
    """Who may do everything here reaches nothing there by its number."""
    theirs = make_world("theirs")
    client.force_login(world.member)
    found = {
        a.name: answers(client, theirs.url(a, slug=world.initiative.slug))
        for a in OF_AN_INITIATIVE
        if "pk" in a.arguments
    }
    assert {name: status for name, status in found.items() if not is_refused(status)} == {}


def test_a_reader_opens_what_is_for_readers(client, world):
    client.force_login(make.make_member(world.initiative, Role.READER))
    opened = {
        a.name
        for a in OF_AN_INITIATIVE
        if not is_refused(answers(client, world.url(a)), frozenset({403, 404}))
    }
    assert opened == FOR_READERS & {a.name for a in ADDRESSES}


def test_what_a_stranger_is_refused_is_there(client, world):
    """With every role each address answers, so the tests above asked for things that exist."""
    client.force_login(world.member)
    found = {a.name: client.get(world.url(a)).status_code for a in OF_AN_INITIATIVE}
    assert {name: status for name, status in found.items() if status not in {200, 302, 405}} == {}


def test_names_are_unique():
    names = [address.name for address in ADDRESSES]
    assert sorted(names) == sorted(set(names))
