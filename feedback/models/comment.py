"""Comment: a piece of free text as it was given, and what of it is hidden."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedTextField
from feedback.models.imports import Import
from feedback.models.session_log import SessionLog
from feedback.models.submission import Submission
from focusgroups.models import GuideQuestion
from initiatives.models import DecisionPoint, Initiative, Segment
from surveys.models import Question


def is_evidence(prefix: str = "") -> Q:
    """The rule of `as_evidence`; `is_evidence("comment__")` is the same over a foreign key.

    Ready, of a session whose log is closed if of any, and not only a facilitator's impression.
    """
    closed = {f"{prefix}session_log__state": SessionLog.State.CLOSED}
    return (
        Q(**{f"{prefix}state": Comment.State.READY})
        & (Q(**{f"{prefix}session_log": None}) | Q(**closed))
        & ~Q(**{f"{prefix}voice": Comment.Voice.OBSERVED})
    )


class CommentQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Neither replaced nor withdrawn."""
        return self.filter(state__in=Comment.STANDING)

    def waiting_for_redaction(self) -> Self:
        return self.filter(state=Comment.State.RECEIVED)

    def waiting_for_a_person(self) -> Self:
        """Redacted by rule, and a person has to look before analysis."""
        return self.filter(state=Comment.State.REDACTED)

    def ready_for_analysis(self) -> Self:
        """The only comments that leave this app: ready, and their session's log is closed."""
        closed = Q(session_log=None) | Q(session_log__state=SessionLog.State.CLOSED)
        return self.filter(closed, state=Comment.State.READY)

    def as_evidence(self) -> Self:
        """Those that may be evidence of a theme: a facilitator's impression never is."""
        return self.filter(is_evidence())

    def quotable(self) -> Self:
        """Those whose words readers may see."""
        return self.as_evidence().filter(may_quote=True)


class Comment(models.Model):
    """Free text of exactly one Submission or one session log. Its words never change.

    A changed answer is a new Comment that `replaces` the old one. After a withdrawal the row
    stays, empty, and counts nowhere.
    """

    class Voice(models.TextChoices):
        OWN = "OWN", "own words"
        NOTED = "NOTED", "noted"
        OBSERVED = "OBSERVED", "observed"

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", "received"
        REDACTED = "REDACTED", "waiting for a person"
        READY = "READY", "ready"
        REPLACED = "REPLACED", "replaced"
        WITHDRAWN = "WITHDRAWN", "withdrawn"

    STANDING = [State.RECEIVED, State.REDACTED, State.READY]
    STEPS = {
        "RECEIVED": {"REDACTED", "READY", "REPLACED", "WITHDRAWN"},
        "REDACTED": {"READY", "REPLACED", "WITHDRAWN"},
        "READY": {"REDACTED", "REPLACED", "WITHDRAWN"},
        "REPLACED": {"WITHDRAWN"},
    }

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.CASCADE)
    session_log = models.ForeignKey(SessionLog, null=True, on_delete=models.CASCADE)
    # The question it answers: of a survey, of a guide, or as an imported file names it.
    question = models.ForeignKey(Question, null=True, on_delete=models.RESTRICT, related_name="+")
    guide_question = models.ForeignKey(
        GuideQuestion, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    asked = models.CharField(max_length=300, blank=True)
    segment = models.ForeignKey(Segment, null=True, on_delete=models.RESTRICT, related_name="+")
    decision_point = models.ForeignKey(
        DecisionPoint, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=12, default="en")
    said_on = models.DateField(default=date.today)
    voice = models.CharField(max_length=10, choices=Voice)
    may_quote = models.BooleanField(default=False)

    original = EncryptedTextField(blank=True)
    # Written with its Redactions in one transaction; what lists, search and the engine read.
    redacted_text = models.TextField(blank=True)
    redaction_version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    replaces = models.OneToOneField("self", null=True, on_delete=models.SET_NULL)

    # The id that the facilitator's device gave a note: a resend is the same note.
    client_id = models.UUIDField(null=True, unique=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The file it came from, its row there, and a keyed hash of its id or of (file, row).
    import_file = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL)
    row = models.PositiveIntegerField(null=True)
    external_hash = models.CharField(max_length=64, null=True)  # noqa: DJ001, unique

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submission__isnull=False, session_log__isnull=True)
                | Q(submission__isnull=True, session_log__isnull=False),
                name="comment_of_exactly_one",
            ),
            models.CheckConstraint(
                condition=~Q(state="WITHDRAWN") | Q(original="", redacted_text=""),
                name="withdrawn_comment_is_empty",
            ),
            models.UniqueConstraint(
                fields=["initiative", "external_hash"], name="imported_row_once"
            ),
        ]
        indexes = [
            models.Index(fields=["initiative", "state", "id"], name="comment_state"),
            models.Index(fields=["state", "id"], name="comment_waiting"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"


class RedactionQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        """Those that hide words now."""
        return self.filter(lifted_in=None)


class Redaction(models.Model):
    """A span of the original that is hidden (code points, end exclusive), and by what or whom.

    `added_in` and `lifted_in` are redaction versions of the comment: the rows of a version are
    those with added_in <= version and (lifted_in empty or > version).
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    rule = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Hidden to be safe; a person has to say whether it should be.
    is_doubtful = models.BooleanField(default=False)
    added_in = models.PositiveIntegerField()
    lifted_in = models.PositiveIntegerField(null=True)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")), name="redaction_is_a_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.start}–{self.end}"
