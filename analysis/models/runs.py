"""What the engine suggests, what people decide, and the tags that come of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from analysis.models.codebook import Theme
from analysis.models.work import Work
from feedback.models import Comment, is_evidence


class Run(Work):
    """One execution of the engine. `cursor` is the last comment done, so it can go on."""

    codebook_version = models.PositiveIntegerField()
    started_at = models.DateTimeField(null=True)
    # How often it was taken up since it last got further.
    tries = models.PositiveSmallIntegerField(default=0)
    cursor = models.PositiveBigIntegerField(default=0)
    # How often its probabilities came true on what was coded (rows of `engine.Band`), all numbers.
    reliability = models.JSONField(default=list)


class SuggestionQuerySet(models.QuerySet):
    def of_standing_comments(self) -> Self:
        """Leaves out what was withdrawn or replaced since."""
        return self.filter(is_evidence("comment__"))

    def pending(self) -> Self:
        return self.filter(state=Suggestion.State.PENDING)


class Suggestion(models.Model):
    """A theme that the engine suggests on a span of a comment (positions in the original)."""

    class State(models.TextChoices):
        PENDING = "PENDING", "suggested"
        ACCEPTED = "ACCEPTED", "accepted"
        CHANGED = "CHANGED", "changed"
        MERGED = "MERGED", "merged"
        REJECTED = "REJECTED", "rejected"
        SUPERSEDED = "SUPERSEDED", "superseded"

    STEPS = {
        "PENDING": {"ACCEPTED", "CHANGED", "MERGED", "REJECTED", "SUPERSEDED"},
        "ACCEPTED": {"PENDING"},
        "CHANGED": {"PENDING"},
        "MERGED": {"PENDING"},
        "REJECTED": {"PENDING"},
    }

    run = models.ForeignKey(Run, on_delete=models.CASCADE)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE)
    # The first span of the evidence; further ones, if any, as [[start, end], …].
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    more_spans = models.JSONField(default=list)
    score = models.FloatField()
    # Kind of rule, keys of keywords and numbers (`analysis.engine.records.Reason`), no words.
    reason = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["comment_id", "-score", "theme_id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "comment", "theme"], name="suggestion_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="suggestion_is_a_span"),
        ]
        indexes = [models.Index(fields=["run", "state", "comment"], name="suggestion_review")]

    def __str__(self) -> str:
        return f"Suggestion {self.pk}"


class Decision(models.Model):
    """What a person decided on a suggestion or a comment. It is never deleted; undo is one more."""

    class Verb(models.TextChoices):
        ACCEPT = "ACCEPT", "accepted"
        CHANGE = "CHANGE", "changed"
        REJECT = "REJECT", "rejected"
        ADD = "ADD", "added by hand"
        NONE = "NONE", "read, and no theme found"
        UNDO = "UNDO", "undone"

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=10, choices=Verb)
    # Decisions of one key stroke ("accept all and go on") share a number: undo takes them together.
    together = models.UUIDField()
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    suggestion = models.ForeignKey(Suggestion, null=True, on_delete=models.RESTRICT)
    # The theme that was decided for (ACCEPT, CHANGE, ADD) or against (REJECT).
    theme = models.ForeignKey(Theme, null=True, on_delete=models.RESTRICT)
    undoes = models.OneToOneField("self", null=True, on_delete=models.CASCADE)
    # Accepted with all above a score, unread: it says nothing of how often the engine is right.
    unread = models.BooleanField(default=False)
    # Where the theme was settled after blind coding.
    coding_task = models.ForeignKey("CodingTask", null=True, on_delete=models.RESTRICT)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["by", "-id"], name="decision_of_person")]

    def __str__(self) -> str:
        return f"Decision {self.pk}"


class TagQuerySet(models.QuerySet):
    def counted(self) -> Self:
        """Final tags on comments that stand today."""
        return self.filter(is_evidence("comment__"), is_final=True)


class Tag(models.Model):
    """A theme on a span of a comment (positions in the original), by a coder."""

    class Source(models.TextChoices):
        ACCEPTED = "ACCEPTED", "a suggestion that a person accepted"
        BY_HAND = "BY_HAND", "by hand"
        IMPORTED = "IMPORTED", "imported"
        ADJUDICATED = "ADJUDICATED", "adjudicated"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    # The comment's voice, kept here so that the database refuses an impression as evidence.
    voice = models.CharField(max_length=10, choices=Comment.Voice)
    theme = models.ForeignKey(Theme, on_delete=models.RESTRICT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=12, choices=Source)
    # Blind coding writes tags that are not final until they are compared.
    is_final = models.BooleanField(default=True)
    # The round of double coding in which it was put on blind. It stays there as it was coded.
    coding_task = models.ForeignKey("CodingTask", null=True, on_delete=models.RESTRICT)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.CASCADE)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["comment_id", "start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "theme"], condition=Q(is_final=True), name="final_tag_once"
            ),
            models.UniqueConstraint(
                fields=["coding_task", "comment", "theme", "coder"],
                condition=Q(is_final=False),
                name="blind_tag_once",
            ),
            models.CheckConstraint(
                condition=Q(is_final=True, coding_task__isnull=True)
                | Q(is_final=False, coding_task__isnull=False),
                name="blind_tag_is_of_a_round",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="tag_is_a_span"),
            models.CheckConstraint(
                condition=~Q(voice="OBSERVED"), name="observed_is_never_evidence"
            ),
            models.CheckConstraint(
                condition=Q(coder__isnull=False) | Q(source="IMPORTED"), name="tag_has_a_coder"
            ),
        ]
        indexes = [models.Index(fields=["theme", "comment"], name="tag_theme")]

    def __str__(self) -> str:
        return f"Tag {self.pk}"
