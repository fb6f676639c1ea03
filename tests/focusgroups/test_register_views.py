"""Signing up without an account: the steps, what is kept of them, and what a double sees."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from focusgroups import services
from focusgroups.links import token_of
from focusgroups.models import FocusGroup, Invitee, Registration, Target
from letters.models import Letter
from tests.factories import InitiativeFactory, SegmentFactory, make_session, make_text
from tests.focusgroups.people import come, invite, open_session

pytestmark = pytest.mark.django_db
State = Registration.State
FORM = {"name": "Ana", "reach": "ana@mail.example", "language": "en"}


@pytest.fixture
def session():
    return open_session(chairs=2)


def url(session, page="", language=""):
    group = session.group
    return f"{language}/i/{group.initiative.slug}/groups/{group.pk}/{page}"


def sign_up(client, session, page="register/", **changed):
    form = FORM | {"sessions": session.pk} | changed
    return client.post(url(session, page), form)


def words(response):
    return " ".join(response.content.decode().split())


def test_the_public_page_of_the_initiative_lists_the_group(client, session):
    page = client.get(reverse("home_public:initiative", args=[session.group.initiative.slug]))
    assert [group.title for group in page.context["groups"]] == ["Grandparents talk"]
    assert [group.url for group in page.context["groups"]] == [url(session)]


@pytest.mark.parametrize(
    "change", [{"visibility": "LINK"}, {"visibility": "INVITED"}, {"is_public": False}]
)
def test_a_group_that_is_not_public_is_not_there(client, session, change):
    group = session.group
    if "is_public" in change:
        group.initiative.is_public = False
        group.initiative.save()
    else:
        FocusGroup.objects.filter(pk=group.pk).update(**change)
    pages = ["", "register/", "check/", "details/", "done/", "poster/", "qr.svg"]
    assert {client.get(url(session, page)).status_code for page in pages} == {404}


def test_a_number_of_another_initiative_opens_nothing(client, session):
    other = InitiativeFactory()
    path = reverse("focusgroups_public:group", args=[other.slug, session.group_id])
    assert client.get(path).status_code == 404


def test_the_page_says_it_in_the_language_of_the_reader(client, session):
    english, spanish = client.get(url(session)), client.get(url(session, language="/es"))
    assert (english.context["page"].title, spanish.context["page"].title) == (
        "Grandparents talk",
        "Hablan los abuelos",
    )


def test_the_page_of_a_group_has_a_constant_number_of_queries(
    client, session, django_assert_max_num_queries
):
    path = reverse("home_public:initiative", args=[session.group.initiative.slug])
    for _ in range(4):
        open_session(session.group.initiative)
    client.get(path)
    with django_assert_max_num_queries(12):
        client.get(path)


def test_a_place_then_the_details_then_thanks(client, session):
    first = sign_up(client, session)
    assert first.url == url(session, "details/")
    assert client.get(first.url).context["title"] == "Grandparents talk"
    second = client.post(
        first.url,
        {"CHILDCARE": "on", "children": "2", "CHILDCARE_more": "4 and 7", "RIDE_more": "Frogtown"},
    )
    assert second.url == url(session, "done/")
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
    assert client.post(details, {"skip": "1", "CHILDCARE": "on"}).url == url(session, "done/")
    row = Registration.objects.get(session=session)
    assert (row.has_details, row.accommodation_set.count()) == (True, 0)


def test_who_waits_is_asked_for_no_details_and_not_told_a_number(client, session):
    for name in ("Bo", "Cy"):
        come(session, name)
    response = sign_up(client, session)
    assert response.url == url(session, "done/")
    done = client.get(response.url)
    assert (len(done.context["placed"]), len(done.context["waiting"])) == (0, 1)
    assert client.get(url(session, "details/")).url == url(session)
    assert Registration.objects.get(name__gt="", position=3).state == State.WAITLISTED


def page_without_token(response):
    """A page but for what differs in each: the token against forged forms."""
    lines = response.content.decode().splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]


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
        if response.url == url(session, "details/"):
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
        response = client.post(url(session, "register/"), FORM | {"sessions": wrong.pk})
        assert list(response.context["form"].errors) == ["sessions"]
    assert Registration.objects.count() == 0


def test_a_group_that_takes_nobody_says_so(client, session):
    services.cancel_session(actor=None, session=session)
    page = client.get(url(session))
    assert (page.context["page"].is_open, len(page.context["page"].called_off)) == (False, 1)
    assert client.get(url(session, "register/")).url == url(session)


def test_the_dates_of_a_series_can_be_ticked_together(client, session):
    import uuid

    second = make_session(session.group.initiative, starts_at=timezone.now() + timedelta(days=17))
    second.group = session.group
    second.series = session.series = uuid.uuid4()
    second.save()
    session.save()
    form = FORM | {"sessions": [session.pk, second.pk]}
    client.post(url(session, "register/"), form)
    rows = Registration.objects.order_by("session_id").values_list("session_id", flat=True)
    assert list(rows) == sorted([session.pk, second.pk])


def test_questions_decide_gently_and_answers_are_not_kept(client, session):
    initiative = session.group.initiative
    other = open_session(initiative)
    asked = session.group.eligibilityquestion_set.create(
        text=make_text(initiative, "Do you care for a grandchild?")
    )
    path = url(session, "check/")
    assert client.get(path).status_code == 200
    assert list(client.post(path, {}).context["form"].errors) == [f"question_{asked.pk}"]
    no = client.post(path, {f"question_{asked.pk}": "no"})
    assert [group.url for group in no.context["others"]] == [url(other)]
    yes = client.post(path, {f"question_{asked.pk}": "yes"})
    assert yes.url == url(session, "register/")
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


def test_a_group_by_link_opens_by_its_link_alone(client, session):
    FocusGroup.objects.filter(pk=session.group_id).update(visibility="LINK")
    group = FocusGroup.objects.get(pk=session.group_id)
    token = token_of("group", group)
    path = reverse("focusgroups_public:group_link", args=[token])
    assert client.get(path).status_code == 200
    response = client.post(f"{path}register/", FORM | {"sessions": session.pk})
    assert response.url == f"{path}details/"
    wrong = [token[:-1], token + "0", token_of("invitee", group), "x", "1-2"]
    for bad in wrong:
        page = client.get(reverse("focusgroups_public:group_link", args=[bad]))
        assert (page.status_code, page.templates[0].name) == (404, "focusgroups/public/lost.html")
    group.generation += 1
    group.save()
    assert client.get(path).status_code == 404


def test_an_invited_person_says_yes(client, session):
    FocusGroup.objects.filter(pk=session.group_id).update(visibility="INVITED")
    invitee = invite(session, name="Ana", name_source="Your school gave us your name.")
    path = reverse("focusgroups_public:invite", args=[token_of("invitee", invitee)])
    page = client.get(path)
    assert page.context["name_source"] == "Your school gave us your name."
    client.post(f"{path}register/", FORM | {"sessions": session.pk})
    row = Registration.objects.get(session=session)
    invitee.refresh_from_db()
    assert (row.invitee, row.segment, invitee.state) == (
        invitee,
        session.group.segment,
        "REGISTERED",
    )


def test_an_invited_person_says_no_by_one_tap_and_a_scanner_says_nothing(client, session):
    invitee = invite(session, noted="ASKED")
    path = reverse("focusgroups_public:invite_no", args=[token_of("invitee", invitee)])
    assert client.get(path).status_code == 405
    assert Invitee.objects.get().state == "ASKED"
    assert client.post(path).status_code == 200
    assert (Invitee.objects.get().state, Invitee.objects.get().noted) == ("NO", "ASKED")


def test_the_poster_has_a_code_and_strips_with_the_address(client, session, settings):
    settings.SITE_URL = "https://heard.example.org"
    poster = client.get(url(session, "poster/"))
    assert poster.context["address"] == f"https://heard.example.org{url(session)}"
    code = client.get(url(session, "qr.svg"))
    assert (code.status_code, code["Content-Type"]) == (200, "image/svg+xml")
    assert code.content.startswith(b"<?xml")


def test_no_number_of_people_is_on_the_page(client, session):
    """Two pages that differ in how many came are the same."""
    before = page_without_token(client.get(url(session)))
    come(session, "Bo")
    assert page_without_token(client.get(url(session))) == before


def test_what_was_remembered_ends_with_quick_exit(client, session):
    sign_up(client, session)
    client.post(reverse("home_public:leave"))
    assert client.get(url(session, "done/")).url == url(session)
