"""Summary of a theme, its versions, and the evidence of every sentence."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from analysis.models.codebook import Theme
from feedback.models import Comment, is_evidence
from initiatives.models import Text


class Summary(models.Model):
    """The summary of one theme; what it says stands in its versions."""

    theme = models.OneToOneField(Theme, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return f"Summary of {self.theme}"


class SummaryVersionQuerySet(models.QuerySet):
    def approved(self) -> Self:
        """What readers may see."""
        return self.filter(state=SummaryVersion.State.APPROVED)


class SummaryVersion(models.Model):
    """One version. Who wrote or edited a sentence of it cannot approve it."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", "draft"
        SUBMITTED = "SUBMITTED", "waiting for approval"
        APPROVED = "APPROVED", "approved"
        RETURNED = "RETURNED", "returned"
        SUPERSEDED = "SUPERSEDED", "superseded"

    STEPS = {
        "DRAFT": {"SUBMITTED"},
        "SUBMITTED": {"APPROVED", "RETURNED", "DRAFT"},
        "APPROVED": {"SUPERSEDED"},
    }

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # Why it was returned.
    reason = models.TextField(blank=True)

    objects = SummaryVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["summary", "number"], name="summary_version_once"),
            models.UniqueConstraint(
                fields=["summary"], condition=Q(state="APPROVED"), name="one_approved_version"
            ),
            models.UniqueConstraint(
                fields=["summary"],
                condition=Q(state__in=["DRAFT", "SUBMITTED"]),
                name="one_version_in_work",
            ),
            models.CheckConstraint(
                condition=~Q(state="RETURNED") | ~Q(reason=""), name="returned_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class Sentence(models.Model):
    """One sentence: our own words with evidence, or (`words` empty) a quote."""

    version = models.ForeignKey(SummaryVersion, on_delete=models.CASCADE)
    order = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    # Its words as they were approved, which may be shown in several languages and never change.
    text = models.ForeignKey(Text, null=True, on_delete=models.RESTRICT, related_name="+")
    # Everybody who wrote, chose or edited it, also in the version it was copied from.
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"Sentence {self.order}"


class SentenceEvidenceQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Evidence that was not withdrawn or replaced since."""
        return self.filter(is_evidence("comment__"))


class SentenceEvidence(models.Model):
    """The words that a sentence rests on: a span of a comment (positions in the original)."""

    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    voice = models.CharField(max_length=10, choices=Comment.Voice)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    # Shown word for word to readers; it needs the comment's `may_quote`.
    is_quoted = models.BooleanField(default=False)
    # The approver said: no name, place or detail that points to a person.
    found_safe_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SentenceEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="evidence_is_a_span"),
            models.CheckConstraint(condition=~Q(voice="OBSERVED"), name="observed_is_never_quoted"),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.pk}"
