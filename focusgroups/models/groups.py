"""Focus groups as people are invited to them."""

from typing import Self

from django.db import models

from focusgroups.models.guides import Guide
from initiatives.models import Initiative, Segment, Text
from initiatives.models.texts import random_number


class FocusGroupQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Those that stand on the public page of a public initiative."""
        return self.filter(visibility="PUBLIC", initiative__is_public=True)


class FocusGroup(models.Model):
    """A planned group of one kind of stakeholder; it meets in one or more sessions."""

    class Visibility(models.TextChoices):
        PUBLIC = "PUBLIC", "on the public page"
        LINK = "LINK", "for everyone who has the link"
        INVITED = "INVITED", "for those who are invited"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    segment = models.ForeignKey(Segment, null=True, on_delete=models.RESTRICT, related_name="+")
    guide = models.ForeignKey(Guide, null=True, on_delete=models.RESTRICT, related_name="+")
    visibility = models.CharField(
        max_length=8, choices=Visibility, default=Visibility.INVITED, db_default="INVITED"
    )
    # In the address of a group that is not on the public page; tells nothing about how many are.
    number = models.BigIntegerField(unique=True, default=random_number, editable=False)
    # Raised to end a link that was given to too many.
    generation = models.PositiveSmallIntegerField(default=0)
    # Plain words for those who may come: the name they see, what it is, and what one gets.
    title = models.ForeignKey(Text, null=True, on_delete=models.RESTRICT, related_name="+")
    about = models.ForeignKey(Text, null=True, on_delete=models.RESTRICT, related_name="+")
    gets = models.ForeignKey(Text, null=True, on_delete=models.RESTRICT, related_name="+")
    # Dollars for each person who comes.
    stipend = models.DecimalField(max_digits=7, decimal_places=2, default=0)

    objects = FocusGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class EligibilityQuestion(models.Model):
    """A yes-or-no question that decides, gently, whether a group is for somebody.

    The answer is read once and not kept.
    """

    group = models.ForeignKey(FocusGroup, on_delete=models.CASCADE)
    text = models.ForeignKey(Text, on_delete=models.RESTRICT, related_name="+")
    # The answer of those for whom the group is.
    is_yes = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"Question {self.order} of {self.group}"
