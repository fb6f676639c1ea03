"""The ledger of what people were promised for coming, and what they got.

Nothing here knows what anybody said: a stipend belongs to a registration and to nothing else.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition
from focusgroups.letters_due import send_to
from focusgroups.models import Registration, Stipend
from initiatives.wording import clean_words

State = Stipend.State
LONGEST_RECEIPT = 80


@transaction.atomic
def promise_stipend(*, registration: Registration) -> Stipend | None:
    """What the group gives to each who comes, promised once; None where it gives nothing."""
    amount = registration.session.group.stipend
    if not amount:
        return None
    stipend, _ = Stipend.objects.get_or_create(
        registration=registration, defaults={"amount": amount}
    )
    return stipend


@transaction.atomic
def give_stipends(
    *,
    actor: User,
    stipends: QuerySet[Stipend],
    form: str,
    given_on: date,
    receipts: Mapping[int, str] | None = None,
    tell: bool = False,
) -> int:
    """Note that these were given, each with its receipt number where there is one.

    Those that were given or declined before stay as they are; returns how many are new. With
    `tell` each person whom we can write to gets a letter.
    """
    receipts = receipts or {}
    rows = list(_locked(stipends.filter(state=State.PROMISED)))
    for stipend in rows:
        stipend.state, stipend.form = State.GIVEN, Stipend.Form(form)
        stipend.given_on, stipend.given_by = given_on, actor
        stipend.receipt = clean_words(receipts.get(stipend.pk, ""))[:LONGEST_RECEIPT]
        stipend.save()
        _record(actor, "give_stipend", stipend)
        if tell and (stipend.registration.email or stipend.registration.phone):
            send_to(stipend.registration, "stipend_given")
    return len(rows)


@transaction.atomic
def decline_stipend(*, actor: User, stipend: Stipend) -> Stipend:
    """Note that the person does not want it. Raises InvalidTransition where they have it."""
    stipend = _locked(Stipend.objects.filter(pk=stipend.pk)).get()
    if stipend.state == State.GIVEN:
        raise InvalidTransition("This stipend was given already. Take that back first.")
    stipend.state = State.DECLINED
    stipend.save(update_fields=["state"])
    _record(actor, "decline_stipend", stipend)
    return stipend


@transaction.atomic
def reopen_stipend(*, actor: User, stipend: Stipend) -> Stipend:
    """It is only promised again: what was noted was a mistake. Who noted it stays on record."""
    stipend = _locked(Stipend.objects.filter(pk=stipend.pk)).get()
    stipend.state, stipend.given_on, stipend.given_by = State.PROMISED, None, None
    stipend.receipt = ""
    stipend.save()
    _record(actor, "reopen_stipend", stipend)
    return stipend


def _locked(stipends: QuerySet[Stipend]) -> QuerySet[Stipend]:
    rows = stipends.select_for_update(of=("self",))
    return rows.select_related("registration__session__group")


def _record(actor: User, verb: str, stipend: Stipend) -> None:
    initiative_id = stipend.registration.session.group.initiative_id
    audit.record(actor=actor, verb=verb, subject=stipend, initiative=initiative_id)
