"""What a person does about their own registration, and what is deleted when it is over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts import audit
from accounts.states import InvalidTransition
from focusgroups.letters_due import send_to
from focusgroups.models import Accommodation, Invitee, Registration, RegistrationMove, Stipend
from focusgroups.models.registrations import ACTIVE
from focusgroups.services.line import lock_registration, move, offer_places
from focusgroups.services.registrations import (
    LONGEST_NAME,
    Closed,
    Contact,
    Source,
    has_place_for,
    register,
)
from initiatives.wording import clean_words

State = Registration.State
BATCH = 500


@transaction.atomic
def change_own(*, registration: Registration, name: str, language: str) -> Registration:
    """Another name or language of the letters."""
    _session, registration = lock_registration(registration)
    if registration.state not in ACTIVE:
        raise InvalidTransition("This registration was cancelled or has ended.")
    registration.name = clean_words(name)[:LONGEST_NAME]
    registration.language = language
    registration.save(update_fields=["name", "language"])
    _record(registration, "change_registration")
    return registration


@transaction.atomic
def come_again(*, registration: Registration, now: datetime | None = None) -> Registration:
    """Undo a cancellation while the place is free: a new registration with all they had said.

    Tapped twice it is one. Raises Closed where the place is given away, or the session takes
    nobody.
    """
    now = now or timezone.now()
    session, registration = lock_registration(registration)
    contact = Contact(
        registration.name, registration.email, registration.phone, registration.language
    )
    if registration.state != State.CANCELLED or not contact.hash:
        raise InvalidTransition("There is nothing to take back.")
    same = Registration.objects.filter(session=session, contact_hash=contact.hash).active().first()
    if same is not None:
        return same
    if not has_place_for(session, registration.segment):
        raise Closed("Somebody else has this place now.")
    source = Source(
        way=registration.way,
        invitee=registration.invitee,
        partner=registration.partner,
        asked=registration.asked,
    )
    outcome = register(
        session=session, contact=contact, segment=registration.segment, source=source, now=now
    )
    _take_over(registration, outcome.registration)
    return outcome.registration


def _take_over(old: Registration, new: Registration) -> None:
    """What was arranged for the old registration is arranged for the new one."""
    new.has_details, new.may_contact_later = old.has_details, old.may_contact_later
    new.save(update_fields=["has_details", "may_contact_later"])
    Accommodation.objects.filter(registration=old).update(registration=new)
    Stipend.objects.filter(registration=old).update(registration=new)


@transaction.atomic
def decline_invitation(*, invitee: Invitee) -> Invitee:
    """Note that an invited person said no; nobody asks them again.

    Who has a registration keeps it. What a partner noted does not move: the answer is not theirs.
    """
    invitee = Invitee.objects.select_for_update(of=("self",)).get(pk=invitee.pk)
    if invitee.state != Invitee.State.REGISTERED:
        invitee.state = Invitee.State.NO
        invitee.save(update_fields=["state"])
        initiative = invitee.group.initiative_id
        audit.record(actor=None, verb="decline_invitation", subject=invitee, initiative=initiative)
    return invitee


@transaction.atomic
def send_link_again(*, registration: Registration) -> Registration:
    """End the private link that others may have seen, and send a new one."""
    _session, registration = lock_registration(registration)
    registration.generation += 1
    registration.save(update_fields=["generation"])
    _record(registration, "renew_link")
    send_to(registration, "registration_link", occasion=f"link {registration.generation}")
    return registration


@transaction.atomic
def erase_registration(*, registration: Registration, now: datetime | None = None) -> None:
    """Delete at a person's wish what is kept about them, and cancel: the place goes to the next.

    That somebody came, and what they were given, stays in the counts. Their link ends.
    """
    session, registration = lock_registration(registration)
    was_active = registration.state in ACTIVE and session.ends_at > (now or timezone.now())
    if was_active:
        move(registration, State.CANCELLED, "cancel_registration", offered_until=None)
    _erase(Registration.objects.filter(pk=registration.pk))
    if registration.invitee_id is not None:
        nothing = {"name": "", "email": "", "phone": "", "name_source": ""}
        # Not of a friend who passed the invitation on: that is somebody else.
        own = Invitee.objects.filter(contact_hash__in=["", registration.contact_hash])
        own.filter(pk=registration.invitee_id).update(**nothing)
    _record(registration, "erase_registration")
    if was_active:
        offer_places(session=session, now=now)


@transaction.atomic
def erase_old(*, now: datetime) -> int:
    """Delete names, addresses and needs of registrations whose session is long over.

    So many days after it as HEARD_KEEP_CONTACT_DAYS says, but for those who said that we may
    contact them later. Returns how many.
    """
    over = now - timedelta(days=settings.KEEP_CONTACT_DAYS)
    old = Registration.objects.filter(session__starts_at__lt=over, may_contact_later=False)
    kept = ~Q(name="") | ~Q(contact_hash="")
    numbers = list(old.filter(kept).values_list("pk", flat=True)[:BATCH])
    _erase(Registration.objects.filter(pk__in=numbers))
    return len(numbers)


def _erase(rows) -> None:
    """Nothing is left of these people but that there were so many."""
    numbers = list(rows.values_list("pk", flat=True))
    Accommodation.objects.filter(registration__in=numbers).delete()
    RegistrationMove.objects.filter(registration__in=numbers).update(reason="")
    rows.update(
        name="",
        email="",
        phone="",
        contact_hash="",
        asked={},
        may_contact_later=False,
        generation=F("generation") + 1,
    )


def _record(registration: Registration, verb: str) -> None:
    audit.record(
        actor=None,
        verb=verb,
        subject=registration,
        initiative=registration.session.group.initiative_id,
    )
