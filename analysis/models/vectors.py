"""The vector of a comment. It belongs to one comment and goes with its words."""

from typing import Self

from django.db import models
from django.db.models import F

from feedback.models import Comment


class VectorQuerySet(models.QuerySet):
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


class Vector(models.Model):
    """What the installed models make of a comment's redacted text, as numbers.

    `made_with` names them in their order with how many numbers each has ("use:512 minilm:384"), so
    that a row of others is not taken for one of theirs; `numbers` are all of theirs, one after the
    other, of two bytes each (float16, little-endian: `adapters.packed`).
    """

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    redaction_version = models.PositiveIntegerField()
    # The language that it was read in: which model reads it hangs on that.
    language = models.CharField(max_length=12)
    made_with = models.CharField(max_length=200)
    numbers = models.BinaryField()

    objects = VectorQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Vector of comment {self.comment_id}"
