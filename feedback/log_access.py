"""One session log or note for one person; the permission is inside the fetch."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from feedback.models import Comment, SessionLog
from focusgroups.access import get_session_to_log
from focusgroups.models import GuideQuestion, Session
from initiatives.models import Initiative


def get_log(user: User, slug: str, pk: int) -> tuple[Initiative, Session, SessionLog | None]:
    """A session and its log, which is None until the notice is recorded."""
    initiative, session = get_session_to_log(user, slug, pk)
    logs = SessionLog.objects.select_related("notice_given__notice", "closed_by")
    log = logs.filter(session=session, notice_given__isnull=False).first()
    if log is not None:
        log.session = session
    return initiative, session, log


def get_begun_log(user: User, slug: str, pk: int) -> tuple[Initiative, Session, SessionLog]:
    """A session with a log that takes notes; 404 before the notice is recorded."""
    initiative, session, log = get_log(user, slug, pk)
    if log is None:
        raise Http404
    return initiative, session, log


def get_guide_question(session: Session, pk: int) -> GuideQuestion:
    questions = GuideQuestion.objects.filter(guide=session.group.guide_id)
    return get_object_or_404(questions.select_related("text", "decision_point"), pk=pk)


def get_note(user: User, slug: str, pk: int) -> tuple[Initiative, Comment]:
    """A standing note, for who takes the notes of its session."""
    notes = Comment.objects.standing().filter(initiative__slug=slug, session_log__isnull=False)
    note = notes.select_related("session_log", "guide_question__text").filter(pk=pk).first()
    if note is None:
        # A stranger and a weak role get their own answer before anyone learns what exists.
        get_session_to_log(user, slug, 0)
        raise Http404
    initiative, session = get_session_to_log(user, slug, note.session_log.session_id)
    note.session_log.session = session
    return initiative, note


def get_own_note(user: User, slug: str, pk: int) -> tuple[Initiative, Comment]:
    """A note for who typed it: nobody else outside the analysis team reads it unredacted."""
    initiative, note = get_note(user, slug, pk)
    if note.entered_by_id != user.pk:
        raise PermissionDenied
    return initiative, note
