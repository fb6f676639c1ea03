"""Finding a time that suits: people without accounts say which of some times they could come."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Max

from accounts.fields import EncryptedTextField
from focusgroups.models.groups import FocusGroup
from focusgroups.models.places import Room
from focusgroups.models.sessions import Session
from initiatives.models.texts import random_number

# Names and answers are kept so many days after a poll is closed.
KEPT_DAYS = 30


class TimePollQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Those that take answers."""
        return self.filter(closed_at=None)

    def all_past(self, now: datetime) -> Self:
        """Open ones whose last time has come: nobody can choose any more."""
        return self.open().alias(last=Max("timepolltime__starts_at")).filter(last__lte=now)

    def kept_long_enough(self, now: datetime) -> Self:
        """Those that were closed so long ago that names and answers are deleted."""
        return self.filter(closed_at__lte=now - timedelta(days=KEPT_DAYS))


class TimePoll(models.Model):
    """Some times for a session to choose from. Its link is rebuilt from the key, never stored."""

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)
    group = models.ForeignKey(FocusGroup, on_delete=models.CASCADE)
    question = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=90)
    zone = models.CharField(max_length=60)
    # Who would run it, and in which room: where they are taken is said beside each time.
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    room = models.ForeignKey(Room, null=True, on_delete=models.SET_NULL, related_name="+")
    generation = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    # What came of it.
    session = models.ForeignKey(Session, null=True, on_delete=models.SET_NULL, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = TimePollQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Times for {self.group}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class TimePollTime(models.Model):
    """One of the times to choose from."""

    poll = models.ForeignKey(TimePoll, on_delete=models.CASCADE)
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "starts_at"], name="poll_time_once"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class TimePollPerson(models.Model):
    """Somebody who answered, by the name they chose. They change it by a link of their own."""

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)
    poll = models.ForeignKey(TimePoll, on_delete=models.CASCADE)
    name = EncryptedTextField()
    # The clock they read the times on.
    zone = models.CharField(max_length=60)
    generation = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["answered_at", "id"]

    def __str__(self) -> str:
        return f"Answer to poll {self.poll_id}"


class TimePollAnswer(models.Model):
    """Whether one person could come at one time."""

    class Says(models.TextChoices):
        YES = "YES", "yes"
        IF_NEED = "IF_NEED", "if need be"
        NO = "NO", "no"

    person = models.ForeignKey(TimePollPerson, on_delete=models.CASCADE)
    time = models.ForeignKey(TimePollTime, on_delete=models.CASCADE)
    says = models.CharField(max_length=8, choices=Says)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "time"], name="poll_answer_once"),
        ]

    def __str__(self) -> str:
        return self.get_says_display()
