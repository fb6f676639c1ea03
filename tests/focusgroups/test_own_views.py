"""The private link of a person: all they gave, all they can do, and nothing of anybody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from focusgroups import services
from focusgroups.links import token_of
from focusgroups.models import Accommodation, Registration, Session
from focusgroups.services import Need
from letters.models import Letter
from tests.focusgroups.people import come, invite, open_session, own_url

pytestmark = pytest.mark.django_db
State = Registration.State
PAGES = ("", "change/", "needs/", "calendar.ics", "link/", "delete/")


@pytest.fixture
def session():
    return open_session(chairs=2)


@pytest.fixture
def ana(session):
    return come(session, "Ana")


def now_in(registration):
    return Registration.objects.get(pk=registration.pk)


def act(client, registration, name, **more):
    return client.post(own_url(registration), {"act": name} | more)


def kind(client, registration):
    return client.get(own_url(registration)).context["page"].kind


def offered(session):
    """Two have a place, one waits; one place is given back and offered."""
    ana = come(session, "Ana")
    come(session, "Bo")
    cy = come(session, "Cy")
    services.cancel_registration(registration=ana)
    return now_in(cy)


def test_a_scanner_that_opens_every_page_changes_nothing(client, session):
    cy = offered(session)
    before = list(Registration.objects.order_by("pk").values())
    letters = Letter.objects.count()
    for row in Registration.objects.all():
        for page in PAGES:
            assert client.get(own_url(row, page)).status_code in (200, 302)
            assert client.head(own_url(row, page)).status_code in (200, 302)
    assert list(Registration.objects.order_by("pk").values()) == before
    assert (Letter.objects.count(), cy.state) == (letters, State.OFFERED)


def shown(page):
    """Status and page, but for the line with the link to the same page in another language."""
    lines = page.content.decode().splitlines()
    return page.status_code, "\n".join(line for line in lines if "hreflang" not in line)


@pytest.mark.parametrize("below", PAGES)
def test_a_link_that_is_cut_off_foreign_or_ended_opens_the_same_page(client, session, ana, below):
    """Nobody learns from it whether there was such a registration."""
    token = token_of("registration", ana)
    invitee = invite(session)
    wrong = [
        token[:-1],
        token.split("-")[0],
        f"{ana.pk:x}-" + "0" * 24,
        token_of("invitee", invitee),
        token_of("invitee", ana),
        "poll",
        "é-ñ",
        "f" * 40 + "-1",
    ]
    pages = [client.get(f"/r/{bad}/{below}") for bad in wrong]
    assert {shown(page) for page in pages} == {(404, shown(pages[0])[1])}
    assert pages[0].templates[0].name == "focusgroups/public/lost.html"
    assert list(pages[0].context["agencies"]) == [("River County", "1 Main Street, 555-0100")]
    services.send_link_again(registration=ana)
    ended = client.get(own_url(ana, below))
    assert shown(ended) == shown(pages[0])


def test_nothing_of_another_person_is_on_the_page(client, session, ana):
    bo = come(session, "Beauregard", email="beauregard@secret.example")
    services.set_needs(registration=bo, needs=[Need("FOOD", detail="peanuts")])
    come(session, "Cyprian", phone="+16515550177")
    told = client.get(own_url(ana)).content.decode()
    assert "Ana" in told
    for planted in ("Beauregard", "secret.example", "peanuts", "Cyprian", "555-0177"):
        assert planted not in told
    assert token_of("registration", bo) not in told


def test_i_will_come(client, ana):
    act(client, ana, "confirm")
    first = now_in(ana).confirmed_at
    act(client, ana, "confirm")
    assert (first is not None, now_in(ana).confirmed_at) == (True, first)


def test_cancelling_is_one_tap_and_can_be_undone_while_the_place_is_free(client, session, ana):
    services.give_details(
        registration=ana, details=services.Details(needs=[Need("RIDE", detail="Frogtown")])
    )
    assert act(client, ana, "cancel").url == own_url(ana)
    assert kind(client, ana) == "cancelled"
    assert client.get(own_url(ana)).context["page"].can_come_again
    again = act(client, ana, "again")
    new = Registration.objects.get(session=session, state=State.REGISTERED)
    assert (again.url, new.pk != ana.pk) == (own_url(new), True)
    assert (new.name, new.email, new.has_details) == ("Ana", "ana@mail.example", True)
    assert [need.detail for need in new.accommodation_set.all()] == ["Frogtown"]
    assert act(client, ana, "again").url == own_url(new)
    assert Registration.objects.filter(session=session).active().count() == 1


def test_a_place_that_went_to_somebody_else_is_not_given_back(client, session):
    cy = offered(session)
    ana = Registration.objects.get(session=session, state=State.CANCELLED)
    assert not client.get(own_url(ana)).context["page"].can_come_again
    act(client, ana, "again")
    assert now_in(ana).state == State.CANCELLED
    assert now_in(cy).state == State.OFFERED


def test_two_taps_on_cancel_are_one(client, session, ana):
    come(session, "Bo")
    cy = come(session, "Cy")
    for _ in range(2):
        act(client, ana, "cancel")
    assert now_in(cy).state == State.OFFERED
    kinds = Letter.objects.filter(subject=ana.pk).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["registration_confirmed", "registration_cancelled"]


def test_an_offer_is_taken_and_then_the_details_are_asked(client, session):
    cy = offered(session)
    assert kind(client, cy) == "offered"
    assert act(client, cy, "take").url == own_url(cy, "needs/")
    assert now_in(cy).state == State.REGISTERED
    client.post(own_url(cy, "needs/"), {"FOOD": "on"})
    assert (now_in(cy).has_details, kind(client, cy)) == (True, "placed")


def test_an_offer_that_ended_says_so_even_before_the_sweep(client, session):
    cy = offered(session)
    past = timezone.now() - timedelta(minutes=1)
    Registration.objects.filter(pk=cy.pk).update(offered_until=past)
    assert kind(client, cy) == "ended"
    act(client, cy, "take")
    assert (now_in(cy).state, kind(client, cy)) == (State.EXPIRED, "ended")


def test_an_offer_is_refused_and_a_place_in_line_given_up(client, session):
    cy = offered(session)
    di = come(session, "Di")
    assert kind(client, di) == "waits"
    act(client, di, "decline")
    act(client, cy, "decline")
    assert (now_in(cy).state, now_in(di).state) == (State.CANCELLED, State.CANCELLED)


def test_late_is_said_on_the_day_alone(client, session, ana):
    assert not client.get(own_url(ana)).context["page"].may_be_late
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(hours=3))
    assert client.get(own_url(ana)).context["page"].may_be_late
    for minutes, kept in (("20", 20), ("9999", 20), ("", 20), ("0", 0)):
        act(client, ana, "late", minutes=minutes)
        assert now_in(ana).late_minutes == kept


def test_what_is_not_possible_any_more_shows_as_it_stands(client, session, ana):
    act(client, ana, "cancel")
    for name in ("confirm", "late", "take", "nonsense", ""):
        assert act(client, ana, name, minutes="10").url == own_url(ana)
    assert (now_in(ana).state, now_in(ana).confirmed_at) == (State.CANCELLED, None)


def test_name_and_language_are_changed(client, ana):
    client.post(own_url(ana, "change/"), {"name": "Anita", "language": "so"})
    assert (now_in(ana).name, now_in(ana).language) == ("Anita", "so")
    wrong = client.post(own_url(ana, "change/"), {"name": "x" * 300, "language": "so"})
    assert (wrong.status_code, now_in(ana).name) == (200, "Anita")


def test_needs_are_shown_changed_and_kept_where_they_stay_the_same(client, ana):
    path = own_url(ana, "needs/")
    client.post(path, {"CHILDCARE": "on", "children": "2", "RIDE_more": "Frogtown"})
    ride = ana.accommodation_set.get(kind="RIDE")
    Accommodation.objects.filter(pk=ride.pk).update(state="ARRANGED", answer="Bus 21 at five")
    assert client.get(path).context["form"].initial["RIDE_more"] == "Frogtown"
    client.post(path, {"CHILDCARE": "on", "children": "3", "RIDE_more": "Frogtown"})
    needs = client.get(own_url(ana)).context["page"].needs
    assert [(need.detail, need.answer) for need in needs] == [
        ("3", ""),
        ("Frogtown", "Bus 21 at five"),
    ]
    client.post(path, {"CHILDCARE": "on", "children": "3"})
    ride.refresh_from_db()
    assert (ride.state, ride.detail) == ("NOT_NEEDED", "")


def test_who_waits_cannot_say_needs(client, session):
    for name in ("Bo", "Cy"):
        come(session, name)
    di = come(session, "Di")
    assert client.get(own_url(di, "needs/")).url == own_url(di)
    assert client.post(own_url(di, "needs/"), {"FOOD": "on"}).url == own_url(di)
    assert Accommodation.objects.count() == 0


def test_ones_own_calendar_file_names_nobody(client, ana):
    response = client.get(own_url(ana, "calendar.ics"))
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert (response["Content-Type"], "ATTENDEE" in event) == (
        "text/calendar; charset=utf-8",
        False,
    )
    assert b"ana@mail" not in response.content
    act(client, ana, "cancel")
    assert client.get(own_url(ana, "calendar.ics")).status_code == 302


def test_the_way_online_is_for_those_who_have_a_place(client):
    session = open_session(chairs=1, mode="ONLINE", online_link="https://meet.example/secret")
    ana, bo = come(session, "Ana"), come(session, "Bo")
    public = client.get(f"/i/{session.group.initiative.slug}/groups/{session.group_id}/")
    shown = [
        b"meet.example" in page.content
        for page in (client.get(own_url(ana)), client.get(own_url(bo)), public)
    ]
    assert shown == [True, False, False]


def test_a_new_link_ends_the_old_one(client, ana):
    assert client.post(own_url(ana, "link/")).status_code == 200
    assert client.get(own_url(ana)).status_code == 404
    assert client.get(own_url(now_in(ana))).status_code == 200
    assert Letter.objects.filter(subject=ana.pk, kind="registration_link").count() == 1


def test_everything_about_me_is_deleted(client, session, ana):
    services.set_needs(registration=ana, needs=[Need("FOOD", detail="no nuts")])
    for name in ("Bo", "Cy"):
        come(session, name)
    assert client.post(own_url(ana, "delete/")).status_code == 200
    row = now_in(ana)
    assert (row.state, row.name, row.email, row.phone, row.contact_hash) == (
        State.CANCELLED,
        "",
        "",
        "",
        "",
    )
    assert Accommodation.objects.count() == 0
    assert client.get(own_url(ana)).status_code == 404
    assert Registration.objects.get(position=3).state == State.OFFERED
    assert list(Letter.objects.filter(subject=ana.pk).values_list("kind", flat=True)) == [
        "registration_confirmed"
    ]


def test_a_session_that_is_called_off_says_so_and_shows_other_groups(client, session, ana):
    other = open_session(session.group.initiative)
    services.cancel_session(actor=None, session=session)
    page = client.get(own_url(ana))
    assert page.context["page"].kind == "called_off"
    group = reverse("focusgroups_public:group", args=[other.group.initiative.slug, other.group_id])
    assert [each.url for each in page.context["others"]] == [group]


def test_after_the_session_the_page_still_opens(client, session, ana):
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(days=2))
    assert kind(client, ana) == "over"
    assert client.get(own_url(ana, "delete/")).status_code == 200


def test_each_page_is_there_in_spanish(client, session, ana):
    for page in PAGES:
        assert client.get(f"/es{own_url(ana, page)}").status_code == 200
