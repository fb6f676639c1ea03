"""What a person says they need in order to come, and what else is asked once they have a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition
from focusgroups.models import Accommodation, Registration, Session, Stipend
from focusgroups.models.accommodations import ANSWER_DAYS
from focusgroups.services.line import lock_registration
from focusgroups.services.stipends import promise_stipend
from initiatives.wording import clean_words

State = Accommodation.State
LONGEST_DETAIL = 500
NO_STIPEND = "NONE"


@dataclass(frozen=True)
class Need:
    """One thing that a person needs, as they said it."""

    kind: str
    number: int = 0
    detail: str = ""


@dataclass(frozen=True)
class Details:
    """What a person who has a place says beside their name. `stipend` is a form of it, or "NONE"
    from somebody who does not want it; empty where they were not asked.
    """

    needs: Sequence[Need] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    may_contact_later: bool = False
    stipend: str = ""


@transaction.atomic
def give_details(
    *, registration: Registration, details: Details | None, actor: User | None = None
) -> Registration:
    """Write down the details of somebody who has a place; None where they skipped them all.

    Raises InvalidTransition where they have no place: whoever waits is asked for nothing more.
    """
    _session, registration = lock_registration(registration)
    if registration.state != Registration.State.REGISTERED:
        raise InvalidTransition("Only somebody who has a place is asked for more.")
    registration.has_details = True
    if details is not None:
        registration.asked = dict(details.asked)
        registration.may_contact_later = details.may_contact_later
        set_needs(registration=registration, needs=details.needs, actor=actor)
        _set_stipend(registration, details.stipend)
    registration.save(update_fields=["has_details", "asked", "may_contact_later"])
    promise_stipend(registration=registration)
    return registration


@transaction.atomic
def set_needs(
    *, registration: Registration, needs: Sequence[Need], actor: User | None = None
) -> None:
    """Make these the needs of a person. What is arranged for one that stays as it was, stays.

    One that changed has to be answered anew; one that is gone is kept as "not needed any more",
    so that whoever arranged it sees so.
    """
    known = {each.kind: each for each in registration.accommodation_set.select_for_update()}
    for need in needs:
        _set_need(registration, known.pop(need.kind, None), need)
    for gone in known.values():
        gone.state, gone.detail, gone.number = State.NOT_NEEDED, "", 0
        gone.save(update_fields=["state", "detail", "number"])
    audit.record(
        actor=actor,
        verb="set_needs",
        subject=registration,
        initiative=registration.session.group.initiative_id,
    )


def _set_need(registration: Registration, row: Accommodation | None, need: Need) -> None:
    detail = clean_words(need.detail)[:LONGEST_DETAIL]
    row = row or Accommodation(registration=registration, kind=Accommodation.Kind(need.kind))
    is_same = (row.number, row.detail) == (need.number, detail) and row.state != State.NOT_NEEDED
    if row.pk is not None and is_same:
        return
    row.number, row.detail, row.state, row.answer = need.number, detail, State.ASKED, ""
    row.due_on = row.due_on or answer_day(registration.session)
    row.save()


def ask_needs_anew(registration: Registration) -> None:
    """After a move to another session: what was arranged was for another day and place."""
    rows = registration.accommodation_set.exclude(state=State.NOT_NEEDED)
    rows.update(state=State.ASKED, answer="", due_on=answer_day(registration.session))


def answer_day(session: Session) -> date:
    """The day by which a need of this session has to have an answer: not before today."""
    day = session.local_start.date() - timedelta(days=ANSWER_DAYS)
    return max(day, timezone.localdate(timezone=session.local_start.tzinfo))


def _set_stipend(registration: Registration, form: str) -> None:
    stipend = promise_stipend(registration=registration) if form else None
    if stipend is None or stipend.state == Stipend.State.GIVEN:
        return
    if form == NO_STIPEND:
        stipend.state = Stipend.State.DECLINED
    else:
        stipend.state, stipend.form = Stipend.State.PROMISED, Stipend.Form(form)
    stipend.save(update_fields=["state", "form"])
