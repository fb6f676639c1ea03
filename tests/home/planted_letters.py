"""Every letter of every kind to everybody of a world, as it leaves, with whose it is."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message

from django.core import mail
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from focusgroups.letters_due import send_to
from focusgroups.models import Accommodation, Invitee, Registration, Session, SessionChange
from focusgroups.services.arranging import remind_of_late_needs
from letters.models import Letter
from letters.registry import kind_of
from letters.services import send_due_letters, send_later
from tests.home.planted import owner_of

State = Registration.State
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Artefact:
    """What somebody is sent or shown: what it is, its words, and whose things may stand in it."""

    name: str
    text: str
    owners: tuple[str, ...] = ()


@contextlib.contextmanager
def scratch() -> Iterator[None]:
    """What is done inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Texts:
    """A gateway for text messages that keeps them: number, words, the letter's reference."""

    sent: list[tuple[str, str, str]] = []

    def send(self, number: str, words: str, reference: str) -> None:
        self.sent.append((number, words, reference))


# What the registration and its session are when these kinds go out.
STEPS = (
    (
        {"state": State.REGISTERED},
        {},
        (
            "registration_confirmed",
            "registration_reminder",
            "session_changed",
            "registration_link",
            "accommodation_answer",
            "stipend_given",
        ),
    ),
    ({"state": State.WAITLISTED}, {}, ("registration_waitlisted", "session_changed")),
    ({"state": State.OFFERED}, {}, ("registration_offer",)),
    ({"state": State.EXPIRED}, {}, ("registration_offer_ended",)),
    ({"state": State.CANCELLED}, {}, ("registration_cancelled",)),
    ({"state": State.REGISTERED, "attendance": "PRESENT"}, {}, ("registration_thanks",)),
    ({"attendance": ""}, {"state": Session.State.CANCELLED}, ("session_cancelled",)),
)


def every_letter(world) -> Iterator[Artefact]:
    """All of them in each language; afterwards everything is as it was."""
    with scratch():
        Registration.objects.update(offered_until=timezone.now() + timedelta(hours=3))
        SessionChange.objects.all().delete()
        for session in Session.objects.upcoming(timezone.now()):
            _was_elsewhere(session)
        for language in LANGUAGES:
            Registration.objects.update(language=language)
            Invitee.objects.update(language=language)
            for step in STEPS:
                yield from _send(world, language, *step)
            yield from _invite(language)
        remind_of_late_needs(now=timezone.now())
        yield from _go_out()


def _was_elsewhere(session: Session) -> None:
    SessionChange.objects.create(
        session=session,
        revision=1,
        starts_at=session.starts_at - timedelta(hours=1),
        zone=session.zone,
        minutes=60,
        mode=session.mode,
        place="The old hall",
        language=session.language,
    )
    Registration.objects.filter(session=session).update(made_at=timezone.now() - timedelta(days=1))


def _send(world, language: str, person: dict, session: dict, kinds) -> list[Artefact]:
    """These kinds to everybody whom the sweep would write to were they in that state."""
    people = world.registrations()
    Registration.objects.filter(pk__in=[each.pk for each in people]).update(**person)
    if session:
        numbers = {each.session_id for each in people}
        Session.objects.filter(pk__in=numbers).update(**session)
    for each in people:
        for kind in kinds:
            _write_down(each, kind, language)
    found = _go_out()
    if session:
        Session.objects.filter(pk__in=numbers).update(state=Session.State.PLANNED)
    return found


def _write_down(person: Registration, kind: str, language: str) -> None:
    if kind == "accommodation_answer":
        for need in person.accommodation_set.exclude(answer=""):
            send_later(kind=kind, subject=need.pk, occasion=language)
        return
    occasion = f"{language} 1"
    if kind == "registration_reminder":
        occasion = f"{language} {person.session.starts_at:%Y-%m-%d %H:%M}"
    send_to(person, kind, occasion=occasion)
    if kind == "registration_cancelled":
        Letter.objects.filter(kind=kind, subject=person.pk, occasion="by us").delete()
        send_to(person, kind, occasion="by us")


def _invite(language: str) -> list[Artefact]:
    Invitee.objects.update(state=Invitee.State.ASKED)
    for invitee in Invitee.objects.exclude(contact_hash=""):
        send_later(kind="group_invitation", subject=invitee.pk, occasion=language)
    return _go_out()


def _go_out() -> list[Artefact]:
    """What is due goes out; whoever has only a telephone gets a text, or is on the call list."""
    mail.outbox.clear()
    Texts.sent.clear()
    send_due_letters(now=timezone.now(), limit=5000, seconds=600)
    mails = [_mail(message.message()) for message in mail.outbox]
    texts = [
        _artefact(reference, f"{number} {words}", "text") for number, words, reference in Texts.sent
    ]
    mail.outbox.clear()
    return [*mails, *texts]


def _mail(message: Message) -> Artefact:
    reference = message["Message-ID"].removeprefix("<letter-").partition("@")[0]
    return _artefact(reference.upper(), text_of(message), "mail")


def text_of(message: Message) -> str:
    """Headers and every part as a mail program reads them; a calendar's long lines are joined."""
    headers = "\n".join(f"{name}: {value}" for name, value in message.items())
    parts = (part for part in message.walk() if not part.is_multipart())
    bodies = "\n".join(part.get_payload(decode=True).decode() for part in parts)
    return f"{headers}\n{bodies}".replace("\r\n", "\n").replace("\n ", "")


def _artefact(reference: str, text: str, way: str) -> Artefact:
    letter = Letter.objects.get(reference=reference)
    name = f"{way} {letter.kind} {letter.occasion}"
    return Artefact(name, text, whose(letter))


def whose(letter: Letter) -> tuple[str, ...]:
    """To whom the letter goes; of those who come, with the session that they come to."""
    if not kind_of(letter.kind).is_for_participants:
        return ()
    if letter.kind == "group_invitation":
        return (owner_of(Invitee.objects.get(pk=letter.subject)),)
    if letter.kind == "accommodation_answer":
        person = Accommodation.objects.get(pk=letter.subject).registration
    else:
        person = Registration.objects.get(pk=letter.subject)
    has_place = person.state == State.REGISTERED
    return (owner_of(person), *([f"session {person.session_id}"] if has_place else []))


def to_call(people) -> None:
    """Those with a telephone and no address stand on the call list."""
    for each in people.filter(email="", state="REGISTERED").exclude(phone=""):
        send_to(each, "registration_link", occasion="call")
    with override_settings(TEXT_GATEWAY=""):
        send_due_letters(now=timezone.now())
