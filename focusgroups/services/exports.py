"""Files with people in them leave Heard for coordinators only, and are on the record."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from focusgroups.models import Session
from initiatives.models import Initiative


@transaction.atomic
def allow_people_export(*, actor: User, subject: Session, reason: str) -> None:
    """Write down who takes the list of a session's people, and what for, before the first row."""
    audit.record(
        actor=actor,
        verb="export_people",
        subject=subject,
        initiative=subject.group.initiative_id,
        reason=reason,
    )


@transaction.atomic
def allow_stipend_export(*, actor: User, initiative: Initiative, reason: str) -> None:
    """The same for the ledger of stipends."""
    audit.record(
        actor=actor,
        verb="export_stipends",
        subject=initiative,
        initiative=initiative.pk,
        reason=reason,
    )
