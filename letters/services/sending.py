"""Sending what is due, and noting what became of it."""

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction

from accounts.hashes import code_for
from letters.delivery import Outcome, Run, deliver
from letters.models import Letter
from letters.registry import all_kinds
from letters.wire import NotSent, ServerAway, Unsure, Wire

log = logging.getLogger("heard.letters")
State, Reason = Letter.State, Letter.Reason
# A letter that cannot be made is given up after so many tries; one that a mail server could not
# take just then, after about a day.
ATTEMPTS, ATTEMPTS_AWAY = 5, 30
LONGEST_WAIT = timedelta(hours=1)
# While somebody sends a letter nobody else takes it. Longer than any talk with a mail server.
CLAIMED = timedelta(minutes=10)
# A run ends before the next worker would be held up by it.
RUN_SECONDS = 60


def send_due_letters(*, now: datetime, limit: int = 200, seconds: float = RUN_SECONDS) -> int:
    """Send what is due at `now`, over one connection; returns how many went out.

    What people must act on goes first. When the mail server is away the run ends, and the letters
    behind are not touched.
    """
    urgent = [kind.name for kind in all_kinds() if kind.must_act]
    due = Letter.objects.due(now).urgent_first(urgent).values_list("pk", flat=True)
    ends, sent = time.monotonic() + seconds, 0
    with Wire() as wire:
        run = Run(now, wire)
        for pk in list(due[:limit]):
            if time.monotonic() > ends:
                break
            try:
                sent += send_letter(letter_id=pk, run=run)
            except ServerAway:
                break
    return sent


def send_letter(*, letter_id: int, run: Run) -> bool:
    """Send one letter; True when it went out.

    The row is claimed first by moving its due time, so that two workers never send it both. What
    fails, in its making or in its sending, is tried again later, and keeps no other letter
    waiting. Raises ServerAway, after noting it: nothing else can be sent now either.

    When this program dies between sending and noting, what a person must act on is sent again
    (`must_act`), and nothing else is: that ends as FAILED, "it may have gone out".
    """
    letter = _claim(letter_id, run.now)
    if letter is None:
        return False
    if letter.is_handed_over:
        _end(letter, Outcome(State.FAILED, Reason.UNSURE), run.now)
        return False
    try:
        outcome = deliver(letter, run)
    except NotSent as error:
        _postpone(letter, run.now, error.reason, ATTEMPTS_AWAY, is_final=error.is_final)
        if isinstance(error, ServerAway):
            raise
        return False
    except Unsure:
        _postpone(letter, run.now, Reason.UNSURE, ATTEMPTS, is_final=letter.is_handed_over)
        return False
    except Exception as error:  # whatever the app that made this kind raises
        # Neither the message nor the traceback: both may hold an address or words.
        log.warning("letter %s (%s) not sent: %s", letter.pk, letter.kind, type(error).__name__)
        _postpone(letter, run.now, Reason.MAKING, ATTEMPTS)
        return False
    return _end(letter, outcome, run.now)


@transaction.atomic
def _claim(letter_id: int, now: datetime) -> Letter | None:
    """The letter, kept for this worker for a while; None where another has it."""
    letter = Letter.objects.select_for_update().due(now).filter(pk=letter_id).first()
    if letter is None:
        return None
    letter.attempts += 1
    letter.due_at = now + CLAIMED
    letter.reference = letter.reference or code_for("letter", str(letter.pk))
    letter.save(update_fields=["attempts", "due_at", "reference"])
    return letter


def _postpone(
    letter: Letter, now: datetime, reason: str, most: int, *, is_final: bool = False
) -> None:
    """Try again after 1, 2, 4 … minutes, at last every hour; or give it up."""
    if is_final or letter.attempts >= most:
        _end(letter, Outcome(State.FAILED, reason), now)
        return
    wait = min(timedelta(minutes=2 ** min(letter.attempts - 1, 10)), LONGEST_WAIT)
    _note(letter, due_at=now + wait, reason=reason, is_handed_over=False)


def _end(letter: Letter, outcome: Outcome, now: datetime) -> bool:
    """Note how the letter stands; True when it went out."""
    fields: dict = {"state": outcome.state, "reason": outcome.reason}
    fields["initiative"] = outcome.initiative or letter.initiative
    if outcome.wait_until is not None:
        # It was not tried, so this is no attempt.
        fields |= {"due_at": outcome.wait_until, "attempts": letter.attempts - 1}
        fields |= {"by_phone": outcome.by_phone, "is_handed_over": False}
    elif outcome.state == State.SENT:
        fields["sent_at"] = now
    else:
        # When it ended, for the list.
        fields["due_at"] = now
    _note(letter, **fields)
    return outcome.state == State.SENT


def _note(letter: Letter, **fields) -> None:
    """Write it, unless somebody ended the letter meanwhile (ticked it off the call list)."""
    Letter.objects.filter(pk=letter.pk, state=State.DUE).update(**fields)
