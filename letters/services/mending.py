"""Letters that did not arrive: trying again, putting aside, and noting what came back."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.states import require_step
from initiatives.models import Initiative
from letters import bounces
from letters.models import Letter

State, Reason = Letter.State, Letter.Reason
# What was no fault of the letter or of its receiver: all of it can be tried again at once.
OURS = (Reason.AWAY, Reason.MAKING)


@transaction.atomic
def try_again(*, actor: User, letter: Letter, now: datetime) -> None:
    """Send a letter that failed once more. Raises InvalidTransition where it has not failed."""
    locked = Letter.objects.select_for_update().get(pk=letter.pk)
    require_step({"FAILED": {State.DUE}}, locked.state, State.DUE, "letter")
    Letter.objects.filter(pk=locked.pk).update(**_anew(now))
    _audit(actor, "send_again", letter)


@transaction.atomic
def try_all_again(*, actor: User, initiative: Initiative, now: datetime) -> int:
    """Send once more what failed for a reason of ours; returns how many letters that are."""
    failed = Letter.objects.of(initiative).failed().filter(reason__in=OURS)
    count = failed.update(**_anew(now))
    if count:
        audit.record(
            actor=actor, verb="send_all_again", subject=initiative, initiative=initiative.pk
        )
    return count


@transaction.atomic
def put_aside(*, actor: User, letter: Letter) -> None:
    """The person was told in another way, or need not be: the letter no longer waits."""
    locked = Letter.objects.select_for_update().get(pk=letter.pk)
    require_step({"FAILED": {State.CANCELLED}}, locked.state, State.CANCELLED, "letter")
    Letter.objects.filter(pk=locked.pk).update(state=State.CANCELLED)
    _audit(actor, "put_letter_aside", letter)


def read_bounces(*, mailbox: bounces.Mailbox) -> int:
    """Note every letter of ours that has come back; returns how many.

    A message is marked as read only after what it says is noted, so none is lost.
    """
    count = 0
    for number, raw in mailbox.unread():
        bounce = bounces.read(raw)
        is_ours = bounce is not None and note_bounce(
            reference=bounce.reference, reason=bounce.reason
        )
        mailbox.done_with(number, is_ours=is_ours)
        count += is_ours
    return count


@transaction.atomic
def note_bounce(*, reference: str, reason: str) -> bool:
    """A mail server far away sent the letter back; True where it is one of ours.

    A letter that was sent by somebody again in the meantime, or put aside, stays as it is.
    """
    letter = Letter.objects.select_for_update().filter(reference=reference.upper()).first()
    if letter is None:
        return False
    if letter.state == State.SENT:
        letter.state, letter.reason = State.FAILED, reason
        letter.save(update_fields=["state", "reason"])
        audit.record(
            actor=None,
            verb="letter_came_back",
            subject=letter,
            initiative=letter.initiative or None,
        )
    return True


def _audit(actor: User | None, verb: str, letter: Letter) -> None:
    audit.record(actor=actor, verb=verb, subject=letter, initiative=letter.initiative or None)


def _anew(now: datetime) -> dict:
    return {
        "state": State.DUE,
        "reason": "",
        "due_at": now,
        "attempts": 0,
        "is_handed_over": False,
        "sent_at": None,
    }
