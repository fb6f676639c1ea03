"""Comments as pages and files show them: redacted, with where they come from."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.conf.locale import LANG_INFO
from django.db.models import QuerySet

from feedback import language as languages
from feedback import redaction
from feedback.models import Comment, Redaction
from initiatives.models import Initiative

KINDS = {
    "email": "an e-mail address",
    "phone": "a telephone number",
    "url": "a link",
    "handle": "a name on the net",
    "number": "a number",
    "name": "a name",
    "address": "an address",
    "birth": "a birth date",
    "other": "words",
}
COLUMNS = (
    "comment",
    "words",
    "voice",
    "segment",
    "decision_point",
    "way",
    "question",
    "said_on",
    "language",
    "may_quote",
)


def comments_of(initiative: Initiative) -> QuerySet[Comment]:
    """Standing comments with what a row shows, without their originals."""
    rows = Comment.objects.standing().filter(initiative=initiative)
    rows = rows.select_related("segment", "decision_point", "submission", "session_log")
    return rows.defer("original")


def way_of(comment: Comment) -> str:
    """By which way the comment came in, in words."""
    if comment.submission is None:
        return "in a session"
    return comment.submission.get_way_display()


def language_of(comment: Comment) -> str:
    """The language in words; its code where it is none that Django or we know."""
    known = languages.NAMES.get(comment.language, comment.language)
    return LANG_INFO.get(comment.language, {}).get("name", known)


def asked_of(comment: Comment) -> str:
    """The question that was asked, in the words it was written in."""
    question = comment.question or comment.guide_question
    return question.text.words if question else comment.asked


def rows_for_file(comments: QuerySet[Comment]) -> Iterator[tuple]:
    """One row per comment that is ready, for analysts; columns as COLUMNS. It streams."""
    ready = comments.ready_for_analysis().exclude(redacted_text="")
    ready = ready.select_related(
        "segment", "decision_point", "submission", "question__text", "guide_question__text"
    )
    for comment in ready.iterator(chunk_size=1000):
        yield (
            comment.pk,
            comment.redacted_text,
            comment.get_voice_display(),
            comment.segment.name if comment.segment else "",
            comment.decision_point.name if comment.decision_point else "",
            way_of(comment),
            asked_of(comment),
            comment.said_on.isoformat(),
            comment.language,
            "yes" if comment.may_quote else "no",
        )


@dataclass(frozen=True)
class Hidden:
    """One line of the history of what is hidden. It holds no words."""

    what: str
    by: str
    since: int
    until: int | None


def history_of(comment: Comment) -> list[Hidden]:
    """What was hidden, by which rule or by whom, and in which versions of the text."""
    rows = comment.redaction_set.select_related("by").order_by("added_in", "start")
    return [
        Hidden(
            KINDS.get(row.kind, "words"),
            str(row.by) if row.by else "by rule",
            row.added_in,
            row.lifted_in,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Piece:
    """A stretch of a comment for who settles it: plain, hidden for good, or doubtful."""

    words: str
    number: int = 0
    redaction: int = 0
    kind: str = ""


@dataclass(frozen=True)
class ToSettle:
    """A comment that waits for a person."""

    comment: Comment
    pieces: tuple[Piece, ...]

    @property
    def doubtful(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.redaction]


def to_settle(comments: Collection[Comment]) -> list[ToSettle]:
    """The comments with their doubtful words in place; one query. For the analysis team only."""
    rows = Redaction.objects.in_force().filter(comment__in=comments).order_by("start")
    by_comment: dict[int, list[Redaction]] = {comment.pk: [] for comment in comments}
    for row in rows:
        by_comment[row.comment_id].append(row)
    return [ToSettle(c, tuple(_pieces(c.original, by_comment[c.pk]))) for c in comments]


def _pieces(original: str, rows: Iterable[Redaction]) -> Iterator[Piece]:
    position = number = 0
    for row in rows:
        if position < row.start:
            yield Piece(original[position : row.start])
        if row.is_doubtful:
            number += 1
            words = original[row.start : row.end]
            yield Piece(words, number, row.pk, KINDS.get(row.kind, "words"))
        else:
            span = redaction.Span(0, row.end - row.start, row.kind)
            yield Piece(redaction.redact("x" * span.end, [span]))
        position = row.end
    if position < len(original):
        yield Piece(original[position:])
