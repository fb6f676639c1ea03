"""Who is asked to come, and the partners who ask."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedTextField
from focusgroups.models.groups import FocusGroup
from initiatives.models import Initiative, Segment
from initiatives.models.texts import random_number


class Partner(models.Model):
    """Somebody outside the agency who invites people: a school, a church, a family centre.

    Their private link shows them what they asked themselves, and nothing of others.
    """

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    # A telephone or an e-mail address of the person there.
    contact = EncryptedTextField(blank=True)
    # What they invite to: chosen by a coordinator; they see no other group.
    groups = models.ManyToManyField(FocusGroup, related_name="+")
    generation = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "name"], name="partner_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


# Nobody is asked again before so many days have passed.
REMIND_DAYS = 3


class InviteeQuerySet(models.QuerySet):
    def remindable(self, now: datetime) -> Self:
        """Those whom we asked ourselves and who have not answered: to be asked once more."""
        return self.filter(
            state__in=["ASKED", "NO_ANSWER"],
            reminded_at=None,
            asked_at__lte=now - timedelta(days=REMIND_DAYS),
        ).exclude(contact_hash="")


class Invitee(models.Model):
    """A person who is asked to come to a group, by a letter or by a partner, and what they said."""

    class State(models.TextChoices):
        ASKED = "ASKED", "asked"
        REGISTERED = "REGISTERED", "registered"
        NO = "NO", "said no"
        NO_ANSWER = "NO_ANSWER", "no answer"

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)
    group = models.ForeignKey(FocusGroup, on_delete=models.CASCADE)
    partner = models.ForeignKey(Partner, null=True, on_delete=models.CASCADE, related_name="+")
    segment = models.ForeignKey(Segment, null=True, on_delete=models.RESTRICT, related_name="+")
    name = EncryptedTextField(blank=True)
    email = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    contact_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=12, default="en")
    # "How did you get my name?": the answer for this person.
    name_source = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    # What the partner noted, which is all that the partner's page shows. It does not move when the
    # person registers or cancels by themselves.
    noted = models.CharField(max_length=10, choices=State, blank=True)
    generation = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)
    # They are asked a second time, and not a third.
    reminded_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = InviteeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "contact_hash"],
                condition=~Q(contact_hash=""),
                name="invitee_once_per_group",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitee of group {self.group_id}"
