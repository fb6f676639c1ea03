"""The survey of `family-voices`, published in two languages and answered as a phone answers it."""

import json
from pathlib import Path

from accounts.models import User
from feedback.models import Answer, Comment, Submission
from feedback.services import begin_submission, keep_answer, keep_consent, send_submission
from home.demo.building import NotOurs, at, clock_at, fixed_id
from home.demo.family_words import Voice, by_respondent
from initiatives.models import DecisionPoint, Initiative, NoticeGiven
from initiatives.services.setup import starter_rows
from surveys.models import Question, Survey, SurveyVersion
from surveys.services import add_question, make_survey, publish_version

FOLDER = Path(__file__).parent
SLUG = "family-voices"
# The place of the choice "did anyone ask what you wanted", by what the person tells.
ASKED = (("STR", 0), ("INF", 1), ("VOI", 2), ("KIN", 2))
DO_NOT_KNOW = 3
# The place of the choice "which have you been part of", by the decision the person tells of.
PARTS = {
    "report": (0,),
    "screened_in": (0, 1),
    "response_path": (0, 1),
    "determination": (0, 1),
    "services": (1, 2),
    "removal": (1, 3),
    "first_placement_type": (4,),
    "in_care": (2, 4),
    "stability": (4,),
    "reunification": (2, 3, 5),
    "other_permanency": (3, 4),
    "aged_out": (4,),
}
FAMILIES = {"parents", "youth", "kin", "foster"}


def publish_survey(*, actor: User, initiative: Initiative) -> dict[str, Question]:
    """Make and publish the survey; its questions by their keys in the file."""
    version, questions = _make(actor, initiative, SLUG, "survey.json")
    publish_version(actor=actor, version=version)
    return questions


def draft_survey(*, actor: User, initiative: Initiative) -> None:
    """A second one, written and not published: something for the coordinator to do."""
    _make(actor, initiative, f"{SLUG}-workers", "survey_draft.json")


def _make(actor, initiative, slug: str, file: str) -> tuple[SurveyVersion, dict[str, Question]]:
    if Survey.objects.filter(slug=slug).exists():
        raise NotOurs(
            f"There is a survey at /s/{slug}/ that this command did not make, so nothing was "
            "loaded. Load the demo where that address is free."
        )
    content = json.loads((FOLDER / file).read_text(encoding="utf-8"))
    survey = make_survey(
        actor=actor,
        initiative=initiative,
        name=content["name"],
        slug=slug,
        title=content["title"],
        intro=content["intro"],
    )
    version = survey.surveyversion_set.get()
    names = [{"en": row["name"], "es": row["name_es"]} for row in starter_rows("segments.csv")]
    questions = {}
    for row in content["questions"]:
        questions[row["key"]] = add_question(
            actor=actor,
            version=version,
            kind=row["kind"],
            words=row["words"],
            hint=row.get("hint"),
            choices=names if row["kind"] == "SEGMENT" else row.get("choices", ()),
        )
    return version, questions


def answer_survey(
    *,
    questions: dict[str, Question],
    points: dict[str, DecisionPoint],
    voices: list[Voice],
) -> dict[str, int]:
    """Each person's answers, sent on their day; the number of each comment by its key."""
    version = SurveyVersion.objects.get(pk=questions["who"].version_id)
    comments: dict[str, int] = {}
    for rows in by_respondent(voices):
        with clock_at(at(rows[0].date, "20:15")):
            submission = _answer(version, questions, rows)
        comments |= _comments(submission, questions, points, rows)
    return comments


def _answer(version: SurveyVersion, questions: dict[str, Question], rows: list[Voice]):
    first = rows[0]
    submission = begin_submission(version=version, language=first.language)
    # Fixed, so that this person's receipt stays the same when the demo is built anew.
    Submission.objects.filter(pk=submission.pk).update(begun_key=fixed_id(first.respondent))
    # The model takes the day from the machine.
    NoticeGiven.objects.filter(pk=submission.notice_given_id).update(on=first.date)
    keep_consent(submission=submission, given=first.may_quote)
    for key, choices in _choices(questions, rows).items():
        if choices:
            keep_answer(submission=submission, question=questions[key], choices=choices)
    for row in rows:
        keep_answer(submission=submission, question=questions[row.question], words=row.text)
    return send_submission(submission=submission)


def _choices(questions: dict[str, Question], rows: list[Voice]) -> dict[str, list]:
    codes = {code for row in rows for code in row.codes}
    asked = next((place for code, place in ASKED if code in codes), DO_NOT_KNOW)
    who = questions["who"].choice_set.filter(segment__code=rows[0].segment)
    if rows[0].segment not in FAMILIES:
        return {"who": list(who)}
    parts = list(questions["parts"].choice_set.all())
    places = sorted({place for row in rows for place in PARTS.get(row.decision_point, ())})
    return {
        "who": list(who),
        "asked": [list(questions["asked"].choice_set.all())[asked]],
        "parts": [parts[place] for place in places],
    }


def _comments(submission, questions, points, rows: list[Voice]) -> dict[str, int]:
    """The open questions name no decision; the file knows which one the person tells of."""
    answers = Answer.objects.filter(submission=submission).exclude(comment=None)
    of_question = dict(answers.values_list("question", "comment"))
    found = {row.key: of_question[questions[row.question].pk] for row in rows}
    for row in rows:
        if row.decision_point:
            comment = Comment.objects.filter(pk=found[row.key])
            comment.update(decision_point=points[row.decision_point])
    return found
