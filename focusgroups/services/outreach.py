"""Partners who ask people to come, and what those who were asked said."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from accounts import audit
from accounts.models import User
from focusgroups.letters_due import send_to_many
from focusgroups.models import FocusGroup, Invitee, Partner, Registration, Session
from focusgroups.services.line import lock_session
from focusgroups.services.registrations import (
    LONGEST_NAME,
    Contact,
    Outcome,
    Source,
    register,
)
from initiatives.models import Initiative
from initiatives.wording import clean_words
from letters.services import send_later

State = Invitee.State
# A link that fell into wrong hands does not fill the list, nor send letters without end.
MOST_A_DAY = 100
# The same form again within so many seconds is a second tap.
SECONDS = 60
BATCH = 500


class NameTaken(ValueError):
    """There is a partner of this name."""


class TooMany(ValueError):
    """A partner has noted as many people as one can in a day. The message says what to do."""


@transaction.atomic
def make_partner(
    *,
    actor: User,
    initiative: Initiative,
    name: str,
    contact: str = "",
    groups: Iterable[FocusGroup] = (),
) -> Partner:
    """Somebody outside who asks people to come to these groups. Raises NameTaken."""
    partner = Partner(initiative=initiative)
    return _save_partner(actor, "make_partner", partner, name, contact, groups)


@transaction.atomic
def change_partner(
    *, actor: User, partner: Partner, name: str, contact: str, groups: Iterable[FocusGroup]
) -> Partner:
    """Another name or contact, or other groups to fill. Raises NameTaken."""
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    return _save_partner(actor, "change_partner", partner, name, contact, groups)


def _save_partner(actor, verb, partner: Partner, name, contact, groups) -> Partner:
    partner.name, partner.contact = clean_words(name)[:150], clean_words(contact)[:254]
    same = Partner.objects.filter(initiative=partner.initiative_id, name__iexact=partner.name)
    if same.exclude(pk=partner.pk).exists():
        raise NameTaken("There is a partner of this name already.")
    partner.save()
    partner.groups.set(groups)
    _record(actor, verb, partner, partner.initiative_id)
    return partner


@transaction.atomic
def renew_partner(*, actor: User, partner: Partner) -> Partner:
    """A new link; the one before opens nothing any more. An ended partner is active again."""
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    partner.generation += 1
    partner.is_active = True
    partner.save(update_fields=["generation", "is_active"])
    _record(actor, "renew_partner", partner, partner.initiative_id)
    return partner


@transaction.atomic
def end_partner(*, actor: User, partner: Partner) -> Partner:
    """Their link opens nothing any more. What they noted stays."""
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    partner.generation += 1
    partner.is_active = False
    partner.save(update_fields=["generation", "is_active"])
    _record(actor, "end_partner", partner, partner.initiative_id)
    return partner


@transaction.atomic
def note_asked(
    *,
    partner: Partner,
    group: FocusGroup,
    contact: Contact,
    state: str = State.ASKED,
    may_write: bool = False,
    now: datetime | None = None,
) -> Invitee:
    """A partner notes that they asked somebody, by a name of their choosing.

    With `may_write` the person gets the invitation from us by the contact that stands there. The
    page is the same whether or not we knew them: a known contact gets no second letter. Raises
    TooMany.
    """
    now = now or timezone.now()
    _lock(partner, group)
    double = _just_noted(partner, group, contact.name, now)
    if double is not None:
        return double
    _require_few(partner, now)
    hashed = contact.hash
    is_known = hashed and Invitee.objects.filter(group=group, contact_hash=hashed).exists()
    invitee = Invitee.objects.create(
        group=group,
        partner=partner,
        segment_id=group.segment_id,
        name=clean_words(contact.name)[:LONGEST_NAME],
        email=contact.email if may_write else "",
        phone=contact.phone if may_write else "",
        contact_hash=hashed if may_write and not is_known else "",
        language=contact.language,
        name_source=partner.name,
        state=State(state),
        noted=State(state),
    )
    if invitee.contact_hash and state == State.ASKED:
        send_later(kind="group_invitation", subject=invitee.pk)
    _record(None, "note_asked", invitee, partner.initiative_id)
    return invitee


def _lock(partner: Partner, group: FocusGroup) -> None:
    """One note of a partner after the other, and one contact of a group once."""
    Partner.objects.select_for_update().get(pk=partner.pk)
    FocusGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)


def _just_noted(partner: Partner, group: FocusGroup, name: str, now: datetime) -> Invitee | None:
    """The same name noted for the group a moment ago: a form that was sent twice."""
    recent = Invitee.objects.filter(
        partner=partner, group=group, asked_at__gt=now - timedelta(seconds=SECONDS)
    )
    wanted = clean_words(name)[:LONGEST_NAME]
    return next((invitee for invitee in recent if invitee.name == wanted), None)


def _require_few(partner: Partner, now: datetime) -> None:
    since = now - timedelta(days=1)
    noted = Invitee.objects.filter(partner=partner, asked_at__gt=since).count()
    if noted >= MOST_A_DAY:
        raise TooMany(
            f"{MOST_A_DAY} people are noted today, and that is the most for one day. Go on "
            "tomorrow, or call the agency."
        )


@transaction.atomic
def set_answer(*, invitee: Invitee, state: str, actor: User | None = None) -> Invitee:
    """What somebody said who was asked, as a member heard it, or (no actor) as the partner noted.

    Who registered stays registered, and who told us no themselves is not asked again because a
    partner notes something else; the partner's own note is theirs.
    """
    invitee = Invitee.objects.select_for_update(of=("self",)).get(pk=invitee.pk)
    is_own_no = invitee.state == State.NO and invitee.noted != State.NO
    if actor is None:
        invitee.noted = State(state)
    if invitee.state != State.REGISTERED and not (actor is None and is_own_no):
        invitee.state = State(state)
    invitee.save(update_fields=["state", "noted"])
    _record(actor, "set_answer", invitee, invitee.group.initiative_id)
    return invitee


@transaction.atomic
def register_for_partner(
    *,
    invitee: Invitee,
    session: Session,
    contact: Contact,
    now: datetime | None = None,
) -> Outcome:
    """A partner writes down somebody whom they noted, and who agreed.

    Whether there was a place, and whether the person was written down before, is told to the
    person alone. Raises Closed.
    """
    # In the order of `register`, so that the person and the partner never wait for each other.
    session = lock_session(session.pk)
    invitee = Invitee.objects.select_for_update(of=("self",)).get(pk=invitee.pk)
    source = Source(way=Registration.Way.PARTNER, invitee=invitee, partner=invitee.partner)
    outcome = register(
        session=session, contact=contact, segment=session.group.segment, source=source, now=now
    )
    invitee.name = clean_words(contact.name)[:LONGEST_NAME]
    invitee.state = invitee.noted = State.REGISTERED
    invitee.save(update_fields=["name", "state", "noted"])
    _record(None, "register_for_partner", invitee, session.group.initiative_id)
    return outcome


@transaction.atomic
def remind_invitees(*, actor: User, group: FocusGroup, now: datetime | None = None) -> int:
    """Ask those once more who have not answered; returns how many. Nobody is asked a third time."""
    now = now or timezone.now()
    rows = Invitee.objects.select_for_update(of=("self",)).filter(group=group)
    numbers = list(rows.remindable(now).values_list("pk", flat=True))
    Invitee.objects.filter(pk__in=numbers).update(reminded_at=now)
    send_to_many(numbers, "group_invitation", occasion="again")
    _record(actor, "remind_invitees", group, group.initiative_id)
    return len(numbers)


@transaction.atomic
def erase_old_invitees(*, now: datetime) -> int:
    """Delete names and addresses of people who were asked long ago, to a group that has not met
    since: so many days as HEARD_KEEP_CONTACT_DAYS says. Returns how many."""
    over = now - timedelta(days=settings.KEEP_CONTACT_DAYS)
    recent = Session.objects.filter(group=OuterRef("group"), starts_at__gte=over)
    old = Invitee.objects.filter(~Exists(recent), asked_at__lt=over)
    numbers = list(old.exclude(name="", contact_hash="").values_list("pk", flat=True)[:BATCH])
    nothing = {"name": "", "email": "", "phone": "", "contact_hash": "", "name_source": ""}
    Invitee.objects.filter(pk__in=numbers).update(generation=F("generation") + 1, **nothing)
    return len(numbers)


def _record(actor: User | None, verb: str, subject, initiative: int) -> None:
    audit.record(actor=actor, verb=verb, subject=subject, initiative=initiative)
