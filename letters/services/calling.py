"""The call and text list: somebody without an address is told by a person."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.states import require_step
from letters.contacts import hash_of
from letters.models import Letter
from letters.registry import kind_of
from letters.services.stopping import stop

State, Reason = Letter.State, Letter.Reason


@transaction.atomic
def note_reached(*, actor: User, letter: Letter, now: datetime) -> None:
    """The person was told. Raises InvalidTransition where somebody noted it before."""
    _end(actor, letter, "reached_by_phone", State.SENT, sent_at=now)


@transaction.atomic
def note_no_answer(*, actor: User, letter: Letter) -> None:
    """Nobody answered: the letter stays on the list, with one more try."""
    locked = _locked(letter, State.SENT)
    locked.calls += 1
    locked.save(update_fields=["calls"])
    _audit(actor, "called_without_answer", locked)


@transaction.atomic
def note_not_needed(*, actor: User, letter: Letter) -> None:
    """The person need not be told."""
    _end(actor, letter, "call_not_needed", State.CANCELLED, reason=Reason.NEEDLESS)


@transaction.atomic
def note_no_more(*, actor: User, letter: Letter) -> None:
    """The person said that they want no more of our messages."""
    content = kind_of(letter.kind).resolve(letter.subject, letter.occasion)
    if content is not None:
        contact = hash_of(email=content.to, phone="" if content.to else content.phone)
        stop(contact_hash=contact, initiative=letter.initiative, actor=actor)
    _end(actor, letter, "asked_for_no_more", State.CANCELLED, reason=Reason.STOPPED)


@transaction.atomic
def put_back(*, actor: User, letter: Letter, now: datetime) -> None:
    """Take back what was ticked off by mistake: it stands on the list again."""
    locked = Letter.objects.select_for_update().get(pk=letter.pk, by_phone=True)
    require_step(Letter.STEPS, locked.state, State.DUE, "letter")
    locked.state, locked.reason, locked.sent_at, locked.due_at = State.DUE, "", None, now
    locked.save(update_fields=["state", "reason", "sent_at", "due_at"])
    _audit(actor, "put_back_on_call_list", locked)


def _locked(letter: Letter, new: str) -> Letter:
    locked = Letter.objects.select_for_update().get(pk=letter.pk, by_phone=True)
    require_step({"DUE": Letter.STEPS["DUE"]}, locked.state, new, "letter")
    return locked


def _end(actor: User, letter: Letter, verb: str, state: str, **fields) -> None:
    locked = _locked(letter, state)
    for name, value in {"state": state, **fields}.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *fields])
    _audit(actor, verb, locked)


def _audit(actor: User, verb: str, letter: Letter) -> None:
    audit.record(actor=actor, verb=verb, subject=letter, initiative=letter.initiative or None)
