"""SessionLog: what happened in a session, note by note. Its notes are Comments."""

from django.conf import settings
from django.db import models

from focusgroups.models import Session
from initiatives.models import NoticeGiven


class SessionLog(models.Model):
    """The log of one session. Its comments are analysed when it is closed."""

    class State(models.TextChoices):
        OPEN = "OPEN", "open"
        CLOSED = "CLOSED", "closed"

    STEPS = {"OPEN": {"CLOSED"}}

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    notice_given = models.ForeignKey(
        NoticeGiven, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Log of session {self.session_id}"
