"""Whose words a letter has, in which language, and what stands at its end."""

from dataclasses import replace

import pytest

from letters import registry, stop_links
from letters.contacts import hash_of
from letters.registry import kind_of
from letters.rendering import text_of, words_of
from letters.services import save_words
from tests.factories import make_member
from tests.letters.conftest import MARIA

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(participants_kind):
    return kind_of("reminder")


@pytest.fixture
def content(initiative):
    return replace(MARIA, initiative=initiative.pk)


def stop_url(content):
    stop = stop_links.Stop(hash_of(email=content.to), content.initiative)
    return f"http://localhost:8000/r/stop/{stop_links.token_of(stop)}/"


def own(initiative, kind, **words):
    coordinator = make_member(initiative, "coordinator")
    subject = {language: f"{language} for {{first_name}}" for language in words}
    saved = save_words(
        actor=coordinator, initiative=initiative, kind=kind, subject=subject, body=words
    )
    return type(saved).objects.with_words().get(pk=saved.pk)


def test_ours_with_the_agency_and_the_way_to_stop_at_the_end(kind, content):
    words = words_of(kind, content, None)
    assert (words.subject, words.language, words.direction) == ("Soon, Maria", "en", "ltr")
    assert words.body == (
        "We meet soon.\n\nAll about it:\nhttps://heard.example.org/r/abc/\n\n"
        "River County\n1 Main Street, 555-0100\n\n"
        f"You do not want letters from us? Stop them here:\n{stop_url(content)}\n"
    )


def test_a_letter_to_a_member_has_no_such_end(kind, content):
    words = words_of(replace(kind, is_for_participants=False), content, None)
    assert words.body == "We meet soon.\n\nAll about it:\nhttps://heard.example.org/r/abc/\n"
    assert words.stop_url == ""


def test_a_file_of_a_language_comes_first(kind, content, templates):
    (templates / "reminder.es.txt").write_text("Pronto, {{ first_name }}\n\nNos vemos.\n")
    words = words_of(kind, replace(content, language="es"), None)
    assert (words.subject, words.language) == ("Pronto, Maria", "es")
    # Where there is neither a file nor a page in a language, it is English and says so.
    words = words_of(kind, replace(content, language="so"), None)
    assert (words.subject, words.language) == ("Soon, Maria", "en")


def test_what_the_initiative_wrote_goes_out_in_its_place(kind, content, initiative):
    wording = own(initiative, kind, en="Come, {first_name}. {link}", es="Venga. {link}")
    english = words_of(kind, content, wording)
    assert english.subject == "en for Maria"
    assert english.body.startswith("Come, Maria. https://heard.example.org/r/abc/\n\nRiver County")
    spanish = words_of(kind, replace(content, language="es"), wording)
    assert (spanish.subject, spanish.language) == ("es for Maria", "es")
    somali = words_of(kind, replace(content, language="so"), wording)
    assert (somali.subject, somali.language) == ("en for Maria", "en")


def test_words_from_right_to_left_are_laid_out_so(kind, content, initiative):
    wording = own(initiative, kind, en="Come. {link}", ar="تعال {link}")
    words = words_of(kind, replace(content, language="ar"), wording)
    assert (words.language, words.direction) == ("ar", "rtl")
    assert '<html lang="ar" dir="rtl">' in words.html


def test_a_letter_with_a_hole_never_goes_out(kind, content, initiative):
    """The wording names what this one letter lacks: ours goes out."""
    wording = own(initiative, kind, en="Come, {first_name}. {link}")
    words = words_of(kind, replace(content, words={"link": "x"}), wording)
    assert words.subject == "Soon,"


def test_nothing_in_it_is_loaded_from_elsewhere(kind, content):
    html = words_of(kind, content, None).html
    assert [part for part in ("<img", "src=", "url(", "<link", "<script") if part in html] == []


def test_a_subject_is_one_line_however_long_a_name(kind, content, initiative):
    wording = own(initiative, kind, en="Come, {first_name}. {link}")
    name = "A\nBcc: x@y.org " + "é" * 300
    words = words_of(kind, replace(content, words={"first_name": name, "link": "l"}), wording)
    assert words.subject == "en for A Bcc: x@y.org " + "é" * 178


def test_a_name_stands_as_it_was_typed(kind, content):
    typed = {"first_name": "O'Neil & <b>", "link": "l"}
    assert words_of(kind, replace(content, words=typed), None).subject == "Soon, O'Neil & <b>"


@pytest.mark.parametrize(
    ("words", "sent"), [("Tomorrow, {{ first_name }}!", "Tomorrow, Maria!"), ("x" * 321, "")]
)
def test_a_text_message_is_short_or_nothing(kind, content, templates, words, sent):
    (templates / "reminder_sms.txt").write_text(words + "\n")
    assert text_of(replace(kind, fits_text=True), content) == sent
    assert text_of(kind, content) == ""


def test_kinds_know_their_names_and_order(kinds, kind):
    kinds("another", MARIA)
    assert [each.name for each in registry.all_kinds()] == ["reminder", "another"]
    assert [each.label for each in registry.all_kinds()] == ["Reminder", "Another"]
    assert [each.is_editable for each in registry.all_kinds()] == [True, False]
