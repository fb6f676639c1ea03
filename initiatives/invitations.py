"""The link of an invitation: rebuilt from the key, never stored."""

import hmac

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.hashes import keyed_hash
from initiatives.models import Invitation


def token_of(invitation: Invitation) -> str:
    """What makes the link of this invitation: 64 digits that only the key can rebuild."""
    return keyed_hash("invitation", f"{invitation.pk}\x00{invitation.email.lower()}")


def link_of(invitation: Invitation) -> str:
    """The whole address to open."""
    with translation.override("en"):
        path = reverse("home_public:join", args=[invitation.pk, token_of(invitation)])
    return f"{settings.SITE_URL}{path}"


def find(pk: int, token: str) -> Invitation | None:
    """The invitation of a link, open or not, or None where the link is not one of ours."""
    rows = Invitation.objects.select_related("initiative", "accepted_by", "invited_by")
    invitation = rows.filter(pk=pk).first()
    if invitation is None or not hmac.compare_digest(token.encode(), token_of(invitation).encode()):
        return None
    return invitation


def why_closed(invitation: Invitation) -> str:
    """`used`, `revoked`, `expired`, or nothing while it is open."""
    if invitation.accepted_by_id is not None:
        return "used"
    if invitation.revoked_at is not None:
        return "revoked"
    return "" if invitation.expires_at > timezone.now() else "expired"
