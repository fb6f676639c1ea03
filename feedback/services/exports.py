"""Files of rows leave Heard for analysts only, and are on the record."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from initiatives.models import Initiative


@transaction.atomic
def allow_export(*, actor: User, initiative: Initiative, reason: str) -> None:
    """Write down who takes a file of comments, and what for, before the first row is read."""
    audit.record(
        actor=actor,
        verb="export_comments",
        subject=initiative,
        initiative=initiative.pk,
        reason=reason,
    )
