"""Night, a stopped contact, a telephone alone: what becomes of a letter then."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from letters import registry, services
from letters.contacts import hash_of
from letters.models import Letter
from letters.registry import Content
from tests.letters.conftest import MARIA, send

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)  # 11 PM in Chicago
MORNING = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)  # 8 AM there
PHONE = Content(phone="+16515550100", name="Maria", words=MARIA.words)


@pytest.fixture
def quiet(settings):
    settings.QUIET_FROM, settings.QUIET_UNTIL = 21, 8
    settings.TIME_ZONE = "America/Chicago"


def change_kind(**fields):
    registry._kinds["reminder"] = replace(registry._kinds["reminder"], **fields)


def later(**fields):
    return services.send_later(kind="reminder", subject=1, due_at=NIGHT, **fields)


def test_at_night_a_letter_waits_until_morning_and_that_is_no_attempt(quiet, participants_kind):
    later()
    assert send(NIGHT) == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.due_at, letter.attempts) == ("DUE", MORNING, 0)
    assert send(MORNING - timedelta(minutes=1)) == 0
    assert send(MORNING) == 1


def test_it_is_night_where_the_place_is(quiet, participants_kind):
    participants_kind["now"] = replace(participants_kind["now"], zone="Asia/Tokyo")
    later()
    assert send(NIGHT) == 1


def test_a_change_of_what_begins_soon_goes_out_at_night(quiet, participants_kind):
    participants_kind["now"] = replace(participants_kind["now"], ignores_quiet=True)
    later()
    assert send(NIGHT) == 1


def test_a_kind_may_go_at_any_hour_and_members_letters_do(quiet, participants_kind, kinds):
    change_kind(waits_for_day=False)
    kinds("hello", Content("ana@example.org", context={"name": "Ana"}))
    later()
    services.send_later(kind="hello", subject=1, due_at=NIGHT)
    assert send(NIGHT) == 2


def test_what_became_needless_in_the_night_is_not_sent_in_the_morning(quiet, participants_kind):
    later()
    send(NIGHT)
    participants_kind["now"] = None
    assert send(MORNING) == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == ("CANCELLED", "NEEDLESS")


@pytest.mark.parametrize("scope", ["here", "everywhere"])
def test_who_stopped_our_letters_gets_none(participants_kind, initiative, scope):
    stopped = initiative.pk if scope == "here" else 0
    services.stop(contact_hash=hash_of(email="MARIA@example.org"), initiative=stopped)
    later()
    assert send() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == ("CANCELLED", "STOPPED")


def test_who_stopped_another_initiative_gets_ours(participants_kind, initiative):
    services.stop(contact_hash=hash_of(email="maria@example.org"), initiative=initiative.pk + 1)
    later()
    assert send() == 1


def test_nobody_who_has_a_place_stands_before_a_locked_door(participants_kind, initiative):
    change_kind(despite_stop=True)
    services.stop(contact_hash=hash_of(email="maria@example.org"))
    later()
    assert send() == 1


def test_without_address_and_number_nobody_is_reached(participants_kind):
    participants_kind["now"] = replace(MARIA, to="")
    later()
    assert send() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == ("CANCELLED", "UNREACHABLE")


def test_a_number_alone_goes_to_the_call_list_and_leaves_it_by_itself(
    participants_kind, initiative
):
    participants_kind["now"] = replace(PHONE, initiative=initiative.pk)
    later()
    now = timezone.now()
    assert send(now) == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.by_phone, letter.attempts) == ("DUE", True, 0)
    assert letter.initiative == initiative.pk
    assert list(Letter.objects.to_call()) == [letter]
    assert send(now + timedelta(hours=2)) == 0
    assert list(Letter.objects.to_call()) == [letter]
    # The session has begun.
    participants_kind["now"] = None
    assert send(now + timedelta(hours=4)) == 0
    assert Letter.objects.get().state == "CANCELLED"
    assert mail.outbox == []


def test_who_gave_an_address_since_is_written_to(participants_kind):
    participants_kind["now"] = PHONE
    later()
    now = timezone.now()
    send(now)
    participants_kind["now"] = MARIA
    assert send(now + timedelta(hours=2)) == 1


@pytest.fixture
def texts(settings, tmp_path, participants_kind, templates):
    settings.TEXT_GATEWAY = "letters.texts.FileGateway"
    settings.TEXT_FILE = tmp_path / "texts.jsonl"
    (templates / "reminder_sms.txt").write_text("Tomorrow, {{ first_name }}: {{ link }}\n")
    change_kind(fits_text=True)
    participants_kind["now"] = PHONE
    return settings.TEXT_FILE


def test_with_a_gateway_short_words_go_as_a_text(texts):
    later()
    assert send() == 1
    letter = Letter.objects.get()
    assert (letter.state, letter.by_phone) == ("SENT", False)
    assert [json.loads(line) for line in texts.read_text().splitlines()] == [
        {
            "reference": letter.reference,
            "to": "+16515550100",
            "words": "Tomorrow, Maria: https://heard.example.org/r/abc/",
        }
    ]


def test_at_night_no_text_goes(quiet, texts):
    later()
    assert send(NIGHT) == 0
    assert not texts.exists()


class Broken:
    def send(self, number, words, reference):
        raise RuntimeError(f"{number} is not in service")


def test_whom_a_gateway_cannot_reach_is_called(texts, settings, caplog):
    settings.TEXT_GATEWAY = f"{__name__}.Broken"
    later()
    assert send() == 0
    assert Letter.objects.get().by_phone
    assert [line for line in caplog.messages if "5550100" in line] == []
    assert [line for line in caplog.messages if line.endswith("not sent: RuntimeError")] != []


def test_words_that_do_not_fit_are_said_by_a_person(texts):
    change_kind(fits_text=False)
    later()
    assert send() == 0
    assert Letter.objects.get().by_phone
    assert not texts.exists()


def test_the_initiative_of_a_letter_is_noted_when_it_is_known(participants_kind, initiative):
    later()
    send()
    assert Letter.objects.get().initiative == initiative.pk


def test_what_people_must_act_on_goes_before_a_thousand_invitations(kinds):
    kinds("bulk", lambda number: replace(MARIA, to=f"person{number}@example.org"))
    kinds("urgent", MARIA, must_act=True)
    services.send_many_later(kind="bulk", subjects=range(20))
    services.send_later(kind="urgent", subject=1)
    assert services.send_due_letters(now=timezone.now(), limit=3) == 3
    assert mail.outbox[0].to == ["maria@example.org"]
    assert Letter.objects.filter(state="DUE").count() == 18


def test_a_run_ends_in_time_and_the_next_goes_on(kinds):
    kinds("bulk", MARIA)
    services.send_many_later(kind="bulk", subjects=range(5))
    assert services.send_due_letters(now=timezone.now(), seconds=-1) == 0
    assert services.send_due_letters(now=timezone.now()) == 5


def test_five_thousand_are_written_down_in_a_few_queries(kinds):
    kinds("bulk", MARIA)
    services.send_later(kind="bulk", subject=7)
    with CaptureQueriesContext(
        connection,
    ) as found:
        count = services.send_many_later(
            kind="bulk", subjects=[*range(5000), 3, 3], occasion="", initiative=9
        )
    assert count == 5000
    assert Letter.objects.count() == 5000
    inserts = [query for query in found if query["sql"].startswith("INSERT")]
    assert len(inserts) == 10


def test_each_of_many_costs_the_same(kinds):
    kinds("bulk", MARIA)

    def queries(number, start):
        services.send_many_later(kind="bulk", subjects=range(start, start + number))
        with CaptureQueriesContext(connection) as found:
            assert send() == number
        return len(found)

    one, two, three = queries(1, 0), queries(2, 10), queries(3, 20)
    assert three - two == two - one
