"""Writing the record of who did what. Every service calls `record` inside its transaction."""

from django.db.models import Model

from accounts.models import AuditEntry, User


def record(
    *, actor: User | None, verb: str, subject: Model, initiative: int | None, reason: str = ""
) -> AuditEntry:
    """Write one AuditEntry; `actor` None is the system or a participant.

    `reason` is what a member of staff wrote as a reason, never words of a participant.
    """
    return AuditEntry.objects.create(
        actor=actor,
        verb=verb,
        subject_kind=subject._meta.object_name,
        subject_id=str(subject.pk),
        initiative=initiative,
        reason=reason[:500],
    )
