"""Who works on an initiative: inviting, accepting, ending."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import AuditEntry, User
from accounts.states import InvalidTransition
from initiatives import invitations, services
from initiatives.access import roles_of
from initiatives.models import Invitation, Membership
from letters.models import Letter
from letters.services import send_due_letters
from tests.factories import InitiativeFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river", name="Kin & care")


@pytest.fixture
def coordinator(initiative):
    return make_member(initiative, "coordinator", name="Ana")


@pytest.fixture
def invitation(initiative, coordinator):
    return invite(coordinator, initiative)


def invite(actor, initiative, email="new@example.org", role="analyst"):
    return services.invite(actor=actor, initiative=initiative, email=email, role=role)


def age(invitation):
    invitation.expires_at = timezone.now() - timedelta(minutes=1)
    invitation.save()
    return invitation


def test_the_letter_carries_the_link_and_nothing_else_does(invitation):
    assert send_due_letters(now=timezone.now()) == 1
    (letter,) = mail.outbox
    assert letter.to == ["new@example.org"]
    assert letter.subject == 'You are invited to work on "Kin & care"'
    assert invitations.link_of(invitation) in letter.body
    assert "choose a password" in letter.body
    row = Letter.objects.values().get()
    assert not any("example.org" in str(value) for value in row.values())


def test_the_letter_of_an_invitation_that_is_gone_is_not_sent(coordinator, invitation):
    services.revoke_invitation(actor=coordinator, invitation=invitation)
    send_due_letters(now=timezone.now())
    assert mail.outbox == []
    assert Letter.objects.get().state == "CANCELLED"


def test_the_same_offer_twice_is_one(initiative, coordinator, invitation):
    assert invite(coordinator, initiative, " NEW@example.org ") == invitation
    assert invite(coordinator, initiative, role="reader") != invitation
    assert Letter.objects.count() == 2


def test_an_offer_that_is_too_old_is_made_anew(initiative, coordinator, invitation):
    age(invitation)
    assert invite(coordinator, initiative) != invitation


def test_who_has_the_role_is_not_invited_to_it(initiative, coordinator):
    with pytest.raises(services.NotInvited):
        invite(coordinator, initiative, coordinator.email.upper(), "coordinator")


def test_a_link_opens_its_own_invitation_only(initiative, coordinator, invitation):
    other = invite(coordinator, initiative, "other@example.org")
    token = invitations.token_of(invitation)
    assert invitations.find(invitation.pk, token) == invitation
    assert invitations.find(other.pk, token) is None
    assert invitations.find(invitation.pk, token[:-1]) is None
    assert invitations.find(invitation.pk, "ä" * 64) is None
    assert invitations.find(0, token) is None


def test_an_invited_person_accepts_once(initiative, invitation):
    user = UserFactory(email="New@example.org")
    services.accept_invitation(actor=user, invitation=invitation)
    assert roles_of(user, initiative) == {"analyst"}
    with pytest.raises(InvalidTransition, match="accepted already"):
        services.accept_invitation(actor=user, invitation=invitation)
    assert Membership.objects.filter(user=user).count() == 1


def test_another_person_cannot_accept(initiative, invitation):
    stranger = UserFactory()
    with pytest.raises(InvalidTransition, match="another e-mail"):
        services.accept_invitation(actor=stranger, invitation=invitation)
    assert roles_of(stranger, initiative) == frozenset()


def test_an_old_invitation_makes_no_account(invitation):
    age(invitation)
    with pytest.raises(InvalidTransition, match="too old"):
        services.join_with_new_account(
            invitation=invitation, name="Mo", password="long enough it is"
        )
    assert not User.objects.filter(email="new@example.org").exists()


def test_the_last_coordinator_stays(initiative, coordinator):
    membership = Membership.objects.get(user=coordinator)
    closed = make_member(initiative, "coordinator", is_active=False)
    with pytest.raises(services.LastCoordinator):
        services.end_role(actor=coordinator, membership=membership)
    closed.is_active = True
    closed.save()
    services.end_role(actor=coordinator, membership=membership)
    assert roles_of(coordinator, initiative) == frozenset()
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_a_role_that_ended_can_be_given_again(initiative, coordinator):
    analyst = make_member(initiative, "analyst")
    first = Membership.objects.get(user=analyst)
    services.end_role(actor=coordinator, membership=first)
    services.end_role(actor=coordinator, membership=first)
    again = services.give_role(
        actor=coordinator, initiative=initiative, user=analyst, role="analyst"
    )
    assert again.pk != first.pk
    assert roles_of(analyst, initiative) == {"analyst"}


def test_what_was_done_is_on_record_without_addresses(initiative, coordinator, invitation):
    services.revoke_invitation(actor=coordinator, invitation=invitation)
    entries = AuditEntry.objects.filter(initiative=initiative.pk).order_by("id")
    assert [(row.actor, row.verb, row.subject_kind) for row in entries] == [
        (coordinator, "invite", "Invitation"),
        (coordinator, "revoke_invitation", "Invitation"),
    ]
    assert not any("example.org" in str(row) for row in entries.values())
    assert Invitation.objects.get().revoked_at is not None
