"""Signing up without an account: the steps, what is kept of them, and what a double sees."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from focusgroups.models import FocusGroup, Registration, Target
from letters.models import Letter
from tests.factories import SegmentFactory, make_session, make_text
from tests.focusgroups.people import come, group_url, open_session, page_without_token

pytestmark = pytest.mark.django_db
State = Registration.State
FORM = {"name": "Ana", "reach": "ana@mail.example", "language": "en"}


@pytest.fixture
def session():
    return open_session(chairs=2)


def sign_up(client, session, page="register/", **changed):
    form = FORM | {"sessions": session.pk} | changed
    return client.post(group_url(session, page), form)


def test_a_place_then_the_details_then_thanks(client, session):
    first = sign_up(client, session)
    assert first.url == group_url(session, "details/")
    assert client.get(first.url).context["title"] == "Grandparents talk"
    second = client.post(
        first.url,
        {"CHILDCARE": "on", "children": "2", "CHILDCARE_more": "4 and 7", "RIDE_more": "Frogtown"},
    )
    assert second.url == group_url(session, "done/")
    row = Registration.objects.get(session=session)
    needs = [(n.kind, n.number, n.detail) for n in row.accommodation_set.order_by("kind")]
    assert needs == [("CHILDCARE", 2, "4 and 7"), ("RIDE", 0, "Frogtown")]
    assert (row.state, row.name, row.email, row.phone) == (
        State.REGISTERED,
        "Ana",
        "ana@mail.example",
        "",
    )
    done = client.get(second.url)
    assert (len(done.context["placed"]), len(done.context["waiting"])) == (1, 0)


def test_details_can_be_skipped_and_are_not_asked_again(client, session):
    details = sign_up(client, session).url
    assert client.post(details, {"skip": "1", "CHILDCARE": "on"}).url == group_url(session, "done/")
    row = Registration.objects.get(session=session)
    assert (row.has_details, row.accommodation_set.count()) == (True, 0)


def test_who_waits_is_asked_for_no_details_and_not_told_a_number(client, session):
    for name in ("Bo", "Cy"):
        come(session, name)
    response = sign_up(client, session)
    assert response.url == group_url(session, "done/")
    done = client.get(response.url)
    assert (len(done.context["placed"]), len(done.context["waiting"])) == (0, 1)
    assert client.get(group_url(session, "details/")).url == group_url(session)
    assert Registration.objects.get(name__gt="", position=3).state == State.WAITLISTED


@pytest.mark.parametrize("places", [5, 2])
def test_a_double_sees_the_very_same_pages_and_changes_nothing(client, places):
    """Whoever types another's address does not learn that it is known."""
    session = open_session(chairs=places)
    known = come(session, "Ana")
    come(session, "Bo")
    before = Registration.objects.filter(pk=known.pk).values().get()

    def walk(browser, reach):
        shown = []
        response = sign_up(browser, session, reach=reach, name="Zed")
        addresses = [response.url]
        if response.url == group_url(session, "details/"):
            shown.append(page_without_token(browser.get(response.url)))
            response = browser.post(response.url, {"CHILDCARE": "on", "children": "1"})
            addresses.append(response.url)
        shown.append(page_without_token(browser.get(response.url)))
        return addresses, shown

    double = walk(client, "ANA@mail.example ")
    new = walk(type(client)(), "new@mail.example")
    assert double == new
    assert Registration.objects.filter(pk=known.pk).values().get() == before
    assert known.accommodation_set.count() == 0
    kinds = Letter.objects.filter(subject=known.pk).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["registration_confirmed", "registration_link"]


def test_two_taps_are_one_registration(client, session):
    for _ in range(2):
        assert sign_up(client, session).status_code == 302
    assert Registration.objects.filter(session=session).count() == 1


def test_a_telephone_is_enough_and_is_kept_as_it_is_dialled(client, session):
    sign_up(client, session, reach="(651) 555-0123")
    row = Registration.objects.get(session=session)
    assert (row.phone, row.email) == ("+16515550123", "")


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "Please give a name. It need not be your full name."),
        ("name", "x" * 300, "This is too long: 300 characters, and 100 fit."),
        ("reach", "", "Please give an e-mail address or a telephone number."),
        ("reach", "ana@", "This is not an e-mail address."),
        ("reach", "a@b@c.org", "This is not an e-mail address."),
        ("reach", "twelve", "This is neither an e-mail address nor a telephone number."),
        ("reach", "a" * 300 + "@mail.org", "This is not an e-mail address."),
        ("language", "klingon", "Select a valid choice."),
        ("sessions", "999999999", "Nobody can sign up for this date any more."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, session, field, typed, says):
    response = sign_up(client, session, **{field: typed})
    assert response.status_code == 200
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(says)
    others = {name: form[name].value() for name in ("name", "reach") if name != field}
    assert others == {name: FORM[name] for name in others}
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("name", ["محمد", "Zoë 🌻", "x" * 100, "<b>Bo</b>", "Nguyễn Thị"])
def test_every_name_is_kept_as_it_is_written(client, session, name):
    sign_up(client, session, name=name)
    assert Registration.objects.get(session=session).name == name


def test_a_session_of_another_group_or_of_the_past_is_refused(client, session):
    other = open_session()
    past = make_session(session.group.initiative, starts_at=timezone.now() - timedelta(days=1))
    past.group = session.group
    past.save()
    for wrong in (other, past):
        response = client.post(group_url(session, "register/"), FORM | {"sessions": wrong.pk})
        assert list(response.context["form"].errors) == ["sessions"]
    assert Registration.objects.count() == 0


def test_the_dates_of_a_series_can_be_ticked_together(client, session):
    second = make_session(session.group.initiative, starts_at=timezone.now() + timedelta(days=17))
    second.group = session.group
    second.series = session.series = uuid.uuid4()
    second.save()
    session.save()
    form = FORM | {"sessions": [session.pk, second.pk]}
    client.post(group_url(session, "register/"), form)
    rows = Registration.objects.order_by("session_id").values_list("session_id", flat=True)
    assert list(rows) == sorted([session.pk, second.pk])


def test_questions_decide_gently_and_answers_are_not_kept(client, session):
    initiative = session.group.initiative
    other = open_session(initiative)
    asked = session.group.eligibilityquestion_set.create(
        text=make_text(initiative, "Do you care for a grandchild?")
    )
    path = group_url(session, "check/")
    assert client.get(path).status_code == 200
    assert list(client.post(path, {}).context["form"].errors) == [f"question_{asked.pk}"]
    no = client.post(path, {f"question_{asked.pk}": "no"})
    assert [group.url for group in no.context["others"]] == [group_url(other)]
    yes = client.post(path, {f"question_{asked.pk}": "yes"})
    assert yes.url == group_url(session, "register/")
    assert dict(client.session) == {}


def test_a_mixed_group_asks_who_one_is(client, session):
    initiative = session.group.initiative
    kin = SegmentFactory(initiative=initiative, name="Kin")
    elsewhere = SegmentFactory()
    FocusGroup.objects.filter(pk=session.group_id).update(segment=None)
    wrong = sign_up(client, session, segment=elsewhere.pk)
    assert list(wrong.context["form"].errors) == ["segment"]
    sign_up(client, session, segment=kin.pk)
    sign_up(client, session, segment="", reach="bo@mail.example")
    rows = Registration.objects.order_by("position").values_list("segment", flat=True)
    assert list(rows) == [kin.pk, None]


def test_targets_that_are_asked_about_are_asked_once_there_is_a_place(client, session):
    for order, value in enumerate(["City", "Farm"]):
        Target.objects.create(
            initiative=session.group.initiative,
            dimension="ASKED",
            question="Where do you live?",
            value=value,
            people=5,
            order=order,
        )
    client.post(sign_up(client, session).url, {"asked_0": "Farm", "may_contact_later": "on"})
    row = Registration.objects.get(session=session)
    assert (row.asked, row.may_contact_later) == ({"Where do you live?": "Farm"}, True)


def test_a_stipend_is_promised_in_the_form_one_likes(client, session):
    FocusGroup.objects.filter(pk=session.group_id).update(stipend=40)
    client.post(sign_up(client, session).url, {"stipend": "CASH"})
    stipend = Registration.objects.get(session=session).stipend
    assert (stipend.amount, stipend.form, stipend.state) == (40, "CASH", "PROMISED")


def test_what_was_remembered_ends_with_quick_exit(client, session):
    sign_up(client, session)
    client.post(reverse("home_public:leave"))
    assert client.get(group_url(session, "done/")).url == group_url(session)
