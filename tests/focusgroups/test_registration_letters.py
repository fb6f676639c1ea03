"""The letters to people who registered: to whom, when, what they say, and what never."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from focusgroups import letters_due, services
from focusgroups.links import token_of
from focusgroups.models import Recruiting, Registration, Session
from letters import registry
from letters.contacts import hash_of
from tests.factories import make_member
from tests.focusgroups.people import calendar_of, change, come, invite, open_session, sent

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def session():
    return open_session(chairs=2)


KINDS = {
    "registration_confirmed",
    "registration_waitlisted",
    "registration_offer",
    "registration_offer_ended",
    "registration_reminder",
    "session_changed",
    "session_cancelled",
    "registration_cancelled",
    "registration_thanks",
    "registration_link",
}


def test_what_must_be_acted_on_is_sent_at_least_once_and_the_rest_at_most_once():
    known = {kind.name: kind for kind in registry.all_kinds() if kind.name in KINDS}
    assert set(known) == KINDS
    at_most_once = {name for name, kind in known.items() if not kind.must_act}
    assert at_most_once == {
        "registration_offer_ended",
        "registration_reminder",
        "registration_thanks",
    }
    assert {kind.is_for_participants for kind in known.values()} == {True}


def test_a_confirmation_has_time_place_link_agency_and_where_the_name_is_from(session):
    ana = come(session, "Ana")
    (letter,) = sent()
    assert letter.to == ["ana@mail.example"]
    assert letter.subject == "You have a place: Grandparents talk"
    for part in (
        "Hello Ana,",
        "Where: Northside church",
        f"/r/{token_of('registration', ana)}/",
        "Ana Lee · (651) 555-0100",
        "How did you get my name?\nYou signed up by yourself on ",
        "River County\n1 Main Street, 555-0100",
        "/r/stop/",
    ):
        assert part in letter.body
    method, event = calendar_of(letter)
    assert (method, event["ATTENDEE"]) == ("REQUEST", "mailto:ana@mail.example")


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ({"way": "PHONE"}, "You signed up by telephone on "),
        ({"way": "LIST"}, "From the list of the school."),
        ({}, "You signed up by yourself on "),
    ],
)
def test_each_letter_says_where_the_name_is_from(session, way, says):
    Recruiting.objects.update(name_source="From the list of the school.")
    come(session, "Ana", **way)
    (letter,) = sent()
    assert letter.body.split("How did you get my name?\n")[1].startswith(says)


def test_an_invited_person_reads_who_gave_the_name(session):
    invitee = invite(session, name_source="Your name came from Jackson School.")
    come(session, "Ana", invitee=invitee)
    (letter,) = sent()
    assert "Your name came from Jackson School." in letter.body


def test_a_friend_to_whom_it_was_passed_on_does_not_read_how_we_got_the_name(session):
    invited = {"email": "bo@mail.example", "contact_hash": hash_of(email="bo@mail.example")}
    invitee = invite(session, name="Bo", name_source="Bo's aunt told us.", **invited)
    come(session, "Friend", invitee=invitee)
    come(session, "Bo", invitee=invitee)
    friend, bo = sorted(sent(), key=lambda letter: letter.to, reverse=True)
    assert (friend.to, "aunt" in friend.body) == (["friend@mail.example"], False)
    assert (bo.to, "aunt" in bo.body) == (["bo@mail.example"], True)


def test_deleting_oneself_leaves_the_friend_who_passed_the_invitation_on(session):
    invited = {"email": "bo@mail.example", "contact_hash": hash_of(email="bo@mail.example")}
    invitee = invite(session, name="Bo", name_source="Bo's aunt told us.", **invited)
    friend, bo = (come(session, name, invitee=invitee) for name in ("Friend", "Bo"))
    services.erase_registration(registration=friend)
    invitee.refresh_from_db()
    assert (invitee.name, invitee.name_source) == ("Bo", "Bo's aunt told us.")
    services.erase_registration(registration=bo)
    invitee.refresh_from_db()
    assert (invitee.name, invitee.email, invitee.name_source) == ("", "", "")


def test_letters_are_in_the_language_of_the_person(session):
    come(session, "Ana", language="es")
    come(session, "Bo", language="so")
    spanish, english = sorted(sent(), key=lambda letter: letter.to)
    assert spanish.subject == "Tiene un lugar: Hablan los abuelos"
    assert "Cuándo: " in spanish.body
    assert "/es/r/" in spanish.body
    assert english.subject == "You have a place: Grandparents talk"
    assert "/so/" not in english.body


def test_who_waits_is_told_so_without_a_number_or_a_calendar(session):
    """The letters of the first and the second in line differ in their names and links alone."""
    for name in ("Ana", "Bo"):
        come(session, name)
    sent()
    people = {row.email: row for row in (come(session, "Cy"), come(session, "Di"))}
    letters = sent()
    assert [letter.subject for letter in letters] == ["You are on the list: Grandparents talk"] * 2
    assert [calendar_of(letter) for letter in letters] == [None, None]
    same = set()
    for letter in letters:
        row = people[letter.to[0]]
        words = letter.body.split("/r/stop/")[0]
        words = words.replace(row.name, "…").replace(token_of("registration", row), "…")
        same.add(words)
    assert len(same) == 1


def test_an_offer_says_until_when_and_after_that_that_it_ended(session):
    ana = come(session, "Ana")
    come(session, "Bo")
    cy = come(session, "Cy")
    sent()
    services.cancel_registration(registration=ana)
    thanks, offer = sorted(sent(), key=lambda letter: letter.to)
    assert (thanks.to, thanks.subject) == (
        ["ana@mail.example"],
        "Thank you for telling us: Grandparents talk",
    )
    assert calendar_of(thanks)[0] == "CANCEL"
    until = Registration.objects.get(pk=cy.pk).offered_until.astimezone(session.local_start.tzinfo)
    assert f"until {until:%A, %B} {until.day}, {until.year}, " in offer.body
    services.expire_offers(now=until + timedelta(seconds=1))
    (ended,) = sent()
    assert ended.subject == "The place went to the next person: Grandparents talk"


def test_an_offer_that_is_gone_when_it_would_be_sent_is_not_sent(session):
    ana = come(session, "Ana")
    come(session, "Bo")
    cy = come(session, "Cy")
    services.cancel_registration(registration=ana)
    services.decline_offer(registration=cy)
    kinds = {letter.subject.split(":")[0] for letter in sent()}
    assert "A place is free for you" not in kinds


def test_who_is_taken_off_the_list_by_us_is_told_so(session):
    member = make_member(session.group.initiative, "coordinator")
    ana = come(session, "Ana")
    sent()
    services.cancel_registration(registration=ana, actor=member)
    (letter,) = sent()
    assert letter.subject == "Your name is off the list: Grandparents talk"


def test_a_telephone_alone_gets_no_mail(session):
    come(session, "Ana", phone="+16515550123")
    assert sent() == []


def test_thanks_go_to_who_was_there(session):
    ana, bo = come(session, "Ana"), come(session, "Bo")
    sent()
    Registration.objects.filter(pk=ana.pk).update(attendance="PRESENT")
    for row in (ana, bo):
        letters_due.send_to(row, "registration_thanks")
    (letter,) = sent()
    assert (letter.to, letter.subject) == (
        ["ana@mail.example"],
        "Thank you for coming: Grandparents talk",
    )


def test_no_letter_holds_anything_of_another_person(session):
    """Planted names, addresses, numbers and tokens are looked for in every mail but their own."""
    planted = {}
    rows = [
        come(session, "Anastasia", email="anastasia@one.example"),
        come(session, "Beauregard", email="beauregard@two.example"),
        come(session, "Cyprian", email="cyprian@three.example"),
    ]
    for row in rows:
        planted[row.email] = (row.name, row.email, token_of("registration", row), f"{row.pk:x}")
    services.cancel_registration(registration=rows[0])
    sent()
    change(session, starts_at=session.starts_at + timedelta(hours=2))
    sent()
    services.cancel_session(actor=None, session=session)
    sent()
    assert len(mail.outbox) == 7
    for letter in mail.outbox:
        wire = letter.message().as_string() + letter.body
        wire += str(letter.calendar.decode() if letter.calendar else "")
        for address, words in planted.items():
            if [address] != letter.to:
                assert [word for word in words if word in wire] == []


def test_a_made_up_time_is_not_needed_for_a_session_of_long_ago(session):
    ana = come(session, "Ana")
    Session.objects.update(starts_at=datetime(2020, 1, 1, tzinfo=UTC))
    letters_due.send_to(ana, "registration_link")
    assert sent() == []
