"""Who must be heard: how many groups and people of each kind, and the settings of recruiting."""

from django.db import models
from django.db.models import Q

from focusgroups.models.guides import Guide
from initiatives.models import Initiative, Segment


def default_reminders() -> list[int]:
    """Three days, one day, two hours."""
    return [72, 24, 2]


class Recruiting(models.Model):
    """How an initiative recruits. One row an initiative, made when first asked for."""

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="+")
    # Between two uses of a room, a facilitator or an interpreter.
    buffer_minutes = models.PositiveSmallIntegerField(default=30)
    # How long a place that became free waits for the one to whom it is offered.
    offer_hours = models.PositiveSmallIntegerField(default=48)
    # How many hours before a session reminders go out.
    reminder_hours = models.JSONField(default=default_reminders)
    # What a letter answers to "How did you get my name?" where nobody said it more closely.
    name_source = models.TextField(blank=True)
    # Whom to call about a group: a name or an office, and a number.
    call_name = models.CharField(max_length=150, blank=True)
    call_phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"Recruiting for {self.initiative}"


class SegmentPlan(models.Model):
    """How many groups of one segment, how many people in each, and what they follow and get."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="+")
    groups = models.PositiveSmallIntegerField(default=3)
    people_per_group = models.PositiveSmallIntegerField(default=8)
    guide = models.ForeignKey(Guide, null=True, on_delete=models.SET_NULL, related_name="+")
    # What each person gets, as they read it: "a gift card of $40".
    incentive = models.CharField(max_length=200, blank=True)
    # Dollars for each person; becomes the stipend that is promised.
    stipend = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    # Who is asked to reach these people, and where they are found.
    how_to_reach = models.TextField(blank=True)

    class Meta:
        ordering = ["segment__order", "segment_id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "segment"], name="segment_plan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.segment}: {self.groups} groups"

    @property
    def people(self) -> int:
        """How many people of the segment are to be heard."""
        return self.groups * self.people_per_group


class Target(models.Model):
    """A number of people to be heard beside the segments: of a language, at a place, or of a kind
    that people are asked about when they register ("Where do you live?").
    """

    class Dimension(models.TextChoices):
        LANGUAGE = "LANGUAGE", "language"
        PLACE = "PLACE", "place"
        ASKED = "ASKED", "asked when they register"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    dimension = models.CharField(max_length=10, choices=Dimension)
    # The question as it is asked; only for ASKED. Targets of one question carry the same words.
    question = models.CharField(max_length=200, blank=True)
    # A language's code, a place's number, or the words that people choose.
    value = models.CharField(max_length=100)
    people = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["dimension", "question", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "dimension", "question", "value"], name="target_once"
            ),
            models.CheckConstraint(
                condition=Q(dimension="ASKED") ^ Q(question=""), name="target_asked_has_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()} {self.value}"
