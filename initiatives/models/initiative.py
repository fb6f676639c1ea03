"""Initiative, and the two lists it is set up with."""

from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import User


class InitiativeQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Those that the public pages show."""
        return self.filter(is_public=True)

    def of_member(self, user: User) -> Self:
        """Those in which the person has a role today."""
        return self.filter(membership__user=user, membership__ended_at=None).distinct()


class Initiative(models.Model):
    """A change process: an agency listens about some decision points and answers with actions."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=150)
    # What the change process is about, in plain words, for the public page.
    aim = models.TextField(blank=True)
    agency_name = models.CharField(max_length=150)
    # Address and telephone, so that people can check that a page is genuine.
    agency_contact = models.TextField(blank=True)
    # Who can help now, shown on every page of participants.
    help_now = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    # Written for the demo; every page says so.
    is_made_up = models.BooleanField(default=False)
    # Made by `load_demo`, which may build it anew. It touches no other initiative.
    is_demo = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Segment(models.Model):
    """A kind of stakeholder: parents, youth, kin caregivers."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE)
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="segment_code_once"),
            models.UniqueConstraint(fields=["initiative", "name"], name="segment_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DecisionPoint(models.Model):
    """A step of the child-welfare continuum at which somebody decides."""

    class Direction(models.TextChoices):
        UP = "up", "more is better"
        DOWN = "down", "less is better"
        NONE = "none", "neither"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE)
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    definition = models.TextField(blank=True)
    # The code of the decision point that its rate is counted from.
    denominator = models.SlugField(max_length=60, blank=True)
    favourable_direction = models.CharField(max_length=4, choices=Direction, default=Direction.NONE)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="decision_point_code_once"),
        ]

    def __str__(self) -> str:
        return self.name
