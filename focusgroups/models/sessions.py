"""Meetings of a group: when, where, in which languages, and for how many."""

from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedTextField
from focusgroups.models.groups import FocusGroup
from focusgroups.models.places import Interpreter, Place, Room
from initiatives.models import Segment


class SessionQuerySet(models.QuerySet):
    def of_facilitator(self, user) -> Self:
        """Those that this person runs."""
        return self.filter(facilitator=user)

    def upcoming(self, now) -> Self:
        return self.filter(starts_at__gte=now, state__in=["PLANNED", "OPEN"])

    def not_cancelled(self) -> Self:
        return self.exclude(state="CANCELLED")

    def taking_registrations(self, now) -> Self:
        """Those for which people can register by themselves."""
        return self.upcoming(now).filter(Q(closes_at=None) | Q(closes_at__gt=now))


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

    class Mode(models.TextChoices):
        IN_PERSON = "IN_PERSON", "in a room"
        ONLINE = "ONLINE", "online"
        BOTH = "BOTH", "in a room and online"

    group = models.ForeignKey(FocusGroup, on_delete=models.CASCADE)
    # In UTC; shown in `zone`, as people at the place read their clocks.
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField(default=90)
    place = models.ForeignKey(Place, null=True, on_delete=models.RESTRICT, related_name="+")
    room = models.ForeignKey(Room, null=True, on_delete=models.RESTRICT, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.IN_PERSON)
    # The address of a meeting online: told only to those who have a place.
    online_link = EncryptedTextField(blank=True)
    # Doors open so many minutes before the start.
    doors_minutes = models.PositiveSmallIntegerField(default=15)
    language = models.CharField(max_length=12, default="en")
    interpreters = models.ManyToManyField(Interpreter, related_name="+")
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    assistant = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    chairs = models.PositiveSmallIntegerField(default=10)
    # How many more than chairs may register, since some do not come.
    overbooking = models.PositiveSmallIntegerField(default=0)
    # Until then people can register by themselves; None: until it starts.
    closes_at = models.DateTimeField(null=True, blank=True)
    # Sessions that were planned together, such as every week, carry the same.
    series = models.UUIDField(null=True, editable=False)
    # Raised by each change: a form made from an older one is refused, a calendar takes a newer one.
    revision = models.PositiveIntegerField(default=0)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at"], name="session_start")]

    def __str__(self) -> str:
        return f"{self.group}, {self.local_start:%a} {self.local_start.day} {self.local_start:%b}"

    @property
    def local_start(self) -> datetime:
        """The start on the clock of the place."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_doors(self) -> datetime:
        """When doors open, on the clock of the place."""
        return (self.starts_at - timedelta(minutes=self.doors_minutes)).astimezone(
            ZoneInfo(self.zone)
        )

    @property
    def places(self) -> int:
        """How many people may have a place."""
        return self.chairs + self.overbooking


class SessionQuota(models.Model):
    """The most places of a session that people of one segment may have."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="+")
    places = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["segment__order", "segment_id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "segment"], name="session_quota_once"),
        ]

    def __str__(self) -> str:
        return f"{self.segment}: {self.places} places"


class SessionChange(models.Model):
    """What a session was before a change: those who come are told what is new and what it was.

    Words, not keys: a place that is gone by then still has its name.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    # That of the session after the change.
    revision = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=Session.Mode)
    place = models.CharField(max_length=150, blank=True)
    address = models.TextField(blank=True)
    room = models.CharField(max_length=100, blank=True)
    online_link = EncryptedTextField(blank=True)
    language = models.CharField(max_length=12)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["revision"]
        constraints = [
            models.UniqueConstraint(fields=["session", "revision"], name="session_change_once"),
        ]

    def __str__(self) -> str:
        return f"Revision {self.revision} of session {self.session_id}"


class CalendarFeed(models.Model):
    """The private calendar of a member: its address is rebuilt from the key, never stored."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    # Raised to end an address that somebody else has seen.
    generation = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
