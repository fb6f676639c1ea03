"""The next best quote: what the engine kept for the place, as long as it may stand there."""

import pytest

from analysis.models import SentenceEvidence, Tag
from analysis.services import drafting, sentences
from analysis.summaries import sources
from analysis.summaries.sources import next_best
from feedback.services.withdrawal import withdraw_comment
from tests.analysis.helpers import SEVERAL, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_weights")]


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def version(team, django_capture_on_commit_callbacks):
    """A draft with the quotes of the engine."""
    for words in SEVERAL:
        team.said(words)
    with django_capture_on_commit_callbacks(execute=True):
        return drafting.draft_summary(actor=team.analyst, about=team.theme)


def test_the_next_best_is_what_the_draft_left_then_what_it_chose_again(team, version):
    sentence = version.sentence_set.first()
    left = list(sentence.alternative_set.values_list("comment", "start", "end"))
    others = {tuple(row) for row in _spans(version)[1:]}
    wanted = [row for row in left[1:] if row not in others]
    found = []
    for _ in wanted:
        span = next_best(sentence)
        found.append((span.comment, span.start, span.end))
        sentences.replace_quote(actor=team.analyst, sentence=sentence, span=span)
    assert found == wanted
    again = next_best(sentence)
    assert (again.comment, again.start, again.end) == left[0]


def test_what_may_not_be_quoted_any_more_is_no_next_best(team, version):
    sentence = version.sentence_set.first()
    first, *rest = sentence.alternative_set.exclude(order=0)
    withdraw_comment(actor=team.analyst, comment=first.comment, reason="asked")
    assert next_best(sentence).comment != first.comment_id
    assert rest


def test_what_has_the_theme_no_more_is_no_next_best(team, version):
    sentence = version.sentence_set.first()
    best = next_best(sentence).comment
    Tag.objects.filter(comment=best).delete()
    then = next_best(sentence).comment
    assert then != best
    assert sentence.alternative_set.filter(comment=then).exists()


def test_of_very_many_comments_a_small_segment_keeps_all_and_a_large_one_some_from_everywhere():
    """Whatever is quoted is chosen of these, so that nobody drowns before the choice begins."""
    large = dict.fromkeys(range(1, 21), None)
    small = {21: 7, 22: 7}
    assert sorted(sources._evenly(large | small, 6)) == [1, 6, 11, 16, 21, 22]
    assert sorted(sources._evenly(large | small, 100)) == [*large, *small]


def _spans(version):
    rows = SentenceEvidence.objects.filter(sentence__version=version).order_by("sentence__order")
    return list(rows.values_list("comment", "start", "end"))
