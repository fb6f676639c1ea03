"""What a summary shows, and what it shows no more from the moment words are gone."""

import pytest

from analysis.models import SentenceEvidence, Summary
from analysis.services import approval, retire_theme, sentences, summaries
from analysis.services.summaries import Span
from analysis.summaries import approval_reports
from analysis.summaries import history as summary_history
from analysis.summaries import sources as summary_sources
from analysis.summaries.reports import (
    approved_view,
    approved_views,
    gone_evidence,
    needing_renewed_approval,
    returned_and_not_taken_up,
    views_of,
)
from feedback.services import hide_words, receive_comment, set_may_quote
from feedback.services.withdrawal import withdraw_submission
from initiatives.access import get_initiative_for
from tests.analysis.helpers import Team, make_team, quotes_of, span_of
from tests.factories import SegmentFactory, make_codebook, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def shown(theme):
    """What readers see: the sentence, or the quotes of it."""
    view = approved_view(theme)
    return [row.words or [quote.words for quote in row.quotes] for row in view.sentences]


def needs_renewal(team):
    return list(needing_renewed_approval(team.initiative).values_list("pk", flat=True))


def test_readers_see_sentences_and_quotes_found_safe(team):
    segment = SegmentFactory(initiative=team.initiative, name="Youth")
    team.approved(team.said("They never call.", segment=segment, language="es"))
    assert shown(team.theme) == ["Nobody calls back.", ["They never call."]]
    quote = approved_view(team.theme).sentences[1].quotes[0]
    assert (quote.segment, quote.language, quote.is_noted) == ("Youth", "es", False)
    # Evidence of a sentence of ours is not shown to readers.
    assert approved_view(team.theme).sentences[0].quotes == ()


def test_a_quote_that_nobody_found_safe_is_not_shown(team):
    """However it came into an approved version, by an old row or a copy."""
    version = team.approved(team.said("They never call."))
    SentenceEvidence.objects.filter(sentence__version=version).update(found_safe_by=None)
    assert shown(team.theme) == ["Nobody calls back."]


def test_readers_see_nothing_that_is_not_approved(team):
    comment = team.said("They never call.")
    version = team.draft(comment)
    assert approved_view(team.theme) is None
    summaries.submit_summary(actor=team.analyst, version=version)
    assert approved_view(team.theme) is None
    approval.return_summary(
        actor=team.approver, version=version, reason="No.", seen=approval.token_of(version)
    )
    assert approved_view(team.theme) is None


def test_a_new_draft_leaves_the_approved_version_in_sight(team):
    comment = team.said("They never call.")
    team.approved(comment)
    again = summaries.begin_summary(actor=team.analyst, about=team.theme)
    summaries.add_sentence(
        actor=team.analyst, version=again, words="Secret draft.", evidence=[span_of(comment)]
    )
    assert shown(team.theme) == ["Nobody calls back.", ["They never call."]]


def test_what_was_approved_of_a_retired_theme_stays_on_record(team):
    team.approved(team.said("They never call."))
    retire_theme(actor=team.analyst, theme=team.theme)
    assert shown(team.theme) == ["Nobody calls back.", ["They never call."]]


def withdraw(team, comment):
    withdraw_submission(actor=None, submission=comment.submission)


def replace(team, comment):
    receive_comment(
        actor=None,
        submission=comment.submission,
        words="They did call.",
        voice="OWN",
        may_quote=True,
        replaces=comment,
    )


@pytest.mark.parametrize("lose", [withdraw, replace])
def test_a_sentence_goes_at_once_with_its_evidence_and_the_rest_stands(team, lose):
    stays, goes = team.said("Nor write."), team.said("They never call.")
    version = team.draft(stays)
    summaries.add_sentence(
        actor=team.analyst, version=version, words="Silence.", evidence=[span_of(goes)]
    )
    summaries.add_quote(actor=team.analyst, version=version, span=span_of(goes))
    summaries.submit_summary(actor=team.analyst, version=version)
    approval.approve_summary(
        actor=team.approver,
        version=version,
        found_safe=quotes_of(version),
        seen=approval.token_of(version),
    )
    team.theme.refresh_from_db()
    assert len(shown(team.theme)) == 4
    assert needs_renewal(team) == []
    lose(team, goes)
    assert shown(team.theme) == ["Nobody calls back.", ["Nor write."]]
    assert approved_view(team.theme).gone == 2
    assert approved_view(team.theme).needs_renewed_approval
    assert needs_renewal(team) == [version.pk]


def test_a_quote_that_may_not_be_shown_any_more_goes_and_stays_as_evidence(team):
    comment = team.said("They never call.")
    version = team.approved(comment)
    set_may_quote(actor=None, submission=comment.submission, given=False)
    assert shown(team.theme) == ["Nobody calls back."]
    [lost] = gone_evidence()
    assert (lost.comment_id, lost.is_quoted) == (comment.pk, True)
    assert needs_renewal(team) == [version.pk]
    set_may_quote(actor=None, submission=comment.submission, given=True)
    assert shown(team.theme) == ["Nobody calls back.", ["They never call."]]
    assert needs_renewal(team) == []


def test_words_that_are_hidden_later_are_hidden_in_the_quote(team):
    comment = team.said("They never call Ana.")
    team.approved(comment)
    hide_words(actor=team.analyst, comment=comment, start=16, end=19)
    assert shown(team.theme)[1] == ["They never call [hidden]."]


def test_a_new_approval_ends_the_need(team):
    stays, goes = team.said("Nor write."), team.said("They never call.")
    first = team.approved(stays, goes)
    withdraw(team, goes)
    assert needs_renewal(team) == [first.pk]
    second = team.approved_again()
    assert needs_renewal(team) == []
    assert shown(team.theme) == ["Nobody calls back.", ["Nor write."]]
    assert second.number == 2


def test_the_team_sees_what_is_gone_without_its_words(team):
    comment = team.said("They never call.")
    version = team.handed_in(comment)
    withdraw(team, comment)
    view = views_of([version])[version.pk]
    assert [(row.stands, row.quotes) for row in view.sentences] == [(False, ()), (False, ())]
    assert view.gone == 2
    assert not view.needs_renewed_approval


def test_many_summaries_take_as_many_queries_as_one(team, django_assert_num_queries):
    themes = [team.theme]
    team.approved(team.said("They never call."), team.said("Nor write."))
    for number in range(3):
        theme = make_codebook(team.initiative, f"Theme {number}").theme_set.last()
        other = Team(team.initiative, team.analyst, team.approver, theme)
        other.approved(other.said(f"Said {number}."), other.said(f"Again {number}."))
        themes.append(theme)
    for some in (themes[:1], themes):
        with django_assert_num_queries(6):
            assert len(approved_views(some)) == len(some)


def test_returned_until_somebody_takes_it_up(team):
    version = team.handed_in(team.said("They never call."))
    approval.return_summary(
        actor=team.approver, version=version, reason="No.", seen=approval.token_of(version)
    )
    assert list(returned_and_not_taken_up(team.initiative)) == [version]
    summaries.begin_summary(actor=team.analyst, about=team.theme)
    assert list(returned_and_not_taken_up(team.initiative)) == []


def test_the_list_of_decisions(team, django_assert_num_queries):
    initiative = get_initiative_for(team.approver, "river")
    assert approval_reports.decisions(team.approver, initiative).is_empty
    team.said("They never call.")
    found = approval_reports.decisions(team.approver, initiative)
    assert (found.unwritten, found.approved, found.themes) == ((team.theme,), 0, 1)
    version = team.handed_in(team.said("Nor write."))
    for number in range(3):
        theme = make_codebook(initiative, f"Theme {number}").theme_set.last()
        other = Team(initiative, team.analyst, team.approver, theme)
        other.handed_in(other.said(f"Said {number}."))
    with django_assert_num_queries(14):
        found = approval_reports.decisions(team.approver, initiative)
    assert found.waiting[0].version == version
    assert {(row.wrote_it, row.nobody) for row in found.waiting} == {(False, False)}
    of_author = approval_reports.decisions(team.analyst, initiative)
    assert {row.wrote_it for row in of_author.waiting} == {True}
    assert approval_reports.approvers_of(version) == {team.approver.pk}


def test_a_version_that_nobody_can_approve_says_so(team):
    version = team.draft(team.said("They never call."))
    sentences.move_sentence(actor=team.approver, sentence=version.sentence_set.last(), up=True)
    summaries.submit_summary(actor=team.analyst, version=version)
    initiative = get_initiative_for(team.approver, "river")
    [row] = approval_reports.decisions(team.approver, initiative).waiting
    assert (row.wrote_it, row.nobody) == (True, True)
    make_member(initiative, "approver")
    [row] = approval_reports.decisions(team.approver, initiative).waiting
    assert (row.wrote_it, row.nobody) == (True, False)


def test_how_it_was_made_names_versions_authors_and_steps(team):
    comment = team.said("They never call.")
    team.approved(comment)
    again = summaries.begin_summary(actor=team.analyst, about=team.theme)
    summaries.add_sentence(
        actor=team.approver, version=again, words="Silence.", evidence=[span_of(comment)]
    )
    made = summary_history.how_it_was_made(Summary.of(team.theme))
    assert [row.number for row in made.versions] == [2, 1]
    assert [(row.view.words, row.authors, row.is_new) for row in made.sentences] == [
        ("Nobody calls back.", ("Ana",), False),
        ("", ("Ana",), False),
        ("Silence.", ("Lee",), True),
    ]
    deeds = [(deed.version, deed.what, deed.by, deed.times) for deed in made.deeds]
    assert deeds == [
        (2, "wrote a sentence", team.approver, 1),
        (2, "began the version", team.analyst, 1),
        (1, "approved it", team.approver, 1),
        (1, "handed it in", team.analyst, 1),
        (1, "added a quote", team.analyst, 1),
        (1, "wrote a sentence", team.analyst, 1),
        (1, "began the version", team.analyst, 1),
    ]
    assert (made.raised.comments, made.by_hand, made.accepted, made.imported) == (1, 1, 0, 0)
    old = summary_history.how_it_was_made(Summary.of(team.theme), "1")
    assert [row.is_new for row in old.sentences] == [False, False]
    assert summary_history.how_it_was_made(Summary.of(team.theme), "99").chosen == made.chosen


def test_sources_are_tags_that_stand_what_may_be_quoted_first(team):
    silent = team.said("Nor write.", may_quote=False)
    open_words = team.said("They never call.")
    withdraw(team, team.said("Taken back."))
    summary = Summary.of(team.theme)
    found = summary_sources.sources(summary_sources.said(summary))
    assert [(row.words, row.may_quote) for row in found] == [
        ("They never call.", True),
        ("Nor write.", False),
    ]
    keys = [found[1].key, "nonsense", "1-2", f"{open_words.pk}-0-999", "٣-0-1"]
    assert [row.span.comment for row in summary_sources.chosen(summary, keys)] == [silent.pk]
    narrowed = summary_sources.said(summary, q="CALL")
    assert [row.words for row in summary_sources.sources(narrowed)] == ["They never call."]


def test_letters_beyond_a_to_z_are_found_whatever_their_case(team):
    team.said("EL ÁRBOL está en el patio.")
    found = summary_sources.said(Summary.of(team.theme), q="árbol ESTÁ")
    assert [row.words for row in summary_sources.sources(found)] == ["EL ÁRBOL está en el patio."]


def test_a_part_of_a_quote_is_found_in_what_is_shown(team):
    comment = team.said("Call 651-266-4500. They never call 🙂 back.")
    version = team.draft(comment)
    evidence = version.sentence_set.last().sentenceevidence_set.get()
    original = comment.original

    def found(words):
        span = summary_sources.part_of(evidence, words)
        return span and original[span.start : span.end]

    assert found("They never call 🙂 back.") == "They never call 🙂 back."
    assert found("Call [phone].") == "Call 651-266-4500."
    assert found("They always call") is None
    assert found("  ") is None
    assert summary_sources.part_of(evidence, "never") == Span(
        comment.pk, original.index("never"), original.index("never") + 5
    )
