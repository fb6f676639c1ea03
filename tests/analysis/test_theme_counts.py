"""How often a theme is raised: by sessions, submissions and comments, never by what is gone."""

import pytest

from analysis.models import Theme
from analysis.themes.counts import (
    Raised,
    SegmentShare,
    raised,
    sessions_of_themes,
    shares_by_segment,
)
from feedback import services as feedback
from tests import factories as make
from tests.analysis.theme_helpers import said_in_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(codebook):
    return codebook.theme_set.get(code="school")


def test_comments_of_one_submission_are_one_submission(initiative, waiting, school, parents):
    submission = make.make_submission(initiative, segment=parents)
    for words in ("waited", "waited again"):
        make.make_tag(make.make_comment(initiative, words, submission=submission), waiting)
    make.make_tag(make.make_comment(initiative, "I wait too"), waiting)
    said_in_session(initiative, parents, waiting, "waits", "still waits")
    assert raised([waiting, school]) == {
        waiting.pk: Raised(comments=5, submissions=2, sessions=1, segments=1)
    }


def test_what_does_not_stand_counts_nowhere(initiative, analyst, waiting, parents):
    """Withdrawn, not final, and waiting for a person again."""
    gone = make.make_comment(initiative, "gone", segment=parents)
    blind = make.make_comment(initiative, "blind", segment=parents)
    unsettled = make.make_comment(initiative, "unsettled", segment=parents)
    make.make_tag(gone, waiting)
    make.make_blind_tag(blind, waiting, analyst)
    make.make_tag(unsettled, waiting)
    feedback.withdraw_submission(actor=None, submission=gone.submission)
    type(unsettled).objects.filter(pk=unsettled.pk).update(state="REDACTED")
    assert raised([waiting]) == {}
    assert shares_by_segment(initiative, waiting) == (SegmentShare("Parents", 0, 1),)


def test_sessions_are_counted_of_those_that_are_closed(initiative, waiting, school, parents, youth):
    said_in_session(initiative, parents, waiting, "waits", "waits more")
    said_in_session(initiative, youth, waiting, "waits")
    said_in_session(initiative, youth, school, "school")
    open_log = make.make_log(initiative, segment=parents)
    note = make.make_comment(initiative, "waits", session_log=open_log, voice="NOTED")
    make.make_tag(note, waiting)
    make.make_tag(make.make_comment(initiative, "I wait"), waiting)
    make.make_log(make.InitiativeFactory(), state="CLOSED")
    lawyer = Theme.objects.get(code="lawyer")
    assert sessions_of_themes(initiative, [waiting, school, lawyer]) == (
        {waiting.pk: 2, school.pk: 1},
        3,
    )


def test_shares_keep_small_segments_in_the_order_of_the_plan(initiative, waiting, parents, youth):
    """Promise 6: one voice is shown as one of one. A segment of which nothing was said is not."""
    make.SegmentFactory(initiative=initiative, name="Silent")
    for number in range(3):
        comment = make.make_comment(initiative, f"waited {number}", segment=parents)
        if number == 0:
            make.make_tag(comment, waiting)
    make.make_tag(make.make_comment(initiative, "waited", segment=youth), waiting)
    make.make_tag(make.make_comment(initiative, "nobody's segment"), waiting)
    shares = shares_by_segment(initiative, waiting)
    assert shares == (SegmentShare("Parents", 1, 3), SegmentShare("Youth", 1, 1))
    assert [round(share.percent, 1) for share in shares] == [33.3, 100.0]
    assert SegmentShare("Nobody", 0, 0).percent == 0


def test_observed_is_in_no_denominator(initiative, waiting, parents):
    make.make_comment(initiative, "They seemed to wait.", segment=parents, voice="OBSERVED")
    make.make_comment(initiative, "I wait.", segment=parents)
    assert shares_by_segment(initiative, waiting) == (SegmentShare("Parents", 0, 1),)


def test_a_fixed_number_of_queries(initiative, codebook, waiting, django_assert_num_queries):
    themes = list(codebook.theme_set.all())
    with django_assert_num_queries(1):
        raised(themes)
    with django_assert_num_queries(2):
        sessions_of_themes(initiative, themes)
