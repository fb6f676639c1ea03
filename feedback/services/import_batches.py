"""Rows of a file become submissions and comments, some hundred at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.text import slugify

from accounts.hashes import keyed_hash
from feedback.import_dates import DateOrder
from feedback.import_rows import Columns, Entry, RowProblem, read_row
from feedback.models import Comment, Import, ImportProblem, Submission
from initiatives.models import Initiative, Segment
from initiatives.tables import Row, Unreadable

BATCH = 500
# More unknown names than this, and the column is not of segments.
MOST_NEW_SEGMENTS = 60


def row_hash(initiative_id: int, row_id: str) -> str:
    """What a row is known by when its file comes again."""
    return keyed_hash("import-row", f"{initiative_id}:{row_id}")


def respondent_hash(initiative_id: int, respondent: str) -> str:
    """What the rows of one person have in common, over all files of the initiative."""
    return keyed_hash("respondent", f"{initiative_id}:{respondent}")


def segments_by_name(initiative: Initiative) -> dict[str, Segment]:
    """Every segment under its name and its code."""
    found = {}
    for segment in initiative.segment_set.all():
        found[segment.code.casefold()] = segment
        found[segment.name.casefold()] = segment
    return found


def new_segments(initiative: Initiative, names: Sequence[str], column: str) -> list[str]:
    """Those of the names that the initiative does not know. Raises Unreadable for very many."""
    known = segments_by_name(initiative)
    new = [name for name in names if name.casefold() not in known]
    if len(new) > MOST_NEW_SEGMENTS:
        raise Unreadable(
            f"The column “{column}” has {len(new)} different names that are not segments yet. "
            "That is hardly a list of segments: choose another column, or none."
        )
    return new


def make_segments(initiative: Initiative, names: Sequence[str]) -> None:
    taken = set(initiative.segment_set.values_list("code", flat=True))
    order = initiative.segment_set.count()
    for name in names:
        order += 1
        base = code = slugify(name)[:50] or "segment"
        again = 1
        while code in taken:
            again += 1
            code = f"{base}-{again}"
        taken.add(code)
        Segment.objects.create(initiative=initiative, code=code, name=name, order=order)


@dataclass
class Batches:
    """Writes the rows of one file; remembers the ids it has seen, so that none comes twice."""

    file: Import
    columns: Columns
    dates: DateOrder
    segments: dict[str, Segment]
    _seen: dict[str, int] = field(default_factory=dict)

    def skip(self, rows: Sequence[Row]) -> None:
        """Rows that were read before the worker was stopped: only their ids count now."""
        for row in rows:
            self._read(row)

    def write(self, rows: Sequence[Row]) -> list[int]:
        """Write these rows and raise the file's numbers; returns the comments' ids."""
        entries, problems = {}, []
        for row in rows:
            found = self._read(row)
            if isinstance(found, ImportProblem):
                problems.append(found)
            else:
                entries[self._hash(found)] = found
        new = self._compare(entries, problems)
        comments = Comment.objects.bulk_create(self._comments(new), BATCH)
        ImportProblem.objects.bulk_create(problems, BATCH)
        self.file.imported += len(comments)
        self.file.problems += len(problems)
        self.file.rows_read += len(rows)
        return [comment.pk for comment in comments]

    def _read(self, row: Row) -> Entry | ImportProblem:
        try:
            entry = read_row(row, self.columns, self.dates)
            first = self._seen.setdefault(self._hash(entry), entry.row)
            if first != entry.row:
                what = f"Row {first} has the same id. Give each row an id of its own."
                raise RowProblem(self.columns.id, what)
        except RowProblem as problem:
            return self._problem(row.number, problem.column, str(problem))
        return entry

    def _problem(self, row: int, column: str, what: str) -> ImportProblem:
        return ImportProblem(import_file=self.file, row=row, column=column[:200], what=what[:300])

    def _hash(self, entry: Entry) -> str:
        if self.columns.id:
            return row_hash(self.file.initiative_id, entry.id)
        return keyed_hash(
            "import-row-of-file", f"{self.file.initiative_id}:{self.file.digest}:{entry.row}"
        )

    def _compare(
        self, entries: dict[str, Entry], problems: list[ImportProblem]
    ) -> dict[str, Entry]:
        """Those that are new; what is here already is counted, and never overwritten."""
        here = Comment.objects.filter(
            initiative=self.file.initiative_id, external_hash__in=entries
        ).only("external_hash", "state", "original")
        new = dict(entries)
        for comment in here:
            entry = new.pop(comment.external_hash)
            if comment.state == Comment.State.WITHDRAWN:
                self.file.withdrawn += 1
            elif comment.original == entry.words:
                self.file.unchanged += 1
            else:
                problems.append(self._problem(entry.row, self.columns.text, self._other_words()))
        return new

    def _other_words(self) -> str:
        if self.columns.id:
            return (
                "A comment with this id is here already, with other words. It was not changed. "
                "If this is another comment, give it another id."
            )
        return "This row of the same file came in before, from another column. Undo that import."

    def _comments(self, entries: dict[str, Entry]) -> list[Comment]:
        submissions = self._submissions(list(entries.values()))
        today = timezone.localdate()
        return [
            Comment(
                initiative_id=self.file.initiative_id,
                submission=submission,
                asked=entry.asked,
                segment=self.segments.get(entry.segment.casefold()),
                language=entry.language,
                said_on=entry.said_on or today,
                voice=entry.voice,
                may_quote=entry.may_quote,
                original=entry.words,
                entered_by_id=self.file.by_id,
                import_file=self.file,
                row=entry.row,
                external_hash=external_hash,
            )
            for (external_hash, entry), submission in zip(entries.items(), submissions, strict=True)
        ]

    def _submissions(self, entries: Sequence[Entry]) -> list[Submission]:
        """One for each entry: that of its respondent, or one of its own."""
        hashes = [
            respondent_hash(self.file.initiative_id, entry.respondent) if entry.respondent else None
            for entry in entries
        ]
        counted = Submission.objects.counted().filter(initiative=self.file.initiative_id)
        wanted = {each for each in hashes if each}
        of = {each.respondent_hash: each for each in counted.filter(respondent_hash__in=wanted)}
        made, found = [], []
        for entry, respondent in zip(entries, hashes, strict=True):
            submission = of.get(respondent)
            if submission is None:
                submission = self._submission(entry, respondent)
                made.append(submission)
                if respondent:
                    of[respondent] = submission
            found.append(submission)
        Submission.objects.bulk_create(made, BATCH)
        return found

    def _submission(self, entry: Entry, respondent: str | None) -> Submission:
        return Submission(
            initiative_id=self.file.initiative_id,
            way=Submission.Way.IMPORT,
            state=Submission.State.SENT,
            segment=self.segments.get(entry.segment.casefold()),
            language=entry.language,
            notice_given_id=self.file.notice_given_id,
            respondent_hash=respondent,
            entered_by_id=self.file.by_id,
            sent_on=entry.said_on or timezone.localdate(),
        )
