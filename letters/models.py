"""What we send, and whether it went out."""

from typing import Self

from django.db import models


class LetterQuerySet(models.QuerySet):
    def due(self, now) -> Self:
        """Those to be sent by now."""
        return self.filter(state=Letter.State.DUE, due_at__lte=now)


class Letter(models.Model):
    """One thing to send: its kind and the number of what it is about, never an address or words.

    Receiver and words are asked for at the moment of sending (see `letters.registry`).
    """

    class State(models.TextChoices):
        DUE = "DUE", "due"
        SENT = "SENT", "sent"
        FAILED = "FAILED", "failed"
        CANCELLED = "CANCELLED", "cancelled"

    kind = models.CharField(max_length=40)
    subject = models.PositiveBigIntegerField()
    # What tells two letters of a kind about one subject apart: a date, a member's number.
    occasion = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "occasion"], name="letter_once_per_occasion"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="letter_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.occasion}"
