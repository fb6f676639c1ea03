"""What people, partners and coordinators do in a world, and what breaks while they do: every line
that is logged meanwhile, and where each answer sends the browser."""

import contextlib
import logging
import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from focusgroups import letters, services
from focusgroups.links import token_of
from focusgroups.models import Invitee, Partner, Registration, TimePoll, TimePollPerson
from focusgroups.registering import own_views, register_views
from focusgroups.services.sessions import change_session
from focusgroups.session_plan import plan_of
from letters.models import Letter
from letters.services import send_due_letters, send_later
from letters.stop_links import Stop
from letters.stop_links import token_of as stop_token
from tests.home.planted import know_links
from tests.home.planted_letters import Texts

LOGGERS = ("", "django", "heard", "celery")
EVERY_LETTER = {"limit": 5000, "seconds": 600}


@contextlib.contextmanager
def listening() -> Iterator[list[str]]:
    """What handlers of the settings would write, of every logger and of every level."""
    written: list[str] = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: written.append(logging.Formatter().format(record))
    for each in logging.getLogger("django").handlers[0].filters:
        handler.addFilter(each)
    loggers = [logging.getLogger(name) for name in LOGGERS]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.DEBUG)
        if not each.propagate or each.parent is None:
            each.addHandler(handler)
    try:
        yield written
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.removeHandler(handler)
            each.setLevel(level)


class Doer:
    """Somebody at a browser, who keeps where each answer sent them."""

    def __init__(self, user=None) -> None:
        self.client = Client(raise_request_exception=False)
        self.sent_to: list[str] = []
        self.statuses: list[int] = []
        if user is not None:
            self.client.force_login(user)

    def post(self, url: str, **values) -> None:
        self._note(self.client.post(url, values))

    def get(self, url: str) -> None:
        self._note(self.client.get(url))

    def _note(self, response) -> None:
        self.statuses.append(response.status_code)
        self.sent_to.append(response.headers.get("Location", ""))


def person_in(session, state: str, order: int = 0) -> Registration:
    return Registration.objects.filter(session=session, state=state).order_by("position")[order]


def url_of(person: Registration, page: str = "") -> str:
    return f"/r/{token_of('registration', person)}/{page}"


def sign_up(world, doer: Doer) -> None:
    """By the link of a group; twice, so that the second time is a double; and one with mistakes."""
    new = world.index.new
    door = f"/r/group/{token_of('group', world.next_session.group)}/"
    form = {
        "sessions": world.next_session.pk,
        "name": new("newcomer", "name"),
        "reach": new("newcomer", "email"),
        "language": "en",
    }
    doer.post(f"{door}register/", **form)
    doer.post(f"{door}details/", RIDE_more=new("newcomer", "detail"), stipend="CASH")
    doer.get(f"{door}done/")
    doer.post(f"{door}register/", **form)
    doer.post(f"{door}register/", **form | {"reach": f"{form['name']} at home", "sessions": "x"})
    know_links(world.index)


def use_own_link(world, doer: Doer) -> None:
    """Everything that one can do behind a private link."""
    new, session = world.index.new, world.session
    person = person_in(session, "REGISTERED")
    for act in ("confirm", "late", "cancel", "again", "take", "nonsense"):
        doer.post(url_of(person), act=act, minutes="10")
    person = person_in(session, "REGISTERED", 1)
    own = f"registration {person.pk}"
    doer.post(url_of(person, "change/"), name=new(own, "name"), language="es")
    doer.post(url_of(person, "needs/"), ACCESS_more=new(own, "detail"), stipend="CARD")
    doer.post(url_of(person, "link/"))
    person.refresh_from_db()
    know_links(world.index)
    doer.post(url_of(person, "delete/"))
    doer.post(url_of(person_in(session, "OFFERED")), act="take")
    stop = stop_token(Stop(person_in(session, "WAITLISTED").contact_hash, world.small.pk))
    doer.post(f"/r/stop/{stop}/", what="all")
    for invitee in Invitee.objects.filter(partner=None)[:1]:
        doer.post(f"/r/invite/{token_of('invitee', invitee)}/no/")


def answer_polls(world, doer: Doer) -> None:
    poll = TimePoll.objects.filter(group__initiative=world.small).get()
    times = {f"time_{pk}": "YES" for pk in poll.timepolltime_set.values_list("pk", flat=True)}
    url = f"/r/poll/{token_of('poll', poll)}/"
    doer.post(url, name=world.index.new("answering", "name"), zone=poll.zone, **times)
    know_links(world.index)
    person = TimePollPerson.objects.filter(poll=poll).first()
    mine = f"/r/my-times/{token_of('poll-person', person)}/"
    doer.post(mine, name=world.index.new("answering", "name"), **times)
    doer.post(f"{mine}take-back/")


def ask_as_partner(world, doer: Doer) -> None:
    new, partner = world.index.new, Partner.objects.filter(initiative=world.small).first()
    home = f"/r/partner/{token_of('partner', partner)}/"
    asked = Invitee.objects.filter(partner=partner, noted="ASKED").first()
    contact = {"language": "en", "email": new("asked", "email")}
    group = world.next_session.group_id
    doer.post(
        f"{home}asked/",
        **contact,
        group=group,
        name=new("asked", "name"),
        state="ASKED",
        may_write="on",
    )
    doer.post(f"{home}{asked.pk}/said/", state="NO")
    signs = {"session": world.next_session.pk, "name": new("asked", "name"), "agreed": "on"}
    doer.post(f"{home}{asked.pk}/sign-up/", **contact, **signs)


def coordinate(world) -> Doer:
    """What a coordinator does with people, by name, address and number."""
    doer, new, session = Doer(world.members["coordinator"]), world.index.new, world.session
    work = f"/work/{world.small.slug}"
    person = person_in(session, "REGISTERED")
    called = {"name": new("caller", "name"), "phone": new("caller", "phone"), "language": "en"}
    doer.post(f"{work}/sessions/{session.pk}/people/new/", **called, agreed="on")
    doer.post(f"{work}/registrations/find/", who=person.email)
    page = f"{work}/registrations/{person.pk}"
    doer.post(f"{page}/step/", step="link")
    doer.post(f"{page}/move/", to=world.next_session.pk, reason=new("mover", "reason"))
    doer.post(f"{page}/cancel/")
    need = person.accommodation_set.first()
    answer = {"state": "ARRANGED", "answer": new("arranger", "answer"), "tell": "on"}
    doer.post(f"{work}/needs/{need.pk}/", **answer)
    doer.post(f"{work}/sessions/{session.pk}/people/file/", reason="For the desk")
    doer.post(f"{work}/stipends/file/", reason="For the books")
    return doer


def change_and_call_off(world) -> None:
    """A session changes, offers end, reminders go out, a session is called off."""
    actor, session = world.members["coordinator"], world.next_session
    plan = replace(plan_of(session), minutes=120, doors_minutes=30)
    change_session(actor=actor, session=session, starts_at=session.starts_at, plan=plan)
    services.expire_offers(now=timezone.now() + timedelta(hours=40))
    send_due_letters(now=timezone.now(), **EVERY_LETTER)
    services.cancel_session(actor=actor, session=session)
    send_due_letters(now=timezone.now(), **EVERY_LETTER)


def lose_links(world, doer: Doer) -> None:
    """Links that are cut off, too long, of another kind, or in a question."""
    token = token_of("registration", person_in(world.session, "REGISTERED"))
    for url in (
        f"/r/{token[:-1]}/",
        f"/r/{token}x/",
        f"/r/{token}/more/",
        f"/r/poll/{token}/",
        f"/r/partner/{token}/",
        f"/nowhere/{token}/",
        f"/i/{token}/",
        f"/es/r/{token[:-2]}/",
        f"/i/{world.small.slug}/?from=/r/{token}/",
        f"/r/feed/{token}.ics",
    ):
        doer.get(url)


def break_things(world, doer: Doer, patch: pytest.MonkeyPatch) -> None:
    """Views, resolvers, the mail server and a gateway for texts raise what names a person."""
    person = person_in(world.session, "WAITLISTED")
    secret = f"{person.name} {person.email} {token_of('registration', person)}"

    def broken(*args, **kwargs):
        try:
            int(secret)
        except ValueError as error:
            raise KeyError(secret) from error

    with patch.context() as inner:
        inner.setattr(own_views, "own_page", broken)
        inner.setattr(register_views, "_register", broken)
        doer.get(url_of(person))
        form = {
            "sessions": world.session.pk,
            "name": person.name,
            "reach": person.email or person.phone,
        }
        door = f"/i/{world.small.slug}/groups/{world.session.group_id}/"
        doer.post(f"{door}register/", **form, language="en")
    for target, name, fault in (
        (letters, "words_for", broken),
        (EmailBackend, "send_messages", refuse),
        (Texts, "send", broken),
    ):
        with patch.context() as inner:
            inner.setattr(target, name, fault)
            for each in Registration.objects.filter(session=world.session).active():
                services.send_link_again(registration=each)
            for each in Invitee.objects.filter(state="ASKED").exclude(phone=""):
                send_later(kind="group_invitation", subject=each.pk, occasion=name)
            send_due_letters(now=timezone.now(), **EVERY_LETTER)
            # A text that a gateway refuses is for the call list.
            Letter.objects.filter(state="DUE").update(due_at=timezone.now(), by_phone=False)


def refuse(self, messages) -> None:
    """As a mail server answers: with the address."""
    [to] = messages[0].to
    raise smtplib.SMTPRecipientsRefused({to: (550, f"No mailbox {to}".encode())})
