"""Two organizers edit one session: the second is told, and nothing of either is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from focusgroups import services
from focusgroups.models import Interpreter
from focusgroups.session_plan import plan_of
from letters.models import Letter
from tests.factories import InitiativeFactory, make_member
from tests.focusgroups.plans import START, edit_form, make_group, make_meeting, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def session(initiative):
    return make_meeting(make_group(initiative), chairs=8)


@pytest.fixture(autouse=True)
def second(initiative, client):
    user = make_member(initiative, "coordinator", name="Bea")
    client.force_login(user)
    return user


def address(session):
    return reverse("focusgroups:session_edit", args=["river", session.pk])


def first_changes(session, initiative, **values):
    """Another organizer opens the form and saves it."""
    ana = make_member(initiative, "coordinator", name="Ana")
    plan = plan_of(session)
    changed = {name: values.pop(name, getattr(plan, name)) for name in plan.__dataclass_fields__}
    start = values.get("starts_at", session.starts_at)
    return services.change_session(
        actor=ana, session=session, starts_at=start, plan=type(plan)(**changed)
    )


def test_the_second_is_told_and_what_they_typed_stays(client, initiative, session):
    mine = edit_form(session, chairs="12", doors_minutes="30")
    first_changes(session, initiative, chairs=9, language="es")
    page = client.post(address(session), mine)
    assert page.context["changed_by"] == "Ana"
    told = {each.label: (each.before, each.now, each.typed) for each in page.context["changes"]}
    assert told == {"Chairs": ("8", "9", "12"), "Language spoken": ("English", "Spanish", None)}
    form = page.context["form"]
    assert [form[name].value() for name in ("chairs", "doors_minutes", "language")] == [
        "12",
        "30",
        "es",
    ]
    session.refresh_from_db()
    assert (session.chairs, session.doors_minutes, session.language) == (9, 15, "es")


def test_saved_again_both_changes_stand(client, initiative, session):
    mine = edit_form(session, doors_minutes="30")
    later = START + timedelta(hours=1)
    first_changes(session, initiative, starts_at=later)
    form = client.post(address(session), mine).context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    again |= {key: value for key, value in form.data.items() if key.startswith("initial-")}
    assert client.post(address(session), again).status_code == 302
    session.refresh_from_db()
    assert (session.starts_at, session.doors_minutes, session.revision) == (later, 30, 2)


def test_the_service_refuses_an_old_form(session, initiative, second):
    first_changes(session, initiative, chairs=9)
    with pytest.raises(services.ChangedMeanwhile):
        services.change_session(
            actor=second, session=session, starts_at=START, plan=plan_of(session), revision=0
        )


def test_interpreters_that_nobody_changed_are_no_change(client, initiative, session):
    rows = [
        Interpreter.objects.create(initiative=initiative, name=name, languages=["so"])
        for name in ("Zahra", "Ayan", "Mai")
    ]
    session.interpreters.set(rows)
    mine = edit_form(session, chairs="12")
    first_changes(session, initiative, doors_minutes=45)
    page = client.post(address(session), mine)
    assert [each.label for each in page.context["changes"]] == ["Doors open so many minutes before"]
    assert sorted(page.context["form"]["interpreters"].value()) == sorted(
        str(row.pk) for row in rows
    )


def test_a_form_without_its_revision_saves_nothing(client, session):
    values = edit_form(session, chairs="12")
    del values["revision"]
    assert client.post(address(session), values).context["is_meanwhile"] is True
    session.refresh_from_db()
    assert session.chairs == 8


def test_who_is_coming_is_told_of_time_and_place_and_of_nothing_else(initiative, session):
    (person,) = register(session, 1, email="a@mail.example")
    register(session, 1, state="CANCELLED")
    first_changes(session, initiative, chairs=9)
    assert Letter.objects.count() == 0
    session.refresh_from_db()
    first_changes(session, initiative, starts_at=START + timedelta(days=1))
    assert list(Letter.objects.values_list("kind", "subject")) == [("session_changed", person.pk)]


def test_who_was_coming_is_told_that_it_is_called_off(session, second):
    (person,) = register(session, 1, email="a@mail.example")
    services.cancel_session(actor=second, session=session)
    assert list(Letter.objects.values_list("kind", "subject")) == [("session_cancelled", person.pk)]
    session.refresh_from_db()
    assert session.revision == 1
