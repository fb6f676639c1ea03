"""Undoing a change of the codebook: one more change, never a deletion."""

from django.db import transaction
from django.db.models import Q, RestrictedError

from accounts import audit
from accounts.models import User
from accounts.states import require_step
from analysis.models import Codebook, CodebookChange, Decision, Tag, Theme
from analysis.services.changes import (
    Snapshot,
    ThemeRefused,
    note_change,
    raise_version,
    refuse_circle,
    snapshot,
)
from analysis.services.codebook import free_name
from analysis.services.merging import put_back

Kind = CodebookChange.Kind
# A new theme is retired or deleted instead.
CANNOT = {Kind.MAKE, Kind.UNDO}


@transaction.atomic
def undo_change(*, actor: User, change: CodebookChange) -> CodebookChange:
    """Put the theme back as it was before a change, with the tags that the change moved.

    Raises ThemeRefused where it was undone already, a newer change of the same theme stands in
    the way, or the name is taken.
    """
    codebook = raise_version(Codebook.objects.get(pk=change.codebook_id))
    change.refresh_from_db()
    _refuse_undo(change)
    theme = change.theme if change.kind != Kind.REMOVE else _made_again(codebook, change)
    was = snapshot(theme)
    tags = _restore(change, theme)
    audit.record(actor=actor, verb="undo_change", subject=theme, initiative=codebook.initiative_id)
    return note_change(
        actor=actor,
        codebook=codebook,
        kind=Kind.UNDO,
        theme=theme,
        was=was,
        tags_moved=tags,
        undoes=change,
    )


def _refuse_undo(change: CodebookChange) -> None:
    if change.kind in CANNOT:
        raise ThemeRefused("This cannot be undone. Retire or delete the theme instead.")
    if not CodebookChange.objects.standing().filter(pk=change.pk).exists():
        raise ThemeRefused("This was undone already.")
    if change.kind == Kind.REMOVE:
        return
    if change.theme is None or (change.kind in {Kind.MERGE, Kind.SPLIT} and change.other is None):
        raise ThemeRefused("One of its themes was deleted since. Undo that first.")
    if newer := newer_than(change):
        raise ThemeRefused(f"“{newer.name}” was changed again since. Undo the newest change first.")


def newer_than(change: CodebookChange) -> CodebookChange | None:
    """The first standing change of the same themes since; it must be undone before this one."""
    themes = {pk for pk in (change.theme_id, change.other_id) if pk}
    # The theme that a split makes is noted as made just before it.
    newer = CodebookChange.objects.standing().filter(
        Q(theme__in=themes) | Q(other__in=themes), pk__gt=change.pk
    )
    return newer.order_by("pk").first()


def _made_again(codebook: Codebook, change: CodebookChange) -> Theme:
    was = dict(change.before)
    free_name(codebook.theme_set.all(), was["name"])
    if codebook.theme_set.filter(code=was["code"]).exists():
        raise ThemeRefused(f"Another theme has the code “{was['code']}” now.")
    return Theme.objects.create(codebook=codebook, **_still_there(codebook, was))


def _still_there(codebook: Codebook, fields: Snapshot) -> Snapshot:
    """The fields without a parent or a decision point that was deleted since."""
    there = {
        "parent_id": codebook.theme_set,
        "decision_point_id": codebook.initiative.decisionpoint_set,
    }
    gone = {
        key: None
        for key, rows in there.items()
        if fields.get(key) is not None and not rows.filter(pk=fields[key]).exists()
    }
    return fields | gone


def _restore(change: CodebookChange, theme: Theme) -> int:
    """Write the fields back; returns how many tags moved with it."""
    if change.kind == Kind.REMOVE:
        return 0
    before = _still_there(theme.codebook, dict(change.before))
    if "state" in before:
        require_step(Theme.STEPS, theme.state, before["state"], "theme")
    if "name" in before:
        free_name(theme.codebook.theme_set.exclude(pk=theme.pk), before["name"])
    for key, value in before.items():
        setattr(theme, key, value)
    if "parent_id" in before:
        refuse_circle(theme, Theme.objects.filter(pk=theme.parent_id).first())
    theme.save()
    for pk, order in change.moved.get("orders", ()):
        Theme.objects.filter(pk=pk, codebook=theme.codebook_id).update(order=order)
    theme.refresh_from_db()
    tags = put_back(change) if change.kind in {Kind.MERGE, Kind.SPLIT} else 0
    if change.kind == Kind.SPLIT:
        _put_away(change.other)
    return tags


def _put_away(theme: Theme) -> None:
    """The theme that a split had made: deleted, or retired where somebody used it since."""
    used = Tag.objects.filter(theme=theme).exists() or theme.theme_set.exists()
    used = used or Decision.objects.filter(Q(theme=theme) | Q(suggestion__theme=theme)).exists()
    try:
        if not used:
            with transaction.atomic():
                theme.delete()
            return
    except RestrictedError:
        # An action, which this app does not know, answers it.
        used = True
    Theme.objects.filter(pk=theme.pk).update(state=Theme.State.RETIRED)
