"""Asking people by name, and partners who ask for us: services, pages of coordinators, letters."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from focusgroups.models import Invitee, Partner, Recruiting
from focusgroups.outreach.addresses import group_link, invitee_link, partner_link
from focusgroups.outreach.letters import group_invitation
from focusgroups.services import Contact, decline_invitation
from focusgroups.services import outreach as services
from focusgroups.services.people_lists import Listed, invite_people
from letters.services import send_due_letters
from tests.factories import InitiativeFactory, UserFactory, make_member
from tests.focusgroups.people import open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return open_session(InitiativeFactory(slug="river"))


@pytest.fixture
def coordinator(session, client):
    user = make_member(session.group.initiative, "coordinator")
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"focusgroups:{name}", args=["river", *args])


def ask(session, coordinator, name="Ana", **contact):
    contact = contact or {"email": f"{name.lower()}@mail.example"}
    invite_people(
        actor=coordinator,
        group=session.group,
        people=[Listed(Contact(name, **contact))],
        name_source="The school on Main Street gave us your name.",
    )
    return Invitee.objects.get(contact_hash=Contact(name, **contact).hash)


def make_partner(session, coordinator, name="The school"):
    initiative = session.group.initiative
    return services.make_partner(
        actor=coordinator, initiative=initiative, name=name, groups=[session.group]
    )


def test_nobody_but_a_coordinator_sees_who_is_asked(client, session, coordinator):
    partner = make_partner(session, coordinator)
    pages = [
        address("outreach"),
        address("outreach_group", session.group_id),
        address("invitee_new", session.group_id),
        address("partners"),
        address("partner_new"),
        *(address(name, partner.pk) for name in ("partner", "partner_edit", "partner_end")),
    ]
    assert {client.get(page).status_code for page in pages} == {200}
    client.force_login(UserFactory())
    assert {client.get(page).status_code for page in pages} == {404}
    for role in ("facilitator", "analyst", "approver", "reader"):
        client.force_login(make_member(session.group.initiative, role))
        assert {client.get(page).status_code for page in pages} == {403}


def test_the_invitation_answers_how_we_got_the_name_and_names_the_agency(session, coordinator):
    invitee = ask(session, coordinator)
    send_due_letters(now=timezone.now() + timedelta(days=1))
    (letter,) = mail.outbox
    assert letter.to == ["ana@mail.example"]
    assert letter.subject == "You are invited: Grandparents talk"
    for words in (
        "Hello Ana,",
        "How did you get my name?\nThe school on Main Street gave us your name.",
        "Call Ana Lee · (651) 555-0100",
        "River County\n1 Main Street, 555-0100",
        invitee_link(invitee),
        "Northside church",
    ):
        assert words in letter.body


def test_the_invitation_is_in_the_persons_language(session, coordinator):
    ask(session, coordinator, email="ana@mail.example", language="es")
    send_due_letters(now=timezone.now() + timedelta(days=1))
    assert mail.outbox[0].subject == "Le invitamos: Hablan los abuelos"
    assert "¿Cómo obtuvieron mi nombre?" in mail.outbox[0].body


def test_where_only_a_number_is_known_somebody_calls(session, coordinator):
    invitee = ask(session, coordinator, phone="+16515550100")
    content = group_invitation(invitee.pk, "")
    assert (content.to, content.phone, content.name) == ("", "+16515550100", "Ana")


@pytest.mark.parametrize("state", ["NO", "REGISTERED"])
def test_who_answered_gets_no_letter_any_more(session, coordinator, state):
    invitee = ask(session, coordinator)
    Invitee.objects.update(state=state)
    assert group_invitation(invitee.pk, "") is None


def test_nobody_is_invited_to_what_is_over_or_called_off(session, coordinator):
    invitee = ask(session, coordinator)
    session.state = "CANCELLED"
    session.save()
    assert group_invitation(invitee.pk, "") is None


def test_a_partners_invitation_names_the_partner(session, coordinator):
    partner = make_partner(session, coordinator)
    invitee = services.note_asked(
        partner=partner,
        group=session.group,
        contact=Contact("Ana", email="ana@mail.example"),
        may_write=True,
    )
    words = group_invitation(invitee.pk, "").words
    assert words["why"] == "The school gave it to us, and told us that you agreed."


def test_without_a_source_the_letter_says_whom_to_call(session, coordinator):
    invitee = ask(session, coordinator)
    Invitee.objects.update(name_source="")
    assert group_invitation(invitee.pk, "").words["why"].startswith("Call us")
    Recruiting.objects.update(name_source="The family centre told us.")
    assert group_invitation(invitee.pk, "").words["why"] == "The family centre told us."


def test_one_person_is_invited_by_a_form_and_not_twice(client, session, coordinator):
    values = {"name": "Ana", "email": "ana@mail.example", "language": "en", "name_source": "A list"}
    for _ in range(2):
        answer = client.post(address("invitee_new", session.group_id), values)
        assert answer.url == address("outreach_group", session.group_id)
    assert Invitee.objects.count() == 1


def test_what_they_said_is_noted_and_counted_by_segment(client, session, coordinator):
    people = [ask(session, coordinator, name) for name in ("Ana", "Bo", "Cy", "Di")]
    for person, state in zip(people, ("NO", "NO_ANSWER", "REGISTERED"), strict=False):
        client.post(address("invitee_said", person.pk), {"state": state})
    page = client.get(address("outreach_group", session.group_id))
    (tally,) = page.context["tallies"]
    numbers = (tally.asked, tally.registered, tally.said_no, tally.no_answer, tally.open)
    assert numbers == (4, 0, 1, 1, 2)
    page = client.get(address("outreach_group", session.group_id), {"state": "NO"})
    assert [row.name for row in page.context["page_obj"]] == ["Ana"]


def test_who_registered_stays_registered(session, coordinator):
    invitee = ask(session, coordinator)
    Invitee.objects.update(state="REGISTERED")
    services.set_answer(actor=coordinator, invitee=invitee, state="NO")
    assert Invitee.objects.get().state == "REGISTERED"


def test_names_are_forgotten_once_the_group_has_long_met(session, coordinator):
    invitee = ask(session, coordinator)
    now = timezone.now() + timedelta(days=99)
    assert services.erase_old_invitees(now=now) == 0
    later = session.starts_at + timedelta(days=91)
    assert [services.erase_old_invitees(now=later) for _ in range(2)] == [1, 0]
    invitee.refresh_from_db()
    assert (invitee.name, invitee.email, invitee.contact_hash) == ("", "", "")


def test_the_link_that_can_be_given_away(session):
    group = session.group
    assert group_link(group).endswith(f"/i/river/groups/{group.pk}/")
    group.visibility = "LINK"
    assert "/r/group/" in group_link(group)
    group.visibility = "INVITED"
    assert group_link(group) == ""


def test_a_partner_is_added_with_the_groups_that_stand_open(client, session, coordinator):
    hidden = open_session(session.group.initiative).group
    hidden.visibility = "INVITED"
    hidden.save()
    form = client.get(address("partner_new")).context["form"]
    assert form.initial["groups"] == [session.group]
    values = {"name": "The school", "contact": "Ms Ortiz", "groups": [session.group_id]}
    client.post(address("partner_new"), values)
    partner = Partner.objects.get()
    assert (partner.name, list(partner.groups.all())) == ("The school", [session.group])
    page = client.post(address("partner_new"), values | {"name": "THE SCHOOL"})
    assert page.context["form"].errors == {"name": ["There is a partner of this name already."]}


def test_groups_of_another_initiative_cannot_be_chosen(client, session, coordinator):
    values = {"name": "The school", "groups": [open_session().group_id]}
    page = client.post(address("partner_new"), values)
    assert set(page.context["form"].errors) == {"groups"}


def test_a_link_is_renewed_and_ended(client, session, coordinator):
    partner = make_partner(session, coordinator)
    links = [partner_link(partner)]
    client.post(address("partner_renew", partner.pk))
    links.append(partner_link(Partner.objects.get()))
    client.post(address("partner_end", partner.pk))
    links.append(partner_link(Partner.objects.get()))
    client.logout()
    paths = [link.split("/r/")[1] for link in links]
    assert len(set(paths)) == 3
    assert {client.get(f"/r/{path}").status_code for path in paths} == {404}


def test_the_lists_make_the_same_number_of_queries(client, session, coordinator):
    counts = []
    for start in (0, 5):
        for n in range(start, start + 5):
            ask(session, coordinator, f"P{n}")
            partner = make_partner(session, coordinator, f"School {n}")
            services.note_asked(partner=partner, group=session.group, contact=Contact(f"Q{n}"))
            open_session(session.group.initiative)
        counts.append([])
        pages = (address("outreach"), address("outreach_group", session.group_id))
        for page in (*pages, address("partners")):
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
    assert max(counts[0]) < 25


def test_who_told_us_no_is_not_asked_again_by_what_a_partner_notes(session, coordinator):
    partner = make_partner(session, coordinator)
    contact = Contact("Ana", email="ana@mail.example")
    invitee = services.note_asked(
        partner=partner, group=session.group, contact=contact, may_write=True
    )
    decline_invitation(invitee=invitee)
    services.set_answer(invitee=invitee, state="NO_ANSWER")
    invitee.refresh_from_db()
    assert (invitee.state, invitee.noted) == ("NO", "NO_ANSWER")
    later = timezone.now() + timedelta(days=10)
    assert services.remind_invitees(actor=coordinator, group=session.group, now=later) == 0
