"""What we ask online. A published version never changes; answers keep their version."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models

from initiatives.models import DecisionPoint, Initiative, PrivacyNotice, Segment, Text


class SurveyQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Those with a published version."""
        return self.filter(surveyversion__state=SurveyVersion.State.PUBLISHED)


class Survey(models.Model):
    """A survey of an initiative; its address is `/s/<slug>/`."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(unique=True, max_length=60)
    # For members; participants see the title of the version.
    name = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class SurveyVersion(models.Model):
    """The questions as they were at one time. One version at most is published."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", "draft"
        PUBLISHED = "PUBLISHED", "published"
        CLOSED = "CLOSED", "closed"

    STEPS = {"DRAFT": {"PUBLISHED"}, "PUBLISHED": {"CLOSED"}}

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.ForeignKey(Text, on_delete=models.RESTRICT, related_name="+")
    intro = models.ForeignKey(Text, on_delete=models.RESTRICT, related_name="+")
    # Set when it is published: the notice that every participant is shown first.
    notice = models.ForeignKey(
        PrivacyNotice, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once"),
            models.UniqueConstraint(
                fields=["survey"],
                condition=models.Q(state="PUBLISHED"),
                name="one_published_version",
            ),
            models.UniqueConstraint(
                fields=["survey"], condition=models.Q(state="DRAFT"), name="one_draft_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"


class QuestionQuerySet(models.QuerySet):
    def with_words(self) -> Self:
        """With texts, translations, choices: a page of questions needs no more queries."""
        return self.select_related("text", "hint").prefetch_related(
            "text__translation_set",
            "hint__translation_set",
            "choice_set__text__translation_set",
        )


class Question(models.Model):
    """One question of a version. `identity` stays the same from version to version."""

    class Kind(models.TextChoices):
        SINGLE = "SINGLE", "one choice"
        MULTIPLE = "MULTIPLE", "several choices"
        SEGMENT = "SEGMENT", "which kind of stakeholder"
        SHORT = "SHORT", "short answer"
        LONG = "LONG", "long answer"

    CHOOSING = {Kind.SINGLE, Kind.MULTIPLE, Kind.SEGMENT}
    WRITING = {Kind.SHORT, Kind.LONG}

    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE)
    identity = models.UUIDField(default=uuid.uuid4, editable=False)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.ForeignKey(Text, on_delete=models.RESTRICT, related_name="+")
    hint = models.ForeignKey(Text, null=True, on_delete=models.RESTRICT, related_name="+")
    is_required = models.BooleanField(default=False)
    decision_point = models.ForeignKey(
        DecisionPoint, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "identity"], name="question_once"),
        ]

    def __str__(self) -> str:
        return f"Question {self.order}"


class Choice(models.Model):
    """One choice of a question; in the question of the segment it stands for a Segment."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    identity = models.UUIDField(default=uuid.uuid4, editable=False)
    order = models.PositiveSmallIntegerField()
    text = models.ForeignKey(Text, on_delete=models.RESTRICT, related_name="+")
    segment = models.ForeignKey(
        Segment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"Choice {self.order}"
