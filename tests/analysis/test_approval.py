"""The second person: who may approve, what is asked, and what happens at once."""

import pytest

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis.models import SentenceEvidence, SummaryVersion
from analysis.services import approval, edit_theme, retire_theme, sentences, summaries
from analysis.services.approval import WroteIt
from analysis.services.summaries import NoEvidence
from feedback.services import withdrawal
from initiatives.services.texts import set_translations
from tests.analysis.helpers import make_team, quotes_of, span_of
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def approve(version, user, safe=None):
    safe = quotes_of(version) if safe is None else safe
    return approval.approve_summary(
        actor=user, version=version, found_safe=safe, seen=approval.token_of(version)
    )


def test_the_theme_is_approved_with_its_first_summary(team):
    version = team.handed_in(team.said("They never call."))
    assert team.theme.state == "DRAFT"
    approved = approve(version, team.approver)
    team.theme.refresh_from_db()
    assert team.theme.state == "APPROVED"
    assert (approved.state, approved.decided_by) == ("APPROVED", team.approver)
    assert approved.decided_at is not None
    entry = AuditEntry.objects.get(verb="approve_summary")
    assert (entry.actor, entry.subject_id) == (team.approver, str(version.pk))
    assert (entry.initiative, entry.reason) == (team.initiative.pk, "")


def test_each_quote_has_to_be_found_safe(team):
    version = team.handed_in(team.said("They never call."), team.said("Nor write."))
    one, two = sorted(quotes_of(version))
    for safe in (set(), {one}, {two, 999}):
        with pytest.raises(NoEvidence, match="Say for each quote"):
            approve(version, team.approver, safe)
    version.refresh_from_db()
    assert version.state == "SUBMITTED"
    assert not SentenceEvidence.objects.filter(found_safe_by__isnull=False).exists()
    approve(version, team.approver, {one, two})
    found = SentenceEvidence.objects.filter(found_safe_by=team.approver)
    assert set(found.values_list("pk", flat=True)) == {one, two}


@pytest.mark.parametrize("is_administrator", [False, True])
def test_who_wrote_it_cannot_approve_it(team, is_administrator):
    writer = make_member(team.initiative, "analyst", "approver", is_administrator=is_administrator)
    comment = team.said("They never call.")
    version = team.draft(comment)
    summaries.add_quote(actor=writer, version=version, span=summaries.Span(comment.pk, 0, 10))
    version = summaries.submit_summary(actor=team.analyst, version=version)
    with pytest.raises(WroteIt):
        approve(version, writer)
    version.refresh_from_db()
    assert (version.state, version.decided_by) == ("SUBMITTED", None)
    assert approve(version, team.approver).state == "APPROVED"


def test_who_edited_a_sentence_cannot_approve_the_version_copied_from_it(team):
    comment = team.said("They never call.")
    first = team.draft(comment)
    sentences.edit_sentence(
        actor=team.approver,
        sentence=first.sentence_set.first(),
        words="No calls at all.",
        evidence=[span_of(comment)],
    )
    first = summaries.submit_summary(actor=team.analyst, version=first)
    other = make_member(team.initiative, "approver")
    approval.return_summary(
        actor=other, version=first, reason="Say more.", seen=approval.token_of(first)
    )
    second = summaries.begin_summary(actor=team.analyst, about=team.theme)
    second = summaries.submit_summary(actor=team.analyst, version=second)
    with pytest.raises(WroteIt):
        approve(second, team.approver)
    assert approve(second, other).state == "APPROVED"


def test_who_only_removed_a_sentence_cannot_approve(team):
    version = team.draft(team.said("They never call."))
    sentences.remove_sentence(actor=team.approver, sentence=version.sentence_set.last())
    version = summaries.submit_summary(actor=team.analyst, version=version)
    with pytest.raises(WroteIt):
        approve(version, team.approver)


def test_of_two_approvers_at_once_one_decides(team):
    version = team.handed_in(team.said("They never call."))
    other = make_member(team.initiative, "approver")
    seen_by_both = SummaryVersion.objects.get(pk=version.pk)
    approve(version, team.approver)
    with pytest.raises(InvalidTransition):
        approve(seen_by_both, other)
    with pytest.raises(InvalidTransition):
        approval.return_summary(
            actor=other, version=seen_by_both, reason="No.", seen=approval.token_of(seen_by_both)
        )
    version.refresh_from_db()
    assert (version.state, version.decided_by) == ("APPROVED", team.approver)


def test_a_double_click_is_one_decision(team):
    version = team.handed_in(team.said("They never call."))
    for _ in range(2):
        assert approve(version, team.approver).state == "APPROVED"
    assert AuditEntry.objects.filter(verb="approve_summary").count() == 1
    again = summaries.begin_summary(actor=team.analyst, about=team.theme)
    again = summaries.submit_summary(actor=team.analyst, version=again)
    for _ in range(2):
        returned = approval.return_summary(
            actor=team.approver, version=again, reason="Why?", seen=approval.token_of(again)
        )
        assert returned.state == "RETURNED"
    assert AuditEntry.objects.filter(verb="return_summary").count() == 1


def test_a_return_needs_a_reason(team):
    version = team.handed_in(team.said("They never call."))
    with pytest.raises(NoEvidence, match="what has to change"):
        approval.return_summary(
            actor=team.approver, version=version, reason=" \n", seen=approval.token_of(version)
        )
    returned = approval.return_summary(
        actor=team.approver, version=version, reason=" Shorter. ", seen=approval.token_of(version)
    )
    assert (returned.state, returned.reason) == ("RETURNED", "Shorter.")
    assert returned.decided_by == team.approver
    # The reason stands with the version, not in the record.
    assert AuditEntry.objects.get(verb="return_summary").reason == ""


def test_what_was_taken_back_meanwhile_cannot_be_approved(team):
    comment = team.said("They never call.")
    version = team.handed_in(comment, team.said("Nor write."))
    safe = quotes_of(version)
    withdrawal.withdraw_comment(actor=team.analyst, comment=comment, reason="asked")
    with pytest.raises(NoEvidence, match="Sentence 1 rests on words that were taken back"):
        approve(version, team.approver, safe)
    version.refresh_from_db()
    assert version.state == "SUBMITTED"


def test_the_next_version_supersedes_the_one_before(team):
    first = team.approved(team.said("They never call."))
    second = summaries.begin_summary(actor=team.analyst, about=team.theme)
    second = summaries.submit_summary(actor=team.analyst, version=second)
    first.refresh_from_db()
    assert first.state == "APPROVED"
    approve(second, team.approver)
    states = SummaryVersion.objects.order_by("number").values_list("number", "state")
    assert list(states) == [(1, "SUPERSEDED"), (2, "APPROVED")]


def test_a_draft_cannot_be_decided_on(team):
    version = team.draft(team.said("They never call."))
    with pytest.raises(InvalidTransition):
        approve(version, team.approver)
    with pytest.raises(InvalidTransition):
        approval.return_summary(
            actor=team.approver, version=version, reason="No.", seen=approval.token_of(version)
        )


def test_a_retired_theme_is_not_taken_up_in_passing(team):
    version = team.handed_in(team.said("They never call."))
    retire_theme(actor=team.analyst, theme=team.theme)
    with pytest.raises(InvalidTransition, match="retired"):
        approve(version, team.approver)
    team.theme.refresh_from_db()
    assert team.theme.state == "RETIRED"


def test_words_of_a_theme_that_are_edited_later_wait_for_the_next_approval(team, client):
    """Readers and the public see its name and definition as a second person approved them."""
    version = team.handed_in(team.said("They never call."))
    approve(version, team.approver)
    team.theme.refresh_from_db()
    approved = team.theme.name
    edit_theme(
        actor=team.analyst, theme=team.theme, parent=None, name="Unseen", definition="Unseen too"
    )
    team.initiative.is_public = True
    team.initiative.save()
    slug = team.initiative.slug
    reader = make_member(team.initiative, "reader")
    client.force_login(reader)
    for url in (
        f"/work/{slug}/themes/",
        f"/work/{slug}/themes/{team.theme.pk}/",
        f"/work/{slug}/themes/{team.theme.pk}/actions/",
        f"/work/{slug}/report/",
        f"/i/{slug}/what-changed/",
    ):
        page = client.get(url).content.decode()
        assert approved in page, url
        assert "Unseen" not in page, url
    assert approved not in client.get(f"/work/{slug}/themes/?q=unseen").content.decode()

    next_version = summaries.begin_summary(actor=team.analyst, about=team.theme)
    summaries.submit_summary(actor=team.analyst, version=next_version)
    approve(next_version, team.approver)
    assert "Unseen" in client.get(f"/i/{slug}/what-changed/").content.decode()


def test_nobody_approves_what_they_have_not_seen(team):
    """The page was open while the author took it back, changed it and handed it in again."""
    version = team.handed_in(team.said("They never call."))
    seen = approval.token_of(version)
    summaries.take_back_summary(actor=team.analyst, version=version)
    summaries.submit_summary(actor=team.analyst, version=version)
    version.refresh_from_db()
    with pytest.raises(InvalidTransition, match="Read it once more"):
        approval.approve_summary(
            actor=team.approver, version=version, found_safe=quotes_of(version), seen=seen
        )
    with pytest.raises(InvalidTransition, match="Read it once more"):
        approval.return_summary(actor=team.approver, version=version, reason="No.", seen=seen)
    seen = approval.token_of(version)
    edit_theme(actor=team.analyst, theme=team.theme, parent=None, name="Jane Roe of Elm Street")
    with pytest.raises(InvalidTransition, match="Read it once more"):
        approval.approve_summary(
            actor=team.approver, version=version, found_safe=quotes_of(version), seen=seen
        )
    version.refresh_from_db()
    assert version.state == "SUBMITTED"


def test_who_named_the_theme_cannot_approve_it(team):
    both = make_member(team.initiative, "analyst", "approver")
    version = team.handed_in(team.said("They never call."))
    edit_theme(actor=both, theme=team.theme, parent=None, name="Another name")
    version.summary.theme.refresh_from_db()
    with pytest.raises(WroteIt):
        approve(version, both)
    approve(version, team.approver)
    again = summaries.begin_summary(actor=team.analyst, about=team.theme)
    summaries.submit_summary(actor=team.analyst, version=again)
    assert approve(again, both).decided_by == both, "its words were approved by another since"


def test_what_was_approved_stays_public_when_its_theme_is_retired(team, client):
    version = team.handed_in(team.said("They never call."))
    approve(version, team.approver)
    team.theme.refresh_from_db()
    retire_theme(actor=team.analyst, theme=team.theme)
    team.initiative.is_public = True
    team.initiative.save()
    page = client.get(f"/i/{team.initiative.slug}/what-changed/").content.decode()
    assert team.theme.name in page
    assert "They never call." in page


def test_approved_words_of_ours_become_texts_that_can_be_translated(team, client):
    comment = team.said("They never call.")
    version = team.draft(comment)
    sentence = summaries.add_sentence(
        actor=team.analyst,
        version=version,
        words="Nobody calls.",
        evidence=[summaries.Span(comment.pk, 0, 4)],
    )
    summaries.submit_summary(actor=team.analyst, version=version)
    version.refresh_from_db()
    approve(version, team.approver)
    sentence.refresh_from_db()
    set_translations(text=sentence.text, words={"es": "Nadie llama."})
    team.initiative.is_public = True
    team.initiative.save()
    slug = team.initiative.slug
    assert '<p lang="en">Nobody calls.</p>' in client.get(f"/i/{slug}/what-changed/").text
    assert '<p lang="es">Nadie llama.</p>' in client.get(f"/es/i/{slug}/what-changed/").text
