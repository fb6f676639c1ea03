"""One survey, version or question of an initiative for one person."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from initiatives.access import get_initiative_for
from initiatives.models import Initiative, Role
from initiatives.permissions import STAFF
from surveys.models import Question, Survey, SurveyVersion

BUILDERS = frozenset({Role.COORDINATOR})


def get_survey_for(
    user: User, slug: str, pk: int, *, to_change: bool = False
) -> tuple[Initiative, Survey]:
    """A survey for staff; to change it one has to be a coordinator."""
    initiative = get_initiative_for(user, slug, *(BUILDERS if to_change else STAFF))
    return initiative, get_object_or_404(Survey, initiative=initiative, pk=pk)


def get_draft_for(user: User, slug: str, pk: int) -> tuple[Initiative, SurveyVersion]:
    """The draft of a survey, for a coordinator."""
    initiative, survey = get_survey_for(user, slug, pk, to_change=True)
    versions = SurveyVersion.objects.select_related("survey__initiative", "title", "intro")
    return initiative, get_object_or_404(versions, survey=survey, state="DRAFT")


def get_question_for(user: User, slug: str, pk: int) -> tuple[Initiative, Question]:
    """A question of a draft, for a coordinator."""
    initiative = get_initiative_for(user, slug, *BUILDERS)
    questions = Question.objects.with_words().filter(
        version__survey__initiative=initiative, version__state="DRAFT"
    )
    return initiative, get_object_or_404(
        questions.select_related("version__survey__initiative"), pk=pk
    )
