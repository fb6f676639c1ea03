"""What is taken out of a draft comes back, once, until the draft is handed in."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis.models import Sentence
from analysis.services import sentences, summaries
from analysis.services.summaries import NoEvidence
from analysis.summaries.authorship import authors_of
from tests.analysis.helpers import make_team, span_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def draft(team):
    return team.draft(team.said("They never call."), team.said("Nor write."))


def test_a_double_click_takes_one_sentence_out(team, draft, client):
    first, second, third = draft.sentence_set.all()
    client.force_login(team.analyst)
    url = reverse("analysis:sentence_remove", args=["river", second.pk])
    back = reverse("analysis:summary", args=["river", "themes", team.theme.pk])
    assert [client.post(url).url for _ in range(2)] == [back, back]
    assert list(draft.sentence_set.all()) == [first, third]
    assert AuditEntry.objects.filter(verb="remove_sentence").count() == 1
    again = reverse("analysis:sentence_replace", args=["river", second.pk])
    assert "taken out meanwhile" in client.post(again, {"next": "best"}, follow=True).text


def test_it_comes_back_where_it_stood_the_last_first(team, draft):
    rows = list(draft.sentence_set.all())
    for row in rows[:2]:
        sentences.remove_sentence(actor=team.analyst, sentence=row)
    put_back = [sentences.restore_sentence(actor=team.approver, version=draft) for _ in range(2)]
    assert put_back == [rows[1], rows[0]]
    assert list(draft.sentence_set.all()) == rows
    assert team.approver.pk in authors_of(draft)
    with pytest.raises(NoEvidence, match="no sentence left"):
        sentences.restore_sentence(actor=team.analyst, version=draft)


def test_what_is_out_when_a_draft_is_handed_in_is_gone(team, draft):
    out = draft.sentence_set.last()
    sentences.remove_sentence(actor=team.analyst, sentence=out)
    summaries.submit_summary(actor=team.analyst, version=draft)
    assert not Sentence.with_removed.filter(pk=out.pk).exists()
    with pytest.raises(InvalidTransition, match="waiting for approval"):
        sentences.restore_sentence(actor=team.analyst, version=draft)


def test_what_is_out_is_neither_shown_nor_stands_in_the_way(team, draft):
    out = draft.sentence_set.last()
    span = span_of(out.sentenceevidence_set.get().comment)
    sentences.remove_sentence(actor=team.analyst, sentence=out)
    added = summaries.add_quote(actor=team.analyst, version=draft, span=span)
    assert added != out
    assert list(draft.sentence_set.all())[-1] == added
