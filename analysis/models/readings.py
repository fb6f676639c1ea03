"""How a comment sounds to the engine, as numbers. It belongs to one comment and goes with it."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from feedback.models import Comment


class ReadingQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Made of the words that stand today, and read in the language that they are in."""
        return self.filter(
            comment__in=Comment.objects.as_evidence(),
            redaction_version=F("comment__redaction_version"),
            language=F("comment__language"),
        )

    def stale(self) -> Self:
        """Of comments withdrawn, replaced, redacted anew or said to be in another language since:
        nobody may use them."""
        return self.exclude(pk__in=self.model.objects.current())


class Reading(models.Model):
    """The sentiment of a comment and the valence of its clauses, made by a run.

    `sentiment` is from 1 (very positive) to 5 (very negative) and `probability` how sure the
    engine is of it; both are empty where it cannot say. `spans` are rows of three numbers: start
    and end in the text as redacted at `redaction_version`, and the place of their valence in
    `analysis.engine.VALENCES`.
    """

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    redaction_version = models.PositiveIntegerField()
    # The language that it was read in: which model reads it hangs on that.
    language = models.CharField(max_length=12)
    engine_version = models.CharField(max_length=20)
    sentiment = models.PositiveSmallIntegerField(null=True)
    probability = models.FloatField(null=True)
    spans = models.JSONField(default=list)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sentiment=None, probability=None)
                | Q(
                    sentiment__isnull=False,
                    sentiment__range=(1, 5),
                    probability__isnull=False,
                    probability__range=(0, 1),
                ),
                name="reading_sentiment_with_probability",
            ),
        ]

    def __str__(self) -> str:
        return f"Reading of comment {self.comment_id}"
