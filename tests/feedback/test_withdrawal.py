"""What a person takes back is gone: from the rows, the raw file and every count."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from accounts.hashes import grouped
from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from feedback import receipts, services
from feedback.models import Comment, Redaction, Submission
from tests.factories import InitiativeFactory, UserFactory, make_comment, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    submission = make_submission(InitiativeFactory())
    submission.receipt_hash = receipts.hash_of(receipts.code_of(submission))
    submission.save()
    return submission


def everything_in_the_database() -> str:
    """Every cell of every table, as text."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            cells += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(cells)


def test_a_code_finds_its_submission_however_it_is_typed(submission):
    code = receipts.code_of(submission)
    assert len(code) == 24
    for typed in (code, grouped(code), grouped(code).lower().replace(" ", "-")):
        assert receipts.find(typed) == submission
    assert receipts.find(code[:-1] + ("A" if code[-1] != "A" else "B")) is None
    assert receipts.find("") is None


def test_the_code_is_nowhere_in_the_database(submission):
    code = receipts.code_of(submission)
    everything = everything_in_the_database()
    assert submission.receipt_hash in everything
    assert code not in everything
    assert grouped(code) not in everything


def test_withdrawal_empties_the_words_with_all_versions(submission):
    initiative = submission.initiative
    old = make_comment(initiative, "Mail me at a@example.org", submission=submission)
    services.receive_comment(
        actor=None,
        words="I changed my mind about Friday",
        voice="OWN",
        may_quote=True,
        submission=submission,
        replaces=old,
    )
    other = make_comment(initiative, "Another person")
    services.withdraw_submission(actor=None, submission=submission)
    assert list(Comment.objects.standing()) == [other]
    assert list(Submission.objects.counted()) == [other.submission]
    for comment in submission.comment_set.all():
        assert (comment.state, comment.original, comment.redacted_text) == ("WITHDRAWN", "", "")
    assert Redaction.objects.filter(comment__submission=submission).count() == 0
    assert "Friday" not in everything_in_the_database()


def test_what_is_withdrawn_stays_withdrawn(submission):
    services.withdraw_submission(actor=None, submission=submission)
    with pytest.raises(InvalidTransition):
        services.withdraw_submission(actor=None, submission=submission)
    assert receipts.find(receipts.code_of(submission)).state == "WITHDRAWN"


def test_the_database_refuses_a_withdrawn_comment_with_words(submission):
    comment = make_comment(submission.initiative, "Words", submission=submission)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state="WITHDRAWN")


def test_a_member_withdraws_what_has_no_receipt_with_a_reason(submission):
    member = UserFactory()
    way = {"way": Submission.Way.IMPORT}
    row = make_comment(
        submission.initiative,
        "A row of a file",
        submission=make_submission(submission.initiative, **way),
    )
    with pytest.raises(InvalidTransition, match="who asked"):
        services.withdraw_comment(actor=member, comment=row, reason=" ")
    services.withdraw_comment(actor=member, comment=row, reason="A parent called on Monday")
    row.refresh_from_db()
    assert (row.state, row.original) == ("WITHDRAWN", "")
    assert row.submission.state == "WITHDRAWN"
    with pytest.raises(InvalidTransition):
        services.withdraw_comment(actor=member, comment=row, reason="again")


def test_permission_to_quote_changes_for_every_comment(submission):
    comment = make_comment(submission.initiative, "Words", submission=submission, may_quote=False)
    services.set_may_quote(actor=None, submission=submission, given=True)
    comment.refresh_from_db()
    assert comment.may_quote is True
    assert submission.consent_set.get().given is True
    services.set_may_quote(actor=None, submission=submission, given=False)
    assert list(Comment.objects.quotable()) == []


def test_what_was_taken_back_agrees_to_nothing_any_more(submission):
    make_comment(submission.initiative, "Words", submission=submission, may_quote=False)
    stale = Submission.objects.get(pk=submission.pk)
    services.withdraw_submission(actor=None, submission=submission)
    with pytest.raises(InvalidTransition):
        services.set_may_quote(actor=None, submission=stale, given=True)
    assert list(submission.consent_set.filter(given=True)) == []
    assert AuditEntry.objects.filter(verb="set_may_quote").count() == 0
