"""A person's yes to a session, apart from anything they say there."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedTextField
from focusgroups.models.outreach import Invitee, Partner
from focusgroups.models.sessions import Session
from initiatives.models import Segment
from initiatives.models.texts import random_number

# Those who have a place, or to whom one is offered: no more of them than the session has places.
HOLDING = ("REGISTERED", "OFFERED")
# Those who may still come. One person has one of these in a session.
ACTIVE = (*HOLDING, "WAITLISTED")


class RegistrationQuerySet(models.QuerySet):
    def holding(self) -> Self:
        """Those who have a place, or to whom one is offered."""
        return self.filter(state__in=HOLDING)

    def active(self) -> Self:
        """Those who have a place or wait for one."""
        return self.filter(state__in=ACTIVE)

    def registered(self) -> Self:
        """Those who have a place."""
        return self.filter(state="REGISTERED")

    def in_line(self) -> Self:
        """Those who wait, the first in line first."""
        return self.filter(state="WAITLISTED").order_by("position")

    def came(self) -> Self:
        """Those who were in the room."""
        return self.filter(attendance__in=["PRESENT", "LATE", "LEFT_EARLY"])


class Registration(models.Model):
    """One person in one session. Nothing joins it to a Seat or to anything that is said.

    Its number is random: a private link that contains it tells nobody how many others there are.
    """

    class State(models.TextChoices):
        REGISTERED = "REGISTERED", "has a place"
        WAITLISTED = "WAITLISTED", "on the waitlist"
        OFFERED = "OFFERED", "a place is offered"
        EXPIRED = "EXPIRED", "the offer ended"
        CANCELLED = "CANCELLED", "cancelled"

    STEPS = {
        "REGISTERED": {"CANCELLED"},
        "WAITLISTED": {"OFFERED", "REGISTERED", "CANCELLED"},
        "OFFERED": {"REGISTERED", "EXPIRED", "CANCELLED"},
    }

    class Attendance(models.TextChoices):
        UNKNOWN = "", "not noted"
        PRESENT = "PRESENT", "present"
        LATE = "LATE", "came late"
        LEFT_EARLY = "LEFT_EARLY", "left early"
        NO_SHOW = "NO_SHOW", "did not come"

    class Way(models.TextChoices):
        ONLINE = "ONLINE", "online"
        PHONE = "PHONE", "by telephone"
        LIST = "LIST", "from a list"
        PARTNER = "PARTNER", "by a partner"
        WALK_IN = "WALK_IN", "at the door"

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    segment = models.ForeignKey(Segment, null=True, on_delete=models.RESTRICT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    # The order in which people came, within the session; given under its lock.
    position = models.PositiveIntegerField()
    # A first name or nickname, and one way to reach the person. All empty once they are erased.
    name = EncryptedTextField(blank=True)
    email = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    # Keyed hash of the normalised address or number: finds a double, and is no way back.
    contact_hash = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=12, default="en")
    # Chosen values of the questions that targets ask, by question: {"Where do you live?": "Rural"}.
    asked = models.JSONField(default=dict)
    # The details (accommodations and the rest) were asked for and given, or skipped.
    has_details = models.BooleanField(default=False)
    may_contact_later = models.BooleanField(default=False)
    way = models.CharField(max_length=8, choices=Way, default=Way.ONLINE)
    # Raised to end the private link.
    generation = models.PositiveSmallIntegerField(default=0)
    offered_until = models.DateTimeField(null=True, blank=True)
    # When they got their place: no reminder goes out that was due before.
    placed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # "I will be late": by so many minutes.
    late_minutes = models.PositiveSmallIntegerField(default=0)
    attendance = models.CharField(max_length=10, choices=Attendance, blank=True)
    invitee = models.ForeignKey(Invitee, null=True, on_delete=models.SET_NULL, related_name="+")
    partner = models.ForeignKey(Partner, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    # The member who wrote it down; None where the person did.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["session_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="registration_in_order"),
            models.UniqueConstraint(
                fields=["session", "contact_hash"],
                condition=Q(state__in=ACTIVE) & ~Q(contact_hash=""),
                name="registration_once_per_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="OFFERED") | Q(offered_until__isnull=False),
                name="registration_offer_ends",
            ),
        ]
        indexes = [models.Index(fields=["session", "state"], name="registration_state")]

    def __str__(self) -> str:
        return f"Registration for session {self.session_id}"


class RegistrationMove(models.Model):
    """That an organizer moved somebody to another session, and why."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE)
    from_session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    to_session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    reason = EncryptedTextField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    moved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Move of {self.registration_id}"
