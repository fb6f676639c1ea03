"""What becomes of one letter now: sent, put on the call list, left for the morning, or needless."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from letters import texts
from letters.contacts import hash_of
from letters.hours import wakes_at
from letters.message import message_of
from letters.models import Letter, LetterWords, Stopped
from letters.registry import Content, Kind, kind_of
from letters.rendering import Words, text_of, words_of
from letters.wire import Wire

State, Reason = Letter.State, Letter.Reason
# Somebody on the call list is looked at again so often: what became needless leaves the list.
LOOK_AGAIN = timedelta(hours=1)


@dataclass
class Run:
    """One run of the sweep: its time, its connection, and the wordings that it has read."""

    now: datetime
    wire: Wire
    _own: dict[tuple[int, str], LetterWords | None] = field(default_factory=dict)

    def own_words(self, initiative: int, kind: str) -> LetterWords | None:
        key = initiative, kind
        if key not in self._own:
            rows = LetterWords.objects.with_words()
            self._own[key] = rows.filter(initiative=initiative, kind=kind).first()
        return self._own[key]


@dataclass(frozen=True)
class Outcome:
    """How a letter stands afterwards. DUE with a time: it waits until then and has not failed."""

    state: str
    reason: str = ""
    wait_until: datetime | None = None
    by_phone: bool = False
    initiative: int = 0


def deliver(letter: Letter, run: Run) -> Outcome:
    """Ask the letter's kind for its content and do with it what is right now.

    A query that fails in its making is rolled back, so that it spoils no other letter. Raises what
    the kind raises, and NotSent and Unsure of `letters.wire`.
    """
    kind = kind_of(letter.kind)
    with transaction.atomic():
        content = kind.resolve(letter.subject, letter.occasion)
        if content is None:
            return Outcome(State.CANCELLED, Reason.NEEDLESS)
        about = content.initiative or letter.initiative
        outcome = _why_not(kind, content, run.now, about)
        if outcome is not None:
            return outcome
        words = words_of(kind, content, run.own_words(about, kind.name))
    if content.to:
        _mail(letter, kind, content, words, run)
        return Outcome(State.SENT, initiative=about)
    return _reach_by_phone(letter, kind, content, run.now, about)


def _why_not(kind: Kind, content: Content, now: datetime, about: int) -> Outcome | None:
    """What keeps the letter from going out now, or None."""
    if not content.to and not content.phone:
        return Outcome(State.CANCELLED, Reason.UNREACHABLE, initiative=about)
    if not kind.is_for_participants:
        return None
    if is_stopped(kind, content, about):
        return Outcome(State.CANCELLED, Reason.STOPPED, initiative=about)
    if kind.waits_for_day and not content.ignores_quiet:
        zone = content.zone or settings.TIME_ZONE
        morning = wakes_at(now, zone, settings.QUIET_FROM, settings.QUIET_UNTIL)
        if morning > now:
            return Outcome(State.DUE, wait_until=morning, initiative=about)
    return None


def is_stopped(kind: Kind, content: Content, about: int) -> bool:
    """Whether the receiver wants nothing more of the kind, from the initiative `about`."""
    if not kind.is_for_participants or kind.despite_stop:
        return False
    contact = hash_of(email=content.to, phone="" if content.to else content.phone)
    return Stopped.objects.covering(contact, about).exists()


def _mail(letter: Letter, kind: Kind, content: Content, words: Words, run: Run) -> None:
    message = message_of(content, words, letter.reference)
    run.wire.open()
    _before_handing_over(letter, kind)
    run.wire.send(message)


def _reach_by_phone(
    letter: Letter, kind: Kind, content: Content, now: datetime, about: int
) -> Outcome:
    """A text message where a gateway is set and the words fit; else the call and text list.

    Who was on the list already is called: two ways at once would be once too often.
    """
    words = "" if letter.by_phone else text_of(kind, content)
    gateway = texts.gateway() if words else None
    if gateway is not None:
        _before_handing_over(letter, kind)
        if texts.try_sending(gateway, content.phone, words, letter.reference):
            return Outcome(State.SENT, initiative=about)
    return Outcome(State.DUE, wait_until=now + LOOK_AGAIN, by_phone=True, initiative=about)


def _before_handing_over(letter: Letter, kind: Kind) -> None:
    """Note it before it leaves, where once too often is worse than never.

    When the program dies from here on, the next run finds the note and does not send again.
    """
    if not kind.must_act:
        letter.is_handed_over = True
        letter.save(update_fields=["is_handed_over"])
