"""Words of ours that are shown in several languages, and the notice that comes before anything."""

import secrets
from datetime import date

from django.conf import settings
from django.db import models

from initiatives.models.initiative import Initiative


def random_number() -> int:
    """A row number that tells nothing about when the row was made (62 bits)."""
    return secrets.randbits(62)


class Text(models.Model):
    """Words of ours in the language they were written in. A published version copies its Texts."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE)
    language = models.CharField(max_length=12, default="en")
    words = models.TextField()

    def __str__(self) -> str:
        return self.words[:80]

    def in_language(self, language: str) -> str:
        """The words in `language`, or the source where there is no translation.

        Lists prefetch `translation_set`; then this makes no query.
        """
        if language == self.language:
            return self.words
        return self._translated(language) or self.words

    def is_in(self, language: str) -> bool:
        """Whether there are words in `language`; prefetched as above, without a query."""
        return language == self.language or bool(self._translated(language))

    def _translated(self, language: str) -> str:
        found = [t.words for t in self.translation_set.all() if t.language == language and t.words]
        return found[0] if found else ""


class Translation(models.Model):
    """A Text in another language. It is stale when made from other words than the Text has now."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", "draft"
        REVIEWED = "REVIEWED", "reviewed"

    text = models.ForeignKey(Text, on_delete=models.CASCADE)
    language = models.CharField(max_length=12)
    words = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # sha256 of the words it was made from.
    source_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "language"], name="translation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.words[:80]}"


class PrivacyNotice(models.Model):
    """What a person is told before anything is asked. A new wording is a new version."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE)
    number = models.PositiveSmallIntegerField()
    text = models.ForeignKey(Text, on_delete=models.RESTRICT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="notice_number_once"),
        ]

    def __str__(self) -> str:
        return f"Privacy notice {self.number}"


class NoticeGiven(models.Model):
    """Which notice somebody was given, in which language and how. No time of day, no name."""

    class Way(models.TextChoices):
        ONLINE = "ONLINE", "shown online"
        READ_ALOUD = "READ_ALOUD", "read aloud"
        PAPER = "PAPER", "given on paper"
        NOT_GIVEN = "NOT_GIVEN", "not given"

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE)
    # Empty only where no notice was given (an imported file).
    notice = models.ForeignKey(PrivacyNotice, null=True, on_delete=models.RESTRICT)
    language = models.CharField(max_length=12, default="en")
    way = models.CharField(max_length=10, choices=Way)
    on = models.DateField(default=date.today)
    # The member who gave it; online nobody did.
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(way="NOT_GIVEN") | models.Q(notice__isnull=False),
                name="notice_given_names_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.get_way_display()}"
