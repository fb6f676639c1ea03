"""The letters of focus groups to people who registered: each about one person's own things."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from focusgroups.links import token_of
from focusgroups.models import Recruiting, Registration, Session
from letters import registry
from letters.registry import Content

State = Registration.State
COMING = (Session.State.PLANNED, Session.State.OPEN)


def register_kinds() -> None:
    """Called once, when the program starts."""
    has_place, waits = _while(State.REGISTERED), _while(State.WAITLISTED)
    for name, resolve in {
        "registration_confirmed": has_place,
        "registration_waitlisted": waits,
        "registration_offer": _while(State.OFFERED),
        "registration_offer_ended": _while(State.EXPIRED),
        "registration_cancelled": _while(State.CANCELLED),
        "registration_link": _while(State.REGISTERED, State.OFFERED, State.WAITLISTED),
        "registration_reminder": has_place,
        "session_changed": _while(State.REGISTERED, State.OFFERED, State.WAITLISTED),
    }.items():
        registry.register(name, template=name, resolve=resolve)
    registry.register("session_cancelled", template="session_cancelled", resolve=session_cancelled)


def _while(*states: str) -> Callable[[int, str], Content | None]:
    """A resolver: the letter, while the registration is in one of the states and the session is
    still to come."""

    def resolve(subject: int, occasion: str) -> Content | None:
        rows = Registration.objects.select_related(
            "session__group__initiative", "session__group__title", "session__place", "session__room"
        )
        registration = rows.filter(pk=subject, state__in=states).first()
        if registration is None or not _is_to_come(registration.session):
            return None
        return content_for(registration)

    return resolve


def session_cancelled(subject: int, occasion: str) -> Content | None:
    """The letter that a session does not take place, to somebody who would have come."""
    rows = Registration.objects.active().select_related("session__group__initiative")
    registration = rows.filter(pk=subject, session__state=Session.State.CANCELLED).first()
    return content_for(registration) if registration is not None else None


def _is_to_come(session: Session) -> bool:
    return session.state in COMING and session.ends_at > timezone.now()


def content_for(registration: Registration) -> Content | None:
    """The letter to one registered person, or None where there is no address to send it to."""
    if not registration.email:
        return None
    session = registration.session
    return Content(
        to=registration.email,
        language=registration.language,
        context={
            "registration": registration,
            "session": session,
            "group_title": title_of(session, registration.language),
            "initiative": session.group.initiative,
            "recruiting": recruiting_of(session),
            "link": link_of(registration),
        },
    )


def title_of(session: Session, language: str) -> str:
    """What the group is called to those who come."""
    group = session.group
    return group.title.in_language(language) if group.title else group.name


def recruiting_of(session: Session) -> Recruiting:
    """The settings of the session's initiative, or what they are at first."""
    initiative = session.group.initiative
    found = Recruiting.objects.filter(initiative=initiative).first()
    return found or Recruiting(initiative=initiative)


def link_of(registration: Registration) -> str:
    """The private link of a registration, in the person's language."""
    with translation.override(registration.language):
        path = reverse(
            "focusgroups_public:registration", args=[token_of_registration(registration)]
        )
    return f"{settings.SITE_URL}{path}"


def token_of_registration(registration: Registration) -> str:
    return token_of("registration", registration)
