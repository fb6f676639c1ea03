"""The private calendar of a member: their sessions, nobody's name, and an end when roles end."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import AuditEntry
from focusgroups.calendar import feeds
from focusgroups.links import token_of
from focusgroups.models import CalendarFeed, Interpreter, Place, Registration, Room, Session
from focusgroups.services.feeds import get_feed, renew_feed
from initiatives.models import Membership
from tests.factories import InitiativeFactory, UserFactory, make_member, make_session

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 10, 12, tzinfo=UTC)
START = timezone.now().replace(microsecond=0) + timedelta(days=9)


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="ours", name="Kin first")


@pytest.fixture
def member(initiative):
    return make_member(initiative, "facilitator", name="Farah Facilitator")


@pytest.fixture
def session(initiative):
    return make_session(initiative, starts_at=START)


def fetch(client, user):
    feed = get_feed(user=user)
    return client.get(reverse("focusgroups_public:calendar_feed", args=[token_of("feed", feed)]))


def events(client, user):
    return Calendar.from_ical(fetch(client, user).content).walk("VEVENT")


def test_a_session_stands_in_it_with_time_place_and_notes(client, member, initiative):
    place = Place.objects.create(
        initiative=initiative,
        name="Library",
        address="1 Main Street\nSaint Paul",
        access_notes="Ramp at the back; ring twice.",
        transit="Bus 21",
    )
    room = Room.objects.create(place=place, name="Room A")
    session = make_session(initiative, starts_at=datetime(2031, 1, 15, 0, tzinfo=UTC), minutes=60)
    session.place, session.room, session.facilitator = place, room, member
    session.language, session.revision = "so", 3
    session.save()
    [event] = events(client, member)
    chicago = ZoneInfo("America/Chicago")
    assert event.start == datetime(2031, 1, 14, 18, tzinfo=chicago)
    assert event.end == datetime(2031, 1, 14, 19, tzinfo=chicago)
    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert str(event["SUMMARY"]) == "Northside parents (Kin first)"
    assert str(event["LOCATION"]) == "Room A, Library, 1 Main Street Saint Paul"
    assert (event["SEQUENCE"], str(event["STATUS"])) == (3, "CONFIRMED")
    assert str(event["DESCRIPTION"]).splitlines()[:6] == [
        "In a room",
        "You facilitate.",
        "Language: Somali",
        "Doors open 15 minutes before.",
        "Access: Ramp at the back; ring twice.",
        "Getting there: Bus 21",
    ]


def test_it_is_a_calendar_that_others_read(client, member, session):
    response = fetch(client, member)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    calendar = Calendar.from_ical(response.content)
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]
    assert str(calendar.walk("VTIMEZONE")[0]["TZID"]) == "America/Chicago"
    assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "PUBLISH")
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_a_change_and_a_cancellation_replace_what_was_there(client, member, session):
    [first] = events(client, member)
    session.starts_at += timedelta(hours=1)
    session.revision += 1
    session.save()
    [second] = events(client, member)
    session.state, session.revision = Session.State.CANCELLED, session.revision + 1
    session.save()
    [third] = events(client, member)
    assert first["UID"] == second["UID"] == third["UID"]
    assert [each["SEQUENCE"] for each in (first, second, third)] == [0, 1, 2]
    assert second.start - first.start == timedelta(hours=1)
    assert [str(each["STATUS"]) for each in (second, third)] == ["CONFIRMED", "CANCELLED"]
    assert str(third["SUMMARY"]) == "Called off: Northside parents (Kin first)"


def test_two_sessions_have_two_uids_and_neither_tells_a_number(client, member, initiative):
    sessions = [make_session(initiative, starts_at=START) for _ in range(2)]
    uids = [str(event["UID"]) for event in events(client, member)]
    assert len(set(uids)) == 2
    assert {uid.split("@")[1] for uid in uids} == {"localhost"}
    assert sorted(uids) == sorted(feeds.uid_of(session) for session in sessions)


def test_it_names_nobody_and_holds_no_link_to_a_meeting(client, member, initiative, session):
    helper = make_member(initiative, "facilitator", name="Hana Helper")
    interpreter = Interpreter.objects.create(
        initiative=initiative, name="Ifrah Interpreter", languages=["so"], contact="555-0199"
    )
    session.facilitator, session.assistant = member, helper
    session.mode, session.online_link = "BOTH", "https://meet.example/secret"
    session.save()
    session.interpreters.add(interpreter)
    Registration.objects.create(
        session=session, state="REGISTERED", position=1, name="Zebulon", email="z@mail.example"
    )
    found = fetch(client, member).content.replace(b"\r\n ", b"")
    planted = [
        *(b"Farah", b"Hana", b"Ifrah", b"Zebulon", b"z@mail.example", b"555-0199"),
        *(b"meet.example", b"ATTENDEE", b"ORGANIZER", b"mailto"),
    ]
    assert [each for each in planted if each.lower() in found.lower()] == []
    assert b"Interpreted: Somali" in found
    assert b"The link to the meeting is in Heard." in found


def test_it_has_the_initiatives_in_which_one_works_and_no_others(client, member, session):
    make_session(InitiativeFactory(), starts_at=START)
    assert len(events(client, member)) == 1
    reader = make_member(session.group.initiative, "reader")
    assert events(client, reader) == []


def test_when_a_role_ends_its_sessions_are_gone_at_once(client, member, session):
    assert len(events(client, member)) == 1
    Membership.objects.filter(user=member).update(ended_at=timezone.now())
    assert events(client, member) == []


def test_when_the_account_is_closed_the_address_answers_no_more(client, member, session):
    member.is_active = False
    member.save()
    assert fetch(client, member).status_code == 404


def test_a_new_address_ends_the_old_one(client, member, session):
    old = feeds.feed_address(get_feed(user=member))
    renew_feed(user=member)
    new = feeds.feed_address(get_feed(user=member))
    assert [client.get(each).status_code for each in (old, new)] == [404, 200]
    assert AuditEntry.objects.get(verb="renew_feed").actor == member


def test_an_address_that_is_cut_off_or_of_another_kind_opens_nothing(client, member):
    feed = get_feed(user=member)
    token = token_of("feed", feed)
    for each in (token[:-1], token_of("poll", feed), f"{feed.pk:x}-", "x"):
        url = reverse("focusgroups_public:calendar_feed", args=[each])
        assert client.get(url).status_code == 404
    url = reverse("focusgroups_public:calendar_feed", args=[token])
    assert (client.head(url).status_code, client.post(url).status_code) == (200, 405)


def test_what_was_long_ago_is_left_out(member, initiative):
    old, recent = (
        make_session(initiative, starts_at=NOW - timedelta(days=days)) for days in (31, 29)
    )
    assert (list(feeds.sessions_for(member, NOW)), old.pk != recent.pk) == ([recent], True)


def test_the_same_rows_and_moment_give_the_same_file(member, session):
    rows = feeds.sessions_for(member, timezone.now())
    assert feeds.calendar_of(member, rows, NOW) == feeds.calendar_of(member, rows, NOW)


def test_many_sessions_are_read_in_a_fixed_number_of_queries(
    client, member, initiative, django_assert_num_queries
):
    now = timezone.now()
    for number in range(3):
        make_session(initiative, starts_at=START + timedelta(days=number))
    with django_assert_num_queries(2):
        feeds.calendar_of(member, feeds.sessions_for(member, now), now)


def test_the_page_gives_the_address_and_makes_it_once(client, member):
    client.force_login(member)
    page = reverse("calendar_feed")
    for _ in range(2):
        response = client.get(page)
    feed = CalendarFeed.objects.get()
    assert (feed.user, response.context["address"]) == (member, feeds.feed_address(feed))
    assert client.get(reverse("calendar_feed_renew")).status_code == 200
    feed.refresh_from_db()
    assert feed.generation == 0
    client.post(reverse("calendar_feed_renew"))
    feed.refresh_from_db()
    assert feed.generation == 1


def test_the_page_is_for_members_and_each_sees_their_own(client, member):
    page = reverse("calendar_feed")
    assert client.get(page).url.startswith(reverse("account_login"))
    addresses = set()
    for user in (member, UserFactory()):
        client.force_login(user)
        addresses.add(client.get(page).context["address"])
    assert len(addresses) == 2
