"""The pages on which members type what others said, and the page of the Listen step."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback import entry_views, receipts, services
from feedback.entry_forms import MOST_PIECES
from feedback.models import Submission
from feedback.services import Piece
from tests.factories import (
    DecisionPointFactory,
    InitiativeFactory,
    SegmentFactory,
    UserFactory,
    make_member,
    make_notice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def member(initiative):
    return make_member(initiative, "coordinator")


@pytest.fixture
def enter(initiative, member):
    def enter(*pieces, **fields):
        defaults = {
            "actor": member,
            "initiative": initiative,
            "way": "TELEPHONE",
            "segment": None,
            "notice": None,
            "notice_way": "NOT_GIVEN",
            "may_quote": False,
            "said_on": date(2026, 11, 2),
            "begun_key": uuid.uuid4(),
        }
        pieces = [p if isinstance(p, Piece) else Piece(p) for p in pieces]
        return services.enter_submission(pieces=pieces, **defaults | fields)

    return enter


def address(name, *args):
    return reverse(f"feedback:{name}", args=[*args])


def typed(initiative, *words, **fields):
    values = {
        "begun_key": uuid.uuid4(),
        "way": "TELEPHONE",
        "said_on": "2026-01-05",
        "segment": "",
        "language": "en",
        "notice_way": "NOT_GIVEN",
        "notice": "",
        "pieces-TOTAL_FORMS": len(words),
        "pieces-INITIAL_FORMS": 0,
    }
    for place, text in enumerate(words):
        values[f"pieces-{place}-words"] = text
    return values | fields


@pytest.fixture
def page_of(initiative):
    return address("entry_new", initiative.slug)


def test_only_listeners_type_what_others_said(client, initiative, page_of, enter):
    submission = enter("They came.")
    pages = [page_of, address("entry_receipt", initiative.slug, submission.pk)]
    cases = [(UserFactory(), 404), (make_member(InitiativeFactory(), "coordinator"), 404)]
    cases += [(make_member(initiative, role), 403) for role in ("approver", "reader")]
    for user, status in cases:
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {status}
        assert {client.post(page).status_code for page in pages} == {status}


def test_a_call_is_typed_and_its_receipt_is_read_out_once(client, initiative, member, page_of):
    client.force_login(member)
    values = typed(initiative, "They came.", "", "Nobody told me.")
    values |= {"pieces-2-verbatim": "on", "may_quote": "on"}
    answer = client.post(page_of, values)
    submission = Submission.objects.get()
    receipt = address("entry_receipt", initiative.slug, submission.pk)
    code = receipts.code_of(submission)
    assert answer.url == receipt
    said = list(submission.comment_set.values_list("voice", "may_quote"))
    assert said == [("NOTED", True), ("OWN", True)]
    assert "".join(client.get(receipt).context["groups"]) == code
    assert "".join(client.get(receipt).context["groups"]) == code
    client.post(receipt)
    client.post(page_of, values)
    assert client.get(receipt).context["groups"] is None
    assert Submission.objects.count() == 1


def test_a_receipt_is_shown_for_half_an_hour(client, initiative, member, page_of, monkeypatch):
    client.force_login(member)
    client.post(page_of, typed(initiative, "They came."))
    receipt = address("entry_receipt", initiative.slug, Submission.objects.get().pk)
    now = timezone.now()
    monkeypatch.setattr(entry_views.timezone, "now", lambda: now + timedelta(minutes=29))
    assert client.get(receipt).context["groups"]
    monkeypatch.setattr(entry_views.timezone, "now", lambda: now + timedelta(minutes=31))
    assert client.get(receipt).context["groups"] is None


def test_a_receipt_is_shown_to_who_typed_it_alone(client, initiative, enter):
    submission = enter("They came.")
    receipt = address("entry_receipt", initiative.slug, submission.pk)
    client.force_login(make_member(initiative, "coordinator"))
    assert client.get(receipt).status_code == 404
    client.force_login(submission.entered_by)
    assert client.get(receipt).context["groups"] is None


def test_a_receipt_of_what_was_taken_back_is_not_shown(client, initiative, member, page_of):
    client.force_login(member)
    client.post(page_of, typed(initiative, "They came."))
    submission = Submission.objects.get()
    services.withdraw_submission(actor=None, submission=submission)
    receipt = address("entry_receipt", initiative.slug, submission.pk)
    assert client.get(receipt).context["groups"] is None


def test_asking_for_another_piece_keeps_what_was_typed_and_saves_nothing(
    client, initiative, member, page_of
):
    client.force_login(member)
    values = typed(initiative, "They came.", more="1", may_quote="on", way="")
    page = client.post(page_of, values)
    pieces, form = page.context["pieces"], page.context["form"]
    assert [piece["words"].value() for piece in pieces] == ["They came.", None]
    assert (form["may_quote"].value(), form.errors) == ("on", {})
    assert form["begun_key"].value() == str(values["begun_key"])
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("number", "pieces"),
    [("9" * 5000, 2), ("9" * 18, MOST_PIECES), ("٣", 2), ("-1", 2), ("", 2), ("0", 1)],
)
def test_a_number_of_pieces_that_no_page_sends_breaks_nothing(
    client, initiative, member, page_of, number, pieces
):
    client.force_login(member)
    values = typed(initiative, "They came.", more="1")
    page = client.post(page_of, values | {"pieces-TOTAL_FORMS": number})
    assert page.status_code == 200
    assert page.context["pieces"].total_form_count() == pieces


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"way": "SURVEY"}, ["way"]),
        ({"said_on": "2990-01-01"}, ["said_on"]),
        ({"notice_way": ""}, ["notice_way"]),
        ({"notice_way": "READ_ALOUD"}, ["notice"]),
        ({"begun_key": "x"}, ["begun_key"]),
        ({"segment": "0"}, ["segment"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, initiative, member, page_of, fields, wrong):
    client.force_login(member)
    page = client.post(page_of, typed(initiative, "They came.", **fields))
    assert list(page.context["form"].errors) == wrong
    assert Submission.objects.count() == 0


def test_an_entry_without_words_keeps_nothing(client, initiative, member, page_of):
    client.force_login(member)
    for values in (typed(initiative), typed(initiative, "", " ")):
        page = client.post(page_of, values)
        assert page.context["pieces"].non_form_errors() == [
            "There is nothing to keep yet. Type what was said."
        ]
    assert Submission.objects.count() == 0


def test_other_initiatives_lists_cannot_be_chosen(client, initiative, member, page_of):
    client.force_login(member)
    other = InitiativeFactory()
    values = typed(initiative, "They came.", segment=SegmentFactory(initiative=other).pk)
    values |= {"pieces-0-decision_point": DecisionPointFactory(initiative=other).pk}
    values |= {"notice_way": "PAPER", "notice": make_notice(other).pk}
    page = client.post(page_of, values)
    assert list(page.context["form"].errors) == ["segment", "notice"]
    assert list(page.context["pieces"].errors[0]) == ["decision_point"]


def test_listen_counts_what_came_in_by_each_way(client, initiative, member, enter):
    enter("They came.", "And left.")
    enter("They came.", way="LETTER")
    services.withdraw_submission(actor=None, submission=enter("No.", way="LETTER"))
    client.force_login(member)
    came = client.get(address("listen", initiative.slug)).context["came"]
    assert (came.by_telephone, came.by_letter, came.by_email) == ("1", "1", "0")
    assert (came.sessions_planned, came.sessions_logged) == (0, 0)


def test_listen_shows_small_numbers_only_where_the_task_needs_them(client, initiative, enter):
    enter("They came.")
    shown = {}
    for role in ("coordinator", "analyst", "approver", "facilitator"):
        client.force_login(make_member(initiative, role))
        page = client.get(address("listen", initiative.slug))
        shown[role] = page.context["came"].by_telephone
    assert shown == {
        "coordinator": "1",
        "analyst": "1",
        "approver": "1",
        "facilitator": "10 or fewer",
    }
    client.force_login(make_member(initiative, "reader"))
    assert client.get(address("listen", initiative.slug)).status_code == 403
    client.force_login(UserFactory())
    assert client.get(address("listen", initiative.slug)).status_code == 404
