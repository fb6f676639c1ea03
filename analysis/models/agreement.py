"""Double coding: who codes which comments blind, so that one can see how far people agree."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from analysis.models.codebook import Codebook, Theme
from analysis.models.runs import Run
from feedback.models import Comment


class CodingTaskQuerySet(models.QuerySet):
    def rounds_of(self, task: "CodingTask") -> Self:
        """Every round on the task's sample, the first one first."""
        first = task.first_id or task.pk
        return self.filter(Q(pk=first) | Q(first=first)).order_by("pk")

    def newest_rounds(self) -> Self:
        """Of each sample the round that was closed last: what people say after talking it over."""
        later = CodingTask.objects.filter(
            Q(first=OuterRef("pk")) | Q(first=OuterRef("first")),
            state=CodingTask.State.CLOSED,
            pk__gt=OuterRef("pk"),
        )
        return self.filter(~Exists(later), state=CodingTask.State.CLOSED)

    def looked_into(self) -> Self:
        """What is closed, and is not being coded anew by people who should not see it."""
        again = CodingTask.objects.filter(state=CodingTask.State.OPEN, first__isnull=False)
        hidden = again.values("first")
        closed = self.filter(state=CodingTask.State.CLOSED)
        return closed.exclude(pk__in=hidden).exclude(first__in=hidden)


class CodingTask(models.Model):
    """A sample of comments that two or more members code, each without seeing the others.

    What they put on are Tags that are not final, and stay as they were put on. While the task is
    open nobody sees another's; when it is closed nobody can code in it any more, and it is
    compared. A sample can be coded again: each round is a task of its own, and `first` is the one
    that drew the sample.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", "being coded"
        CLOSED = "CLOSED", "compared"

    STEPS = {"OPEN": {"CLOSED"}}

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE)
    codebook_version = models.PositiveIntegerField()
    # Empty for a first round.
    first = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="later_rounds"
    )
    # What was to be coded: a theme that is newer was not looked for.
    themes = models.ManyToManyField(Theme)
    # The run whose suggestions are compared as one more coder; taken when the task is closed.
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    objects = CodingTaskQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first"], condition=Q(state="OPEN"), name="one_later_round_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Double coding {self.pk}"


class AssignmentQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Leaves out comments that were withdrawn or replaced since."""
        return self.filter(comment__in=Comment.objects.as_evidence())

    def waiting(self) -> Self:
        return self.filter(state=Assignment.State.WAITING)


class Assignment(models.Model):
    """One comment that one member codes blind. DONE with no tag says that no theme is in it."""

    class State(models.TextChoices):
        WAITING = "WAITING", "waiting"
        DONE = "DONE", "done"

    STEPS = {"WAITING": {"DONE"}}

    task = models.ForeignKey(CodingTask, on_delete=models.CASCADE)
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    # Each coder has the comments in another order, so that tired eyes fall on others.
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["task_id", "coder_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "coder", "comment"], name="assigned_once"),
        ]

    def __str__(self) -> str:
        return f"Assignment {self.pk}"
