"""What people type into the pages of a survey: any script, any length, in two languages."""

import pytest

from feedback.models import Comment, Submission
from initiatives.models import NoticeGiven
from tests.factories import InitiativeFactory, SegmentFactory, make_survey
from tests.feedback.taking_part import Participant, address, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    initiative = InitiativeFactory()
    SegmentFactory(initiative=initiative)
    return make_survey(initiative)


@pytest.fixture
def person(client, survey):
    return Participant(client)


@pytest.mark.parametrize(
    "words",
    [
        "Nobody told me 😢 about the hearing 👩‍👧, and I was 100 % ready.",
        "جاءوا يوم الجمعة ولم يسألني أحد.",
        "<script>alert(1)</script> & “quotes”",
        "Line one\nLine two",
        "x" * 60_000,
    ],
)
def test_words_come_back_as_they_were_given(client, person, words):
    person.begin()
    person.answer(4, words.replace("\n", "\r\n"))
    text = page(client.get(address("question", "voices", 4)))
    assert 'dir="auto"' in text
    assert "<script>alert" not in text
    person.send()
    assert Comment.objects.get().original == words


def test_what_no_text_may_hold_is_left_out(person):
    person.begin()
    person.answer(4, "  A\x00B\x07 e\u0301\r\n ")
    person.send()
    assert Comment.objects.get().original == "AB \u00e9"


def test_words_that_are_too_long_stay_on_the_page(client, person):
    person.begin()
    text = page(person.answer(4, "y" * 100_001))
    assert "This is too long: 100001 characters, and 100000 fit." in text
    assert "y" * 100_001 in text
    assert "maxlength" not in text
    assert "too long" in page(person.answer(3, "z" * 501, "back"))
    assert Submission.objects.get().answer_set.count() == 0


def test_the_language_is_that_of_the_page_the_words_were_typed_on(client, person):
    """Somebody begins in English by a link and goes on in Spanish."""
    person.begin()
    Participant(client, "es").answer(4, "Vinieron un viernes.")
    person.send()
    assert Comment.objects.get().language == "es"
    assert NoticeGiven.objects.get().language == "en"


def test_errors_of_forms_are_spanish_too(client, survey):
    person = Participant(client, "es")
    person.begin()
    assert "Elija sí o no." in page(person.quote(""))
    assert "Escoja una opción válida" in page(person.answer(2, "999"))
    assert "Es demasiado largo: tiene 501 caracteres" in page(person.answer(3, "z" * 501))
