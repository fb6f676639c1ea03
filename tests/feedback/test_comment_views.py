"""Reading what was said: redacted, narrowed by the address, taken out on the record."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from feedback import receipts, services
from feedback.models import Comment
from initiatives.wording import to_utf16
from tests.factories import (
    DecisionPointFactory,
    InitiativeFactory,
    SegmentFactory,
    UserFactory,
    make_comment,
    make_log,
    make_member,
    make_submission,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


@pytest.fixture
def analyst(initiative, client):
    user = make_member(initiative, "analyst")
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"feedback:{name}", args=["river", *args])


def listed(client, **query):
    page = client.get(address("comments"), query)
    return [comment.redacted_text for comment in page.context["page_obj"]]


def test_every_page_is_refused_to_strangers_and_weak_roles(client, initiative):
    comment = make_comment(initiative, "They came.")
    pages = [
        address("comments"),
        address("comment", comment.pk),
        address("comment_hide", comment.pk),
        address("comment_withdraw", comment.pk),
        address("comment_export"),
    ]
    stranger = make_member(InitiativeFactory(), "analyst", "approver")
    administrator = UserFactory(is_administrator=True)
    weak = make_member(initiative, "coordinator", "facilitator", "reader")
    for user, status in ((stranger, 404), (administrator, 404), (weak, 403)):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {status}
        assert {client.post(page, {"reason": "x"}).status_code for page in pages} == {status}
    comment.refresh_from_db()
    assert comment.state == "READY"


def test_words_are_shown_redacted_with_their_voice(client, initiative, analyst):
    make_comment(initiative, "Call 651-266-4500.", voice="OWN")
    make_comment(initiative, "They were late.", voice="NOTED")
    make_comment(InitiativeFactory(), "Of others.")
    page = client.get(address("comments")).content.decode()
    assert "Call [phone]." in page
    assert "651-266" not in page
    assert listed(client) == ["They were late.", "Call [phone]."]


@pytest.mark.parametrize(("given", "shown"), [(True, "yes, without a name"), (False, "no")])
def test_a_comment_says_whether_it_may_be_quoted(client, initiative, analyst, given, shown):
    comment = make_comment(initiative, "They came.", may_quote=given, language="hmn")
    page = client.get(address("comment", comment.pk)).content.decode()
    assert f"<dt>May be quoted</dt><dd>{shown}</dd>" in page
    assert "<dt>Language</dt><dd>Hmong</dd>" in page


def test_the_address_narrows_the_list(client, initiative, analyst):
    parents, youth = (SegmentFactory(initiative=initiative) for _ in range(2))
    point = DecisionPointFactory(initiative=initiative)
    make_comment(initiative, "One about Court", segment=parents, decision_point=point)
    letter = make_submission(initiative, way="LETTER", segment=youth)
    make_comment(initiative, "Two", submission=letter, may_quote=False)
    make_comment(initiative, "Three", actor=None, session_log=make_log(initiative))
    make_comment(initiative, "My name is Ana Four")
    cases = {
        "segment": (parents.code, ["One about Court"]),
        "point": (point.code, ["One about Court"]),
        "way": ("LETTER", ["Two"]),
        "quotable": ("no", ["Two"]),
        "state": ("REDACTED", ["My name is [name]"]),
        "q": ("about COURT", ["One about Court"]),
    }
    for key, (value, expected) in cases.items():
        assert listed(client, **{key: value}) == expected
    assert listed(client, way="SESSION") == ["Three"]
    assert listed(client, q="Ana") == []
    assert listed(client, segment=parents.code, quotable="no") == []
    assert len(listed(client, segment="unknown", sort="nonsense", page="x")) == 4
    assert listed(client, sort="oldest")[0] == "One about Court"


def test_words_are_found_whatever_their_case_and_signs_are_only_signs(client, initiative, analyst):
    make_comment(initiative, "El ÁRBOL (grande) cayó. 50% off")
    for q in ("árbol", "Árbol (GRANDE) CAYÓ.", "50%", "ÁRBOL"):
        assert listed(client, q=q) == ["El ÁRBOL (grande) cayó. 50% off"]
    for q in ("arb.l", ".*", "[", "cayó?", "\\w"):
        assert listed(client, q=q) == []


def test_the_list_has_pages_that_keep_the_filters(client, initiative, analyst):
    for number in range(26):
        make_comment(initiative, f"Comment {number}")
    make_comment(initiative, "Other")
    assert len(listed(client, q="Comment")) == 25
    assert listed(client, q="Comment", page="2") == ["Comment 0"]


def test_more_comments_make_no_more_queries(client, initiative, analyst):
    counts = []
    for _ in range(2):
        for number in range(8):
            make_comment(initiative, f"{number}", segment=SegmentFactory(initiative=initiative))
            make_comment(initiative, f"{number}", session_log=make_log(initiative))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("comments"))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20


def test_lists_do_not_read_the_originals(client, initiative, analyst):
    comment = make_comment(initiative, "They came.")
    for page in (address("comments"), address("comment", comment.pk)):
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        assert not [q for q in queries if '"feedback_comment"."original"' in q["sql"]]


def test_a_comment_says_where_it_came_from(client, initiative, analyst):
    log = make_log(initiative)
    question = log.session.group.guide.guidequestion_set.first()
    comment = make_comment(
        initiative, "They came.", session_log=log, guide_question=question, voice="NOTED"
    )
    page = client.get(address("comment", comment.pk))
    assert (page.context["way_in"], page.context["asked"]) == (
        "in a session",
        "What is your first name?",
    )
    assert '<blockquote class="said" data-comment-text>They came.</blockquote>' in (
        page.content.decode()
    )


def test_selected_words_are_hidden_where_the_browser_says(client, initiative, analyst):
    comment = make_comment(initiative, "😀 a@b.org told Ana all.")
    shown = comment.redacted_text
    at = shown.index("Ana")
    values = {
        "start": to_utf16(shown, at),
        "end": to_utf16(shown, at + 3),
        "version": comment.redaction_version,
    }
    answer = client.post(address("comment_hide", comment.pk), values)
    comment.refresh_from_db()
    assert answer.url == address("comment", comment.pk)
    assert comment.redacted_text == "😀 [e-mail] told [hidden] all."
    stale = client.post(address("comment_hide", comment.pk), values)
    assert stale.context["form"].non_field_errors() == [
        "The text changed meanwhile. Choose the words again."
    ]


def test_typed_words_are_hidden_wherever_they_stand(client, initiative, analyst):
    comment = make_comment(initiative, "Ana came. I know ana.")
    values = {"words": "Ana", "version": comment.redaction_version}
    client.post(address("comment_hide", comment.pk), values)
    comment.refresh_from_db()
    assert comment.redacted_text == "[hidden] came. I know [hidden]."
    history = client.get(address("comment", comment.pk)).context["history"]
    assert [(row.what, row.by) for row in history] == [("words", str(analyst))] * 2


@pytest.mark.parametrize(
    "fields",
    [{}, {"words": "Not there"}, {"start": 3, "end": 3}, {"start": 1, "end": 99}, {"start": "x"}],
)
def test_nothing_is_hidden_without_words(client, initiative, analyst, fields):
    comment = make_comment(initiative, "Ana came.")
    values = {"version": comment.redaction_version} | fields
    assert client.post(address("comment_hide", comment.pk), values).context["form"].errors
    comment.refresh_from_db()
    assert comment.redacted_text == "Ana came."


def test_what_has_a_receipt_is_taken_back_whole(client, initiative, analyst):
    submission = make_submission(initiative)
    submission.receipt_hash = receipts.hash_of(receipts.code_of(submission))
    submission.save()
    comment = make_comment(initiative, "One", submission=submission)
    make_comment(initiative, "Two", submission=submission)
    page = client.get(address("comment_withdraw", comment.pk)).content.decode()
    assert "They gave 2 comments under one receipt" in page
    client.post(address("comment_withdraw", comment.pk), {"reason": ""})
    assert Comment.objects.standing().count() == 2
    for _ in range(2):
        client.post(address("comment_withdraw", comment.pk), {"reason": "They called."})
    submission.refresh_from_db()
    assert (submission.state, Comment.objects.standing().count()) == ("WITHDRAWN", 0)
    assert AuditEntry.objects.filter(verb="withdraw_submission").get().reason == "They called."


def test_what_has_no_receipt_is_taken_back_alone(client, initiative, analyst):
    log = make_log(initiative)
    comment = make_comment(initiative, "One", session_log=log)
    make_comment(initiative, "Two", session_log=log)
    client.post(address("comment_withdraw", comment.pk), {"reason": "They called."})
    assert listed(client) == ["Two"]
    page = client.get(address("comment", comment.pk)).content.decode()
    assert "This was taken back" in page


def test_a_replaced_comment_shows_no_words_and_where_the_new_ones_are(client, initiative, analyst):
    old = make_comment(initiative, "Before")
    new = make_comment(initiative, "After", submission=old.submission, replaces=old)
    page = client.get(address("comment", old.pk)).content.decode()
    assert "Before" not in page
    assert address("comment", new.pk) in page


def test_a_file_of_comments_is_for_analysts_and_asks_why(client, initiative, analyst):
    make_comment(initiative, "=1+1", segment=SegmentFactory(initiative=initiative, name="Kin"))
    make_comment(initiative, "Call 651-266-4500.", may_quote=False)
    make_comment(initiative, "My name is Ana Lee")
    make_comment(initiative, "Open", session_log=make_log(initiative))
    assert client.post(address("comment_export"), {"reason": " "}).context["form"].errors
    answer = client.post(address("comment_export"), {"reason": "For the yearly report."})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = [(r["words"], r["segment"], r["may_quote"]) for r in csv.DictReader(io.StringIO(text))]
    assert rows == [("Call [phone].", "", "no"), ("'=1+1", "Kin", "yes")]
    entry = AuditEntry.objects.get(verb="export_comments")
    assert (entry.actor, entry.reason) == (analyst, "For the yearly report.")
    narrowed = client.post(f"{address('comment_export')}?quotable=no", {"reason": "Again."})
    assert b"Call [phone]." in b"".join(narrowed.streaming_content)
    client.force_login(make_member(initiative, "approver"))
    assert client.get(address("comment_export")).status_code == 403


def test_what_was_taken_back_is_not_in_a_later_file(client, initiative, analyst):
    comment = make_comment(initiative, "They came.")
    services.withdraw_comment(actor=analyst, comment=comment, reason="They called.")
    answer = client.post(address("comment_export"), {"reason": "For the yearly report."})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 1
