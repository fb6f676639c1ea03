"""What the demo consists of, as values that can be compared from one build to the next."""

from django.apps import apps

from accounts.models import AuditEntry
from analysis.models import Run, Sentence, SentenceEvidence, Suggestion, SummaryVersion, Tag
from feedback.models import Comment, Import, SessionLog, Submission
from focusgroups.models import Session
from followup.models import Action, ActionUpdate
from initiatives.models import NoticeGiven, Translation
from surveys.models import Question
from tests.guards.files import APPS

# Everything that a person could see of the demo, without numbers of rows and other random keys.
SEEN = (
    (AuditEntry, "initiative", ("at", "verb", "actor__email", "subject_kind")),
    (
        Comment,
        "initiative",
        (
            *("redacted_text", "state", "voice", "may_quote", "language", "said_on", "client_id"),
            *("row", "asked", "segment__code", "decision_point__code", "question__order"),
            *("guide_question__order", "submission__way", "entered_by__email"),
        ),
    ),
    (Submission, "initiative", ("way", "state", "segment__code", "receipt_hash", "sent_on")),
    (NoticeGiven, "initiative", ("notice__number", "language", "way", "on", "given_by__email")),
    (Import, "initiative", ("name", "digest", "state", "at", "imported", "columns")),
    (Session, "group__initiative", ("group__name", "starts_at", "place__address", "state")),
    (SessionLog, "session__group__initiative", ("state", "closed_at", "session__starts_at")),
    (Question, "version__survey__initiative", ("order", "kind", "text__words", "hint__words")),
    (Translation, "text__initiative", ("text__words", "language", "words")),
    (Run, "codebook__initiative", ("state", "features", "done", "asked_at", "ended_at")),
    (
        Suggestion,
        "run__codebook__initiative",
        ("comment__redacted_text", "theme__code", "score", "state", "start", "end"),
    ),
    (
        Tag,
        "comment__initiative",
        ("comment__redacted_text", "theme__code", "source", "coder__email", "start", "end"),
    ),
    (
        SummaryVersion,
        "summary__initiative",
        ("summary__theme__code", "number", "state", "submitted_at", "decided_at"),
    ),
    (
        Sentence,
        "version__summary__initiative",
        ("version__summary__theme__code", "order", "words", "authors__email"),
    ),
    (
        SentenceEvidence,
        "comment__initiative",
        ("comment__redacted_text", "start", "end", "is_quoted", "found_safe_by__email"),
    ),
    (Action, "initiative", ("what", "owner", "due_on", "state", "reason", "made_at")),
    (ActionUpdate, "action__initiative", ("action__what", "at", "to_state", "note")),
)


def seen(initiative):
    """The rows of each model that belong to the initiative, in a fixed order."""
    return {
        model.__name__: sorted(map(repr, model.objects.filter(**{path: value}).values_list(*names)))
        for model, path, names in SEEN
        for value in [initiative.pk]
    }


def all_rows():
    """Each row of our apps, by its model, as it stands in the database."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in ours}
