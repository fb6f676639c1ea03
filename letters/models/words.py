"""An initiative's own wording of a kind of letter."""

from typing import Self

from django.conf import settings
from django.db import models

from initiatives.models import Initiative, Text


class LetterWordsQuerySet(models.QuerySet):
    def with_words(self) -> Self:
        """With both texts and their translations, for showing or sending."""
        return self.select_related("subject", "body").prefetch_related(
            "subject__translation_set", "body__translation_set"
        )


class LetterWords(models.Model):
    """Subject and body of one kind of letter, instead of our file. Deleted: our words again."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.ForeignKey(Text, on_delete=models.RESTRICT, related_name="+")
    body = models.ForeignKey(Text, on_delete=models.RESTRICT, related_name="+")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = LetterWordsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "kind"], name="letter_words_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in the words of {self.initiative}"
