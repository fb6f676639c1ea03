"""What the agency does about a theme, or why it does not."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from analysis.models import Theme
from initiatives.models import DecisionPoint, Initiative


class ActionQuerySet(models.QuerySet):
    def overdue(self, today) -> Self:
        """Those whose day has passed and that are neither done nor given up."""
        return self.filter(due_on__lt=today, state__in=Action.OPEN)

    def answered(self) -> Self:
        """Those that the public page may show: decided on, one way or the other."""
        return self.exclude(state=Action.State.PROPOSED)


class Action(models.Model):
    """An answer to a theme at a decision point: what is done, by whom, by when, or why not."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "proposed"
        ACCEPTED = "ACCEPTED", "accepted"
        TESTING = "TESTING", "testing"
        ADOPTED = "ADOPTED", "adopted"
        ADAPTED = "ADAPTED", "adapted"
        ABANDONED = "ABANDONED", "abandoned"
        DECLINED = "DECLINED", "declined"

    OPEN = [State.PROPOSED, State.ACCEPTED, State.TESTING, State.ADAPTED]
    NEEDS_REASON = [State.ABANDONED, State.DECLINED]
    STEPS = {
        "PROPOSED": {"ACCEPTED", "DECLINED"},
        "ACCEPTED": {"TESTING", "ADOPTED", "ABANDONED", "DECLINED"},
        "TESTING": {"ADOPTED", "ADAPTED", "ABANDONED"},
        "ADAPTED": {"TESTING", "ADOPTED", "ABANDONED"},
        "ADOPTED": {"ADAPTED", "ABANDONED"},
        "ABANDONED": set(),
        "DECLINED": {"ACCEPTED"},
    }

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.RESTRICT, related_name="+")
    decision_point = models.ForeignKey(
        DecisionPoint, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    # What is done, or what was asked for and is not done, in plain words for the public page.
    what = models.TextField()
    # A named role, not a person's name: "Licensing lead".
    owner = models.CharField(max_length=150, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["ABANDONED", "DECLINED"]) | ~Q(reason=""),
                name="not_done_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["PROPOSED", "DECLINED", "ABANDONED"])
                | (~Q(owner="") & Q(due_on__isnull=False)),
                name="accepted_has_owner_and_date",
            ),
        ]

    def __str__(self) -> str:
        return self.what[:80]


class ActionUpdate(models.Model):
    """One step of an action, and what was learned."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, choices=Action.State)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
