"""Bringing a list: nothing is written before one has seen what would come of it; the file goes."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from focusgroups.models import Invitee, Registration
from focusgroups.people import list_files
from tests.factories import InitiativeFactory, make_member
from tests.focusgroups.people import come, open_session

pytestmark = pytest.mark.django_db
LIST = (
    "First name,E-mail,Phone\n"
    "Ana,ana@mail.example,\nBo,,651-555-0101\nAna again,ANA@mail.example,\nCy,broken,\n"
)


@pytest.fixture
def session():
    return open_session(InitiativeFactory(slug="river"), chairs=1)


@pytest.fixture
def coordinator(session, client):
    user = make_member(session.group.initiative, "coordinator")
    client.force_login(user)
    return user


def address(name):
    return reverse(f"focusgroups:{name}", args=["river"])


def files():
    return list(settings.UPLOAD_DIR.glob(f"{list_files.PREFIX}*"))


@pytest.fixture(autouse=True)
def _no_files_before():
    for path in files():
        path.unlink()


def upload(client, contents=LIST, name="list.csv"):
    file = SimpleUploadedFile(name, contents.encode())
    return client.post(address("list_new"), {"file": file})


def choose(client, target, **fields):
    values = {"name": "First name", "email": "E-mail", "phone": "Phone", "target": target}
    return client.post(address("list_columns"), values | fields)


def test_people_are_registered_after_a_look_and_the_file_is_deleted(client, session, coordinator):
    come(session, "Bo", email="", phone="+16515550101")
    assert upload(client).url == address("list_columns")
    target = f"session:{session.pk}"
    assert choose(client, target, agreed="on").url == address("list_preview")
    preview = client.get(address("list_preview")).context["preview"]
    assert (preview.read.rows, preview.new, preview.known, preview.waiting) == (4, 1, 1, 1)
    assert (preview.read.doubles, [row.row for row in preview.problems]) == ([4], [5])
    assert Registration.objects.count() == 1
    assert len(files()) == 1
    answer = client.post(address("list_preview"))
    assert answer.url == reverse("focusgroups:session_people", args=["river", session.pk])
    rows = Registration.objects.order_by("position")
    assert [(row.name, row.state, row.way) for row in rows] == [
        ("Bo", "REGISTERED", "ONLINE"),
        ("Ana", "WAITLISTED", "LIST"),
    ]
    assert files() == []


def test_people_are_invited_with_the_answer_to_how_we_got_their_name(client, session, coordinator):
    upload(client)
    target = f"group:{session.group_id}"
    page = choose(client, target)
    assert set(page.context["form"].errors) == {"name_source"}
    choose(client, target, name_source="The school gave us your name.")
    client.post(address("list_preview"))
    assert sorted((row.name, row.name_source) for row in Invitee.objects.all()) == [
        ("Ana", "The school gave us your name."),
        ("Bo", "The school gave us your name."),
    ]


def test_who_comes_from_a_session_finds_it_chosen(client, session, coordinator):
    target = f"session:{session.pk}"
    file = SimpleUploadedFile("list.csv", LIST.encode())
    answer = client.post(f"{address('list_new')}?target={target}", {"file": file})
    assert client.get(answer.url).context["form"]["target"].value() == target


def test_only_who_said_yes_is_registered(client, session, coordinator):
    upload(client)
    page = choose(client, f"session:{session.pk}")
    assert set(page.context["form"].errors) == {"agreed"}


def test_a_session_or_group_of_another_initiative_cannot_be_chosen(client, session, coordinator):
    upload(client)
    other = open_session()
    for target in (f"session:{other.pk}", f"group:{other.group_id}", "session:x", ""):
        page = choose(client, target, agreed="on", name_source="A list.")
        assert set(page.context["form"].errors) == {"target"}


@pytest.mark.parametrize("contents", ["", "\x00\x01\x02binary", "%PDF-1.4"])
def test_what_is_no_table_is_refused_and_not_kept(client, session, coordinator, contents):
    page = upload(client, contents)
    assert set(page.context["form"].errors) == {"file"}
    assert files() == []


def test_leaving_it_deletes_the_file(client, session, coordinator):
    upload(client)
    client.post(address("list_drop"))
    assert files() == []
    assert client.get(address("list_columns")).url == address("list_new")


def test_a_new_file_replaces_the_one_before(client, session, coordinator):
    upload(client)
    upload(client)
    assert len(files()) == 1


def test_the_list_of_one_coordinator_is_not_anothers(client, session, coordinator):
    upload(client)
    client.force_login(make_member(session.group.initiative, "coordinator"))
    assert client.get(address("list_columns")).url == address("list_new")
    assert client.post(address("list_preview")).url == address("list_new")


@pytest.mark.parametrize("role", ["facilitator", "analyst", "approver", "reader"])
def test_nobody_but_a_coordinator_brings_a_list(client, session, role):
    client.force_login(make_member(session.group.initiative, role))
    names = ("list_new", "list_columns", "list_preview", "list_drop")
    assert {client.get(address(name)).status_code for name in names} == {403}
