"""Taking coded comments as a file."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from analysis.models import Codebook


@transaction.atomic
def allow_tag_export(*, actor: User, codebook: Codebook, reason: str) -> None:
    """Write down who takes comments with their themes, and what for, before a row is read."""
    audit.record(
        actor=actor,
        verb="export_tagged_comments",
        subject=codebook,
        initiative=codebook.initiative_id,
        reason=reason,
    )
