"""Writing a summary: every sentence rests on what was said, and says who wrote it."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis.models import Sentence, SentenceEvidence, Summary, SummaryVersion
from analysis.services import approval, sentences, summaries
from analysis.services.summaries import NoEvidence, Span
from analysis.summaries.authorship import authors_of
from feedback.services import withdrawal
from tests.analysis.helpers import make_team, span_of
from tests.factories import InitiativeFactory, make_comment, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def words_of(version):
    return list(version.sentence_set.values_list("words", flat=True))


def spans_of(sentence):
    rows = sentence.sentenceevidence_set.values_list("comment", "start", "end", "is_quoted")
    return list(rows)


def test_a_sentence_and_a_quote_keep_their_evidence(team):
    comment = team.said("They never call.")
    version = team.draft(comment)
    ours, quote = version.sentence_set.all()
    assert (ours.words, spans_of(ours)) == ("Nobody calls back.", [(comment.pk, 0, 16, False)])
    assert (quote.words, spans_of(quote)) == ("", [(comment.pk, 0, 16, True)])
    assert [entry.verb for entry in AuditEntry.objects.filter(subject_kind="SummaryVersion")] == [
        "add_quote",
        "add_sentence",
        "begin_summary",
    ]


def test_of_two_who_begin_at_once_the_second_finds_the_first(team, monkeypatch):
    version = summaries.begin_summary(actor=team.analyst, about=team.theme)
    unsaved = Summary(initiative=team.initiative, theme=team.theme)
    monkeypatch.setattr(Summary, "of", lambda about: unsaved)
    assert summaries.begin_summary(actor=team.approver, about=team.theme) == version


def test_nothing_is_written_without_evidence(team):
    version = team.draft(team.said("They never call."))
    before = words_of(version)
    with pytest.raises(NoEvidence, match="Choose at least one"):
        summaries.add_sentence(actor=team.analyst, version=version, words="So.", evidence=[])
    with pytest.raises(NoEvidence, match="Write the sentence"):
        summaries.add_sentence(actor=team.analyst, version=version, words=" \n", evidence=[])
    assert words_of(version) == before


def test_evidence_is_of_this_initiative_stands_and_lies_in_its_comment(team):
    version = team.draft(team.said("They never call."))
    elsewhere = make_comment(InitiativeFactory(), "They never call.")
    gone = team.said("Nor write.")
    withdrawal.withdraw_comment(actor=team.analyst, comment=gone, reason="asked")
    short = team.said("Short.")
    refused = [span_of(elsewhere), Span(gone.pk, 0, 3), Span(short.pk, 2, 99), Span(short.pk, 3, 3)]
    for span in refused:
        with pytest.raises(NoEvidence):
            summaries.add_sentence(
                actor=team.analyst, version=version, words="So.", evidence=[span]
            )
    assert SentenceEvidence.objects.count() == 2


def test_only_what_may_be_quoted_is_quoted(team):
    silent = team.said("They never call.", may_quote=False)
    version = team.draft(silent)
    with pytest.raises(NoEvidence, match="may not be quoted"):
        summaries.add_quote(actor=team.analyst, version=version, span=span_of(silent))
    [ours] = version.sentence_set.all()
    assert spans_of(ours) == [(silent.pk, 0, 16, False)]


def test_an_impression_is_never_evidence(team):
    observed = make_comment(team.initiative, "The room was tense.", voice="OBSERVED")
    version = summaries.begin_summary(actor=team.analyst, about=team.theme)
    for write in (
        lambda: summaries.add_quote(actor=team.analyst, version=version, span=span_of(observed)),
        lambda: summaries.add_sentence(
            actor=team.analyst, version=version, words="Tense.", evidence=[span_of(observed)]
        ),
    ):
        with pytest.raises(NoEvidence):
            write()
    sentence = Sentence.objects.create(version=version, order=1, words="Tense.")
    with pytest.raises(IntegrityError), transaction.atomic():
        SentenceEvidence.objects.create(
            sentence=sentence, comment=observed, voice="OBSERVED", start=0, end=3
        )


def test_a_version_in_work_is_the_one_that_is_begun(team):
    version = summaries.begin_summary(actor=team.analyst, about=team.theme)
    assert (version.number, version.sentence_set.count()) == (1, 0)
    assert summaries.begin_summary(actor=team.approver, about=team.theme) == version
    assert SummaryVersion.objects.count() == 1


def test_a_double_click_writes_once(team):
    comment = team.said("They never call.")
    version = team.draft(comment)
    for _ in range(2):
        summaries.add_quote(actor=team.analyst, version=version, span=span_of(comment))
        summaries.add_sentence(
            actor=team.analyst,
            version=version,
            words="Nobody calls back.",
            evidence=[span_of(comment)],
        )
    assert words_of(version) == ["Nobody calls back.", ""]
    assert summaries.submit_summary(actor=team.analyst, version=version).state == "SUBMITTED"
    assert summaries.submit_summary(actor=team.analyst, version=version).state == "SUBMITTED"
    assert AuditEntry.objects.filter(verb="submit_summary").count() == 1
    for _ in range(2):
        assert summaries.take_back_summary(actor=team.analyst, version=version).state == "DRAFT"
    assert AuditEntry.objects.filter(verb="take_back_summary").count() == 1


def test_sentences_change_places(team):
    version = team.draft(team.said("They never call."), team.said("Nor write."))
    first, second, third = version.sentence_set.all()
    sentences.move_sentence(actor=team.analyst, sentence=third, up=True)
    assert list(version.sentence_set.all()) == [first, third, second]
    sentences.move_sentence(actor=team.analyst, sentence=first, up=True)
    sentences.move_sentence(actor=team.analyst, sentence=second, up=False)
    assert list(version.sentence_set.all()) == [first, third, second]


def test_a_quote_is_replaced_or_shortened_in_its_place(team):
    comment, other = team.said("They never call, in Elm Street."), team.said("Nor write.")
    version = team.draft(comment)
    ours, quote = version.sentence_set.all()
    short = Span(comment.pk, 0, 15)
    sentences.shorten_quote(actor=team.analyst, sentence=quote, span=short)
    assert spans_of(quote) == [(comment.pk, 0, 15, True)]
    for span in (span_of(comment), span_of(other)):
        with pytest.raises(NoEvidence):
            sentences.shorten_quote(actor=team.analyst, sentence=quote, span=span)
    sentences.replace_quote(actor=team.approver, sentence=quote, span=span_of(other))
    assert spans_of(quote) == [(other.pk, 0, 10, True)]
    assert list(version.sentence_set.all()) == [ours, quote]
    assert set(quote.authors.all()) == {team.analyst, team.approver}
    for refused in (sentences.replace_quote, sentences.shorten_quote):
        with pytest.raises(NoEvidence):
            refused(actor=team.analyst, sentence=ours, span=span_of(other))


def test_who_edits_a_sentence_is_its_author(team):
    comment, other = team.said("They never call."), team.said("Nor write.")
    version = team.draft(comment)
    ours, quote = version.sentence_set.all()
    colleague = make_member(team.initiative, "analyst")
    sentences.edit_sentence(
        actor=colleague, sentence=ours, words="No calls.", evidence=[span_of(other)]
    )
    assert (ours.words, spans_of(ours)) == ("No calls.", [(other.pk, 0, 10, False)])
    assert authors_of(version) == {team.analyst.pk, colleague.pk}
    with pytest.raises(NoEvidence, match="Replace it"):
        sentences.edit_sentence(actor=colleague, sentence=quote, words="x", evidence=[])
    with pytest.raises(NoEvidence, match="or remove it"):
        sentences.edit_sentence(actor=colleague, sentence=ours, words=" ", evidence=[])


def test_who_removes_a_sentence_is_an_author_too(team):
    version = team.draft(team.said("They never call."))
    sentences.remove_sentence(actor=team.approver, sentence=version.sentence_set.last())
    assert words_of(version) == ["Nobody calls back."]
    assert authors_of(version) == {team.analyst.pk, team.approver.pk}


def test_authors_follow_into_the_version_that_is_copied(team):
    version = team.handed_in(team.said("They never call."))
    approval.return_summary(
        actor=team.approver, version=version, reason="Too short.", seen=approval.token_of(version)
    )
    colleague = make_member(team.initiative, "analyst")
    again = summaries.begin_summary(actor=colleague, about=team.theme)
    assert (again.number, words_of(again)) == (2, words_of(version))
    assert authors_of(again) == {team.analyst.pk, colleague.pk}


def test_a_copy_leaves_out_what_is_gone_and_what_was_found_safe(team):
    stays, goes = team.said("They never call."), team.said("Nor write.")
    team.approved(stays, goes)
    withdrawal.withdraw_comment(actor=team.analyst, comment=goes, reason="asked")
    again = summaries.begin_summary(actor=team.analyst, about=team.theme)
    evidence = SentenceEvidence.objects.filter(sentence__version=again)
    assert list(evidence.values_list("comment", "found_safe_by")) == [
        (stays.pk, None),
        (stays.pk, None),
    ]


def test_only_a_draft_is_written_in(team):
    comment = team.said("They never call.")
    version = team.handed_in(comment)
    ours = version.sentence_set.first()
    for write in (
        lambda: summaries.add_quote(actor=team.analyst, version=version, span=span_of(comment)),
        lambda: sentences.remove_sentence(actor=team.analyst, sentence=ours),
        lambda: sentences.move_sentence(actor=team.analyst, sentence=ours, up=False),
        lambda: sentences.edit_sentence(
            actor=team.analyst, sentence=ours, words="x", evidence=[span_of(comment)]
        ),
    ):
        with pytest.raises(InvalidTransition, match="waiting for approval"):
            write()
    summaries.take_back_summary(actor=team.analyst, version=version)
    sentences.remove_sentence(actor=team.analyst, sentence=ours)
    assert words_of(version) == [""]


def test_what_is_handed_in_rests_on_what_stands(team):
    empty = summaries.begin_summary(actor=team.analyst, about=team.theme)
    with pytest.raises(NoEvidence, match="no sentence"):
        summaries.submit_summary(actor=team.analyst, version=empty)
    comment = team.said("They never call.")
    version = team.draft(comment)
    comment.may_quote = False
    comment.save()
    with pytest.raises(NoEvidence, match="Sentence 2 rests on words that were taken back"):
        summaries.submit_summary(actor=team.analyst, version=version)
    version.refresh_from_db()
    assert version.state == "DRAFT"


def test_the_database_refuses_two_versions_in_work_and_two_approved(team):
    summary = team.draft(team.said("They never call.")).summary
    for states in (("DRAFT", "SUBMITTED"), ("APPROVED", "APPROVED")):
        SummaryVersion.objects.all().delete()
        fields = {"summary": summary, "begun_by": team.analyst}
        SummaryVersion.objects.create(number=1, state=states[0], **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            SummaryVersion.objects.create(number=2, state=states[1], **fields)
