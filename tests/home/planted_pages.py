"""Every page of people, partners and the public in a world, with whose it is."""

import re
from collections.abc import Iterator

from django.test import Client
from django.urls import NoReverseMatch, reverse

from focusgroups.links import token_of
from focusgroups.models import (
    Accommodation,
    FocusGroup,
    Interpreter,
    Invitee,
    Partner,
    Place,
    Registration,
    Session,
    Stipend,
    TimePoll,
    TimePollPerson,
)
from focusgroups.models.sessions import CalendarFeed
from initiatives.models import Initiative
from letters.models import Letter
from letters.stop_links import Stop
from letters.stop_links import token_of as stop_token
from tests.guards.addresses import every
from tests.home.planted import owner_of
from tests.home.planted_letters import Artefact

OWN = ("", "change/", "needs/", "calendar.ics", "link/", "delete/")
BEHIND_A_DOOR = ("", "check/", "register/", "details/", "done/", "poster/", "qr.svg")
PREFIXES = ("", "/es")
# Whatever is made anew for each page.
FRESH = re.compile(
    r'name="(csrfmiddlewaretoken|key)" value="[^"]*"|^(DTSTAMP|Content-Length).*$', re.MULTILINE
)
SPACES = ("focusgroups", "letters", "initiatives", "home")


def shown(client: Client, url: str, owners: tuple[str, ...] = ()) -> Artefact:
    """The page with its headers; a calendar's long lines are joined."""
    response = client.get(url)
    words = response.getvalue().decode().replace("\r\n ", "")
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    name = f"{response.status_code} {url}"
    return Artefact(name, FRESH.sub("", f"{headers}\n{words}"), owners)


def pages_of_people(world) -> Iterator[Artefact]:
    """All that somebody reads behind their private link, in both languages."""
    for person in world.registrations():
        here = person.state == Registration.State.REGISTERED
        own = (owner_of(person), *([f"session {person.session_id}"] if here else []))
        token = token_of("registration", person)
        stop = stop_token(Stop(person.contact_hash, person.session.group.initiative_id))
        own = (*own, f"group {person.session.group_id}")
        for prefix in PREFIXES:
            for page in OWN:
                yield shown(Client(), f"{prefix}/r/{token}/{page}", own)
            yield shown(Client(), f"{prefix}/r/stop/{stop}/", own)


def pages_of_invited(world) -> Iterator[Artefact]:
    for invitee in Invitee.objects.exclude(name="").select_related("group"):
        own = (owner_of(invitee), f"group {invitee.group_id}")
        for prefix in PREFIXES:
            for page in BEHIND_A_DOOR:
                yield shown(
                    Client(), f"{prefix}/r/invite/{token_of('invitee', invitee)}/{page}", own
                )


def public_pages(world) -> Iterator[Artefact]:
    """What anybody reads; a group with a link shows that link, and no other."""
    for prefix in PREFIXES:
        yield shown(Client(), f"{prefix}/")
        for initiative in world.initiatives:
            yield shown(Client(), f"{prefix}/i/{initiative.slug}/")
        for group in FocusGroup.objects.exclude(visibility="INVITED").select_related("initiative"):
            door = f"{prefix}/i/{group.initiative.slug}/groups/{group.pk}/"
            if group.visibility == "LINK":
                door = f"{prefix}/r/group/{token_of('group', group)}/"
            for page in BEHIND_A_DOOR:
                yield shown(Client(), f"{door}{page}", (f"group {group.pk}",))


def pages_of_partners(world) -> Iterator[Artefact]:
    for partner in Partner.objects.all():
        asked = Invitee.objects.filter(partner=partner)
        own = (
            owner_of(partner),
            *map(owner_of, asked),
            *(f"group {group.pk}" for group in partner.groups.all()),
        )
        home = f"/r/partner/{token_of('partner', partner)}/"
        pages = ("", "asked/", *(f"{invitee.pk}/sign-up/" for invitee in asked))
        for prefix in PREFIXES:
            for page in pages:
                yield shown(Client(), f"{prefix}{home}{page}", own)


def pages_of_polls(world) -> Iterator[Artefact]:
    for prefix in PREFIXES:
        for poll in TimePoll.objects.all():
            url = f"{prefix}/r/poll/{token_of('poll', poll)}/"
            yield shown(Client(), url, (f"poll {poll.pk}",))
        for person in TimePollPerson.objects.all():
            url = f"{prefix}/r/my-times/{token_of('poll-person', person)}/"
            yield shown(Client(), url, (owner_of(person),))


def feeds(world) -> Iterator[Artefact]:
    """The calendar of each member: sessions, and nobody."""
    for feed in CalendarFeed.objects.all():
        url = reverse("focusgroups_public:calendar_feed", args=[token_of("feed", feed)])
        yield shown(Client(), url)


def pages_of_member(user, initiative: Initiative, session: Session) -> Iterator[Artefact]:
    """Every page of groups, people and letters that a member can ask for, and their front page."""
    client = Client()
    client.force_login(user)
    own = (f"member {user.pk}",)
    for url in ("/work/", "/work/calendar-feed/"):
        yield shown(client, url, own)
    numbers = _numbers(initiative, session)
    for address in every():
        space = address.name.partition(":")[0]
        if not address.is_of_an_initiative or space not in SPACES:
            continue
        values = {"slug": initiative.slug, "letter_kind": "registration_confirmed"}
        if address.noun in numbers:
            values["pk"] = numbers[address.noun]
        given = {name: values[name] for name in address.arguments if name in values}
        try:
            url = reverse(address.name, kwargs=given)
        except NoReverseMatch:
            continue
        yield shown(client, url, own)


def _numbers(initiative: Initiative, session: Session) -> dict[str, int]:
    """One of each noun, of one session where it has one."""
    people = Registration.objects.filter(session=session)
    here = {"initiative": initiative}
    of_group = {"group__initiative": initiative}
    rows = {
        "sessions": Session.objects.filter(pk=session.pk),
        "registrations": people,
        "needs": Accommodation.objects.filter(registration__in=people),
        "stipends": Stipend.objects.filter(registration__in=people),
        "outreach": FocusGroup.objects.filter(pk=session.group_id),
        "groups": FocusGroup.objects.filter(pk=session.group_id),
        "invitees": Invitee.objects.filter(**of_group),
        "polls": TimePoll.objects.filter(**of_group),
        "partners": Partner.objects.filter(**here),
        "places": Place.objects.filter(**here),
        "interpreters": Interpreter.objects.filter(**here),
        "letters": Letter.objects.of(initiative),
        "calls": Letter.objects.of(initiative),
    }
    first = {noun: queryset.first() for noun, queryset in rows.items()}
    return {noun: row.pk for noun, row in first.items() if row is not None}


def exports(user, initiative: Initiative, session: Session) -> Iterator[Artefact]:
    """The files with people in them that a coordinator may take."""
    client = Client()
    client.force_login(user)
    for name, args in (("people_export", [session.pk]), ("stipends_export", [])):
        url = reverse(f"focusgroups:{name}", args=[initiative.slug, *args])
        response = client.post(url, {"reason": "For the desk"})
        headers = "\n".join(f"{key}: {value}" for key, value in response.headers.items())
        yield Artefact(f"200 {url}", headers + response.getvalue().decode())
