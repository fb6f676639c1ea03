"""The page of a partner: their own people as they noted them, and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from focusgroups import services as registering
from focusgroups.links import token_of
from focusgroups.models import Invitee, Partner, Registration
from focusgroups.services import Contact
from focusgroups.services import outreach as services
from focusgroups.services.needs import Need, set_needs
from letters.models import Letter
from tests.factories import InitiativeFactory, make_member
from tests.focusgroups.people import come, open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return open_session(InitiativeFactory(slug="river"), chairs=1)


@pytest.fixture
def coordinator(session):
    return make_member(session.group.initiative, "coordinator")


@pytest.fixture
def partner(session, coordinator):
    return make_partner(session, coordinator, "The school")


def make_partner(session, coordinator, name):
    initiative = session.group.initiative
    return services.make_partner(
        actor=coordinator, initiative=initiative, name=name, groups=[session.group]
    )


def link(partner, page=""):
    return f"/r/partner/{token_of('partner', partner)}/{page}"


def note(partner, session, name="Mother of two", **fields):
    return services.note_asked(
        partner=partner, group=session.group, contact=Contact(name), **fields
    )


def asked(session, **fields):
    values = {"group": session.group_id, "name": "Mother of two", "state": "ASKED"}
    return values | {"language": "en"} | fields


def signing_up(session, **fields):
    values = {"session": session.pk, "name": "Ana", "email": "ana@mail.example"}
    return values | {"language": "en", "agreed": "on"} | fields


def test_it_shows_the_groups_that_were_chosen_and_no_other(client, session, partner):
    hidden = open_session(session.group.initiative)
    hidden.group.title.words = "Another group"
    hidden.group.title.save()
    page = client.get(link(partner)).content.decode()
    assert ("Grandparents talk" in page, "Another group" in page) == (True, False)


def test_a_link_that_is_cut_off_foreign_or_ended_opens_nothing(client, session, partner):
    token = token_of("partner", partner)
    other = Partner.objects.create(initiative=session.group.initiative, name="Church")
    invitee = note(partner, session)
    wrong = [token[:-1], token + "0", token_of("invitee", invitee), token_of("poll", partner)]
    foreign = f"{other.pk:x}-{token.split('-')[1]}"
    statuses = {client.get(f"/r/partner/{each}/").status_code for each in [*wrong, foreign]}
    assert statuses == {404}
    old = link(partner)
    services.end_partner(actor=make_member(partner.initiative, "coordinator"), partner=partner)
    for page in ("", "asked/", f"{invitee.pk}/sign-up/"):
        answer = client.get(old + page)
        assert answer.status_code == 404
        assert "This link opens nothing" in answer.content.decode()
    assert client.post(f"{old}{invitee.pk}/said/", {"state": "NO"}).status_code == 404


def test_people_of_another_partner_are_not_found(client, session, partner, coordinator):
    other = make_partner(session, coordinator, "The church")
    theirs = note(other, session, "Somebody of the church")
    assert "Somebody of the church" not in client.get(link(partner)).content.decode()
    assert client.get(link(partner, f"{theirs.pk}/sign-up/")).status_code == 404
    answer = client.post(link(partner, f"{theirs.pk}/said/"), {"state": "NO"})
    theirs.refresh_from_db()
    assert (answer.status_code, theirs.noted) == (404, "ASKED")


def test_whom_we_asked_ourselves_is_not_shown(client, session, partner):
    Invitee.objects.create(group=session.group, name="Of the agency")
    Invitee.objects.create(group=session.group, name="Of no note", partner=partner)
    page = client.get(link(partner)).content.decode()
    assert ("Of the agency" in page, "Of no note" in page) == (False, False)


def test_a_partner_notes_whom_they_asked(client, session, partner):
    answer = client.post(link(partner, "asked/"), asked(session, state="NO"))
    assert answer.url == link(partner)
    invitee = Invitee.objects.get()
    facts = (invitee.name, invitee.noted, invitee.state, invitee.partner, invitee.contact_hash)
    assert facts == ("Mother of two", "NO", "NO", partner, "")
    client.post(link(partner, f"{invitee.pk}/said/"), {"state": "NO_ANSWER"})
    client.post(link(partner, f"{invitee.pk}/said/"), {"state": "REGISTERED"})
    invitee.refresh_from_db()
    assert (invitee.noted, invitee.state) == ("NO_ANSWER", "NO_ANSWER")


def test_a_second_tap_notes_nobody_twice(client, session, partner):
    for _ in range(2):
        client.post(link(partner, "asked/"), asked(session))
    assert Invitee.objects.count() == 1


def test_a_contact_needs_the_persons_yes_and_then_gets_our_invitation(client, session, partner):
    values = asked(session, email="ana@mail.example")
    page = client.post(link(partner, "asked/"), values)
    assert set(page.context["form"].errors) == {"may_write"}
    client.post(link(partner, "asked/"), values | {"may_write": "on"})
    invitee = Invitee.objects.get()
    assert Letter.objects.get().subject == invitee.pk


def test_the_page_is_the_same_for_somebody_whom_we_know(client, session, partner, coordinator):
    """A partner learns nothing by trying out an address."""
    other = make_partner(session, coordinator, "The church")
    pages = []
    for number, each in enumerate((other, partner)):
        values = asked(session, email="ana@mail.example", may_write="on")
        client.post(link(each, "asked/"), values)
        assert Invitee.objects.count() == number + 1
        pages.append(client.get(link(each)).context["people"][0] | {"number": 0})
    assert pages[0] == pages[1]
    assert Letter.objects.count() == 1


def test_a_partner_signs_somebody_up_with_their_yes(client, session, partner):
    invitee = note(partner, session)
    url = link(partner, f"{invitee.pk}/sign-up/")
    page = client.post(url, signing_up(session, agreed=""))
    assert set(page.context["form"].errors) == {"agreed"}
    assert client.post(url, signing_up(session)).url == link(partner)
    person = Registration.objects.get()
    facts = (person.name, person.way, person.partner, person.invitee, person.state)
    assert facts == ("Ana", "PARTNER", partner, invitee, "REGISTERED")
    assert client.get(link(partner)).context["people"][0]["noted"] == "You signed them up"


def test_a_partner_does_not_learn_whether_there_was_a_place_or_a_double(client, session, partner):
    """With a place, on the waitlist, and written down before: the same page, word for word."""
    pages = []
    for name, contact in (("Ana", "a"), ("Ana", "b"), ("Ana", "a")):
        invitee = note(partner, session, name, now=timezone.now() + timedelta(hours=len(pages)))
        values = signing_up(session, email=f"{contact}@mail.example")
        url = link(partner, f"{invitee.pk}/sign-up/")
        answer = client.post(url, values, follow=True)
        row = next(r for r in answer.context["people"] if r["number"] == invitee.pk)
        pages.append((row | {"number": 0}, [str(m) for m in answer.context["messages"]]))
    states = [row.state for row in Registration.objects.order_by("position")]
    assert states == ["REGISTERED", "WAITLISTED"]
    assert pages[0] == pages[1] == pages[2]


def test_what_happens_afterwards_does_not_show(client, session, partner):
    """Signing up by oneself, cancelling, needs, attendance: the page stays byte for byte."""
    by_partner, by_self = note(partner, session, "Ana"), note(partner, session, "Bo")
    client.post(link(partner, f"{by_partner.pk}/sign-up/"), signing_up(session))
    csrf = {"csrfmiddlewaretoken"}

    def shown():
        context = client.get(link(partner)).context
        return [row for row in context["people"] if not csrf & set(row)]

    before = shown()
    person = Registration.objects.get()
    set_needs(registration=person, needs=[Need("CHILDCARE", 2)])
    other = come(session, "Bo", invitee=by_self, partner=partner)
    assert Invitee.objects.get(pk=by_self.pk).state == "REGISTERED"
    assert shown() == before
    registering.cancel_registration(registration=person)
    Registration.objects.filter(pk=other.pk).update(attendance="NO_SHOW")
    assert shown() == before


def test_changing_a_note_of_somebody_who_signed_up_by_themselves_looks_as_ever(
    client, session, partner
):
    invitee = note(partner, session)
    come(session, "Bo", invitee=invitee)
    client.post(link(partner, f"{invitee.pk}/said/"), {"state": "NO"})
    row = client.get(link(partner)).context["people"][0]
    assert row["noted"] == "They said no"
    assert Invitee.objects.get().state == "REGISTERED"


def test_the_page_says_nothing_of_numbers_or_names_of_others(client, session, partner):
    for n in range(3):
        come(session, f"Planted{n}")
    page = client.get(link(partner)).content.decode()
    assert not any(word in page for word in ("Planted", "planted", "waitlist", "places"))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "n" * 300}, {"name"}),
        ({"name": ""}, {"name"}),
        ({"group": "999999"}, {"group"}),
        ({"state": "REGISTERED"}, {"state"}),
        ({"email": "no address", "may_write": "on"}, {"email"}),
        ({"phone": "12", "may_write": "on"}, {"phone"}),
    ],
)
def test_what_cannot_be_right_is_said(client, session, partner, fields, wrong):
    page = client.post(link(partner, "asked/"), asked(session, **fields))
    assert set(page.context["form"].errors) == wrong
    assert Invitee.objects.count() == 0


def test_names_from_right_to_left_and_emoji_are_kept(client, session, partner):
    for name in ("أمينة", "🦊"):
        client.post(link(partner, "asked/"), asked(session, name=name))
    assert sorted(row.name for row in Invitee.objects.all()) == sorted(["أمينة", "🦊"])


def test_who_said_yes_is_signed_up_next_and_gets_no_invitation(client, session, partner):
    values = asked(session, state="YES", email="ana@mail.example", may_write="on")
    answer = client.post(link(partner, "asked/"), values)
    invitee = Invitee.objects.get()
    assert answer.url == link(partner, f"{invitee.pk}/sign-up/")
    assert Letter.objects.count() == 0


def test_a_link_in_wrong_hands_does_not_write_without_end(client, session, partner, monkeypatch):
    monkeypatch.setattr(services, "MOST_A_DAY", 2)
    for n in range(3):
        page = client.post(link(partner, "asked/"), asked(session, name=f"P{n}"))
    assert page.context["form"].non_field_errors() == [
        "That is the most for one day. Go on tomorrow, or call us."
    ]
    assert Invitee.objects.count() == 2


def test_looking_changes_nothing(client, session, partner):
    """A scanner of mails opens links."""
    invitee = note(partner, session)
    client.get(link(partner, "asked/"))
    client.get(link(partner, f"{invitee.pk}/sign-up/"))
    assert client.get(link(partner, f"{invitee.pk}/said/")).status_code == 405
    assert (Invitee.objects.count(), Registration.objects.count()) == (1, 0)


def test_a_partner_is_refused_every_page_of_members(client, session, partner):
    client.get(link(partner))
    for path in ("registrations/", "outreach/", "partners/", "needs/", "stipends/"):
        answer = client.get(f"/work/river/{path}")
        assert (answer.status_code, "/accounts/login/" in answer.url) == (302, True)


def test_the_page_makes_the_same_number_of_queries(client, session, partner):
    counts = []
    for start in (0, 5):
        for n in range(start, start + 5):
            note(partner, session, f"P{n}")
            open_session(session.group.initiative, starts_at=session.starts_at)
        with CaptureQueriesContext(connection) as queries:
            client.get(link(partner))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20
