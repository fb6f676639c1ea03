"""Double coding: who codes which comments blind, so that one can see how far people agree."""

from typing import Self

from django.conf import settings
from django.db import models

from analysis.models.codebook import Codebook, Theme
from analysis.models.runs import Run
from feedback.models import Comment


class CodingTask(models.Model):
    """A sample of comments that two or more members code, each without seeing the others.

    What they put on are Tags that are not final. While the task is open nobody sees another's; when
    it is closed nobody can code in it any more, and it is compared.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", "being coded"
        CLOSED = "CLOSED", "compared"

    STEPS = {"OPEN": {"CLOSED"}}

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE)
    codebook_version = models.PositiveIntegerField()
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

    class Meta:
        ordering = ["-id"]

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
