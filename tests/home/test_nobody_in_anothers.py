"""Nothing sent or shown to one person contains another.

Everything that is somebody's own is marked (see `planted`), in the demo's groups and in an
initiative with each way of coming and each state. Then whatever leaves Heard is read: mails with
their headers, texts, calendar files, pages of people, partners, members and the public, logs, the
audit, addresses.
"""

import logging
import re
from functools import cache

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from focusgroups import letters, people_access
from focusgroups.calendar import feeds
from focusgroups.models import Registration
from letters.models import Letter
from letters.registry import all_kinds
from tests.home import planted_deeds as deeds
from tests.home import planted_letters, planted_pages
from tests.home.planted_world import build, more_people

pytestmark = pytest.mark.django_db
GATHER = {
    "letters": planted_letters.every_letter,
    "people": planted_pages.pages_of_people,
    "invited": planted_pages.pages_of_invited,
    "public": planted_pages.public_pages,
    "partners": planted_pages.pages_of_partners,
    "polls": planted_pages.pages_of_polls,
    "feeds": planted_pages.feeds,
}
# What of one's own stands in some of them: what could have stood in another's.
SHOWS = {
    "letters": {
        *("name", "email", "phone", "answer", "online_link", "name_source", "link", "stop link"),
    },
    "people": {
        *("name", "email", "phone", "detail", "answer", "online_link", "link", "stop link"),
    },
    "invited": {"name_source", "link"},
    "public": {"link"},
    "partners": {"name", "link"},
    "polls": {"name", "link"},
    "feeds": set(),
}
WEAK = ("analyst", "approver", "reader", "other")
ADDRESS = re.compile(r'(?:href|action|src|srcset|formaction)="([^"]*)"|^Location: (.*)$', re.M)
FOR_A_TELEPHONE = ("tel:", "sms:", "mailto:")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once for this file: it takes seconds. What a test does to it is rolled back."""
    gateway = override_settings(TEXT_GATEWAY="tests.home.planted_letters.Texts")
    with django_db_blocker.unblock(), planted_letters.scratch(), gateway:
        yield build()


@pytest.fixture(scope="module")
def gathered(world, django_db_blocker):
    """By name what is gathered of the world as it is: once, and only what is asked for."""

    @cache
    def gather(name):
        with django_db_blocker.unblock():
            return list(GATHER[name](world))

    return gather


@pytest.fixture
def there(world):
    """The world, for a test that plants more; its rows are rolled back as those of every test."""
    tokens, marks = dict(world.index.tokens), dict(world.index.marks)
    yield world
    world.index.tokens, world.index.marks = tokens, marks


def leaks(world, artefacts):
    """What stands in something and is another's, one by one."""
    for each in artefacts:
        for planted in world.index.found(each.text) - world.index.of(*each.owners):
            yield each.name, planted


@pytest.mark.parametrize("name", GATHER)
def test_it_contains_nobody_else(world, gathered, name):
    artefacts = gathered(name)
    assert list(leaks(world, artefacts)) == []
    own = [world.index.found(each.text) for each in artefacts]
    assert {planted.what for found in own for planted in found} == SHOWS[name]
    statuses = {each.name.split()[0] for each in artefacts}
    assert statuses <= {"200", "302", "mail", "text"}
    if name != "letters":
        assert [a.name for a in artefacts if "\nReferrer-Policy: no-referrer" not in a.text] == []


def test_every_kind_of_letter_is_among_them_and_names_its_receiver(world, gathered):
    sent = gathered("letters")
    to_people = {kind.name for kind in all_kinds() if kind.is_for_participants}
    mails = [each for each in sent if each.name.startswith("mail")]
    assert {each.name.split()[1] for each in mails} == to_people | {"accommodation_overdue"}
    for language in planted_letters.LANGUAGES:
        of_language = [a for a in mails if a.name.split()[2] == language]
        assert {a.name.split()[1] for a in of_language} >= to_people
    nameless = [
        each.name
        for each in mails
        if each.owners and "name" not in {p.what for p in world.index.found(each.text)}
    ]
    assert nameless == []
    assert [a.name for a in mails if re.search(r"^(Cc|Bcc):", a.text, re.M)] == []
    assert any("BEGIN:VCALENDAR" in each.text for each in mails)


@pytest.mark.parametrize("role", WEAK)
def test_a_member_who_need_not_know_sees_nobody(world, role):
    pages = planted_pages.pages_of_member(world.members[role], world.small, world.session)
    pages = list(pages)
    assert list(leaks(world, pages)) == []
    assert (
        {"200", "403"} <= {page.name.split()[0] for page in pages} <= {"200", "403", "405", "302"}
    )


def test_a_facilitator_sees_names_and_needs_of_their_own_session(world):
    user = world.members["facilitator"]
    pages = list(planted_pages.pages_of_member(user, world.small, world.session))
    seen = {planted for _, planted in leaks(world, pages)}
    here = Registration.objects.filter(session=world.session).values_list("pk", flat=True)
    assert {planted.owner for planted in seen} <= {f"registration {pk}" for pk in here}
    assert {planted.what for planted in seen} == {"name", "detail"}
    assert {name for name, _ in leaks(world, pages)} == {
        f"200 {reverse(f'focusgroups:{name}', args=[world.small.slug, world.session.pk])}"
        for name in ("session_day", "day_sheet")
    }


@pytest.mark.parametrize("slug", ["small", "family-voices"])
def test_a_coordinator_sees_their_own_initiative_and_no_address_names_anybody(there, slug):
    initiative = next(each for each in there.initiatives if each.slug == slug)
    people = there.members if slug == "small" else there.demo
    in_it = Registration.objects.filter(session__group__initiative=initiative)
    session = in_it.filter(session__starts_at__gt=timezone.now()).first().session
    planted_letters.to_call(in_it)
    pages = list(planted_pages.pages_of_member(people["coordinator"], initiative, session))
    pages += planted_pages.exports(people["coordinator"], initiative, session)
    seen = {planted for _, planted in leaks(there, pages)}
    kept = there.owners_in(initiative)
    assert {planted for planted in seen if planted.owner not in kept} == set()
    assert {planted.what for planted in seen} >= {"name", "email", "phone", "detail", "contact"}
    addresses = [
        address
        for page in pages
        for pair in ADDRESS.findall(page.text)
        for address in pair
        if not address.startswith(FOR_A_TELEPHONE)
    ]
    named = {planted.what for address in addresses for planted in there.index.found(address)}
    assert named <= {"link"}


@pytest.mark.parametrize("name", ["public", "people", "partners", "invited", "polls"])
def test_it_is_the_same_however_many_have_signed_up_or_wait(there, gathered, name):
    """Promise 2: no number of people, in whatever form, on any page of theirs."""
    before = gathered(name)
    assert _changed_by_more_people(there, before, GATHER[name]) == []


def _changed_by_more_people(there, before, gather) -> list[str]:
    """The pages that read otherwise once there are more people."""
    for session in (there.session, there.next_session):
        more_people(session)
    after = {each.name: each.text for each in gather(there)}
    return [each.name for each in before if after[each.name] != each.text]


def test_no_log_audit_row_letter_or_address_names_anybody(there, monkeypatch):
    anybody = deeds.Doer()
    with deeds.listening() as lines:
        for act in (deeds.sign_up, deeds.answer_polls, deeds.ask_as_partner, deeds.use_own_link):
            act(there, anybody)
        coordinator = deeds.coordinate(there)
        deeds.lose_links(there, anybody)
        deeds.break_things(there, anybody, monkeypatch)
        deeds.change_and_call_off(there)
    found = there.index.found
    assert [line for line in lines if found(line)] == []
    assert any(line.startswith("Not Found: /r/…") for line in lines)
    assert any("Internal Server Error: /r/…" in line for line in lines)
    for kind in ("letter", "text"):
        assert any(line.startswith(kind) and "not sent: KeyError" in line for line in lines)
    for model in (AuditEntry, Letter):
        rows = map(str, model.objects.values_list())
        assert [row for row in rows if found(row)] == []
    assert [to for to in coordinator.sent_to if found(to)] == []
    named = {planted.what for to in anybody.sent_to for planted in found(to)}
    assert named == {"link", "stop link"}
    assert {200, 302, 404, 500} == set(anybody.statuses)


# Templates as somebody careless could write them.
IN_A_TEMPLATE = {
    "people": (
        "public/own.html",
        "{% for each in page.registration.session.registration_set.all %}{{ each.name }} "
        "{% endfor %}",
    ),
    "public": (
        "public/group.html",
        "{% for each in page.group.session_set.all %}{{ each.online_link }} {% endfor %}",
    ),
    "invited": (
        "public/group.html",
        "{% for each in page.group.invitee_set.all %}{{ each.name_source }} {% endfor %}",
    ),
    "partners": (
        "public/partner.html",
        "{% for group in partner.groups.all %}{% for each in group.invitee_set.all %}"
        "{{ each.name }} {% endfor %}{% endfor %}",
    ),
    "polls": (
        "polls/public/answer.html",
        "{% for each in form.poll.timepollperson_set.all %}{{ each.name }} {% endfor %}",
    ),
}


@pytest.fixture
def write_template(settings, tmp_path):
    """Put a template of focus groups before ours."""

    def write(name, words):
        file = tmp_path / "focusgroups" / name
        file.parent.mkdir(parents=True)
        file.write_text(words)
        ours = settings.TEMPLATES[0]
        settings.TEMPLATES = [ours | {"DIRS": [tmp_path, *ours["DIRS"]]}]

    return write


@pytest.mark.parametrize("name", IN_A_TEMPLATE)
def test_it_would_be_seen_in_a_page(world, write_template, name):
    write_template(*IN_A_TEMPLATE[name])
    assert next(leaks(world, GATHER[name](world)), None) is not None


def test_it_would_be_seen_in_a_letter_or_its_calendar_file(world, monkeypatch):
    whole, words_for = letters.file_for, letters.words_for

    def of_the_first(registration, **more):
        return words_for(registration.session.registration_set.first(), **more)

    def with_all(registration, **more):
        email = registration.session.registration_set.last().email.encode()
        ending = b"ATTENDEE:mailto:" + email + b"\r\nEND:VEVENT"
        return whole(registration, **more).replace(b"END:VEVENT", ending)

    for name, careless in (("words_for", of_the_first), ("file_for", with_all)):
        with monkeypatch.context() as patch:
            patch.setattr(letters, name, careless)
            assert next(leaks(world, planted_letters.every_letter(world)), None) is not None


def test_it_would_be_seen_in_a_feed_and_on_a_page_of_members(world, monkeypatch):
    monkeypatch.setattr(feeds, "_description", lambda session, user: session.online_link)
    assert next(leaks(world, GATHER["feeds"](world)), None) is not None
    monkeypatch.setattr(people_access, "may_log", lambda roles, is_own: True)
    other = world.members["other"]
    pages = planted_pages.pages_of_member(other, world.small, world.session)
    assert next(leaks(world, pages), None) is not None


def test_a_number_of_people_would_be_seen(there, write_template):
    count = "{{ page.registration.session.registration_set.count }}"
    write_template("public/own.html", count)

    def one(world):
        person = deeds.person_in(world.session, "REGISTERED")
        return [planted_pages.shown(Client(), deeds.url_of(person))]

    assert len(_changed_by_more_people(there, one(there), one)) == 1


def test_it_would_be_seen_in_a_log(world):
    person = world.registrations()[0]
    with deeds.listening() as lines:
        for logger in ("heard.careless", "django.careless"):
            logging.getLogger(logger).debug("sent to %s", person.name)
    assert [bool(world.index.found(line)) for line in lines] == [True, True]
