"""One run, theme or comment for one person; the permission is inside the fetch."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from analysis.models import CodebookChange, Run, Tag, Theme
from analysis.permissions import CODEBOOK_KEEPERS, CODERS, may_code, may_read_all
from feedback.comment_access import ORIGIN
from feedback.models import Comment
from initiatives.access import get_initiative_for
from initiatives.models import Initiative
from initiatives.permissions import ANALYSIS_TEAM


def get_run_for(
    user: User, slug: str, pk: int, *, to_change: bool = False
) -> tuple[Initiative, Run]:
    """A run for the analysis team; to cancel it one has to be an analyst."""
    initiative = get_initiative_for(user, slug, *(CODERS if to_change else ANALYSIS_TEAM))
    runs = Run.objects.filter(codebook__initiative=initiative)
    return initiative, get_object_or_404(runs.select_related("codebook", "asked_by"), pk=pk)


def find_comment_to_code(user: User, slug: str, pk: int) -> tuple[Initiative, Comment | None]:
    """A comment that may be evidence, for an analyst; None where it was taken back or replaced.

    Its original is not read. A comment of another initiative is not found (404).
    """
    initiative = get_initiative_for(user, slug, *CODERS)
    get_object_or_404(Comment.objects.filter(initiative=initiative).only("pk"), pk=pk)
    comments = Comment.objects.as_evidence().filter(initiative=initiative, pk=pk)
    return initiative, comments.select_related(*ORIGIN).defer("original").first()


def find_tag_to_remove(user: User, slug: str, pk: int) -> tuple[Initiative, Tag | None]:
    """A tag for an analyst; None where there is none (any more), or it is of another initiative."""
    initiative = get_initiative_for(user, slug, *CODERS)
    tags = Tag.objects.counted().filter(theme__codebook__initiative=initiative)
    tags = tags.select_related("theme", "comment").defer("comment__original")
    return initiative, tags.filter(pk=pk).first()


def visible_themes(initiative: Initiative) -> QuerySet[Theme]:
    """All themes for the analysis team; approved ones for everybody else."""
    themes = Theme.objects.filter(codebook__initiative=initiative)
    return themes if may_read_all(initiative.roles) else themes.approved()


def get_theme_for(user: User, slug: str, pk: int) -> tuple[Initiative, Theme]:
    """A theme to read; who is not of the analysis team finds approved ones only."""
    initiative = get_initiative_for(user, slug)
    themes = visible_themes(initiative).select_related("codebook", "parent")
    return initiative, get_object_or_404(themes, pk=pk)


def get_theme_for_team(user: User, slug: str, pk: int) -> tuple[Initiative, Theme]:
    """A theme for those who may see its counts, small ones as well."""
    initiative = get_initiative_for(user, slug, *ANALYSIS_TEAM)
    return initiative, get_object_or_404(visible_themes(initiative), pk=pk)


def get_theme_to_edit(user: User, slug: str, pk: int) -> tuple[Initiative, Theme]:
    """A theme for those who keep the codebook."""
    initiative = get_initiative_for(user, slug, *CODEBOOK_KEEPERS)
    themes = Theme.objects.filter(codebook__initiative=initiative)
    return initiative, get_object_or_404(themes.select_related("codebook", "parent"), pk=pk)


def get_theme_to_code(user: User, slug: str, pk: int) -> tuple[Initiative, Theme]:
    """A theme in use for an analyst: who moves its tags, sets its threshold, or audits it."""
    initiative = get_initiative_for(user, slug, *CODERS)
    themes = Theme.objects.in_use().filter(codebook__initiative=initiative)
    return initiative, get_object_or_404(themes.select_related("codebook", "parent"), pk=pk)


# What moves tags, or what is suggested, is undone by those who may do it.
OF_CODERS = frozenset(
    {CodebookChange.Kind.MERGE, CodebookChange.Kind.SPLIT, CodebookChange.Kind.THRESHOLD}
)


def get_change_to_undo(user: User, slug: str, pk: int) -> tuple[Initiative, CodebookChange]:
    """A change of the codebook for those who may make one like it."""
    initiative = get_initiative_for(user, slug, *CODEBOOK_KEEPERS)
    changes = CodebookChange.objects.filter(codebook__initiative=initiative)
    change = get_object_or_404(changes.select_related("theme", "other"), pk=pk)
    if change.kind in OF_CODERS and not may_code(initiative.roles):
        raise PermissionDenied
    return initiative, change
