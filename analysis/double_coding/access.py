"""Double coding for one person; the permission, and the blindness, are inside the fetch."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from analysis.models import Assignment, CodingTask
from feedback.comment_access import ORIGIN
from initiatives.access import get_initiative_for
from initiatives.models import Initiative, Membership
from initiatives.permissions import ANALYSIS_TEAM


def possible_coders(initiative: Initiative) -> QuerySet[User]:
    """Members who may read what was said, and so may code it."""
    members = Membership.objects.current().filter(initiative=initiative, role__in=ANALYSIS_TEAM)
    return User.objects.filter(pk__in=members.values("user")).order_by("name", "pk")


def get_task_for(user: User, slug: str, pk: int) -> tuple[Initiative, CodingTask]:
    """A double coding for the analysis team: who codes, and how far they are."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    return initiative, get_object_or_404(_tasks(initiative), pk=pk)


def get_task_to_compare(user: User, slug: str, pk: int) -> tuple[Initiative, CodingTask]:
    """One that is closed. While people code, what they put on does not exist for anybody else."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    closed = _tasks(initiative).filter(state=CodingTask.State.CLOSED)
    return initiative, get_object_or_404(closed, pk=pk)


def get_task_to_settle(user: User, slug: str, pk: int) -> tuple[Initiative, CodingTask]:
    """One that is closed, and whose comments are not being coded again: what was put on them
    before is nobody's to see meanwhile."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    return initiative, get_object_or_404(_tasks(initiative).looked_into(), pk=pk)


def get_assignment_of(user: User, slug: str, pk: int) -> tuple[Initiative, Assignment]:
    """A comment that this very person codes, while it stands; nobody else's is found."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    mine = Assignment.objects.standing().filter(coder=user, task__codebook__initiative=initiative)
    origin = [f"comment__{name}" for name in ORIGIN]
    mine = mine.select_related("task__codebook", "coder", "comment", *origin)
    return initiative, get_object_or_404(mine.defer("comment__original"), pk=pk)


def _tasks(initiative: Initiative) -> QuerySet[CodingTask]:
    tasks = CodingTask.objects.filter(codebook__initiative=initiative)
    return tasks.select_related("codebook", "made_by", "run")
