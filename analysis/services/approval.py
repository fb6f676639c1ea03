"""The second person: approves a summary (the first of a theme with it), or returns it."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.hashes import keyed_hash
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from analysis import letters
from analysis.models import SentenceEvidence, SummaryVersion, Theme
from analysis.services.summaries import (
    NoEvidence,
    evidence_that_stands,
    lock,
    record_step,
)
from analysis.summaries.authorship import authors_of
from initiatives.services.texts import SOURCE, write_text
from initiatives.wording import clean_words

State = SummaryVersion.State


class WroteIt(PermissionDenied):
    """Who wrote or edited a sentence cannot approve that version, administrators included."""


CHANGED = "This summary or its name was changed after you opened the page. Read it once more."


def token_of(version: SummaryVersion) -> str:
    """What a person has before them on the approver's page, as a short word for its form.

    It is another one when the version was taken back and handed in again, or when what it is about
    got another name or definition: nobody approves what they have not seen.
    """
    about = version.summary.about
    definition = about.definition if isinstance(about, Theme) else ""
    seen = [version.pk, version.submitted_at, about.name, definition]
    return keyed_hash("summary-seen", "\x00".join(map(str, seen)))[:32]


def _require_seen(version: SummaryVersion, seen: str) -> None:
    if not constant_time_compare(seen, token_of(version)):
        raise InvalidTransition(CHANGED)


@transaction.atomic
def approve_summary(
    *, actor: User, version: SummaryVersion, found_safe: Collection[int], seen: str
) -> SummaryVersion:
    """Approve a submitted version; a theme is approved with it, the version before is superseded.

    `found_safe` are the numbers of the quotes in which the approver found no name, place or detail
    that points to a person: every quote must be among them (NoEvidence otherwise). Raises WroteIt
    for an author, NoEvidence where words were taken back meanwhile, and InvalidTransition where
    another approver was quicker or the version is not what was `seen` (`token_of`); the same
    approver twice (a double click) is one approval.
    """
    locked = lock(version)
    if locked.state == State.APPROVED and locked.decided_by_id == actor.pk:
        return locked
    require_step(SummaryVersion.STEPS, locked.state, State.APPROVED, "summary")
    _require_seen(locked, seen)
    if actor.pk in authors_of(locked):
        raise WroteIt("You wrote or edited this version, so another person has to approve it.")
    quotes = _quotes_that_stand(locked)
    if set(quotes) - set(found_safe):
        raise NoEvidence("Say for each quote that it has no name, place or detail of a person.")
    SentenceEvidence.objects.filter(pk__in=quotes).update(found_safe_by=actor)
    locked.summary.summaryversion_set.filter(state=State.APPROVED).update(state=State.SUPERSEDED)
    locked.state = State.APPROVED
    locked.decided_by, locked.decided_at = actor, timezone.now()
    locked.save(update_fields=["state", "decided_by", "decided_at"])
    if locked.summary.theme is not None:
        _approve_theme(locked.summary.theme)
    _approve_words(locked)
    record_step(actor, "approve_summary", locked)
    return locked


def _quotes_that_stand(version: SummaryVersion) -> list[int]:
    quotes = []
    for sentence in version.sentence_set.all():
        standing = evidence_that_stands(sentence)
        if not standing or len(standing) < sentence.sentenceevidence_set.count():
            raise NoEvidence(
                f"Sentence {sentence.order} rests on words that were taken back meanwhile. "
                "Return the summary."
            )
        quotes += [row.pk for row in standing if row.is_quoted]
    return quotes


def _approve_words(version: SummaryVersion) -> None:
    """Words of ours become Texts: from now on they may be translated, and never change."""
    initiative = version.summary.initiative
    for sentence in version.sentence_set.exclude(words=""):
        sentence.text = write_text(initiative=initiative, words={SOURCE: sentence.words})
        sentence.save(update_fields=["text"])


def _approve_theme(theme: Theme) -> None:
    """Its name and definition are approved as they stand now: readers see these from here on.

    A retired theme is taken up again first, on purpose, not in passing.
    """
    if theme.state == Theme.State.RETIRED:
        raise InvalidTransition("This theme is retired. Take it up again before you approve it.")
    if theme.state != Theme.State.APPROVED:
        require_step(Theme.STEPS, theme.state, Theme.State.APPROVED, "theme")
    theme.state = Theme.State.APPROVED
    theme.approved_name, theme.approved_definition = theme.name, theme.definition
    theme.save(update_fields=["state", "approved_name", "approved_definition"])


@transaction.atomic
def return_summary(
    *, actor: User, version: SummaryVersion, reason: str, seen: str
) -> SummaryVersion:
    """Send a submitted version back, with a reason for those who wrote it; `seen` as above."""
    locked = lock(version)
    if locked.state == State.RETURNED and locked.decided_by_id == actor.pk:
        return locked
    require_step(SummaryVersion.STEPS, locked.state, State.RETURNED, "summary")
    _require_seen(locked, seen)
    reason = clean_words(reason)
    if not reason:
        raise NoEvidence("Write what has to change, so that the others can go on.")
    locked.state, locked.reason = State.RETURNED, reason
    locked.decided_by, locked.decided_at = actor, timezone.now()
    locked.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record_step(actor, "return_summary", locked)
    letters.tell_of_return(locked)
    return locked
