"""The record of what was changed in the codebook: who, when, and what it was before."""

from typing import Any

from django.db.models import F

from accounts.models import User
from analysis.models import Codebook, CodebookChange, Theme

WORDING = (
    "name",
    "definition",
    "includes",
    "excludes",
    "keywords",
    "phrases",
    "counter_phrases",
    "memo",
)
REMEMBERED = (*WORDING, "parent_id", "decision_point_id", "order", "state", "threshold")
Snapshot = dict[str, Any]


class ThemeRefused(ValueError):
    """A theme cannot be kept so. The message says why."""


def raise_version(codebook: Codebook) -> Codebook:
    """A new version; whoever changes the codebook at the same time waits here."""
    Codebook.objects.filter(pk=codebook.pk).update(version=F("version") + 1)
    codebook.refresh_from_db(fields=["version"])
    return codebook


def snapshot(theme: Theme) -> Snapshot:
    """All that can be changed of a theme, as the row has it."""
    return {key: getattr(theme, key) for key in REMEMBERED}


def note_change(
    *,
    actor: User | None,
    codebook: Codebook,
    kind: str,
    theme: Theme,
    was: Snapshot | None = None,
    **fields: object,
) -> CodebookChange:
    """Keep one change. `was` is the theme before it; only what differs from now is written."""
    now = snapshot(theme)
    was = now if was is None else was
    return CodebookChange.objects.create(
        codebook=codebook,
        version=codebook.version,
        by=actor,
        kind=kind,
        theme=theme if theme.pk else None,
        name=theme.name,
        before={key: value for key, value in was.items() if now[key] != value},
        after={key: value for key, value in now.items() if was[key] != value},
        **fields,
    )


def refuse_circle(theme: Theme, parent: Theme | None) -> None:
    """Raises ThemeRefused where the theme would come to stand below itself."""
    while parent is not None:
        if parent.pk == theme.pk:
            raise ThemeRefused("A theme cannot stand below itself.")
        parent = parent.parent


def theme_now(theme: int) -> int:
    """The number of the theme that a retired one was merged into since, or its own."""
    seen: set[int] = set()
    merged = CodebookChange.objects.standing().filter(
        kind=CodebookChange.Kind.MERGE, theme__state=Theme.State.RETIRED, other__isnull=False
    )
    while theme not in seen:
        seen.add(theme)
        theme = merged.filter(theme=theme).values_list("other", flat=True).first() or theme
    return theme
