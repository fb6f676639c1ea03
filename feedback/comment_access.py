"""Comments for those who read what was said; the permission is inside the fetch."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from feedback.models import Comment
from initiatives.access import get_initiative_for
from initiatives.models import Initiative
from initiatives.permissions import ANALYSIS_TEAM

ORIGIN = (
    "submission",
    "session_log__session__group",
    "session_log__session__place",
    "question__text",
    "guide_question__text",
    "segment",
    "decision_point",
    "import_file",
    "entered_by",
)


def get_comment(user: User, slug: str, pk: int) -> tuple[Initiative, Comment]:
    """A comment without its original: what a page shows is the redacted text."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    comments = Comment.objects.filter(initiative=initiative).select_related(*ORIGIN)
    return initiative, get_object_or_404(comments.defer("original"), pk=pk)


def get_comment_to_settle(user: User, slug: str, pk: int) -> tuple[Initiative, Comment]:
    """A comment with its original, for who decides what of it is hidden."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    comments = Comment.objects.standing().filter(initiative=initiative)
    return initiative, get_object_or_404(comments, pk=pk)
