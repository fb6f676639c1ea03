"""Who is to come to the groups of `family-voices`: plan, places, people with what they need.

Everybody here is made up; addresses end in `.example` and numbers begin with 555.
"""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import F

from accounts.models import User
from focusgroups import services
from focusgroups.models import FocusGroup, Interpreter, Place, Registration, Session
from focusgroups.services.arranging import Arrangement, arrange_need
from focusgroups.services.day import set_attendance
from focusgroups.services.groups import AskedPlan, GroupPlan, change_group, make_group
from focusgroups.services.needs import Details, Need, give_details
from focusgroups.services.outreach import make_partner, note_asked
from focusgroups.services.places import (
    InterpreterFacts,
    PlaceFacts,
    RoomFacts,
    save_interpreter,
    save_place,
)
from focusgroups.services.plans import (
    Aim,
    RecruitingAim,
    SegmentAim,
    write_plan,
    write_recruiting,
)
from focusgroups.services.registrations import Contact, Source
from focusgroups.services.sessions import plan_sessions
from focusgroups.session_plan import SessionPlan
from home.demo.building import clock_at
from home.demo.family_sessions import ZONE, Plan
from initiatives.models import Initiative, Segment
from letters.models import Letter

FILE = Path(__file__).parent / "recruiting.json"
DAYS_BEFORE = 4
Attendance = Registration.Attendance


def recruit(
    *,
    actor: User,
    facilitator: User,
    initiative: Initiative,
    segments: dict[str, Segment],
    plans: list[Plan],
    today: date,
) -> None:
    """Plan who is to be heard, and fill the sessions that are to come."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    write_plan(
        actor=actor,
        initiative=initiative,
        segments={segments[code].pk: _aim(row) for code, row in rows["plan"].items()},
        aims=[Aim(**row) for row in rows["targets"]],
    )
    write_recruiting(actor=actor, initiative=initiative, aim=RecruitingAim(**rows["recruiting"]))
    _make_places(actor, initiative, rows)
    sessions = {plan.key: plan.session for plan in plans}
    for row in rows["groups"]:
        sessions |= _plan_group(actor, facilitator, initiative, segments, row, today)
    for key, names in rows["came"].items():
        _meet(actor, facilitator, sessions[key], names)
    with clock_at(datetime.combine(today - timedelta(days=DAYS_BEFORE), time(16), UTC)):
        for row in rows["people"]:
            _register(actor, sessions[row["session"]], row)
        for row in rows["partners"]:
            _ask(actor, initiative, row)
    _deliver(initiative)


def _meet(actor: User, facilitator: User, session: Session, names: list[str]) -> None:
    """A session that is over: who had registered by telephone, and came, all but the last."""
    segment = session.group.segment
    with clock_at(session.starts_at - timedelta(days=DAYS_BEFORE)):
        source = Source(way=Registration.Way.PHONE, made_by=actor)
        people = [
            services.register(
                session=session,
                contact=Contact(name, language=session.language),
                segment=segment,
                source=source,
            ).registration
            for name in names
        ]
    with clock_at(session.starts_at + timedelta(minutes=10)):
        for number, registration in enumerate(people, 1):
            came = Attendance.NO_SHOW if number == len(people) else Attendance.PRESENT
            set_attendance(actor=facilitator, registration=registration, attendance=came)


def _deliver(initiative: Initiative) -> None:
    """Nobody in the demo has a mailbox: letters count as sent on their day, calls still wait."""
    emailed = [
        row.pk
        for row in Registration.objects.filter(session__group__initiative=initiative)
        if row.email
    ]
    due = Letter.objects.of(initiative).filter(subject__in=emailed)
    due.update(state=Letter.State.SENT, sent_at=F("due_at"))
    # Those who came weeks ago were called then.
    before = Letter.objects.of(initiative).filter(state=Letter.State.DUE)
    over = Registration.objects.filter(attendance__in=["PRESENT", "NO_SHOW"])
    before.filter(subject__in=over.values("pk")).delete()


def _aim(row: dict) -> SegmentAim:
    return SegmentAim(**row | {"stipend": Decimal(row["stipend"])})


def _make_places(actor: User, initiative: Initiative, rows: dict) -> None:
    for name, row in rows["places"].items():
        rooms = [RoomFacts(None, room, chairs) for room, chairs in row.pop("rooms")]
        place = Place.objects.filter(initiative=initiative, name=name).first()
        save_place(
            actor=actor,
            initiative=initiative,
            place=place,
            facts=PlaceFacts(name=name, **row),
            rooms=rooms,
        )
    for row in rows["interpreters"]:
        facts = InterpreterFacts(**row | {"languages": tuple(row["languages"])})
        save_interpreter(actor=actor, initiative=initiative, interpreter=None, facts=facts)


def _plan_group(
    actor: User,
    facilitator: User,
    initiative: Initiative,
    segments: dict[str, Segment],
    row: dict,
    today: date,
) -> dict[str, Session]:
    plan = GroupPlan(
        name=row["name"],
        segment=segments[row["segment"]],
        visibility=row["visibility"],
        stipend=Decimal(row["stipend"]),
        title=row["title"],
        about=row["about"],
        gets=row["gets"],
        questions=tuple(AskedPlan(**each) for each in row["questions"]),
    )
    group = FocusGroup.objects.filter(initiative=initiative, name=row["name"]).first()
    if group is None:
        group = make_group(actor=actor, initiative=initiative, plan=plan)
    else:
        group = change_group(actor=actor, group=group, plan=plan)
    return {each["key"]: _plan(actor, facilitator, group, each, today) for each in row["sessions"]}


def _plan(actor: User, facilitator: User, group: FocusGroup, row: dict, today: date) -> Session:
    day = today + timedelta(days=row["days"])
    start = datetime.combine(day, time.fromisoformat(row["time"]), ZoneInfo(ZONE))
    place = Place.objects.get(initiative=group.initiative_id, name=row["place"])
    interpreters = Interpreter.objects.filter(
        initiative=group.initiative_id, name__in=row["interpreters"]
    )
    plan = SessionPlan(
        zone=ZONE,
        place=place,
        room=place.room_set.get(name=row["room"]),
        language=row["language"],
        interpreters=tuple(interpreters),
        facilitator=facilitator,
        chairs=row["chairs"],
    )
    return plan_sessions(actor=actor, group=group, starts=[start.astimezone(UTC)], plan=plan)[0]


def _register(actor: User, session: Session, row: dict) -> None:
    contact = Contact(
        row["name"], row.get("email", ""), row.get("phone", ""), row.get("language", "en")
    )
    way = row.get("way", Registration.Way.ONLINE)
    by_member = way != Registration.Way.ONLINE
    registration = services.register(
        session=session,
        contact=contact,
        segment=session.group.segment,
        source=Source(way=way, made_by=actor if by_member else None),
    ).registration
    if registration.state != Registration.State.REGISTERED:
        return
    details = Details([Need(*each) for each in row.get("needs", ())], row.get("asked", {}), True)
    give_details(registration=registration, details=details)
    if row.get("confirmed"):
        services.confirm_registration(registration=registration)
    for need in registration.accommodation_set.filter(kind__in=row.get("arranged", {})):
        answer = row["arranged"][need.kind]
        arrangement = Arrangement("ARRANGED", actor, need.due_on, answer)
        arrange_need(actor=actor, need=need, arrangement=arrangement)


def _ask(actor: User, initiative: Initiative, row: dict) -> None:
    group = FocusGroup.objects.get(initiative=initiative, name=row["group"])
    partner = make_partner(
        actor=actor,
        initiative=initiative,
        name=row["name"],
        contact=row["contact"],
        groups=[group],
    )
    for name, state in row["asked"]:
        note_asked(partner=partner, group=group, contact=Contact(name), state=state)
