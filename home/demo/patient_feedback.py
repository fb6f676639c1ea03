"""`patient-feedback`: 4,420 real comments of patients, half of them with the codes of people."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from accounts.models import User
from analysis.services import add_themes
from analysis.services.imported_tags import import_tags
from feedback.import_rows import Columns
from home.demo.building import at, begin_initiative, clock_at, redact_all, remove_demo
from home.demo.files import FileRow, write_file
from home.demo.people import ADMINISTRATOR, demo_people, give_roles
from initiatives.models import Initiative, Segment
from initiatives.services import add_decision_point, add_segment

SLUG = "patient-feedback"
FOLDER = Path(__file__).parent / "patient_feedback"
COLUMNS = Columns(
    text="text",
    id="id",
    respondent="respondent",
    segment="segment",
    date="date",
    question="question",
    voice="own",
    quotable="yes",
)
# The file names no decisions. These are the ones that its services make every day.
DECISION_POINTS = (
    ("answer", "Answering a call", "Somebody calls 111 and is answered, called back or sent on."),
    ("send", "Sending help", "An ambulance, a clinician or advice is chosen for a call."),
    ("transport", "Booking transport", "A ride to or from an appointment is booked."),
    ("treatment", "Choosing treatment", "A patient and a team agree on what is done."),
    ("leave", "Ending care", "A patient leaves a service or a ward."),
)


@transaction.atomic
def build() -> Initiative:
    """Remove what an earlier call built and build it again."""
    remove_demo(SLUG)
    people = demo_people()
    with clock_at(at("2026-08-24")):
        initiative = _set_up(people)
    with clock_at(at("2026-08-25")):
        _import_comments(initiative, people["coordinator"], people["analyst"])
    return initiative


def _set_up(people: dict[str, User]) -> Initiative:
    initiative = begin_initiative(
        actor=people[ADMINISTRATOR],
        slug=SLUG,
        name="Patient feedback",
        aim="What patients say about ambulances, transport, 111 and community care, and what the "
        "services change. Real comments, published by two NHS trusts.",
        agency_name="Two NHS trusts in England (published data)",
        agency_contact="These comments were published for reuse. There is nobody to call here.",
    )
    give_roles(initiative, people)
    for code, name, definition in DECISION_POINTS:
        add_decision_point(
            actor=people["coordinator"],
            initiative=initiative,
            name=name,
            code=code,
            definition=definition,
        )
    add_themes(actor=people["analyst"], initiative=initiative, rows=_read("codebook.csv"))
    return initiative


def _import_comments(initiative: Initiative, coordinator: User, analyst: User) -> None:
    """Every comment; of every second one the codes too, so the engine has something to learn."""
    rows = _read("comments.csv")
    segments = _segments(initiative, coordinator, rows)
    comments = write_file(
        actor=coordinator,
        initiative=initiative,
        name="comments.csv",
        content=(FOLDER / "comments.csv").read_bytes(),
        columns=COLUMNS,
        rows=[_file_row(number, row, segments) for number, row in enumerate(rows, 2)],
    )
    redact_all(initiative)
    coded = list(zip(comments, rows, strict=True))[::2]
    import_tags(
        actor=analyst,
        initiative=initiative,
        codes={comment.pk: row["themes"].split(";") for comment, row in coded if row["themes"]},
    )


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _segments(initiative: Initiative, actor: User, rows) -> dict[str, Segment]:
    """A segment for each service that the file names."""
    names = sorted({row["segment"] for row in rows if row["segment"]})
    return {name: add_segment(actor=actor, initiative=initiative, name=name) for name in names}


def _file_row(number: int, row: dict[str, str], segments: dict[str, Segment]) -> FileRow:
    return FileRow(
        number=number,
        id=row["id"],
        respondent=row["respondent"],
        words=row["text"],
        said_on=_day(row["date"]),
        may_quote=True,
        asked=row["question"],
        segment=segments.get(row["segment"]),
    )


def _day(text: str) -> date:
    """The file writes the day first; in some rows, seen by a month above 12, the month."""
    first, second, year = map(int, text.split("/"))
    return date(year, first, second) if second > 12 else date(year, second, first)
