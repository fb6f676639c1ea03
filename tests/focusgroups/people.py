"""Groups that take people, for tests of signing up and of its letters."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from focusgroups import services
from focusgroups.links import token_of
from focusgroups.models import Invitee, Recruiting, Registration
from focusgroups.services.registrations import Contact, Source
from focusgroups.session_plan import plan_of
from letters.services import send_due_letters
from tests.factories import InitiativeFactory, make_session, make_text


def open_session(initiative=None, **fields):
    """A session in ten days of a public group, with words in two languages."""
    initiative = initiative or InitiativeFactory(name="Family Voices")
    starts_at = fields.pop("starts_at", timezone.now() + timedelta(days=10))
    session = make_session(initiative, starts_at=starts_at, **fields)
    group = session.group
    group.visibility = "PUBLIC"
    group.title = make_text(initiative, "Grandparents talk", "Hablan los abuelos")
    group.about = make_text(initiative, "We talk about placements.", "Hablamos de acogida.")
    group.save()
    Recruiting.objects.get_or_create(
        initiative=initiative, defaults={"call_name": "Ana Lee", "call_phone": "+16515550100"}
    )
    return session


def come(session, name="Ana", *, email=None, phone="", language="en", **source) -> Registration:
    """Somebody who signs up now."""
    email = f"{name.lower()}@mail.example" if email is None and not phone else email or ""
    contact = Contact(name, email=email, phone=phone, language=language)
    return services.register(
        session=session, contact=contact, segment=session.group.segment, source=Source(**source)
    ).registration


def own_url(registration, page="") -> str:
    """The address of a person's own page, or of a page below it."""
    return f"/r/{token_of('registration', registration)}/{page}"


def invite(session, **fields) -> Invitee:
    return Invitee.objects.create(group=session.group, segment=session.group.segment, **fields)


def noon():
    """A time at which letters go out: the next noon at the place."""
    local = timezone.now().astimezone(ZoneInfo("America/Chicago"))
    return (local + timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)


def sent():
    """Send what is due; the mails that went out just now."""
    before = len(mail.outbox)
    send_due_letters(now=noon())
    return mail.outbox[before:]


def calendar_of(letter):
    """(method, event) of the calendar file of a mail, or None."""
    if letter.calendar is None:
        return None
    calendar = Calendar.from_ical(letter.calendar)
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def change(session, **columns):
    """Plan the session anew with these columns; who comes is told where it concerns them."""
    starts_at = columns.pop("starts_at", session.starts_at)
    plan = replace(plan_of(session), **columns)
    session.refresh_from_db()
    return services.change_session(actor=None, session=session, starts_at=starts_at, plan=plan)


def group_url(session, page="", language=""):
    """The public page of the session's group, or a page below it."""
    group = session.group
    return f"{language}/i/{group.initiative.slug}/groups/{group.pk}/{page}"


def page_without_token(response):
    """A page but for what differs in each: the token against forged forms."""
    lines = response.content.decode().splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]
