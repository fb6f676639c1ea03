"""Summary of a theme, a segment or a decision point: versions, sentences and their evidence."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from analysis.models.codebook import Theme
from feedback.models import Comment, is_evidence
from initiatives.models import DecisionPoint, Initiative, Segment, Text

About = Theme | Segment | DecisionPoint


def _is_about(field: str) -> Q:
    others = {"theme", "segment", "decision_point"} - {field}
    return Q(**{f"{field}__isnull": False}, **{f"{other}__isnull": True for other in others})


class Summary(models.Model):
    """What is said on one theme, by one segment or at one decision point. What it says stands in
    its versions."""

    class Kind(models.TextChoices):
        """As the address has it."""

        THEME = "themes", "theme"
        SEGMENT = "segments", "segment"
        POINT = "points", "decision point"

    # Also where the theme would tell it: every list is of one initiative.
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    theme = models.OneToOneField(Theme, null=True, on_delete=models.CASCADE)
    segment = models.OneToOneField(Segment, null=True, on_delete=models.RESTRICT, related_name="+")
    decision_point = models.OneToOneField(
        DecisionPoint, null=True, on_delete=models.RESTRICT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_is_about("theme") | _is_about("segment") | _is_about("decision_point"),
                name="summary_is_about_one",
            ),
        ]

    def __str__(self) -> str:
        return f"Summary of {self.about}"

    @classmethod
    def of(cls, about: About) -> "Summary":
        """The summary of it, or one that is not saved yet."""
        field = _field_of(about)
        owner = about.codebook if isinstance(about, Theme) else about
        found = cls.objects.filter(**{field: about}).first()
        summary = found or cls(initiative_id=owner.initiative_id)
        setattr(summary, field, about)
        return summary

    @property
    def about(self) -> About:
        return self.theme or self.segment or self.decision_point

    @property
    def about_id(self) -> int:
        return self.theme_id or self.segment_id or self.decision_point_id

    @property
    def kind(self) -> Kind:
        if self.theme_id:
            return self.Kind.THEME
        return self.Kind.SEGMENT if self.segment_id else self.Kind.POINT

    @property
    def name(self) -> str:
        return self.about.name


def _field_of(about: About) -> str:
    if isinstance(about, Theme):
        return "theme"
    return "segment" if isinstance(about, Segment) else "decision_point"


class SummaryVersionQuerySet(models.QuerySet):
    def approved(self) -> Self:
        """What readers may see."""
        return self.filter(state=SummaryVersion.State.APPROVED)

    def of_initiative(self, initiative: Initiative) -> Self:
        """Of all its summaries, each with what it is about."""
        return self.filter(summary__initiative=initiative).with_subject()

    def with_subject(self) -> Self:
        return self.select_related("summary__theme", "summary__segment", "summary__decision_point")


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


class StandingSentences(models.Manager):
    """Leaves out what was taken out of a draft."""

    def get_queryset(self):
        return super().get_queryset().filter(removed_at=None)


class Sentence(models.Model):
    """One sentence: our own words with evidence, or (`words` empty) a quote.

    What is taken out of a draft can be put back until the draft is handed in; then it is deleted.
    """

    version = models.ForeignKey(SummaryVersion, on_delete=models.CASCADE)
    order = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)
    # Its words as they were approved, which may be shown in several languages and never change.
    text = models.ForeignKey(Text, null=True, on_delete=models.RESTRICT, related_name="+")
    # Everybody who wrote, chose or edited it, also in the version it was copied from.
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = StandingSentences()
    with_removed = models.Manager()  # noqa: DJ012 (which takes it for a field)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"Sentence {self.order}"


class SentenceEvidenceQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Evidence that was not withdrawn or replaced since, of sentences that were not removed."""
        return self.filter(is_evidence("comment__"), sentence__removed_at=None)


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
