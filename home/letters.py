"""The letter of an invitation: `initiatives` stands left of `letters`, so it is wired here."""

from accounts.models import User
from initiatives import invitations
from initiatives.models import Invitation
from letters.registry import Content
from letters.services import send_later

INVITATION = "invitation"


def send_invitation(invitation: Invitation) -> None:
    """Write down that the link is to be sent."""
    send_later(kind=INVITATION, subject=invitation.pk, initiative=invitation.initiative_id)


def invitation(subject: int, occasion: str) -> Content | None:
    """Nothing is sent once the invitation was used or taken back, or is too old."""
    rows = Invitation.objects.select_related("initiative", "invited_by")
    found = rows.filter(pk=subject).first()
    if found is None or invitations.why_closed(found):
        return None
    context = {
        "invitation": found,
        "link": invitations.link_of(found),
        "has_account": User.objects.filter(email__iexact=found.email).exists(),
    }
    return Content(to=found.email, context=context, initiative=found.initiative_id)
