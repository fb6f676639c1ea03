"""A file of comments as it stands after its import, written in bulk."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts import audit
from accounts.models import User
from feedback.import_rows import Columns
from feedback.models import Comment, Import, Submission
from feedback.services.import_batches import respondent_hash, row_hash
from home.demo.building import BATCH
from initiatives.models import DecisionPoint, Initiative, NoticeGiven, Segment
from initiatives.wording import clean_words


@dataclass(frozen=True)
class FileRow:
    """One row of a file; `number` counts as a spreadsheet does, with the header as row 1."""

    number: int
    id: str
    respondent: str
    words: str
    said_on: date
    may_quote: bool
    asked: str = ""
    language: str = "en"
    segment: Segment | None = None
    decision_point: DecisionPoint | None = None


def write_file(
    *,
    actor: User,
    initiative: Initiative,
    name: str,
    content: bytes,
    columns: Columns,
    rows: Sequence[FileRow],
) -> list[Comment]:
    """Keep the rows as comments in people's own words; rows of one respondent are one submission.

    The file itself is not kept; importing it again finds its rows by their ids. Returns the
    comments in the order of the rows.
    """
    notice = NoticeGiven.objects.create(
        initiative=initiative, way="NOT_GIVEN", on=timezone.localdate(), given_by=actor
    )
    file = Import.objects.create(
        initiative=initiative,
        name=name,
        digest=hashlib.sha256(content).hexdigest(),
        columns=columns.kept(),
        state=Import.State.DONE,
        notice_given=notice,
        by=actor,
        rows_read=len(rows),
        rows_total=len(rows),
        imported=len(rows),
    )
    submissions = _submissions(initiative, notice, rows)
    comments = [_comment(actor, file, submissions[row.respondent], row) for row in rows]
    made = Comment.objects.bulk_create(comments, BATCH)
    audit.record(actor=actor, verb="import_comments", subject=file, initiative=initiative.pk)
    return made


def _submissions(initiative, notice, rows: Sequence[FileRow]) -> dict[str, Submission]:
    first = {}
    for row in rows:
        first.setdefault(row.respondent, row)
    made = [_submission(initiative, notice, row) for row in first.values()]
    return dict(zip(first, Submission.objects.bulk_create(made, BATCH), strict=True))


def _submission(initiative: Initiative, notice: NoticeGiven, row: FileRow) -> Submission:
    return Submission(
        initiative=initiative,
        way=Submission.Way.IMPORT,
        state=Submission.State.SENT,
        segment=row.segment,
        language=row.language,
        notice_given=notice,
        entered_by_id=notice.given_by_id,
        respondent_hash=respondent_hash(initiative.pk, row.respondent),
        sent_on=row.said_on,
    )


def _comment(actor: User, file: Import, submission: Submission, row: FileRow) -> Comment:
    return Comment(
        initiative_id=file.initiative_id,
        submission=submission,
        asked=row.asked[:300],
        segment=row.segment,
        decision_point=row.decision_point,
        language=row.language,
        said_on=row.said_on,
        voice=Comment.Voice.OWN,
        may_quote=row.may_quote,
        original=clean_words(row.words),
        entered_by=actor,
        import_file=file,
        row=row.number,
        external_hash=row_hash(file.initiative_id, row.id),
    )
