"""Who works on an initiative: inviting, accepting, giving and ending roles."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.services import make_account
from accounts.states import InvalidTransition
from initiatives import outbox
from initiatives.invitations import why_closed
from initiatives.models import Initiative, Invitation, Membership, Role

VALID_FOR = timedelta(days=14)
CLOSED = {
    "used": "This invitation was accepted already.",
    "revoked": "This invitation was taken back. Ask for a new one.",
    "expired": "This invitation is too old. Ask for a new one.",
}


class NotInvited(ValueError):
    """An invitation that makes no sense. The message says why."""


class LastCoordinator(ValueError):
    """Without this role nobody could plan any more. The message says what to do first."""


@transaction.atomic
def give_role(*, actor: User | None, initiative: Initiative, user: User, role: str) -> Membership:
    """The person has the role from now on; where they have it already nothing changes."""
    membership, is_new = Membership.objects.get_or_create(
        initiative=initiative, user=user, role=Role(role), ended_at=None
    )
    if is_new:
        _record(actor, "give_role", membership)
    return membership


@transaction.atomic
def invite(*, actor: User, initiative: Initiative, email: str, role: str) -> Invitation:
    """Offer a role by a link that is sent to `email`; two open offers of one role are one.

    Raises NotInvited where the person has the role.
    """
    email = email.strip().lower()
    role = Role(role)
    _lock(initiative)
    current = Membership.objects.current().filter(initiative=initiative, role=role)
    if current.filter(user__email__iexact=email).exists():
        raise NotInvited(f"{email} is {role.label.lower()} here already.")
    now = timezone.now()
    waiting = Invitation.objects.open(now).filter(initiative=initiative, email=email, role=role)
    if (known := waiting.first()) is not None:
        return known
    invitation = Invitation.objects.create(
        initiative=initiative,
        email=email,
        role=role,
        invited_by=actor,
        expires_at=now + VALID_FOR,
    )
    outbox.send(invitation)
    _record(actor, "invite", invitation)
    return invitation


@transaction.atomic
def offer_role(
    *, actor: User, initiative: Initiative, email: str, role: str
) -> Membership | Invitation:
    """A person who has an account gets the role at once; anybody else is invited."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        return invite(actor=actor, initiative=initiative, email=email, role=role)
    return give_role(actor=actor, initiative=initiative, user=user, role=role)


@transaction.atomic
def revoke_invitation(*, actor: User, invitation: Invitation) -> None:
    """Take an open invitation back: its link stops working."""
    invitation = _open(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    _record(actor, "revoke_invitation", invitation)


@transaction.atomic
def accept_invitation(*, actor: User, invitation: Invitation) -> Membership:
    """The invited person takes the role. Raises InvalidTransition where the offer is gone."""
    invitation = _open(invitation)
    if actor.email.lower() != invitation.email.lower():
        raise InvalidTransition("This invitation is for another e-mail address.")
    invitation.accepted_by = actor
    invitation.save(update_fields=["accepted_by"])
    _record(actor, "accept_invitation", invitation)
    initiative, role = invitation.initiative, invitation.role
    return give_role(actor=actor, initiative=initiative, user=actor, role=role)


@transaction.atomic
def join_with_new_account(*, invitation: Invitation, name: str, password: str) -> User:
    """Make the account of an invited person, who accepts with it."""
    invitation = _open(invitation)
    user = make_account(actor=None, email=invitation.email, name=name, password=password)
    accept_invitation(actor=user, invitation=invitation)
    return user


@transaction.atomic
def end_role(*, actor: User, membership: Membership) -> None:
    """The person has the role no longer; the row and what they did stay.

    Raises LastCoordinator for the only coordinator of an initiative.
    """
    _lock(membership.initiative)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.ended_at is not None:
        return
    current = Membership.objects.current().filter(initiative=membership.initiative)
    others = current.filter(role=Role.COORDINATOR).exclude(pk=membership.pk)
    if membership.role == Role.COORDINATOR and not others.exists():
        raise LastCoordinator(
            "An initiative needs a coordinator. Invite another one first; then end this role."
        )
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    _record(actor, "end_role", membership)


def _open(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("initiative")
    invitation = rows.get(pk=invitation.pk)
    if closed := why_closed(invitation):
        raise InvalidTransition(CLOSED[closed])
    return invitation


def _lock(initiative: Initiative) -> None:
    Initiative.objects.select_for_update().get(pk=initiative.pk)


def _record(actor: User | None, verb: str, row: Membership | Invitation) -> None:
    audit.record(actor=actor, verb=verb, subject=row, initiative=row.initiative_id)
