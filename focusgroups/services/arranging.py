"""Arranging what people need in order to come."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from focusgroups.models import Accommodation, Session
from focusgroups.models.accommodations import late_rule
from initiatives.models import Membership, Role
from initiatives.wording import clean_words
from letters.services import send_later

LONGEST_ANSWER = 1000
# Nobody is written to about it before that hour.
MORNING = 8
COMING = (Session.State.PLANNED, Session.State.OPEN)


@dataclass(frozen=True)
class Arrangement:
    """Where a need stands, who sees to it until when, and what the person is told."""

    state: str
    arranger: User | None = None
    due_on: date | None = None
    answer: str = ""


@transaction.atomic
def arrange_need(
    *, actor: User, need: Accommodation, arrangement: Arrangement, tell: bool = False
) -> Accommodation:
    """Write down where a need stands; with `tell` the person gets the answer by a letter."""
    need = Accommodation.objects.select_for_update(of=("self",)).get(pk=need.pk)
    need.state = Accommodation.State(arrangement.state)
    need.arranger, need.due_on = arrangement.arranger, arrangement.due_on
    need.answer = clean_words(arrangement.answer)[:LONGEST_ANSWER]
    need.save()
    audit.record(
        actor=actor,
        verb="arrange_need",
        subject=need,
        initiative=need.registration.session.group.initiative_id,
    )
    if tell and need.answer:
        occasion = f"{timezone.now():%Y-%m-%d %H:%M:%S}"
        send_later(kind="accommodation_answer", subject=need.pk, occasion=occasion)
    return need


def remind_of_late_needs(*, now: datetime) -> int:
    """Write to those who arrange, and to coordinators, where needs are late; once a day each.

    Returns how many letters were written down. The letter names no person and no need.
    """
    late = Accommodation.objects.open().filter(
        late_rule(now), registration__session__state__in=COMING
    )
    pairs = set(late.values_list("registration__session__group__initiative_id", "arranger_id"))
    told = {(initiative, arranger) for initiative, arranger in pairs if arranger}
    coordinators = Membership.objects.current().filter(
        role=Role.COORDINATOR, initiative__in={initiative for initiative, _ in pairs}
    )
    told |= set(coordinators.values_list("initiative_id", "user_id"))
    morning = timezone.localtime(now).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    for initiative, user in sorted(told):
        send_later(
            kind="accommodation_overdue",
            subject=initiative,
            occasion=f"{user} {timezone.localdate(now)}",
            due_at=max(now, morning),
            initiative=initiative,
        )
    return len(told)
