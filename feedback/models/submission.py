"""Submission: what one person gave at one time. Its words stand in Comments."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models

from accounts.fields import EncryptedTextField
from initiatives.models import Initiative, NoticeGiven, Segment
from initiatives.models.texts import random_number
from surveys.models import Choice, Question, SurveyVersion


class SubmissionQuerySet(models.QuerySet):
    def counted(self) -> Self:
        """Those that count: sent and not withdrawn."""
        return self.filter(state=Submission.State.SENT)


class Submission(models.Model):
    """What one person gave, by one of the ways in. It never says who the person is."""

    class Way(models.TextChoices):
        SURVEY = "SURVEY", "online"
        TELEPHONE = "TELEPHONE", "by telephone"
        LETTER = "LETTER", "by letter"
        EMAIL = "EMAIL", "by e-mail"
        IMPORT = "IMPORT", "from a file"

    class State(models.TextChoices):
        DRAFT = "DRAFT", "draft"
        SENT = "SENT", "sent"
        WITHDRAWN = "WITHDRAWN", "withdrawn"

    STEPS = {"DRAFT": {"SENT"}, "SENT": {"WITHDRAWN"}}

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    survey_version = models.ForeignKey(
        SurveyVersion, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    segment = models.ForeignKey(Segment, null=True, on_delete=models.RESTRICT, related_name="+")
    language = models.CharField(max_length=12, default="en")
    notice_given = models.ForeignKey(
        NoticeGiven, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    # The random key of a begun form: a resend is the same Submission.
    begun_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # A keyed hash of the receipt code; the code itself is rebuilt, never stored.
    receipt_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001, unique
    # A keyed hash of the file's name for the person; rows of one respondent are one Submission.
    respondent_hash = models.CharField(max_length=64, null=True)  # noqa: DJ001, unique
    # The member who typed what somebody said by telephone or wrote in a letter.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    touched_at = models.DateTimeField(auto_now=True)
    sent_on = models.DateField(null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "respondent_hash"],
                condition=models.Q(state="SENT"),
                name="respondent_once",
            ),
        ]
        indexes = [models.Index(fields=["initiative", "state"], name="submission_counted")]

    def __str__(self) -> str:
        return f"Submission {self.pk}"


class Answer(models.Model):
    """What was answered to one question: choices, or words.

    While the Submission is a draft its words stand here, encrypted; sending moves them to a
    Comment and empties this column.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.RESTRICT, related_name="+")
    choices = models.ManyToManyField(Choice, related_name="+")
    draft_words = EncryptedTextField(blank=True, default="")
    comment = models.OneToOneField("Comment", null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "question"], name="answer_once"),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"


class Consent(models.Model):
    """What a person agreed to, apart from the notice. It has no time of day."""

    class Part(models.TextChoices):
        QUOTE = "QUOTE", "quote without a name"

    id = models.BigIntegerField(primary_key=True, default=random_number, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE)
    part = models.CharField(max_length=10, choices=Part)
    given = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "part"], name="consent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {'yes' if self.given else 'no'}"
