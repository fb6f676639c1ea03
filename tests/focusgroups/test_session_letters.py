"""What people are told when a session changes or is called off, and what goes out at night."""

from datetime import timedelta

import pytest
from django.utils import timezone

from focusgroups import services
from focusgroups.models import Place, Registration, Room, Session, SessionChange
from focusgroups.services.places import PlaceFacts, RoomFacts
from letters.models import Letter
from letters.services import send_due_letters
from tests.factories import make_member
from tests.focusgroups.people import calendar_of, change, come, noon, open_session, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return open_session(chairs=2)


def test_a_change_says_what_is_new_and_what_it_was_and_replaces_the_calendar(session):
    come(session, "Ana")
    first = calendar_of(sent()[0])[1]
    before = session.local_start
    change(session, starts_at=session.starts_at + timedelta(days=1))
    (letter,) = sent()
    after = before + timedelta(days=1)
    assert f"New time: {after:%A, %B} {after.day}, {after.year}" in letter.body
    assert f"It was: {before:%A, %B} {before.day}, {before.year}" in letter.body
    method, second = calendar_of(letter)
    assert (method, second["UID"], second["SEQUENCE"]) == ("REQUEST", first["UID"], 1)
    start = session.starts_at + timedelta(days=1)
    assert second.decoded("DTSTART") == start.replace(microsecond=0)


def test_who_said_that_they_come_is_asked_anew_when_the_time_is_another(session):
    ana = services.confirm_registration(registration=come(session, "Ana"))
    change(session, place=Place.objects.create(initiative=session.group.initiative, name="Hall"))
    ana.refresh_from_db()
    assert ana.confirmed_at is not None
    session.refresh_from_db()
    change(session, starts_at=session.starts_at + timedelta(days=1))
    ana.refresh_from_db()
    assert ana.confirmed_at is None


def test_two_changes_before_the_post_goes_are_one_letter_from_what_was_known(session):
    come(session, "Ana")
    sent()
    known = session.local_start
    change(session, starts_at=session.starts_at + timedelta(days=1))
    session.refresh_from_db()
    change(session, starts_at=session.starts_at + timedelta(days=1))
    (letter,) = sent()
    assert f"It was: {known:%A, %B} {known.day}" in letter.body


def test_a_change_that_is_taken_back_before_the_post_goes_is_not_told(session):
    come(session, "Ana")
    sent()
    first = session.starts_at
    change(session, starts_at=first + timedelta(days=1))
    change(session, starts_at=first)
    assert sent() == []


def test_another_way_to_join_online_is_told_where_it_is_another_and_only_to_who_has_a_place(
    session,
):
    for name in ("Ana", "Bo", "Cy"):
        come(session, name)
    change(session, mode="ONLINE", online_link="https://meet.example.org/first")
    sent()
    session.refresh_from_db()
    change(session, online_link="https://meet.example.org/second")
    letters = sent()
    assert sorted(letter.to[0] for letter in letters) == ["ana@mail.example", "bo@mail.example"]
    for letter in letters:
        assert "The way to join online is new." in letter.body
        assert ("/second" in letter.body, "/first" in letter.body) == (True, False)
    session.refresh_from_db()
    first = session.starts_at
    for moved in (first + timedelta(days=1), first):
        change(session, starts_at=moved)
        session.refresh_from_db()
    assert sent() == []


def test_a_change_goes_to_those_whom_it_concerns_and_to_nobody_else(session):
    other = open_session(session.group.initiative)
    come(other, "Elsewhere")
    ana = come(session, "Ana")
    for name in ("Bo", "Cy"):
        come(session, name)
    services.cancel_registration(registration=ana)
    sent()
    change(session, starts_at=session.starts_at + timedelta(hours=1))
    assert sorted(letter.to[0] for letter in sent()) == ["bo@mail.example", "cy@mail.example"]


def test_who_came_after_the_change_is_not_told_of_it(session):
    change(session, starts_at=session.starts_at + timedelta(hours=1))
    come(session, "Ana")
    assert SessionChange.objects.count() == 1
    assert [letter.subject for letter in sent()] == ["You have a place: Grandparents talk"]


def test_chairs_that_change_are_nobodys_letter(session):
    come(session, "Ana")
    sent()
    change(session, chairs=9)
    assert sent() == []


def facts(place, **changed):
    """What stands of a place, but for what is given."""
    names = ("name", "address", "access_notes", "transit")
    return PlaceFacts(**({name: getattr(place, name) for name in names} | changed))


def test_another_address_or_room_of_the_place_is_told_to_those_who_come_there(session):
    place = Place.objects.create(
        initiative=session.group.initiative, name="Library", address="1 Main Street\nRiverton"
    )
    room = Room.objects.create(place=place, name="Hall", chairs=12)
    Session.objects.filter(pk=session.pk).update(place=place, room=room)
    come(open_session(session.group.initiative), "Elsewhere")
    come(session, "Ana")
    first = calendar_of(sent()[-1])[1]

    def save(*rooms, **changed):
        services.save_place(
            actor=None,
            initiative=place.initiative,
            place=place,
            facts=facts(place, **changed),
            rooms=rooms,
        )
        return sent()

    assert save(transit="Bus 3", address="1 Main Street,  Riverton ") == []
    (letter,) = save(address="9 Oak Street")
    assert letter.to == ["ana@mail.example"]
    assert (
        "New place: Hall, Library, 9 Oak Street. It was: Hall, Library, 1 Main Street, Riverton."
        in letter.body
    )
    method, second = calendar_of(letter)
    assert (method, second["UID"], second["SEQUENCE"]) == ("REQUEST", first["UID"], 1)
    assert second["LOCATION"] == "Hall, Library, 9 Oak Street"
    (letter,) = save(RoomFacts(room.pk, "Den", 12))
    assert "New place: Den, Library, 9 Oak Street. It was: Hall, Library" in letter.body


def test_who_was_moved_here_is_told_of_the_changes_since_then(session):
    """The letters of the session that they left, and its changes before, do not count here."""
    other = open_session(session.group.initiative)
    change(other, starts_at=other.starts_at + timedelta(hours=1))
    ana = come(session, "Ana")
    for _ in range(3):
        change(session, starts_at=session.starts_at + timedelta(hours=1))
        session.refresh_from_db()
        sent()
    services.move_registration(
        actor=make_member(session.group.initiative, "coordinator"),
        registration=ana,
        to=other,
        reason="Nearer.",
    )
    assert [letter.subject for letter in sent()] == ["You have a place: Grandparents talk"]
    other.refresh_from_db()
    known = other.local_start
    change(other, starts_at=other.starts_at + timedelta(days=1))
    (letter,) = sent()
    assert f"It was: {known:%A, %B} {known.day}" in letter.body


def test_a_session_that_is_called_off_leaves_the_calendar(session):
    come(session, "Ana")
    first = calendar_of(sent()[0])[1]
    services.cancel_session(actor=None, session=session)
    (letter,) = sent()
    assert letter.subject.startswith("Called off: Grandparents talk, ")
    method, event = calendar_of(letter)
    assert (method, event["UID"], event["SEQUENCE"]) == ("CANCEL", first["UID"], 1)


@pytest.fixture
def quiet(settings):
    settings.QUIET_FROM, settings.QUIET_UNTIL = 21, 8


def night():
    """A time in the coming night, when letters wait."""
    return noon().replace(hour=23)


def kinds_sent_at(moment):
    send_due_letters(now=moment)
    rows = Letter.objects.filter(state=Letter.State.SENT).order_by("id")
    return [row.kind for row in rows]


def test_the_answer_to_a_form_comes_at_night_and_what_we_do_by_ourselves_waits(session, quiet):
    member = make_member(session.group.initiative, "coordinator")
    come(session, "Ana")
    come(session, "Bo", way="PHONE", made_by=member)
    assert kinds_sent_at(night()) == ["registration_confirmed"]
    assert Letter.objects.get(state=Letter.State.DUE).kind == "registration_confirmed"


def test_a_change_of_a_session_that_is_near_goes_out_at_night(session, quiet):
    far = open_session(session.group.initiative)
    for each in (session, far):
        come(each, "Ana")
    sent()
    Letter.objects.all().delete()
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(hours=9))
    for each in (session, far):
        each.refresh_from_db()
        change(each, starts_at=each.starts_at + timedelta(hours=1))
    assert kinds_sent_at(night()) == ["session_changed"]
    assert Letter.objects.get(state=Letter.State.DUE).kind == "session_changed"


def test_an_offer_in_the_evening_does_not_end_before_people_wake(session, quiet):
    for name in ("Ana", "Bo", "Cy"):
        come(session, name)
    evening = noon().replace(hour=22)
    Session.objects.filter(pk=session.pk).update(starts_at=evening + timedelta(hours=14))
    ana = Registration.objects.get(position=1)
    services.cancel_registration(registration=ana, now=evening)
    cy = Registration.objects.get(position=3)
    assert cy.offered_until == evening + timedelta(hours=12)
