"""The log of a session as its page shows it: questions in order, each with its notes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User
from feedback.models import Comment, SessionLog
from focusgroups.models import GuideQuestion, Session


@dataclass(frozen=True)
class Note:
    """A note as this person may see it: unredacted only for who typed it."""

    pk: int
    words: str
    voice: str
    may_quote: bool
    is_mine: bool

    @property
    def is_own_words(self) -> bool:
        return self.voice == Comment.Voice.OWN


@dataclass(frozen=True)
class Part:
    """One question of the guide with its notes; without a question, the impressions."""

    key: str
    words: str = ""
    question: GuideQuestion | None = None
    notes: list[Note] = field(default_factory=list)


def parts_of(session: Session, log: SessionLog, user: User) -> tuple[list[Part], Part]:
    """The questions in order, and the impressions; three queries."""
    questions = GuideQuestion.objects.filter(guide=session.group.guide_id)
    questions = questions.select_related("text", "decision_point").prefetch_related(
        "text__translation_set"
    )
    parts = {
        question.pk: Part(f"q{question.pk}", question.text.in_language(session.language), question)
        for question in questions
    }
    impressions = Part("impressions")
    # A note whose question has left the guide is still shown, with what belongs to no question.
    for comment in log.comment_set.standing().select_related("guide_question"):
        part = parts.get(comment.guide_question_id, impressions)
        part.notes.append(_note(comment, user))
    return list(parts.values()), impressions


def _note(comment: Comment, user: User) -> Note:
    is_mine = comment.entered_by_id == user.pk
    words = comment.original if is_mine else comment.redacted_text
    return Note(comment.pk, words, comment.voice, comment.may_quote, is_mine)


def count_notes(parts: Iterable[Part]) -> int:
    return sum(len(part.notes) for part in parts)
