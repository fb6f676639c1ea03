"""An initiative's own words: side by side, checked, seen before they go out, and taken back."""

from dataclasses import replace

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from initiatives.models import Text, Translation
from letters import reports, services
from letters.models import Letter, LetterWords
from tests.factories import InitiativeFactory, make_member
from tests.letters.conftest import MARIA, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(initiative, client, participants_kind):
    member = make_member(initiative, "coordinator", email="ana@county.example.org")
    client.force_login(member)
    return member


def url(initiative, name="kind", kind="reminder"):
    return reverse(f"letters:{name}", args=[initiative.slug, kind])


WORDS = {
    "subject_en": "Tomorrow, {first_name}",
    "body_en": "Come. All about it:\n{link}",
    "subject_es": "Mañana, {first_name}",
    "body_es": "Venga:\n{link}",
}


def save(client, initiative, **changes):
    return client.post(url(initiative), WORDS | {"do": "save"} | changes)


def test_it_begins_with_our_words_and_their_placeholders(client, coordinator, initiative):
    form = client.get(url(initiative)).context["form"]
    assert form["subject_en"].value() == "Soon, {first_name}"
    assert form["body_en"].value() == "We meet soon.\n\nAll about it:\n{link}"


def test_their_words_go_out_from_then_on(client, coordinator, initiative, participants_kind):
    assert save(client, initiative).status_code == 302
    participants_kind["now"] = replace(MARIA, initiative=initiative.pk, language="es")
    services.send_later(kind="reminder", subject=1)
    assert send() == 1
    [message] = mail.outbox
    assert message.subject == "Mañana, Maria"
    assert message.body.startswith("Venga:\nhttps://heard.example.org/r/abc/\n\nRiver County")
    entry = AuditEntry.objects.get(subject_kind="LetterWords")
    assert (entry.actor, entry.verb, entry.initiative) == (
        coordinator,
        "word_letter",
        initiative.pk,
    )


def test_words_of_another_initiative_are_not_taken(
    client, coordinator, initiative, participants_kind
):
    save(client, initiative)
    participants_kind["now"] = replace(MARIA, initiative=InitiativeFactory().pk)
    services.send_later(kind="reminder", subject=1)
    send()
    assert mail.outbox[0].subject == "Soon, Maria"


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        (
            {"body_en": "Dear {email}, {link}"},
            "body_en",
            "{email} is not known here. You can use {first_name}, {link}.",
        ),
        (
            {"body_en": "{% load secrets %} {link}"},
            "body_en",
            "A curly bracket stands alone. Brackets hold a word from the list.",
        ),
        ({"body_es": "Venga."}, "body_es", "People need {link}. Put it where it belongs."),
        (
            {"subject_es": ""},
            "subject_es",
            "Give both the subject and the letter, or neither.",
        ),
        ({"body_en": ""}, "body_en", "This field is required."),
    ],
)
def test_what_cannot_be_used_is_refused_and_kept_on_the_page(
    client, coordinator, initiative, changes, field, why
):
    response = save(client, initiative, **changes)
    form = response.context["form"]
    assert form.errors == {field: [why]}
    assert form[field].value() == changes[field]
    assert not LetterWords.objects.exists()


def test_it_is_seen_before_it_is_saved(client, coordinator, initiative):
    response = save(client, initiative, do="preview", body_en="<b>Come</b>, {first_name}:\n{link}")
    english, spanish = response.context["previews"]
    assert (english.subject, spanish.subject) == ("Tomorrow, Ana", "Mañana, Lucía")
    text = response.content.decode()
    assert "<p>&lt;b&gt;Come&lt;/b&gt;, Ana" not in text
    assert '<a href="https://example.org/r/x/">&lt;b&gt;Come&lt;/b&gt;, Ana</a>' in text
    assert not LetterWords.objects.exists()


def test_a_test_goes_to_the_member_alone(client, coordinator, initiative):
    save(client, initiative)
    client.post(url(initiative, "kind_test"), {"language": "es"})
    [message] = mail.outbox
    assert (message.to, message.cc, message.bcc) == (["ana@county.example.org"], [], [])
    assert message.subject == "Mañana, Lucía"
    assert Letter.objects.count() == 0


def test_a_second_test_is_another_mail(client, coordinator, initiative):
    for _ in range(2):
        client.post(url(initiative, "kind_test"), {"language": "en"})
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first != second


def test_a_test_says_when_the_mail_server_is_away(client, coordinator, initiative, monkeypatch):
    def refuse(self):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)
    response = client.post(url(initiative, "kind_test"), {"language": "en"}, follow=True)
    [message] = response.context["messages"]
    assert str(message) == "The mail server did not take it. Try again in some minutes."


def test_a_translation_of_other_words_is_marked_until_somebody_looked(
    client, coordinator, initiative
):
    save(client, initiative)
    save(client, initiative, body_en="Come at seven:\n{link}")
    [row] = reports.kind_rows(initiative)
    assert row.stale == ("Spanish",)
    assert "Spanish out of date" in client.get(url(initiative)).content.decode()
    save(client, initiative, body_en="Come at seven:\n{link}", still_fits="on")
    [row] = reports.kind_rows(initiative)
    assert row.stale == ()
    save(client, initiative, body_en="Come at eight:\n{link}", body_es="A las ocho:\n{link}")
    [row] = reports.kind_rows(initiative)
    assert row.stale == ()


def test_a_third_language_stands_beside_the_english(client, coordinator, initiative):
    save(client, initiative)
    address = url(initiative) + "?language=ar"
    form = client.get(address).context["form"]
    assert form["body_ar"].value() == ""
    words = {name: WORDS[name] for name in ("subject_en", "body_en")}
    client.post(address, words | {"subject_ar": "غدا", "body_ar": "تعال {link}", "do": "save"})
    own = LetterWords.objects.with_words().get()
    assert own.body.in_language("ar") == "تعال {link}"
    assert own.body.in_language("es") == "Venga:\n{link}"


def test_a_translation_that_is_emptied_is_gone(client, coordinator, initiative):
    save(client, initiative)
    save(client, initiative, subject_es="", body_es="")
    own = LetterWords.objects.with_words().get()
    assert not own.body.is_in("es")


def test_back_to_our_words(client, coordinator, initiative):
    save(client, initiative)
    assert client.get(url(initiative, "kind_ours")).status_code == 200
    assert LetterWords.objects.count() == 1
    client.post(url(initiative, "kind_ours"))
    assert (LetterWords.objects.count(), Text.objects.count(), Translation.objects.count()) == (
        0,
        0,
        0,
    )
    form = client.get(url(initiative)).context["form"]
    assert form["subject_en"].value() == "Soon, {first_name}"
    # Twice does nothing more.
    assert client.post(url(initiative, "kind_ours")).status_code == 302


def test_each_kind_says_when_it_is_sent(client, coordinator, initiative, kinds):
    kinds("to_members", MARIA)
    response = client.get(reverse("letters:kinds", args=[initiative.slug]))
    [row] = response.context["rows"]
    assert (row.kind.label, row.kind.sent_when, row.own) == ("Reminder", "the day before", None)
    save(client, initiative)
    [row] = client.get(reverse("letters:kinds", args=[initiative.slug])).context["rows"]
    assert row.own.changed_by == coordinator


def test_what_is_not_to_be_worded_has_no_page(client, coordinator, initiative, kinds):
    kinds("to_members", MARIA)
    assert client.get(url(initiative, kind="to_members")).status_code == 404
    assert client.get(url(initiative, kind="nothing")).status_code == 404


@pytest.mark.parametrize("role", ["facilitator", "analyst", "approver", "reader"])
@pytest.mark.parametrize("name", ["kind", "kind_test", "kind_ours"])
def test_other_roles_are_refused(client, initiative, participants_kind, role, name):
    client.force_login(make_member(initiative, role))
    assert client.post(url(initiative, name)).status_code == 403


def test_a_stranger_finds_nothing(client, initiative, participants_kind):
    client.force_login(make_member(InitiativeFactory(), "coordinator"))
    for name in ("kind", "kind_test", "kind_ours"):
        assert client.post(url(initiative, name)).status_code == 404


def test_the_list_of_kinds_costs_the_same_however_many(
    client, coordinator, initiative, participants_kind, kinds
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from letters.registry import kind_of

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("letters:kinds", args=[initiative.slug]))
        return len(found)

    save(client, initiative)
    few = queries()
    for number in range(5):
        name = f"kind{number}"
        kinds(name, MARIA, placeholders=kind_of("reminder").placeholders)
        services.save_words(
            actor=coordinator,
            initiative=initiative,
            kind=kind_of(name),
            subject={"en": "a", "es": "b"},
            body={"en": "a", "es": "b"},
        )
    assert queries() == few
    assert timezone.now() > LetterWords.objects.first().changed_at
