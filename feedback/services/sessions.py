"""What is taken down in a session: its log, and its notes one by one."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from feedback.models import Comment, SessionLog
from feedback.services.comments import About, receive_comment
from feedback.services.withdrawal import withdraw_comment
from focusgroups.models import GuideQuestion, Session
from focusgroups.services import close_session, hold_session
from initiatives.models import DecisionPoint, NoticeGiven, PrivacyNotice

WAYS = (NoticeGiven.Way.READ_ALOUD, NoticeGiven.Way.PAPER)
# Notes may be begun so long before a session starts: people come early.
MOST_EARLY = timedelta(hours=12)
MEANWHILE = "This note was changed or removed meanwhile. Load the page again."


class NoticeMissing(ValueError):
    """People have to be told first what happens with what they say."""


@transaction.atomic
def open_log(
    *,
    actor: User | None,
    session: Session,
    notice: PrivacyNotice,
    way: str,
    language: str,
    on: date,
) -> SessionLog:
    """Begin the log of a session with the notice that people were given; doing it again is one.

    `way` is READ_ALOUD or PAPER. The session counts as held from now on. Raises NoticeMissing
    for another way or another initiative's notice, InvalidTransition for a cancelled session or
    one that is still to come: the public page counts sessions that were held.
    """
    initiative = session.group.initiative
    if way not in WAYS or notice.initiative_id != initiative.pk:
        raise NoticeMissing("Say which notice people were given, and how.")
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.starts_at - timezone.now() > MOST_EARLY:
        raise InvalidTransition(
            "This session is still to come. If it was held on another day, change its date first."
        )
    log, _ = SessionLog.objects.get_or_create(session=session)
    if log.notice_given is not None:
        return log
    _hold(actor, session)
    log.notice_given = NoticeGiven.objects.create(
        initiative=initiative, notice=notice, language=language, way=way, on=on, given_by=actor
    )
    log.save(update_fields=["notice_given"])
    audit.record(actor=actor, verb="open_log", subject=log, initiative=initiative.pk)
    return log


@transaction.atomic
def add_note(
    *,
    actor: User | None,
    log: SessionLog,
    words: str,
    voice: str,
    client_id: UUID,
    may_quote: bool = False,
    guide_question: GuideQuestion | None = None,
    decision_point: DecisionPoint | None = None,
) -> Comment:
    """Keep one note. The same `client_id` again is the same note, whatever came with it.

    The decision point is the question's where none is given. An impression of the facilitator
    (OBSERVED) is never quoted. Raises NoticeMissing, NothingSaid or, where the log is closed,
    InvalidTransition.
    """
    log = _open_log_of(log.pk)
    known = _known(log, client_id)
    if known is not None:
        return known
    if guide_question is not None and guide_question.guide_id != log.session.group.guide_id:
        raise InvalidTransition("This question is not in the session's guide.")
    note = receive_comment(
        actor=actor,
        session_log=log,
        words=words,
        voice=voice,
        may_quote=may_quote and voice != Comment.Voice.OBSERVED,
        about=About(
            guide_question=guide_question,
            decision_point=decision_point,
            said_on=min(log.session.local_start.date(), timezone.localdate()),
            client_id=client_id,
        ),
    )
    _record(actor, "add_note", note)
    return note


@transaction.atomic
def change_note(
    *,
    actor: User,
    note: Comment,
    words: str,
    voice: str,
    may_quote: bool,
    client_id: UUID,
) -> Comment:
    """A new note in place of `note`, which keeps its question, its day and its decision point."""
    log = _open_log_of(note.session_log_id)
    known = _known(log, client_id)
    if known is not None:
        return known
    old = Comment.objects.standing().filter(pk=note.pk).first()
    if old is None:
        raise InvalidTransition(MEANWHILE)
    changed = receive_comment(
        actor=actor,
        session_log=log,
        words=words,
        voice=voice,
        may_quote=may_quote and voice != Comment.Voice.OBSERVED,
        about=About(
            guide_question=old.guide_question,
            decision_point=old.decision_point,
            said_on=old.said_on,
            language=old.language,
            client_id=client_id,
        ),
        replaces=old,
    )
    _record(actor, "change_note", changed)
    return changed


@transaction.atomic
def remove_note(*, actor: User, note: Comment, reason: str) -> None:
    """Empty a note of an open log, with the versions it replaced."""
    _open_log_of(note.session_log_id)
    withdraw_comment(actor=actor, comment=note, reason=reason)


@transaction.atomic
def close_log(*, actor: User | None, log: SessionLog) -> SessionLog:
    """Nothing more comes: the session's notes may be analysed, and change no more."""
    log = _locked(log.pk)
    require_step(SessionLog.STEPS, log.state, SessionLog.State.CLOSED, "session log")
    _require_notice(log)
    _hold(actor, log.session)
    close_session(actor=actor, session=log.session)
    log.state = SessionLog.State.CLOSED
    log.closed_by, log.closed_at = actor, timezone.now()
    log.save(update_fields=["state", "closed_by", "closed_at"])
    initiative_id = log.session.group.initiative_id
    audit.record(actor=actor, verb="close_log", subject=log, initiative=initiative_id)
    return log


def _hold(actor: User | None, session: Session) -> None:
    if session.state != Session.State.HELD:
        hold_session(actor=actor, session=session)


def _locked(log_id: int) -> SessionLog:
    rows = SessionLog.objects.select_for_update(of=("self",))
    return rows.select_related("session__group__segment").get(pk=log_id)


def _open_log_of(log_id: int) -> SessionLog:
    """The log, locked: notes of one log are written one after the other."""
    log = _locked(log_id)
    if log.state != SessionLog.State.OPEN:
        raise InvalidTransition("The log of this session is closed. Its notes stay as they are.")
    _require_notice(log)
    return log


def _require_notice(log: SessionLog) -> None:
    if log.notice_given_id is None:
        raise NoticeMissing("Write down first which notice people were given, and how.")


def _known(log: SessionLog, client_id: UUID) -> Comment | None:
    """The note that came with this id before."""
    known = Comment.objects.filter(client_id=client_id).first()
    if known is not None and known.session_log_id != log.pk:
        raise InvalidTransition("This note belongs to another session. Load the page again.")
    return known


def _record(actor: User | None, verb: str, note: Comment) -> None:
    audit.record(actor=actor, verb=verb, subject=note, initiative=note.initiative_id)
