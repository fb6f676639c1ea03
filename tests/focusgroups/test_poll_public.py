"""Answering a poll of times by its link: without an account, and without seeing anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from focusgroups.links import token_of
from focusgroups.models import TimePollPerson
from focusgroups.services import polls as services
from initiatives.models.texts import random_number
from tests.factories import InitiativeFactory, make_member, make_session, make_text

pytestmark = pytest.mark.django_db
ZONE = "America/Chicago"
# 6:00 PM and 8:00 PM in Chicago, in winter.
STARTS = [datetime(2031, 1, 15, hour, tzinfo=UTC) for hour in (0, 2)]


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def poll(initiative):
    group = make_session(initiative).group
    group.title = make_text(initiative, "Parents' evening", "Noche de padres")
    group.save()
    return services.make_poll(
        actor=make_member(initiative, "coordinator"),
        group=group,
        plan=services.PollPlan(zone=ZONE),
        starts=STARTS,
    )


def page_of(poll):
    return reverse("focusgroups_public:poll", args=[token_of("poll", poll)])


def page_of_person(person, name="my_times"):
    return reverse(f"focusgroups_public:{name}", args=[token_of("poll-person", person)])


def fill(client, poll, name="Ana", *says, **fields):
    """What a browser sends: the key of the form that it was shown, and the answers."""
    form = client.get(page_of(poll)).context["form"]
    answers = {
        f"time_{time.pk}": said
        for time, said in zip(poll.timepolltime_set.all(), says, strict=False)
    }
    return {"name": name, "key": form["key"].value(), "zone": ZONE} | answers | fields


def answers_of(person):
    rows = person.timepollanswer_set.order_by("time__starts_at")
    return [row.says for row in rows]


def labels(response):
    return [(field.label, field.help_text) for field in response.context["form"].time_fields]


def test_an_answer_is_kept_and_leads_to_a_page_of_ones_own(client, poll):
    response = client.post(page_of(poll), fill(client, poll, "Ana", "YES", "NO"))
    person = TimePollPerson.objects.get()
    assert response.url == page_of_person(person)
    assert (person.name, person.zone, answers_of(person)) == ("Ana", ZONE, ["YES", "NO"])
    own = client.get(response.url)
    assert [own.context["form"][f"time_{t.pk}"].value() for t in poll.timepolltime_set.all()] == [
        "YES",
        "NO",
    ]


def test_two_taps_are_one_answer(client, poll):
    sent = fill(client, poll, "Ana", "YES", "NO")
    urls = [client.post(page_of(poll), sent).url for _ in range(2)]
    assert urls[0] == urls[1]
    assert TimePollPerson.objects.count() == 1


def test_a_number_that_somebody_chose_themselves_opens_nobody(client, poll):
    client.post(page_of(poll), fill(client, poll, "Ana", "YES"))
    ana = TimePollPerson.objects.get()
    for key in (str(ana.pk), "", "x" * 500):
        client.post(page_of(poll), fill(client, poll, "Ana", "NO", key=key))
    assert answers_of(ana) == ["YES"]
    assert TimePollPerson.objects.count() == 4


def test_nobody_is_shown_another(client, poll):
    client.post(page_of(poll), fill(client, poll, "Zebulon", "YES", "NO"))
    client.post(page_of(poll), fill(client, poll, "Quetzal", "NO", "YES"))
    zebulon, quetzal = TimePollPerson.objects.all()
    texts = [
        client.get(page_of(poll)).text,
        client.get(page_of_person(zebulon)).text,
        client.get(page_of_person(quetzal)).text,
    ]
    assert [("Zebulon" in text, "Quetzal" in text) for text in texts] == [
        (False, False),
        (True, False),
        (False, True),
    ]


def test_the_name_of_the_group_among_members_is_not_shown(client, poll):
    text = client.get(page_of(poll)).text
    assert (poll.group.name in text, "Parents&#x27; evening" in text) == (False, True)


def test_times_are_shown_on_ones_clock_and_on_that_of_the_place(client, poll):
    assert labels(client.get(page_of(poll))) == [
        ("Tuesday 14 January, 6:00\u00a0PM – 7:30\u00a0PM", ""),
        ("Tuesday 14 January, 8:00\u00a0PM – 9:30\u00a0PM", ""),
    ]
    there = client.get(page_of(poll) + "?zone=Asia/Yangon")
    assert labels(there)[0] == (
        "Wednesday 15 January, 6:30\u00a0AM – 8:00\u00a0AM",
        "At the place it is then Tue 14 Jan, 6:00\u00a0PM.",
    )
    assert labels(client.get(page_of(poll) + "?zone=Mars/Olympus")) == labels(
        client.get(page_of(poll))
    )


def test_the_clock_is_kept_with_the_answer(client, poll):
    client.post(page_of(poll), fill(client, poll, "Ana", "YES", zone="Asia/Yangon"))
    person = TimePollPerson.objects.get()
    assert person.zone == "Asia/Yangon"
    assert labels(client.get(page_of_person(person)))[0][0].startswith("Wednesday 15 January")


def test_the_page_speaks_spanish(client, poll):
    response = client.get("/es" + page_of(poll))
    assert labels(response)[0][0] == "martes 14 de enero, 6:00\u00a0PM – 7:30\u00a0PM"
    assert "Noche de padres" in response.text


def test_one_changes_ones_answer_and_takes_it_back(client, poll):
    client.post(page_of(poll), fill(client, poll, "Ana", "YES", "NO"))
    person = TimePollPerson.objects.get()
    client.post(page_of_person(person), fill(client, poll, "Anita", "NO", "IF_NEED"))
    person.refresh_from_db()
    assert (person.name, answers_of(person)) == ("Anita", ["NO", "IF_NEED"])
    assert client.get(page_of_person(person, "my_times_back")).status_code == 405
    response = client.post(page_of_person(person, "my_times_back"))
    assert (response.status_code, TimePollPerson.objects.count()) == (200, 0)
    assert client.get(page_of_person(person)).status_code == 404
    assert client.post(page_of_person(person, "my_times_back")).status_code == 404


def test_a_poll_that_is_closed_while_somebody_answers_says_that_nothing_was_kept(client, poll):
    sent = fill(client, poll, "Ana", "YES")
    services.close_poll(actor=poll.made_by, poll=poll)
    response = client.post(page_of(poll), sent)
    assert response.status_code == 409
    assert "Your answer was not kept." in response.text
    assert TimePollPerson.objects.count() == 0
    assert client.get(page_of(poll)).status_code == 200


def test_ones_own_page_of_a_closed_poll_still_takes_it_back(client, poll):
    client.post(page_of(poll), fill(client, poll, "Ana", "YES"))
    person = TimePollPerson.objects.get()
    change = fill(client, poll, "Bo", "NO")
    services.close_poll(actor=poll.made_by, poll=poll)
    client.post(page_of_person(person), change)
    person.refresh_from_db()
    assert (person.name, answers_of(person)) == ("Ana", ["YES"])
    client.post(page_of_person(person, "my_times_back"))
    assert TimePollPerson.objects.count() == 0


def test_a_poll_that_everybody_found_takes_no_more(client, poll, monkeypatch):
    monkeypatch.setattr(services, "MOST_PEOPLE", 0)
    response = client.post(page_of(poll), fill(client, poll, "Ana", "YES"))
    assert response.status_code == 409
    assert TimePollPerson.objects.count() == 0


def test_a_time_that_is_over_is_not_asked(client, poll):
    poll.timepolltime_set.create(starts_at=timezone.now() - timedelta(hours=1))
    assert len(labels(client.get(page_of(poll)))) == 2


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  José  ", "José"),
        ("أمينة بنت خالد", "أمينة بنت خالد"),
        ("Mia 🌻", "Mia 🌻"),
        ("<b>Bo</b>", "<b>Bo</b>"),
        ("a" * 100, "a" * 100),
    ],
)
def test_names_are_kept_as_people_write_them(client, poll, name, kept):
    response = client.post(page_of(poll), fill(client, poll, name, "YES"))
    assert TimePollPerson.objects.get().name == kept
    assert "<b>Bo</b>" not in client.get(response.url).text


@pytest.mark.parametrize("name", ["", "   ", "\u0000", "a" * 300])
def test_a_name_that_is_none_or_too_long_is_asked_again_and_the_rest_stays(client, poll, name):
    response = client.post(page_of(poll), fill(client, poll, name, "YES", "NO"))
    form = response.context["form"]
    assert list(form.errors) == ["name"]
    assert [field.value() for field in form.time_fields] == ["YES", "NO"]
    assert TimePollPerson.objects.count() == 0


@pytest.mark.parametrize("says", [(), ("MAYBE",)])
def test_an_answer_that_says_nothing_is_asked_again(client, poll, says):
    response = client.post(page_of(poll), fill(client, poll, "Ana", *says))
    first = poll.timepolltime_set.first()
    assert list(response.context["form"].errors) == [f"time_{first.pk}"]


def test_a_link_that_is_cut_off_ended_or_of_another_kind_opens_nothing(client, poll):
    client.post(page_of(poll), fill(client, poll, "Ana", "YES"))
    person = TimePollPerson.objects.get()
    token, own = token_of("poll", poll), token_of("poll-person", person)
    number, code = token.split("-")
    wrong = [token[:-1], token + "x", number, f"{poll.pk + 1:x}-{code}", own, "x", "0-", "9" * 40]
    urls = [reverse("focusgroups_public:poll", args=[each]) for each in wrong]
    urls += [
        reverse("focusgroups_public:my_times", args=[each]) for each in (token, own[:-1], "x-y")
    ]
    assert [client.get(each).status_code for each in urls] == [404] * 11
    assert [client.post(each).status_code for each in urls] == [404] * 11
    services.renew_poll_link(actor=poll.made_by, poll=poll)
    assert client.get(reverse("focusgroups_public:poll", args=[token])).status_code == 404
    assert client.get(page_of_person(person)).status_code == 200
    poll.refresh_from_db()
    assert client.get(page_of(poll)).status_code == 200


def test_looking_changes_nothing(client, poll):
    person = services.answer_poll(poll=poll, name="Ana", zone=ZONE, says={}, number=random_number())
    for page in (page_of(poll), page_of_person(person)):
        client.get(page)
        client.head(page)
    assert TimePollPerson.objects.count() == 1
