"""Answering a theme, and saying what became of it."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from analysis.models import Theme
from followup.models import Action, ActionUpdate
from initiatives.models import DecisionPoint

State = Action.State


class Incomplete(ValueError):
    """Something is missing for this step. The message says what."""


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
    if theme.state != Theme.State.APPROVED:
        raise InvalidTransition("This theme is not approved yet. Approve its summary first.")
    action = Action.objects.create(
        initiative_id=theme.codebook.initiative_id,
        theme=theme,
        decision_point=decision_point,
        what=_required(what, "Write what is done, or what was asked for."),
        owner=owner.strip(),
        due_on=due_on,
        made_by=actor,
    )
    _record(actor, action, "", "")
    return action


@transaction.atomic
def edit_action(
    *,
    actor: User,
    action: Action,
    decision_point: DecisionPoint | None,
    what: str,
    owner: str,
    due_on: date | None,
) -> Action:
    """Change the words, owner or date of an action; its state is changed by `move_action`."""
    locked = Action.objects.select_for_update().get(pk=action.pk)
    locked.decision_point = decision_point
    locked.what = _required(what, "Write what is done, or what was asked for.")
    locked.owner, locked.due_on = owner.strip(), due_on
    if locked.state not in (State.PROPOSED, State.DECLINED, State.ABANDONED):
        _require_owner_and_date(locked)
    locked.save()
    audit.record(actor=actor, verb="edit_action", subject=locked, initiative=locked.initiative_id)
    return locked


@transaction.atomic
def move_action(
    *, actor: User, action: Action, state: str, reason: str = "", note: str = ""
) -> Action:
    """Take an action to its next state.

    An action that is declined or abandoned needs a reason, which is published; one that is
    accepted needs an owner and a date (Incomplete otherwise).
    """
    locked = Action.objects.select_for_update().get(pk=action.pk)
    old = locked.state
    require_step(Action.STEPS, old, state, "action")
    locked.state = state
    if state in Action.NEEDS_REASON:
        locked.reason = _required(reason, "Write the reason. People will read it.")
    else:
        _require_owner_and_date(locked)
    locked.save()
    _record(actor, locked, old, note)
    return locked


def _required(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Incomplete(otherwise)
    return text.strip()


def _require_owner_and_date(action: Action) -> None:
    if not action.owner or not action.due_on:
        raise Incomplete("Name an owner and a date first, so that people can hold us to it.")


def _record(actor: User, action: Action, old: str, note: str) -> None:
    ActionUpdate.objects.create(
        action=action, by=actor, from_state=old, to_state=action.state, note=note.strip()
    )
    audit.record(
        actor=actor,
        verb=f"action_{action.state.lower()}",
        subject=action,
        initiative=action.initiative_id,
    )
