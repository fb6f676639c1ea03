"""The engine chooses quotes for a draft, and keeps what else would do in the place of each."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from analysis.models.summaries import Sentence, SummaryVersion
from analysis.models.work import Work
from feedback.models import Comment, is_evidence


class Drafting(Work):
    """One choice of quotes for a draft, made in the background as a run is. Nobody waits for it:
    the draft can be written in meanwhile."""

    # It is of a version, not of the whole codebook.
    codebook = None
    version = models.ForeignKey(SummaryVersion, on_delete=models.CASCADE)
    # How many quotes it added.
    added = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state__in=["QUEUED", "RUNNING"]),
                name="one_drafting_at_a_time",
            ),
        ]


class AlternativeQuerySet(models.QuerySet):
    def quotable(self) -> Self:
        """Leaves out what was withdrawn or replaced since, or may not be quoted any more."""
        return self.filter(is_evidence("comment__"), comment__may_quote=True)


class Alternative(models.Model):
    """A span that would do in the place of a quote, best first; 0 is what was chosen for it."""

    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE)
    order = models.PositiveSmallIntegerField()
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    objects = AlternativeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="alternative_is_a_span"),
        ]

    def __str__(self) -> str:
        return f"Alternative {self.order} of {self.sentence_id}"
