"""Where themes that the review only offered stand in a comment, once a person puts them on it."""

from collections.abc import Collection, Iterable

from analysis.models import Decision, NextThemes, Run, Theme
from feedback.models import Comment
from feedback.redaction import to_original
from feedback.reports import hidden_spans


def themes_of(comment: Comment, numbers: Collection[int]) -> list[Theme]:
    """The themes in use of the comment's initiative among these numbers; one query."""
    if not numbers:
        return []
    themes = Theme.objects.in_use().filter(codebook__initiative=comment.initiative_id)
    return list(themes.filter(pk__in=numbers).order_by("pk"))


def places_of(comment: Comment, themes: Iterable[Theme]) -> list[tuple[Theme, int, int]]:
    """Each theme with the words of the comment that the last run found nearest to it (positions
    in the original); all of the comment where a run said nothing of it."""
    themes = list(themes)
    if not themes:
        return []
    rows = NextThemes.objects.filter(comment=comment, run__state=Run.State.DONE)
    row = rows.order_by("-run").first()
    near = {theme: (start, end) for theme, start, end in row.themes} if row else {}
    hidden = hidden_spans([comment.pk])[comment.pk]
    whole = to_original(hidden, 0, len(comment.redacted_text))
    return [(theme, *near.get(theme.pk, whole)) for theme in themes]


def not_refused(comment: Comment, themes: Collection[Theme]) -> list[Theme]:
    """Without those that a person has decided against on this comment; one query."""
    if not themes:
        return []
    against = Decision.objects.filter(
        comment=comment, verb=Decision.Verb.REJECT, decision=None, theme__in=themes
    )
    refused = set(against.values_list("theme_id", flat=True))
    return [theme for theme in themes if theme.pk not in refused]
