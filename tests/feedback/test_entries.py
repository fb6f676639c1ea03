"""What somebody said by telephone, letter or e-mail: kept once, with its notice and a receipt."""

import uuid
from datetime import date

import pytest

from accounts.states import InvalidTransition
from feedback import receipts, services
from feedback.models import Comment, Submission
from feedback.services import Piece
from tests.factories import (
    DecisionPointFactory,
    InitiativeFactory,
    SegmentFactory,
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


def test_each_piece_is_a_comment_of_one_submission(enter, initiative, member):
    segment = SegmentFactory(initiative=initiative)
    point = DecisionPointFactory(initiative=initiative)
    submission = enter(Piece("They came.", point), "", "Nobody told me.", segment=segment)
    assert (submission.way, submission.state, submission.segment) == ("TELEPHONE", "SENT", segment)
    assert submission.entered_by == member
    said = [
        (c.original, c.decision_point, c.segment, c.said_on, c.entered_by)
        for c in submission.comment_set.all()
    ]
    on = date(2026, 11, 2)
    assert said == [
        ("They came.", point, segment, on, member),
        ("Nobody told me.", None, segment, on, member),
    ]


@pytest.mark.parametrize(
    ("way", "verbatim", "voice"),
    [
        ("TELEPHONE", False, "NOTED"),
        ("TELEPHONE", True, "OWN"),
        ("LETTER", False, "OWN"),
        ("EMAIL", False, "OWN"),
    ],
)
def test_the_voice_follows_from_the_way(enter, way, verbatim, voice):
    enter(Piece("They came.", None, verbatim), way=way)
    assert Comment.objects.get().voice == voice


@pytest.mark.parametrize("given", [True, False])
def test_whether_it_may_be_quoted_is_stored_as_consent(enter, given):
    submission = enter("They came.", may_quote=given)
    assert submission.consent_set.get().given is given
    assert submission.comment_set.get().may_quote is given


def test_the_receipt_opens_the_submission_and_is_not_stored(enter):
    submission = enter("They came.")
    code = receipts.code_of(submission)
    assert receipts.find(code) == submission
    assert code not in str(Submission.objects.values().get())


def test_the_same_form_twice_is_one_submission(enter):
    key = uuid.uuid4()
    assert enter("They came.", begun_key=key) == enter("They came again.", begun_key=key)
    assert Comment.objects.get().original == "They came."


def test_the_key_of_another_members_form_is_refused(enter, initiative):
    submission = enter("They came.")
    other = make_member(initiative, "coordinator")
    with pytest.raises(InvalidTransition):
        enter("Words.", begun_key=submission.begun_key, actor=other)


def test_which_notice_was_given_and_how_is_recorded(enter, initiative):
    notice = make_notice(initiative)
    given = enter("They came.", notice=notice, notice_way="READ_ALOUD").notice_given
    assert (given.notice, given.way, given.on) == (notice, "READ_ALOUD", date(2026, 11, 2))
    assert enter("They came.").notice_given.way == "NOT_GIVEN"


def test_a_notice_that_does_not_fit_keeps_nothing(enter, initiative):
    notice, others = make_notice(initiative), make_notice(InitiativeFactory())
    for fields in (
        {"notice": notice, "notice_way": "NOT_GIVEN"},
        {"notice": None, "notice_way": "PAPER"},
        {"notice": others, "notice_way": "PAPER"},
    ):
        with pytest.raises(services.NoticeMissing):
            enter("They came.", **fields)
    assert Submission.objects.count() == 0


def test_no_words_keep_nothing(enter):
    for pieces in ([], [" "], ["\x00"]):
        with pytest.raises(services.NothingSaid):
            enter(*pieces)
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("way", ["SURVEY", "IMPORT", ""])
def test_other_ways_have_their_own_rooms(enter, way):
    with pytest.raises(InvalidTransition):
        enter("They came.", way=way)
