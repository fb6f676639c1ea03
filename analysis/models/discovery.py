"""New themes that the engine suggests: where they are said, never what was said."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from analysis.models.codebook import Theme
from analysis.models.work import Work
from feedback.models import Comment
from initiatives.models import Segment


class Discovery(Work):
    """One search for new themes, made in the background as a run is."""

    class Scope(models.TextChoices):
        UNCOVERED = "UNCOVERED", "comments without a theme"
        ALL = "ALL", "every comment"

    scope = models.CharField(max_length=10, choices=Scope, default=Scope.UNCOVERED)
    # How many themes were asked for; empty: as many as the comments suggest.
    number = models.PositiveSmallIntegerField(null=True)
    # How many comments are in no candidate.
    unplaced = models.PositiveIntegerField(default=0)


class Candidate(models.Model):
    """A theme that may be new. It is *suggested* until a person decides.

    A wider candidate (`is_wider`) holds others and has no comments of its own.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", "suggested"
        TAKEN = "TAKEN", "became a theme"
        MERGED = "MERGED", "merged into another"
        SPLIT = "SPLIT", "split"
        DISMISSED = "DISMISSED", "dismissed"
        UNDONE = "UNDONE", "undone"

    STEPS = {
        "OPEN": {"TAKEN", "MERGED", "SPLIT", "DISMISSED", "UNDONE"},
        "TAKEN": {"OPEN"},
        "MERGED": {"OPEN"},
        "SPLIT": {"OPEN"},
        "DISMISSED": {"OPEN"},
    }

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE)
    order = models.PositiveSmallIntegerField()
    is_wider = models.BooleanField(default=False)
    wider = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="below")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # Said by a few people of this segment; suggested because the segment was looked at alone.
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="+")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.SET_NULL, related_name="+")
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="parts"
    )

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"Candidate {self.pk}"


class CandidateCommentQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Leaves out what a person took out, and what was withdrawn or replaced since."""
        own = self.exclude(by_hand=CandidateComment.ByHand.TAKEN_OUT)
        return own.filter(comment__in=Comment.objects.as_evidence())


class CandidateComment(models.Model):
    """A comment in which a candidate is said; `order` 0 is nearest to its middle.

    What a person takes out stays as a row that says so, and can be put back to its place.
    """

    class ByHand(models.TextChoices):
        ADDED = "ADDED", "put in by hand"
        TAKEN_OUT = "TAKEN_OUT", "taken out by hand"

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveIntegerField()
    by_hand = models.CharField(max_length=10, choices=ByHand, blank=True)

    objects = CandidateCommentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "comment"], name="candidate_comment_once"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.comment_id} of candidate {self.candidate_id}"


class CandidatePlaceQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Leaves out examples that a person took out, and what was withdrawn or replaced since."""
        out = CandidateComment.objects.filter(
            by_hand=CandidateComment.ByHand.TAKEN_OUT,
            candidate=OuterRef("candidate"),
            comment=OuterRef("comment"),
        )
        examples = [CandidatePlace.Kind.CLOSEST, CandidatePlace.Kind.DIFFERENT]
        places = self.exclude(Exists(out), kind__in=examples)
        return places.filter(comment__in=Comment.objects.as_evidence())


class CandidatePlace(models.Model):
    """Words of a comment that describe a candidate, as positions in the original."""

    class Kind(models.TextChoices):
        NAME = "NAME", "suggested name"
        KEYWORD = "KEYWORD", "keyword"
        CLOSEST = "CLOSEST", "closest example"
        DIFFERENT = "DIFFERENT", "most different example"

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    objects = CandidatePlaceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="candidate_place_is_a_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of candidate {self.candidate_id}"
