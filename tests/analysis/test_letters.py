"""Letters of analysis: to whom they go, when they are needless, and what they never hold."""

import pytest
from django.core import mail
from django.utils import timezone

from analysis import letters
from analysis.services import approval, sentences, summaries
from feedback.services.withdrawal import withdraw_comment
from initiatives.models import Membership
from letters.models import Letter
from letters.services import send_due_letters
from tests.analysis.helpers import make_team
from tests.factories import InitiativeFactory, make_member

pytestmark = pytest.mark.django_db
WORDS = "They never call, says Ximena of Elm Street."


@pytest.fixture
def team():
    return make_team(theme="Calls & letters")


def sent():
    """Send what is due; to whom each letter went, with its first line."""
    mail.outbox.clear()
    send_due_letters(now=timezone.now())
    return [(message.to[0], message.subject) for message in mail.outbox]


def test_the_letter_names_theme_and_page_and_nothing_that_was_said(team):
    version = team.handed_in(team.said(WORDS))
    assert sent() == [(team.approver.email, "A summary waits for you: Calls & letters")]
    body = mail.outbox[0].body
    assert f"/work/river/approvals/{version.pk}/" in body
    assert '"Calls & letters"' in body
    for word in ("Ximena", "never call", "Nobody calls back", team.analyst.name):
        assert word not in body
    assert sent() == []


def test_a_summary_waits_for_approvers_who_did_not_write_it(team):
    other = make_member(team.initiative, "approver")
    make_member(team.initiative, "reader", "coordinator")
    make_member(InitiativeFactory(), "approver")
    left = make_member(team.initiative, "approver")
    Membership.objects.filter(user=left).update(ended_at=timezone.now())
    version = team.draft(team.said(WORDS))
    sentences.move_sentence(actor=other, sentence=version.sentence_set.last(), up=True)
    for _ in range(2):
        summaries.submit_summary(actor=team.analyst, version=version)
    assert [to for to, _ in sent()] == [team.approver.email]


def test_what_was_taken_back_is_told_when_it_is_handed_in_again(team):
    version = team.handed_in(team.said(WORDS))
    summaries.take_back_summary(actor=team.analyst, version=version)
    assert sent() == []
    summaries.submit_summary(actor=team.analyst, version=version)
    assert [to for to, _ in sent()] == [team.approver.email]
    assert set(Letter.objects.values_list("state", flat=True)) == {"CANCELLED", "SENT"}


def test_of_two_letters_about_one_version_the_older_is_needless(team):
    version = team.handed_in(team.said(WORDS))
    summaries.take_back_summary(actor=team.analyst, version=version)
    summaries.submit_summary(actor=team.analyst, version=version)
    assert Letter.objects.filter(state="DUE").count() == 2
    assert len(sent()) == 1


def test_who_is_no_approver_any_more_gets_no_letter(team):
    team.handed_in(team.said(WORDS))
    Membership.objects.filter(user=team.approver).update(ended_at=timezone.now())
    assert sent() == []
    assert Letter.objects.get().state == "CANCELLED"


def test_a_return_is_told_to_those_who_wrote_it(team):
    colleague = make_member(team.initiative, "analyst")
    make_member(team.initiative, "analyst")
    version = team.draft(team.said(WORDS))
    sentences.move_sentence(actor=colleague, sentence=version.sentence_set.last(), up=True)
    version = summaries.submit_summary(actor=team.analyst, version=version)
    approval.return_summary(
        actor=team.approver,
        version=version,
        reason="Ximena is a name.",
        seen=approval.token_of(version),
    )
    subject = "Returned to you: Calls & letters"
    assert sorted(sent()) == sorted([(team.analyst.email, subject), (colleague.email, subject)])
    assert f"/work/river/themes/{team.theme.pk}/summary/" in mail.outbox[0].body
    assert "Ximena" not in mail.outbox[0].body


def test_a_return_that_was_taken_up_needs_no_letter(team):
    version = team.handed_in(team.said(WORDS))
    approval.return_summary(
        actor=team.approver, version=version, reason="No.", seen=approval.token_of(version)
    )
    summaries.begin_summary(actor=team.analyst, about=team.theme)
    assert sent() == []


def test_lost_evidence_is_told_once(team):
    goes, stays = team.said(WORDS), team.said("Nor write.")
    team.approved(goes, stays)
    sent()
    assert letters.tell_of_renewed_approval() == 0
    withdraw_comment(actor=team.analyst, comment=goes, reason="asked")
    assert [letters.tell_of_renewed_approval() for _ in range(2)] == [1, 0]
    subject = "To approve again: Calls & letters"
    assert sorted(sent()) == sorted([(team.analyst.email, subject), (team.approver.email, subject)])
    withdraw_comment(actor=team.analyst, comment=stays, reason="asked")
    assert letters.tell_of_renewed_approval() == 0
    assert sent() == []


def test_the_next_approved_version_makes_the_letter_needless(team):
    goes, stays = team.said(WORDS), team.said("Nor write.")
    team.approved(goes, stays)
    sent()
    withdraw_comment(actor=team.analyst, comment=goes, reason="asked")
    letters.tell_of_renewed_approval()
    team.approved_again()
    assert sent() == []


def test_where_nobody_can_be_told_it_is_told_later(team):
    comment = team.said(WORDS)
    team.approved(comment)
    sent()
    Membership.objects.update(ended_at=timezone.now())
    withdraw_comment(actor=team.analyst, comment=comment, reason="asked")
    letters.tell_of_renewed_approval()
    assert not Letter.objects.filter(kind=letters.RENEWAL).exists()
    new = make_member(team.initiative, "approver")
    letters.tell_of_renewed_approval()
    assert [to for to, _ in sent()] == [new.email]
