"""The call and text list: whom to call, what to say, and what came of it."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from letters import registry, services
from letters.contacts import hash_of
from letters.models import Letter
from letters.registry import Content, Subject
from tests.factories import make_member
from tests.letters.conftest import MARIA, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(participants_kind, initiative):
    participants_kind["now"] = Content(
        phone="+16515550100", name="Maria", words=MARIA.words, initiative=initiative.pk
    )
    services.send_later(kind="reminder", subject=1, initiative=initiative.pk)
    send()
    return Letter.objects.get()


@pytest.fixture
def coordinator(initiative, client):
    member = make_member(initiative, "coordinator")
    client.force_login(member)
    return member


def note(client, initiative, letter, what):
    url = reverse("letters:call_note", args=[initiative.slug, letter.pk])
    return client.post(url, {"what": what}, follow=True)


def test_who_to_call_and_what_to_say(client, coordinator, initiative, letter):
    response = client.get(reverse("letters:calls", args=[initiative.slug]))
    [call] = response.context["calls"]
    assert (call.name, call.number, call.shown_number) == (
        "Maria",
        "+16515550100",
        "(651) 555-0100",
    )
    assert call.script == "We meet soon.\n\nRiver County\n1 Main Street, 555-0100"
    assert call.text_url == "sms:+16515550100"
    page = response.content.decode()
    assert 'href="tel:+16515550100"' in page
    assert "/r/abc/" not in page


def test_a_text_message_is_ready_to_send(client, coordinator, initiative, letter, templates):
    (templates / "reminder_sms.txt").write_text("Soon, {{ first_name }} & all: {{ link }}\n")
    registry._kinds["reminder"] = replace(registry._kinds["reminder"], fits_text=True)
    response = client.get(reverse("letters:calls", args=[initiative.slug]))
    [call] = response.context["calls"]
    assert call.text_url == (
        "sms:+16515550100?body=Soon%2C%20Maria%20%26%20all%3A%20https%3A//heard.example.org/r/abc/"
    )


@pytest.mark.parametrize(
    ("what", "state", "reason", "calls", "verb"),
    [
        ("reached", "SENT", "", 0, "reached_by_phone"),
        ("no_answer", "DUE", "", 1, "called_without_answer"),
        ("not_needed", "CANCELLED", "NEEDLESS", 0, "call_not_needed"),
        ("no_more", "CANCELLED", "STOPPED", 0, "asked_for_no_more"),
    ],
)
def test_what_came_of_it_is_on_record_with_who_called(
    client, coordinator, initiative, letter, what, state, reason, calls, verb
):
    assert note(client, initiative, letter, what).status_code == 200
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.calls) == (state, reason, calls)
    entry = AuditEntry.objects.get(subject_kind="Letter")
    assert (entry.actor, entry.verb, entry.initiative) == (coordinator, verb, initiative.pk)
    stopped = services.is_stopped(
        contact_hash=hash_of(phone="+16515550100"), initiative=initiative.pk
    )
    assert stopped == (what == "no_more")


def test_who_was_reached_is_called_once(client, coordinator, initiative, letter):
    note(client, initiative, letter, "reached")
    response = note(client, initiative, letter, "no_answer")
    [message] = response.context["messages"]
    assert str(message) == "This letter is sent and cannot become sent. Load the page again."
    letter.refresh_from_db()
    assert (letter.state, letter.calls) == ("SENT", 0)


def test_a_slip_is_put_back(client, coordinator, initiative, letter):
    note(client, initiative, letter, "reached")
    client.post(reverse("letters:call_back", args=[initiative.slug, letter.pk]))
    response = client.get(reverse("letters:calls", args=[initiative.slug]))
    assert [call.name for call in response.context["calls"]] == ["Maria"]
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == ("DUE", None)


def test_what_is_no_longer_to_be_said_is_not_on_the_list(
    client, coordinator, initiative, letter, participants_kind
):
    participants_kind["now"] = None
    response = client.get(reverse("letters:calls", args=[initiative.slug]))
    assert response.context["calls"] == []


def test_who_has_just_stopped_our_messages_is_not_called_before_the_next_sweep(
    client, coordinator, initiative, letter
):
    services.stop(contact_hash=hash_of(phone="+16515550100"), initiative=initiative.pk)
    response = client.get(reverse("letters:calls", args=[initiative.slug]))
    assert response.context["calls"] == []


def test_a_letter_by_mail_cannot_be_ticked_off(participants_kind, initiative, coordinator):
    letter = services.send_later(kind="reminder", subject=9)
    with pytest.raises(Letter.DoesNotExist):
        services.note_reached(actor=coordinator, letter=letter, now=timezone.now())


def test_what_was_ticked_off_cannot_be_ticked_off_again(letter, coordinator):
    services.note_not_needed(actor=coordinator, letter=letter)
    with pytest.raises(InvalidTransition):
        services.note_reached(actor=coordinator, letter=letter, now=timezone.now())


def test_nonsense_is_no_note(client, coordinator, initiative, letter):
    note(client, initiative, letter, "sold")
    letter.refresh_from_db()
    assert (letter.state, letter.calls) == ("DUE", 0)


@pytest.mark.parametrize("role", ["facilitator", "analyst", "approver", "reader"])
def test_numbers_are_for_coordinators(client, initiative, letter, role):
    client.force_login(make_member(initiative, role))
    assert client.get(reverse("letters:calls", args=[initiative.slug])).status_code == 403
    assert note(client, initiative, letter, "reached").status_code == 403
    letter.refresh_from_db()
    assert letter.state == "DUE"


def test_the_list_asks_once_what_letters_are_about(
    client, coordinator, initiative, letter, django_assert_num_queries
):
    asked = []

    def describe(numbers):
        asked.append(sorted(numbers))
        return {number: Subject(f"Session {number}") for number in numbers}

    registry._kinds["reminder"] = replace(registry._kinds["reminder"], describe=describe)
    services.send_many_later(kind="reminder", subjects=[2, 3], initiative=initiative.pk)
    send()
    response = client.get(reverse("letters:calls", args=[initiative.slug]))
    assert asked == [[1, 2, 3]]
    assert [call.about.words for call in response.context["calls"]] == [
        "Session 1",
        "Session 2",
        "Session 3",
    ]
