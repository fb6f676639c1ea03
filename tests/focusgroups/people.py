"""Groups that take people, for tests of signing up and of its letters."""

from datetime import timedelta

from django.utils import timezone

from focusgroups import services
from focusgroups.links import token_of
from focusgroups.models import Invitee, Recruiting, Registration
from focusgroups.services.registrations import Contact, Source
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
