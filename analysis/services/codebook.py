"""Keeping the codebook. Each change raises its version; a run keeps the one it used."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet, RestrictedError
from django.utils.text import slugify

from accounts import audit
from accounts.models import User
from accounts.states import require_step
from analysis.models import Codebook, Decision, SummaryVersion, Tag, Theme
from initiatives.models import Initiative
from initiatives.wording import clean_words

STARTER = Path(__file__).resolve().parent.parent / "starters" / "codebook.csv"
WORDING = ("name", "definition", "includes", "excludes", "keywords", "phrases")


class ThemeRefused(ValueError):
    """A theme cannot be kept so. The message says why."""


def codebook_of(initiative: Initiative) -> Codebook:
    """The initiative's codebook, made empty at the first call."""
    return Codebook.objects.get_or_create(initiative=initiative)[0]


def starter_rows() -> list[dict[str, str]]:
    """The rows of the starter codebook (child welfare; `docs/analysts.md` tells its source)."""
    with STARTER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def add_themes(
    *, actor: User | None, initiative: Initiative, rows: Iterable[Mapping[str, str]]
) -> list[Theme]:
    """Add themes from rows of a codebook file: code, label, definition, include, exclude,
    examples, parent and keywords (several separated by `;`). Codes that are there stay as they
    are, and where all are there nothing changes. Raises ThemeRefused for rows in a circle.
    """
    codebook = codebook_of(initiative)
    rows = list(rows)
    known = {theme.code: theme for theme in codebook.theme_set.all()}
    added = []
    for order, row in enumerate(rows, len(known) + 1):
        if row["code"] not in known:
            known[row["code"]] = _from_row(codebook, row, order, actor)
            added.append(known[row["code"]])
    if not added:
        return []
    _put_below(rows, known, added)
    _changed(codebook)
    audit.record(actor=actor, verb="add_themes", subject=codebook, initiative=initiative.pk)
    return added


def _put_below(rows, known: Mapping[str, Theme], added: list[Theme]) -> None:
    for row in rows:
        parent, theme = known.get(row.get("parent") or ""), known[row["code"]]
        if parent is not None and theme in added:
            _refuse_circle(theme, parent)
            theme.parent = parent
            theme.save(update_fields=["parent"])


def _refuse_circle(theme: Theme, parent: Theme | None) -> None:
    while parent is not None:
        if parent.pk == theme.pk:
            raise ThemeRefused("A theme cannot stand below itself.")
        parent = parent.parent


def _from_row(codebook: Codebook, row: Mapping[str, str], order: int, actor) -> Theme:
    return Theme.objects.create(
        codebook=codebook,
        code=row["code"],
        name=row["label"],
        definition=row.get("definition") or "",
        includes=row.get("include") or "",
        excludes=row.get("exclude") or "",
        keywords=_by_line(row.get("keywords")),
        phrases=_by_line(row.get("examples")),
        order=order,
        made_by=actor,
    )


def _by_line(text: str | None) -> str:
    return "\n".join(part.strip() for part in (text or "").split(";") if part.strip())


@transaction.atomic
def make_theme(
    *, actor: User, initiative: Initiative, name: str, parent: Theme | None = None, **words: str
) -> Theme:
    """A new theme (a draft until its first summary is approved); `words` as of `WORDING`."""
    codebook = _changed(codebook_of(initiative))
    name = _free_name(codebook.theme_set.all(), name)
    last = codebook.theme_set.aggregate(last=Max("order"))["last"] or 0
    theme = Theme.objects.create(
        codebook=codebook,
        code=_free_code(codebook, name),
        name=name,
        parent=parent,
        order=last + 1,
        made_by=actor,
        **{key: clean_words(value) for key, value in words.items()},
    )
    audit.record(actor=actor, verb="make_theme", subject=theme, initiative=initiative.pk)
    return theme


def _free_name(others: QuerySet[Theme], name: str) -> str:
    """The name, cleaned. Two themes of one name could not be told apart in the review."""
    name = clean_words(name)
    if not name:
        raise ThemeRefused("Give the theme a name.")
    if others.filter(name__iexact=name).exists():
        raise ThemeRefused(f"There is a theme called “{name}” already.")
    return name


def _free_code(codebook: Codebook, name: str) -> str:
    wish = slugify(name)[:70].replace("-", "_") or "theme"
    taken = set(codebook.theme_set.values_list("code", flat=True))
    codes = [wish, *(f"{wish}_{number}" for number in range(2, len(taken) + 3))]
    return next(code for code in codes if code not in taken)


@transaction.atomic
def edit_theme(*, actor: User, theme: Theme, parent: Theme | None, **words: str) -> Theme:
    """Change a theme's words (as of `WORDING`) or its place in the tree; its code stays."""
    codebook = _changed(theme.codebook)
    _refuse_circle(theme, parent)
    if words.get("name", theme.name) != theme.name:
        words["name"] = _free_name(codebook.theme_set.exclude(pk=theme.pk), words["name"])
    theme.parent = parent
    for key in WORDING:
        if key in words:
            setattr(theme, key, clean_words(words[key]))
    # Not the state: somebody may have approved or retired it while the form was open.
    theme.save(update_fields=[*WORDING, "parent"])
    audit.record(actor=actor, verb="edit_theme", subject=theme, initiative=codebook.initiative_id)
    return theme


@transaction.atomic
def retire_theme(*, actor: User, theme: Theme) -> Theme:
    """Suggest a theme no more. Its tags stay."""
    return _set_state(actor, theme, Theme.State.RETIRED, "retire_theme")


@transaction.atomic
def take_up_theme(*, actor: User, theme: Theme) -> Theme:
    """Use a retired theme again. It is what it was: approved only with an approved summary."""
    versions = SummaryVersion.objects.approved().filter(summary__theme=theme)
    state = Theme.State.APPROVED if versions.exists() else Theme.State.DRAFT
    return _set_state(actor, theme, state, "take_up_theme")


def _set_state(actor: User, theme: Theme, state: str, verb: str) -> Theme:
    codebook = _changed(theme.codebook)
    locked = Theme.objects.select_for_update().get(pk=theme.pk)
    require_step(Theme.STEPS, locked.state, state, "theme")
    locked.state = state
    locked.save(update_fields=["state"])
    audit.record(actor=actor, verb=verb, subject=locked, initiative=codebook.initiative_id)
    return locked


@transaction.atomic
def remove_theme(*, actor: User, theme: Theme) -> None:
    """Delete a theme that nobody has used; a used one is retired instead."""
    codebook = _changed(theme.codebook)
    # What was decided on its suggestions would go with them, even where it became another theme.
    decided = Decision.objects.filter(Q(theme=theme) | Q(suggestion__theme=theme))
    if Tag.objects.filter(theme=theme).exists() or decided.exists():
        raise ThemeRefused("This theme is on comments. Retire it instead, so that they keep it.")
    if theme.theme_set.exists():
        raise ThemeRefused("Other themes stand below this one. Move them first.")
    audit.record(actor=actor, verb="remove_theme", subject=theme, initiative=codebook.initiative_id)
    try:
        theme.delete()
    except RestrictedError:
        # An action, which this app does not know, answers it.
        raise ThemeRefused("Something is being done about this theme. Retire it instead.") from None


def _changed(codebook: Codebook) -> Codebook:
    Codebook.objects.filter(pk=codebook.pk).update(version=F("version") + 1)
    codebook.refresh_from_db(fields=["version"])
    return codebook
