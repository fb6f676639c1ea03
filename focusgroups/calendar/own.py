"""The calendar file of one person's own registration."""

from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.hashes import keyed_hash
from focusgroups import told
from focusgroups.calendar import ics
from focusgroups.models import Registration
from letters.rendering import language_of_pages

State = Registration.State


def file_for(registration: Registration, *, method: str, now: datetime) -> bytes:
    """The file as it stands now, in the person's language. The link of a meeting online is in it
    only for somebody who has a place.
    """
    attendee = registration.email if method != ics.PUBLISH else ""
    with translation.override(language_of_pages(registration.language)):
        meeting = _meeting(registration)
    return ics.written(meeting, method=method, stamp=now, attendee=attendee)


def uid_of(registration: Registration) -> str:
    """Stable, and a number to nobody: without the key it cannot be made or tried out."""
    code = keyed_hash("calendar of a registration", str(registration.pk))[:40]
    return f"{code}@{urlsplit(settings.SITE_URL).hostname}"


def sequence_of(registration: Registration) -> int:
    """Higher with each change that the person's calendar has to take over.

    The revision of the session; what was counted in those that they were moved from is added, so
    that it never falls; cancelling adds one more.
    """
    moves = registration.registrationmove_set.select_related("from_session")
    before = sum(each.from_session.revision + 1 for each in moves)
    return before + registration.session.revision + (registration.state == State.CANCELLED)


def _meeting(registration: Registration) -> ics.Meeting:
    session = registration.session
    shown = told.told(session)
    initiative = session.group.initiative
    recruiting = told.recruiting_of(initiative)
    has_place = registration.state == State.REGISTERED
    call = _("Questions? %(call)s") % {"call": told.call_of(recruiting)}
    notes = [shown.access, shown.transit, call]
    return ics.Meeting(
        uid=uid_of(registration),
        sequence=sequence_of(registration),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=session.zone,
        title=told.title_of(session.group),
        where=shown.where,
        about="\n\n".join(note for note in notes if note),
        organizer=initiative.name,
        organizer_address=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        url=session.online_link if has_place and shown.is_online else "",
    )
