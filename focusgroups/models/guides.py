"""The route of questions that a session follows."""

from django.db import models

from initiatives.models import DecisionPoint, Initiative, Text


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
