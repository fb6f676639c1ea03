"""The accommodation board: every need, who arranges it, what is late, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from focusgroups.models import Accommodation
from focusgroups.needs.letters import accommodation_answer, accommodation_overdue
from focusgroups.services.arranging import Arrangement, arrange_need, remind_of_late_needs
from focusgroups.services.needs import Need, set_needs
from letters.models import Letter
from letters.services import send_due_letters
from tests.factories import InitiativeFactory, UserFactory, make_member
from tests.focusgroups.people import come, open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return open_session(InitiativeFactory(slug="river"))


@pytest.fixture
def coordinator(session, client):
    user = make_member(session.group.initiative, "coordinator", email="rosa@county.example")
    client.force_login(user)
    return user


@pytest.fixture
def need(session):
    return ask_for(session, "Ana", Need("CHILDCARE", 2, "3 and 6"))


def ask_for(session, name, *needs):
    person = come(session, name)
    set_needs(registration=person, needs=needs)
    return person.accommodation_set.first()


def near(session, days=2):
    session.starts_at = timezone.now() + timedelta(days=days)
    session.save()


def address(name, *args):
    return reverse(f"focusgroups:{name}", args=["river", *args])


def kinds(client, **query):
    page = client.get(address("needs"), query)
    return sorted(need.kind for need in page.context["page_obj"])


def test_strangers_and_weak_roles_see_no_need(client, session, need):
    pages = (address("needs"), address("need_arrange", need.pk))
    client.force_login(UserFactory())
    assert {client.get(page).status_code for page in pages} == {404}
    for role in ("analyst", "approver", "reader"):
        client.force_login(make_member(session.group.initiative, role))
        assert {client.get(page).status_code for page in pages} == {403}


def test_a_facilitator_sees_what_they_arrange_and_nothing_else(client, session, need, coordinator):
    facilitator = make_member(session.group.initiative, "facilitator")
    other = ask_for(session, "Bo", Need("FOOD"))
    arrange_need(actor=coordinator, need=need, arrangement=Arrangement("ASKED", facilitator))
    client.force_login(facilitator)
    assert kinds(client) == ["CHILDCARE"]
    assert client.get(address("need_arrange", need.pk)).status_code == 200
    assert client.get(address("need_arrange", other.pk)).status_code == 403


def test_the_board_is_narrowed_by_what_stands_in_its_address(client, session, need, coordinator):
    ask_for(session, "Bo", Need("FOOD"), Need("RIDE"))
    done = Accommodation.objects.get(kind="FOOD")
    arrange_need(actor=coordinator, need=done, arrangement=Arrangement("ARRANGED", coordinator))
    assert kinds(client) == ["CHILDCARE", "FOOD", "RIDE"]
    assert kinds(client, state="ARRANGED") == ["FOOD"]
    assert kinds(client, kind="RIDE") == ["RIDE"]
    assert kinds(client, arranger="none") == ["CHILDCARE", "RIDE"]
    assert kinds(client, arranger=coordinator.pk) == ["FOOD"]
    assert kinds(client, when="past") == []
    assert kinds(client, state="LATE") == []
    near(session)
    assert kinds(client, state="LATE") == ["CHILDCARE", "RIDE"]


def test_late_is_said_in_a_word_and_a_colour(client, session, need, coordinator):
    assert "state-late" not in client.get(address("needs")).content.decode()
    near(session)
    assert (
        'class="state state-late">late: no answer yet'
        in client.get(address("needs")).content.decode()
    )


def test_who_cancelled_needs_nothing_any_more(client, session, need, coordinator):
    need.registration.state = "CANCELLED"
    need.registration.save()
    assert kinds(client) == []


def test_a_need_is_arranged_and_the_person_is_told(client, session, need, coordinator):
    values = {"state": "ARRANGED", "arranger": coordinator.pk, "due_on": "2026-11-20"}
    page = client.post(address("need_arrange", need.pk), values | {"tell": "on"})
    assert set(page.context["form"].errors) == {"answer"}
    values |= {"answer": "Ms Lee meets you at the door at 5:40.", "tell": "on"}
    assert client.post(address("need_arrange", need.pk), values).url == address("needs")
    need.refresh_from_db()
    assert (need.state, need.arranger, need.answer) == (
        "ARRANGED",
        coordinator,
        "Ms Lee meets you at the door at 5:40.",
    )
    send_due_letters(now=timezone.now() + timedelta(days=1))
    letter = next(each for each in mail.outbox if each.subject.startswith("What we arranged"))
    assert letter.to == ["ana@mail.example"]
    assert "Ms Lee meets you at the door at 5:40." in letter.body


def test_an_answer_goes_to_nobody_who_has_no_place_any_more(session, need, coordinator):
    arrangement = Arrangement("ARRANGED", answer="At the door.")
    arrange_need(actor=coordinator, need=need, arrangement=arrangement, tell=True)
    need.registration.state = "CANCELLED"
    need.registration.save()
    assert accommodation_answer(need.pk, "") is None


def test_only_who_sees_needs_may_be_asked_to_arrange_one(client, session, need, coordinator):
    analyst = make_member(session.group.initiative, "analyst")
    stranger = make_member(open_session().group.initiative, "coordinator")
    for user in (analyst, stranger):
        values = {"state": "ASKED", "arranger": user.pk}
        page = client.post(address("need_arrange", need.pk), values)
        assert set(page.context["form"].errors) == {"arranger"}


def test_what_is_late_is_mailed_once_a_day_to_arranger_and_coordinators(session, need, coordinator):
    facilitator = make_member(session.group.initiative, "facilitator", email="sam@county.example")
    make_member(session.group.initiative, "facilitator", email="other@county.example")
    arrange_need(actor=coordinator, need=need, arrangement=Arrangement("ASKED", facilitator))
    now = timezone.now()
    assert remind_of_late_needs(now=now) == 0
    near(session)
    for _ in range(3):
        remind_of_late_needs(now=now)
    rows = Letter.objects.filter(kind="accommodation_overdue")
    assert {int(row.occasion.split()[0]) for row in rows} == {coordinator.pk, facilitator.pk}
    assert rows.count() == 2


def test_the_letter_about_it_names_no_person_and_no_need(session, need, coordinator):
    near(session)
    today = timezone.localdate()
    content = accommodation_overdue(session.group.initiative_id, f"{coordinator.pk} {today}")
    assert content.to == "rosa@county.example"
    shown = str(content.context)
    assert (content.context["count"], "Ana" in shown, "childcare" in shown.lower()) == (
        1,
        False,
        False,
    )


def test_the_letter_about_it_goes_out_in_the_morning(session, need, coordinator):
    near(session)
    night = timezone.localtime().replace(hour=0, minute=5)
    remind_of_late_needs(now=night)
    send_due_letters(now=night + timedelta(minutes=5))
    letter = Letter.objects.get(kind="accommodation_overdue")
    assert (letter.state, timezone.localtime(letter.due_at).hour) == ("DUE", 8)
    send_due_letters(now=night.replace(hour=8, minute=30))
    (sent,) = [each for each in mail.outbox if each.to == ["rosa@county.example"]]
    assert "1 need has no answer" in sent.body
    assert not any(word in sent.body + sent.subject for word in ("Ana", "hildcare", "3 and 6"))


def test_no_letter_once_it_is_answered_or_the_role_has_ended(session, need, coordinator):
    near(session)
    occasion = f"{coordinator.pk} {timezone.localdate()}"
    initiative = session.group.initiative_id
    yesterday = f"{coordinator.pk} {timezone.localdate() - timedelta(days=1)}"
    assert accommodation_overdue(initiative, yesterday) is None
    stranger = UserFactory()
    assert accommodation_overdue(initiative, f"{stranger.pk} {timezone.localdate()}") is None
    arrange_need(actor=coordinator, need=need, arrangement=Arrangement("ARRANGED"))
    assert accommodation_overdue(initiative, occasion) is None


def test_the_board_makes_the_same_number_of_queries(client, session, coordinator):
    counts = []
    for start in (0, 5):
        for n in range(start, start + 5):
            need = ask_for(session, f"P{n}", Need("FOOD"), Need("RIDE"))
            arrange_need(
                actor=coordinator, need=need, arrangement=Arrangement("ASKED", coordinator)
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(address("needs"))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 25
