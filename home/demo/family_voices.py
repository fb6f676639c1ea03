"""`family-voices`: written for the demo, by all four ways in, on the decisions of child welfare."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from analysis.services import add_themes, starter_rows
from analysis.services.imported_tags import import_tags
from feedback.import_rows import Columns
from feedback.services import Piece, enter_submission
from home.demo.building import (
    at,
    begin_initiative,
    clock_at,
    drop_letters,
    fixed_id,
    redact_all,
    remove_demo,
    use_starter_segments,
)
from home.demo.family_findings import find
from home.demo.family_recruiting import recruit
from home.demo.family_sessions import log_sessions, plan_sessions
from home.demo.family_survey import answer_survey, draft_survey, publish_survey
from home.demo.family_words import Voice, by_respondent, of_way, read_voices
from home.demo.files import FileRow, write_file
from home.demo.people import ADMINISTRATOR, demo_people, give_roles
from initiatives.models import DecisionPoint, Initiative, NoticeGiven, Segment
from initiatives.services import start_from_list
from initiatives.services.setup import current_notice

SLUG = "family-voices"
AIM = (
    "River County decides about children and their families each day: which report is taken up, "
    "whether a child leaves home, where the child goes, when they come back. We listen to those "
    "who live with these decisions, we look at the numbers for each of them, and we say in public "
    "what we change and what we do not."
)
CONTACT = "River County Family Services, 1 Main Street, Rivertown. Telephone 218-555-0100 (made up)"
BOX = "A box in the waiting room: what should we know?"
BOX_COLUMNS = Columns(
    text="text",
    id="key",
    respondent="respondent",
    segment="segment",
    date="date",
    language="language",
    voice="own",
    quotable="quotable",
)


@transaction.atomic
def build(today: date | None = None) -> Initiative:
    """Remove what an earlier call built and build it again; `today` is for sessions to come."""
    today = today or timezone.localdate()
    remove_demo(SLUG)
    people = demo_people()
    with clock_at(at("2026-08-31")):
        initiative = _set_up(people)
        segments = use_starter_segments(actor=people["coordinator"], initiative=initiative)
    points = {point.code: point for point in initiative.decisionpoint_set.all()}
    comments = _listen(initiative, people, segments, points, today)
    redact_all(initiative)
    with clock_at(at("2026-10-26")):
        _code(initiative, people["analyst"], comments)
    find(initiative=initiative, people=people, points=points, comments=comments, today=today)
    drop_letters(initiative)
    return initiative


def _set_up(people: dict[str, User]) -> Initiative:
    initiative = begin_initiative(
        actor=people[ADMINISTRATOR],
        slug=SLUG,
        name="Family voices",
        aim=AIM,
        agency_name="River County Family Services",
        agency_contact=CONTACT,
        is_public=True,
        is_made_up=True,
    )
    give_roles(initiative, people)
    start_from_list(actor=people["coordinator"], initiative=initiative)
    add_themes(actor=people["analyst"], initiative=initiative, rows=starter_rows())
    return initiative


def _listen(
    initiative: Initiative,
    people: dict[str, User],
    segments: dict[str, Segment],
    points: dict[str, DecisionPoint],
    today: date,
) -> dict[str, int]:
    """What was said, by each way in: the number of each comment by its key in the file."""
    voices = read_voices()
    coordinator, facilitator = people["coordinator"], people["facilitator"]
    with clock_at(at("2026-09-01")):
        questions = publish_survey(actor=coordinator, initiative=initiative)
        plans = plan_sessions(
            actor=coordinator,
            facilitator=facilitator,
            initiative=initiative,
            segments=segments,
            today=today,
        )
        recruit(
            actor=coordinator,
            facilitator=facilitator,
            initiative=initiative,
            segments=segments,
            plans=plans,
            today=today,
        )
    with clock_at(at("2026-11-19")):
        draft_survey(actor=coordinator, initiative=initiative)
    online, rooms = of_way(voices, "survey"), of_way(voices, "session")
    return {
        **answer_survey(questions=questions, points=points, voices=online),
        **log_sessions(facilitator=facilitator, points=points, plans=plans, voices=rooms),
        **_enter(initiative, facilitator, segments, points, voices),
        **_import(initiative, coordinator, segments, points, of_way(voices, "file")),
    }


def _enter(initiative, actor: User, segments, points, voices: list[Voice]) -> dict[str, int]:
    """Telephone, letter and e-mail. On the telephone the notice is read out first."""
    notice = current_notice(initiative)
    comments: dict[str, int] = {}
    for way in ("telephone", "letter", "email"):
        told = way == "telephone"
        for rows in by_respondent(of_way(voices, way)):
            first = rows[0]
            with clock_at(at(first.date, "16:40")):
                submission = enter_submission(
                    actor=actor,
                    initiative=initiative,
                    way=way.upper(),
                    segment=segments[first.segment],
                    pieces=[Piece(row.text, points.get(row.decision_point)) for row in rows],
                    notice=notice if told else None,
                    notice_way=NoticeGiven.Way.READ_ALOUD if told else NoticeGiven.Way.NOT_GIVEN,
                    may_quote=first.may_quote,
                    said_on=date.fromisoformat(first.date),
                    begun_key=fixed_id(first.respondent),
                    language=first.language,
                )
            numbers = submission.comment_set.order_by("pk").values_list("pk", flat=True)
            comments |= dict(zip((row.key for row in rows), numbers, strict=True))
    return comments


def _import(initiative, actor: User, segments, points, voices: list[Voice]) -> dict[str, int]:
    """Cards from a box in the waiting room, typed into a file by somebody else."""
    rows = [
        FileRow(
            number=number,
            id=voice.key,
            respondent=voice.respondent,
            words=voice.text,
            said_on=date.fromisoformat(voice.date),
            may_quote=voice.may_quote,
            asked=BOX,
            language=voice.language,
            segment=segments[voice.segment],
            decision_point=points.get(voice.decision_point),
        )
        for number, voice in enumerate(voices, 2)
    ]
    with clock_at(at("2026-09-14")):
        comments = write_file(
            actor=actor,
            initiative=initiative,
            name="waiting-room-box.csv",
            content="\n".join(row.words for row in rows).encode(),
            columns=BOX_COLUMNS,
            rows=rows,
        )
    return {voice.key: row.pk for voice, row in zip(voices, comments, strict=True)}


def _code(initiative: Initiative, analyst: User, comments: dict[str, int]) -> None:
    """The codes that earlier coders gave to some, so that the engine has something to learn."""
    codes = {comments[voice.key]: voice.codes for voice in read_voices() if voice.is_coded}
    import_tags(actor=analyst, initiative=initiative, codes=codes)
