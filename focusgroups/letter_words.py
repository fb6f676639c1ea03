"""What fills the letters to people who registered: plain strings, in each person's language.

They are also what an initiative's own wording of a letter may use (`letters.registry`).
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from focusgroups import letters_due, told
from focusgroups.links import address, token_of
from focusgroups.models import Recruiting, Registration, Session, SessionChange
from letters.rendering import language_of_pages

Way = Registration.Way
State = Registration.State


def words_for(
    registration: Registration, *, was: SessionChange | None = None, by_us: bool = False
) -> dict[str, str]:
    """The words of one letter. `was` is what the person knew of the session before a change."""
    session = registration.session
    initiative = session.group.initiative
    with translation.override(language_of_pages(registration.language)):
        recruiting = told.recruiting_of(initiative)
        shown = told.told(session)
        has_place = registration.state == State.REGISTERED
        return {
            "first_name": registration.name,
            "group": told.title_of(session.group),
            "agency": initiative.agency_name,
            "day": shown.day,
            "time": shown.time,
            "doors": shown.doors,
            "where": shown.where,
            "place_notes": _place_notes(shown),
            "online": session.online_link if has_place and shown.is_online else "",
            "deadline": _deadline(registration),
            "link": link_of(registration),
            "call": told.call_of(recruiting),
            "why": why(registration, recruiting),
            "news": "\n".join(_news(registration, shown, was)) if was else "",
            "by_us": "yes" if by_us else "",
            "what_next": _what_next(initiative),
        }


def link_of(registration: Registration) -> str:
    """The private link of a registration, in the person's language where our pages are in it."""
    token = token_of("registration", registration)
    return address("focusgroups_public:registration", token, language=registration.language)


def why(registration: Registration, recruiting: Recruiting) -> str:
    """The answer to "How did you get my name?"."""
    day = told.day_of(registration.made_at, registration.session.zone)
    invitee = registration.invitee if _is_who_was_invited(registration) else None
    source = (invitee.name_source if invitee else "") or recruiting.name_source
    if registration.way == Way.LIST and source:
        return source
    words = {
        Way.PHONE: _("You signed up by telephone on %(day)s."),
        Way.LIST: _(
            "Your name came to us on a list on %(day)s. Call us to hear whose list it was."
        ),
        Way.PARTNER: _("%(partner)s signed you up with your consent on %(day)s."),
        Way.WALK_IN: _("You came to the group on %(day)s and told us your name."),
    }.get(registration.way, _("You signed up by yourself on %(day)s."))
    partner = registration.partner.name if registration.partner else _("Somebody you know")
    first = words % {"day": day, "partner": partner}
    return f"{first} {source}" if invitee and source else first


def _is_who_was_invited(registration: Registration) -> bool:
    """Whether an invitation was this person's own. Passed on to a friend it is not: how we got the
    name of whoever was invited is nothing for the friend to read.
    """
    invitee = registration.invitee
    if invitee is None:
        return False
    return invitee.contact_hash in ("", registration.contact_hash)


def _place_notes(shown: told.ToldSession) -> str:
    notes = [shown.access, shown.transit]
    if shown.is_elsewhere:
        notes.append(_("This is not an agency office."))
    return "\n".join(note for note in notes if note)


def _deadline(registration: Registration) -> str:
    if registration.offered_until is None:
        return ""
    return told.moment_of(registration.offered_until, registration.session.zone)


def _what_next(initiative) -> str:
    """Where one reads what came of it; empty while the initiative has no public page."""
    if not initiative.is_public:
        return ""
    return f"{settings.SITE_URL}{reverse('followup_public:what_changed', args=[initiative.slug])}"


def _news(registration: Registration, shown: told.ToldSession, was: SessionChange) -> list[str]:
    """What is new and what it was, a line each."""
    session = registration.session
    old = Session(starts_at=was.starts_at, zone=was.zone, minutes=was.minutes, mode=was.mode)
    lines = []
    if (was.starts_at, was.zone, was.minutes) != (session.starts_at, session.zone, session.minutes):
        before = f"{told.day_of(old.starts_at, old.zone)}, {told.time_of(old)}"
        lines.append(_("New time: %(new)s. It was: %(old)s.") % {"new": shown.when, "old": before})
    if _place_of(was) != _place_of(letters_due.as_it_was(session)):
        before = _where_was(was)
        lines.append(
            _("New place: %(new)s. It was: %(old)s.") % {"new": shown.where, "old": before}
        )
    if was.language != session.language:
        names = {"new": shown.language, "old": told.own_name(was.language)}
        lines.append(_("We now speak %(new)s. It was: %(old)s.") % names)
    has_place = registration.state == State.REGISTERED
    if shown.is_online and has_place and was.online_link != session.online_link:
        lines.append(_("The way to join online is new. You find it in this letter."))
    return lines


def _place_of(known: SessionChange) -> tuple[str, ...]:
    return known.mode, known.place, told.one_line(known.address), known.room


def _where_was(was: SessionChange) -> str:
    parts = (was.room, was.place, told.one_line(was.address))
    here = ", ".join(part for part in parts if part) or _("we tell you where")
    if was.mode == Session.Mode.ONLINE:
        return _("online")
    return _("%(place)s, or online") % {"place": here} if was.mode == Session.Mode.BOTH else here
