"""Keeping the codebook. Each change raises its version; a run keeps the one it used."""

import csv
from pathlib import Path

from django.db import transaction
from django.db.models import Max, Q, QuerySet, RestrictedError
from django.utils.text import slugify

from accounts import audit
from accounts.models import User
from accounts.states import require_step
from analysis.models import Codebook, CodebookChange, Decision, SummaryVersion, Tag, Theme
from analysis.services.changes import (
    WORDING,
    ThemeRefused,
    note_change,
    raise_version,
    refuse_circle,
    snapshot,
)
from initiatives.models import DecisionPoint, Initiative
from initiatives.wording import clean_words

STARTER = Path(__file__).resolve().parent.parent / "starters" / "codebook.csv"
Kind = CodebookChange.Kind


def codebook_of(initiative: Initiative) -> Codebook:
    """The initiative's codebook, made empty at the first call."""
    return Codebook.objects.get_or_create(initiative=initiative)[0]


def starter_rows() -> list[dict[str, str]]:
    """The rows of the starter codebook (child welfare; `docs/analysts.md` tells its source)."""
    with STARTER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def make_theme(
    *,
    actor: User,
    initiative: Initiative,
    name: str,
    parent: Theme | None = None,
    decision_point: DecisionPoint | None = None,
    **words: str,
) -> Theme:
    """A new theme (a draft until its first summary is approved); `words` as of `WORDING`."""
    codebook = raise_version(codebook_of(initiative))
    name = free_name(codebook.theme_set.all(), name)
    last = codebook.theme_set.aggregate(last=Max("order"))["last"] or 0
    theme = Theme.objects.create(
        codebook=codebook,
        code=_free_code(codebook, name),
        name=name,
        parent=parent,
        decision_point=decision_point,
        order=last + 1,
        made_by=actor,
        **{key: clean_words(value) for key, value in words.items()},
    )
    note_change(actor=actor, codebook=codebook, kind=Kind.MAKE, theme=theme)
    audit.record(actor=actor, verb="make_theme", subject=theme, initiative=initiative.pk)
    return theme


def free_name(others: QuerySet[Theme], name: str) -> str:
    """The name, cleaned. Raises ThemeRefused where one of the others has it: two themes of one
    name could not be told apart in the review.
    """
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
def edit_theme(*, actor: User, theme: Theme, parent: Theme | None, **fields) -> Theme:
    """Change a theme's words (as of `WORDING`), its place in the tree or its `decision_point`.

    Its code stays, and so does what is not named. Where nothing differs nothing is written.
    """
    codebook = theme.codebook
    # Of the state, too, what is now: somebody may have retired it while the form was open.
    theme.refresh_from_db()
    was = snapshot(theme)
    refuse_circle(theme, parent)
    if fields.get("name", theme.name) != theme.name:
        fields["name"] = free_name(codebook.theme_set.exclude(pk=theme.pk), fields["name"])
    theme.parent = parent
    theme.decision_point = fields.pop("decision_point", theme.decision_point)
    for key in WORDING:
        if key in fields:
            setattr(theme, key, clean_words(fields[key]))
    if snapshot(theme) == was:
        return theme
    raise_version(codebook)
    theme.save(update_fields=[*WORDING, "parent", "decision_point"])
    note_change(actor=actor, codebook=codebook, kind=Kind.EDIT, theme=theme, was=was)
    audit.record(actor=actor, verb="edit_theme", subject=theme, initiative=codebook.initiative_id)
    return theme


@transaction.atomic
def move_theme(*, actor: User, theme: Theme, up: bool) -> Theme:
    """One place up or down among those that stand below the same theme; at the end it stays."""
    codebook = theme.codebook
    siblings = list(codebook.theme_set.in_use().filter(parent=theme.parent_id))
    place = next((n for n, row in enumerate(siblings) if row.pk == theme.pk), None)
    to = None if place is None else place + (-1 if up else 1)
    if to is None or not 0 <= to < len(siblings):
        return theme
    was = {row.pk: snapshot(row) for row in siblings}
    siblings[place], siblings[to] = siblings[to], siblings[place]
    for order, row in enumerate(siblings, 1):
        row.order = order
    Theme.objects.bulk_update(siblings, ["order"])
    raise_version(codebook)
    note_change(
        actor=actor,
        codebook=codebook,
        kind=Kind.MOVE,
        theme=siblings[to],
        was=was[theme.pk],
        moved={"orders": [[pk, row["order"]] for pk, row in was.items()]},
    )
    audit.record(actor=actor, verb="move_theme", subject=theme, initiative=codebook.initiative_id)
    return siblings[to]


@transaction.atomic
def retire_theme(*, actor: User, theme: Theme) -> Theme:
    """Suggest a theme no more. Its tags stay."""
    return _set_state(actor, theme, Theme.State.RETIRED, Kind.RETIRE)


@transaction.atomic
def take_up_theme(*, actor: User, theme: Theme) -> Theme:
    """Use a retired theme again. It is what it was: approved only with an approved summary."""
    versions = SummaryVersion.objects.approved().filter(summary__theme=theme)
    state = Theme.State.APPROVED if versions.exists() else Theme.State.DRAFT
    return _set_state(actor, theme, state, Kind.TAKE_UP)


def _set_state(actor: User, theme: Theme, state: str, kind: str) -> Theme:
    codebook = raise_version(theme.codebook)
    locked = Theme.objects.select_for_update().get(pk=theme.pk)
    require_step(Theme.STEPS, locked.state, state, "theme")
    was = snapshot(locked)
    locked.state = state
    locked.save(update_fields=["state"])
    note_change(actor=actor, codebook=codebook, kind=kind, theme=locked, was=was)
    audit.record(
        actor=actor,
        verb=f"{kind.lower()}_theme",
        subject=locked,
        initiative=codebook.initiative_id,
    )
    return locked


@transaction.atomic
def remove_theme(*, actor: User, theme: Theme) -> None:
    """Delete a theme that nobody has used; a used one is retired instead."""
    codebook = raise_version(theme.codebook)
    # What was decided on its suggestions would go with them, even where it became another theme.
    decided = Decision.objects.filter(Q(theme=theme) | Q(suggestion__theme=theme))
    if Tag.objects.filter(theme=theme).exists() or decided.exists():
        raise ThemeRefused("This theme is on comments. Retire it instead, so that they keep it.")
    if theme.theme_set.exists():
        raise ThemeRefused("Other themes stand below this one. Move them first.")
    audit.record(actor=actor, verb="remove_theme", subject=theme, initiative=codebook.initiative_id)
    was = snapshot(theme) | {"code": theme.code}
    try:
        theme.delete()
    except RestrictedError:
        # An action, which this app does not know, answers it.
        raise ThemeRefused("Something is being done about this theme. Retire it instead.") from None
    CodebookChange.objects.create(
        codebook=codebook,
        version=codebook.version,
        by=actor,
        kind=Kind.REMOVE,
        name=theme.name,
        before=was,
    )
