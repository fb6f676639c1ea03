"""Planned groups, their sessions, and the route of questions they follow."""

from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from initiatives.models import DecisionPoint, Initiative, Segment, Text


class Guide(models.Model):
    """A question route. (Versions come with the room's own pages; a session keeps its guide.)"""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class GuideQuestion(models.Model):
    """One question of a guide: its kind tells how much it weighs."""

    class Kind(models.TextChoices):
        OPENING = "OPENING", "opening"
        INTRODUCTORY = "INTRODUCTORY", "introductory"
        TRANSITION = "TRANSITION", "transition"
        KEY = "KEY", "key"
        ENDING = "ENDING", "ending"

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.KEY)
    text = models.ForeignKey(Text, on_delete=models.RESTRICT, related_name="+")
    minutes = models.PositiveSmallIntegerField(default=10)
    is_analysed = models.BooleanField(default=True)
    decision_point = models.ForeignKey(
        DecisionPoint, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"Question {self.order}"


class Place(models.Model):
    """Where people meet."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    address = models.TextField(blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class FocusGroup(models.Model):
    """A planned group of one kind of stakeholder; it meets in one or more sessions."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    segment = models.ForeignKey(Segment, null=True, on_delete=models.RESTRICT, related_name="+")
    guide = models.ForeignKey(Guide, null=True, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(models.QuerySet):
    def of_facilitator(self, user) -> Self:
        """Those that this person runs."""
        return self.filter(facilitator=user)

    def upcoming(self, now) -> Self:
        return self.filter(starts_at__gte=now, state__in=["PLANNED", "OPEN"])


class Session(models.Model):
    """One meeting of a focus group."""

    class State(models.TextChoices):
        PLANNED = "PLANNED", "planned"
        OPEN = "OPEN", "open"
        HELD = "HELD", "held"
        CLOSED = "CLOSED", "closed"
        CANCELLED = "CANCELLED", "cancelled"

    STEPS = {
        "PLANNED": {"OPEN", "CANCELLED"},
        "OPEN": {"HELD", "CANCELLED"},
        "HELD": {"CLOSED"},
    }

    group = models.ForeignKey(FocusGroup, on_delete=models.CASCADE)
    # In UTC; shown in `zone`, as people at the place read their clocks.
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField(default=90)
    place = models.ForeignKey(Place, null=True, on_delete=models.RESTRICT, related_name="+")
    language = models.CharField(max_length=12, default="en")
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return f"{self.group}, {self.local_start:%a} {self.local_start.day} {self.local_start:%b}"

    @property
    def local_start(self):
        """The start on the clock of the place."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))
