"""What a participant sees of what they gave."""

from dataclasses import dataclass

from feedback.models import Answer, Comment, Submission
from surveys.models import Question
from surveys.reports import ShownQuestion, shown_question


@dataclass(frozen=True)
class Given:
    """A question and what was answered: words, or the names of choices."""

    number: int
    shown: ShownQuestion
    words: str
    choices: tuple[str, ...]

    @property
    def is_answered(self) -> bool:
        return bool(self.words or self.choices)

    @property
    def is_missing(self) -> bool:
        return self.shown.question.is_required and not self.is_answered


def looked_over(submission: Submission, language: str) -> tuple[Given, ...]:
    """Every question of the survey with its answer, before and after it was sent.

    The words are the person's own, not redacted: only who gave them sees this.
    """
    answers = submission.answer_set.select_related("comment").prefetch_related("choices")
    by_question = {answer.question_id: answer for answer in answers}
    questions = submission.survey_version.question_set.with_words()
    return tuple(
        _given(number, shown_question(question, language), by_question.get(question.pk))
        for number, question in enumerate(questions, 1)
    )


def _given(number: int, shown: ShownQuestion, answer: Answer | None) -> Given:
    if answer is None:
        return Given(number, shown, "", ())
    chosen = {choice.pk for choice in answer.choices.all()}
    names = tuple(words for pk, words in shown.choices if pk in chosen)
    return Given(number, shown, words_of(answer), names)


def answered_to(submission: Submission) -> int:
    """The number of the last question that is answered; 0 where none is."""
    answered = set(submission.answer_set.values_list("question", flat=True))
    asked = submission.survey_version.question_set.values_list("pk", flat=True)
    return max((number for number, pk in enumerate(asked, 1) if pk in answered), default=0)


def words_of(answer: Answer) -> str:
    """The words of an answer: of the draft, or of the comment it became."""
    if answer.draft_words:
        return answer.draft_words
    standing = answer.comment is not None and answer.comment.state in Comment.STANDING
    return answer.comment.original if standing else ""


def initial_answer(kind: str, words: str, chosen: list[str]) -> dict:
    """What the form of a question starts with."""
    if kind == Question.Kind.MULTIPLE:
        return {"answer": chosen}
    if kind in Question.CHOOSING:
        return {"answer": chosen[0] if chosen else ""}
    return {"answer": words}
