"""What we send, and whether it went out."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Case, Value, When

from initiatives.models import Initiative


class LetterQuerySet(models.QuerySet):
    def due(self, now: datetime) -> Self:
        """Those to be sent by now."""
        return self.filter(state="DUE", due_at__lte=now)

    def urgent_first(self, kinds: Collection[str]) -> Self:
        """A change of a session does not wait behind a thousand invitations."""
        urgent = Case(When(kind__in=kinds, then=Value(0)), default=Value(1))
        return self.order_by(urgent, "due_at", "id")

    def to_call(self) -> Self:
        """Those that somebody is to be called about: we have a number and no address."""
        return self.filter(state="DUE", by_phone=True)

    def failed(self) -> Self:
        """Those that did not arrive and that nobody has put aside yet."""
        return self.filter(state="FAILED")

    def of(self, initiative: Initiative) -> Self:
        return self.filter(initiative=initiative.pk)


class Letter(models.Model):
    """One thing to send: its kind and the number of what it is about, never an address or words.

    Receiver and words are asked for at the moment of sending (see `letters.registry`).
    """

    class State(models.TextChoices):
        DUE = "DUE", "due"
        SENT = "SENT", "sent"
        FAILED = "FAILED", "failed"
        CANCELLED = "CANCELLED", "cancelled"

    # Sent letters come back; what was ticked off or given up by mistake is put back.
    STEPS = {
        "DUE": {"SENT", "FAILED", "CANCELLED"},
        "SENT": {"FAILED", "DUE"},
        "FAILED": {"DUE", "CANCELLED"},
        "CANCELLED": {"DUE"},
    }

    class Reason(models.TextChoices):
        """Why it did not go out or did not arrive. Never what the mail server said: that may
        name the address.
        """

        NONE = "", "no reason"
        ADDRESS = "ADDRESS", "there is no such mailbox"
        FULL = "FULL", "the mailbox is full"
        REFUSED = "REFUSED", "their mail server refused it"
        AWAY = "AWAY", "our mail server could not be reached"
        MAKING = "MAKING", "it could not be made"
        UNSURE = "UNSURE", "the program stopped while sending it; it may have gone out"
        NEEDLESS = "NEEDLESS", "no longer to be sent"
        STOPPED = "STOPPED", "the person stopped our messages"
        UNREACHABLE = "UNREACHABLE", "neither an address nor a number"

    kind = models.CharField(max_length=40)
    subject = models.PositiveBigIntegerField()
    # What tells two letters of a kind about one subject apart: a date, a member's number.
    occasion = models.CharField(max_length=60, blank=True)
    # The number of the initiative it is about; 0 for none, or not known yet.
    initiative = models.PositiveBigIntegerField(default=0)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Handed to the mail server, whose answer is not noted yet: set only where once too often is
    # worse than never.
    is_handed_over = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    # On the call and text list; how often somebody called and got no answer.
    by_phone = models.BooleanField(default=False)
    calls = models.PositiveSmallIntegerField(default=0)
    # Names the letter to a mail server and back (Message-ID): a keyed code, which counts nothing.
    reference = models.CharField(max_length=24, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "occasion"], name="letter_once_per_occasion"
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=~models.Q(reference=""),
                name="letter_reference_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="letter_due"),
            models.Index(fields=["initiative", "state"], name="letter_of_initiative"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.occasion}"
