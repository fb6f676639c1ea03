"""The focus groups of `family-voices`: held and closed, held and still open, and to come.

Rule of the dates: a session with a `date` in sessions.csv is on that day each time; one with
`days` is so many days from the day on which the demo is built, so that something is always to come
and the facilitator always has one session of yesterday whose notes are open.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from accounts.models import User
from feedback.models import Comment
from feedback.services import add_note, close_log, open_log
from focusgroups.models import GuideQuestion, Place, Session
from focusgroups.services import plan_session
from home.demo.building import clock_at, fixed_id
from home.demo.family_words import Voice
from initiatives.models import DecisionPoint, Initiative, NoticeGiven, Segment
from initiatives.services.setup import current_notice

FILE = Path(__file__).parent / "sessions.csv"
ZONE = "America/Chicago"


@dataclass(frozen=True)
class Plan:
    """One session as it was planned."""

    key: str
    session: Session
    is_over: bool
    # Held on a fixed day: its notes are complete.
    is_closed: bool


def plan_sessions(
    *,
    actor: User,
    facilitator: User,
    initiative: Initiative,
    segments: dict[str, Segment],
    today: date,
) -> list[Plan]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            _plan(actor, facilitator, initiative, segments, row, today)
            for row in csv.DictReader(file)
        ]


def _plan(actor, facilitator, initiative, segments, row: dict[str, str], today: date) -> Plan:
    fixed = bool(row["date"])
    day = date.fromisoformat(row["date"]) if fixed else today + timedelta(days=int(row["days"]))
    starts_at = datetime.combine(day, time.fromisoformat(row["time"]), ZoneInfo(ZONE))
    session = plan_session(
        actor=actor,
        initiative=initiative,
        group=row["group"],
        segment=segments[row["segment"]],
        starts_at=starts_at.astimezone(UTC),
        zone=ZONE,
        place=row["place"],
        facilitator=facilitator,
        minutes=int(row["minutes"]),
        language=row["language"],
    )
    Place.objects.filter(pk=session.place_id).update(address=row["address"])
    return Plan(row["key"], session, is_over=fixed or int(row["days"]) < 0, is_closed=fixed)


def log_sessions(
    *,
    facilitator: User,
    points: dict[str, DecisionPoint],
    plans: list[Plan],
    voices: list[Voice],
) -> dict[str, int]:
    """The notes of what is over, each at its session; the number of each comment by its key."""
    comments: dict[str, int] = {}
    for plan in plans:
        notes = [voice for voice in voices if voice.session == plan.key]
        if plan.is_over:
            with clock_at(plan.session.starts_at + timedelta(minutes=plan.session.minutes)):
                comments |= _log(facilitator, plan, notes, points)
    return comments


def _log(facilitator, plan: Plan, notes: list[Voice], points) -> dict[str, int]:
    session = plan.session
    log = open_log(
        actor=facilitator,
        session=session,
        notice=current_notice(session.group.initiative),
        way=NoticeGiven.Way.READ_ALOUD,
        language=session.language,
        on=session.local_start.date(),
    )
    questions = {
        str(question.order): question
        for question in GuideQuestion.objects.filter(guide=session.group.guide_id)
    }
    comments = {note.key: _note(facilitator, log, note, questions, points).pk for note in notes}
    if plan.is_closed:
        close_log(actor=facilitator, log=log)
    return comments


def _note(facilitator, log, note: Voice, questions, points) -> Comment:
    return add_note(
        actor=facilitator,
        log=log,
        words=note.text,
        voice=note.voice.upper(),
        client_id=fixed_id(note.key),
        may_quote=note.may_quote,
        guide_question=questions[note.question],
        decision_point=points.get(note.decision_point),
    )
