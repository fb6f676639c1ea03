"""What the engine does in the background: asked for, taken up by a worker, and ended."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from analysis.models.codebook import Codebook


class WorkQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.filter(state__in=[Work.State.QUEUED, Work.State.RUNNING])


class Work(models.Model):
    """One piece of work on a codebook's comments. Of each kind a codebook has one at a time."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", "waiting"
        RUNNING = "RUNNING", "working"
        DONE = "DONE", "done"
        FAILED = "FAILED", "stopped by a fault"
        CANCELLED = "CANCELLED", "cancelled"

    STEPS = {
        "QUEUED": {"RUNNING", "CANCELLED", "FAILED"},
        "RUNNING": {"DONE", "FAILED", "CANCELLED", "QUEUED"},
    }

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE)
    engine_version = models.CharField(max_length=40, blank=True)
    # What the engine ran with, in words.
    features = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    # When the worker last wrote; an old one is taken up again by the sweep.
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Which attempt works on it: an older worker that wakes up writes nothing.
    attempt = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # A sentence with the way out, never words of people.
    failure = models.CharField(max_length=300, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["codebook"],
                condition=Q(state__in=["QUEUED", "RUNNING"]),
                name="one_%(class)s_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"

    @property
    def is_at_work(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)
