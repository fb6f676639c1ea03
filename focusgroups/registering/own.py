"""What a person reads on the page behind their private link."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from focusgroups import links, told
from focusgroups.models import Accommodation, Registration, Session, Stipend
from focusgroups.registering.detail_forms import KINDS
from focusgroups.registering.fields import language_choices
from focusgroups.services.registrations import has_place_for
from initiatives.languages import BY_CODE
from letters import stop_links
from letters.contacts import shown_phone

State = Registration.State
NEEDS = {kind: label for kind, label, _more in KINDS}
# "I will be late" is offered so long before the start.
LATE_FROM = timedelta(hours=24)


@dataclass(frozen=True)
class OwnNeed:
    """One thing they need, and what was answered."""

    label: str
    detail: str
    state: str
    answer: str


@dataclass(frozen=True)
class OwnPage:
    """A registration as its person sees it. Nothing of anybody else is in it."""

    registration: Registration
    session: told.ToldSession
    # What the page is about now: placed, offered, waits, ended, cancelled, called_off, over.
    kind: str
    online_link: str
    deadline: str
    contact: str
    language: str
    needs: tuple[OwnNeed, ...]
    stipend: str
    may_be_late: bool
    can_come_again: bool
    stop_url: str


def find_registration(token: str) -> Registration:
    """The registration of a private link; else Http404."""
    rows = Registration.objects.select_related(
        "session__group__initiative",
        "session__group__title",
        "session__group__segment",
        "session__place",
        "session__room",
        "segment",
    )
    found = links.find("registration", rows, token)
    if found is None:
        raise Http404
    return found


def own_page(registration: Registration, now: datetime) -> OwnPage:
    session = registration.session
    kind = _kind(registration, now)
    shown = told.told(session)
    until = registration.offered_until
    contact = registration.email or shown_phone(registration.phone)
    return OwnPage(
        registration=registration,
        session=shown,
        kind=kind,
        online_link=session.online_link if kind == "placed" and shown.is_online else "",
        deadline=told.moment_of(until, session.zone) if until else "",
        contact=contact,
        language=dict(language_choices()).get(registration.language, registration.language),
        needs=tuple(_needs(registration)),
        stipend=_stipend(registration),
        may_be_late=kind == "placed" and session.starts_at - now < LATE_FROM,
        can_come_again=kind == "cancelled" and _is_free(registration, now),
        stop_url=_stop_url(registration),
    )


def _kind(registration: Registration, now: datetime) -> str:
    session = registration.session
    if session.state == Session.State.CANCELLED:
        return "called_off"
    if session.ends_at <= now or session.state in (Session.State.HELD, Session.State.CLOSED):
        return "over"
    if registration.state == State.OFFERED and registration.offered_until <= now:
        return "ended"
    return {
        State.REGISTERED: "placed",
        State.OFFERED: "offered",
        State.WAITLISTED: "waits",
        State.EXPIRED: "ended",
        State.CANCELLED: "cancelled",
    }[registration.state]


def _is_free(registration: Registration, now: datetime) -> bool:
    """Whether the place that was given back can be had again."""
    session = registration.session
    is_open = Session.objects.taking_registrations(now).filter(pk=session.pk).exists()
    is_known = bool(registration.contact_hash)
    return is_open and is_known and has_place_for(session, registration.segment)


def _needs(registration: Registration):
    rows = registration.accommodation_set.exclude(state=Accommodation.State.NOT_NEEDED)
    said = {
        Accommodation.State.ASKED: _("We are seeing to it."),
        Accommodation.State.ARRANGED: _("Arranged."),
        Accommodation.State.CANNOT: _("We cannot arrange this."),
    }
    for row in rows:
        detail = row.detail
        if row.kind == Accommodation.Kind.INTERPRETER and detail in BY_CODE:
            detail = told.own_name(detail)
        parts = (str(row.number) if row.number else "", detail)
        words = ", ".join(part for part in parts if part)
        yield OwnNeed(
            NEEDS.get(row.kind, row.get_kind_display()), words, said[row.state], row.answer
        )


def _stipend(registration: Registration) -> str:
    row = Stipend.objects.filter(registration=registration).first()
    if row is None or row.state == Stipend.State.DECLINED:
        return ""
    return f"${row.amount.normalize():f}"


def _stop_url(registration: Registration) -> str:
    if not registration.contact_hash:
        return ""
    initiative = registration.session.group.initiative_id
    token = stop_links.token_of(stop_links.Stop(registration.contact_hash, initiative))
    return reverse("letters_public:stop", args=[token])
