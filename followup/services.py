"""Answering a theme, and saying what became of it."""

from datetime import date

from django.db import transaction
from django.utils.formats import date_format

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from analysis.models import Theme
from followup.models import Action, ActionUpdate
from initiatives.models import DecisionPoint
from initiatives.wording import clean_words

State = Action.State


class Incomplete(ValueError):
    """Something is missing for this step. The message says what."""


@transaction.atomic
def answer_theme(
    *,
    actor: User,
    theme: Theme,
    decision_point: DecisionPoint | None,
    what: str,
    owner: str = "",
    due_on: date | None = None,
    state: str = State.PROPOSED,
    reason: str = "",
) -> Action:
    """Answer an approved theme: propose an action, or accept or decline it at once.

    The same words for the same theme twice are one answer (a double click). Raises Incomplete as
    `move_action` does, and InvalidTransition for a theme that is not approved.
    """
    _lock_approved(theme)
    known = Action.objects.filter(
        theme=theme, what=clean_words(what), decision_point=decision_point, made_by=actor
    ).first()
    if known is not None:
        return known
    action = propose_action(
        actor=actor,
        theme=theme,
        decision_point=decision_point,
        what=what,
        owner=owner,
        due_on=due_on,
    )
    if state == State.PROPOSED:
        return action
    return move_action(actor=actor, action=action, state=state, reason=reason)


@transaction.atomic
def propose_action(
    *,
    actor: User,
    theme: Theme,
    decision_point: DecisionPoint | None,
    what: str,
    owner: str = "",
    due_on: date | None = None,
) -> Action:
    """Write down an answer to an approved theme; it is not public until it is accepted or declined.

    Raises InvalidTransition for a theme that is not approved: only what is approved is answered.
    """
    _lock_approved(theme)
    action = Action.objects.create(
        initiative_id=theme.codebook.initiative_id,
        theme=theme,
        decision_point=decision_point,
        what=_required(what, "Write what is done, or what was asked for."),
        owner=clean_words(owner),
        due_on=due_on,
        made_by=actor,
    )
    _record(actor, action, "", "")
    return action


def _lock_approved(theme: Theme) -> None:
    """The lock makes a double click wait for its first half."""
    locked = Theme.objects.select_for_update().get(pk=theme.pk)
    if locked.state != Theme.State.APPROVED:
        raise InvalidTransition("This theme is not approved now. Approve its summary first.")


@transaction.atomic
def edit_action(
    *,
    actor: User,
    action: Action,
    decision_point: DecisionPoint | None,
    what: str,
    owner: str,
    due_on: date | None,
    reason: str = "",
) -> Action:
    """Change the words, owner, date or published reason; the state is changed by `move_action`.

    What changed stands in its history: a day that is put off is not put off in silence.
    """
    locked = Action.objects.select_for_update().get(pk=action.pk)
    before = _facts(locked)
    locked.decision_point = decision_point
    locked.what = _required(what, "Write what is done, or what was asked for.")
    locked.owner, locked.due_on = clean_words(owner), due_on
    if locked.state in Action.NEEDS_REASON:
        locked.reason = _required(reason, "Write the reason. People will read it.")
    elif locked.state != State.PROPOSED:
        _require_owner_and_date(locked)
    note = _changes(before, _facts(locked))
    if not note:
        return locked
    locked.save()
    ActionUpdate.objects.create(
        action=locked, by=actor, from_state=locked.state, to_state=locked.state, note=note
    )
    audit.record(actor=actor, verb="edit_action", subject=locked, initiative=locked.initiative_id)
    return locked


def _facts(action: Action) -> dict[str, str]:
    return {
        "words": action.what,
        "decision point": str(action.decision_point or "none"),
        "owner": action.owner or "nobody",
        "due day": date_format(action.due_on, "j M Y") if action.due_on else "none",
        "reason": action.reason,
    }


def _changes(before: dict[str, str], after: dict[str, str]) -> str:
    """A line for each fact that changed; long texts are only named."""
    lines = []
    for name, new in after.items():
        if before[name] == new:
            continue
        long = name in ("words", "reason")
        lines.append(f"Changed the {name}" + ("." if long else f": {before[name]} → {new}."))
    return "\n".join(lines)


@transaction.atomic
def move_action(
    *, actor: User, action: Action, state: str, reason: str = "", note: str = ""
) -> Action:
    """Take an action to its next state.

    An action that is declined or abandoned needs a reason, which is published; one that is
    accepted needs an owner and a date (Incomplete otherwise). A reason that holds no longer stays
    in the history.
    """
    locked = Action.objects.select_for_update().get(pk=action.pk)
    old = locked.state
    require_step(Action.STEPS, old, state, "action")
    locked.state = state
    if state in Action.NEEDS_REASON:
        locked.reason = _required(reason, "Write the reason. People will read it.")
        note = "\n".join(filter(None, [f"Reason: {locked.reason}", clean_words(note)]))
    else:
        locked.reason = ""
        _require_owner_and_date(locked)
    locked.save()
    _record(actor, locked, old, note)
    return locked


@transaction.atomic
def remove_action(*, actor: User, action: Action) -> None:
    """Delete an action that was only proposed: nobody outside the team has seen it."""
    locked = Action.objects.select_for_update().get(pk=action.pk)
    if locked.state != State.PROPOSED:
        raise InvalidTransition(
            "This action is public, so it stays on record. Decline or abandon it with a reason."
        )
    audit.record(actor=actor, verb="remove_action", subject=locked, initiative=locked.initiative_id)
    locked.delete()


def _required(text: str, otherwise: str) -> str:
    text = clean_words(text)
    if not text:
        raise Incomplete(otherwise)
    return text


def _require_owner_and_date(action: Action) -> None:
    if not action.owner or not action.due_on:
        raise Incomplete("Name an owner and a date first, so that people can hold us to it.")


def _record(actor: User, action: Action, old: str, note: str) -> None:
    ActionUpdate.objects.create(
        action=action, by=actor, from_state=old, to_state=action.state, note=clean_words(note)
    )
    audit.record(
        actor=actor,
        verb=f"action_{action.state.lower()}",
        subject=action,
        initiative=action.initiative_id,
    )
